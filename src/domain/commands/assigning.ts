// Who works on a wave because a person said so: read from commands, within the team and what each of it may do.

import { didYouMean } from '../did-you-mean.ts'
import type { Assignment, Desired, Stamp } from './desired.ts'
import { isLater, put, sameStamp } from './desired.ts'
import type { Facts, OpenWave } from './facts.ts'

type Asked = { desired: Desired } | { refused: string }

/** The wave that is meant: the one that is named, else the first that could go on and that the agent may do. */
function waveOf(waves: readonly OpenWave[], agent: string, number: number | undefined): OpenWave | string {
  if (number !== undefined) {
    const named = waves.find((wave) => wave.number === number)
    if (named === undefined) {
      const open = waves.map((wave) => wave.number)
      return `there is no wave ${number} that is not finished; open: ${open.length === 0 ? 'none' : open.join(', ')}`
    }
    if (named.able.some((name) => name === agent)) return named
    return `${agent} may not ${named.purpose} in wave ${number}; who may: ${named.able.join(', ') || 'nobody'}`
  }
  const fit = waves.filter((wave) => wave.able.some((name) => name === agent))
  const found = fit.find((wave) => wave.ready) ?? fit[0]
  if (found !== undefined) return found
  if (waves.length === 0) return 'no wave of this task is open'
  return `${agent} may do none of the open waves: ${waves.map((wave) => `${wave.number} (${wave.purpose})`).join(', ')}`
}

/** A later word for the same wave takes the place of an earlier one. */
export function assign(
  desired: Desired,
  args: { agent: string; wave?: string | undefined },
  stamp: Stamp,
  { team, waves }: Pick<Facts, 'team' | 'waves'>,
): Asked {
  if (desired.assigned.some((entry) => sameStamp(entry, stamp))) return { desired }
  const agent = team.find((name) => name === args.agent)
  if (agent === undefined) {
    const meant = didYouMean(args.agent, team)
    return {
      refused: `there is no agent ${args.agent} in this team${meant === undefined ? `; it has ${team.join(', ')}` : `; did you mean ${meant}?`}`,
    }
  }
  const wave = waveOf(waves, agent, args.wave === undefined ? undefined : Number(args.wave))
  if (typeof wave === 'string') return { refused: wave }
  if (wave.agent === agent) return { refused: `${agent} works on wave ${wave.number} already` }
  const fresh: Assignment = { ...stamp, agent, wave: wave.index, number: wave.number }
  return {
    desired: { ...desired, assigned: put(desired.assigned, fresh, (entry) => entry.wave === wave.index) },
  }
}

/** Takes back what was assigned before: one agent, or all. Whoever the route names works on it again. */
export function unassign(desired: Desired, agent: string | undefined, stamp: Stamp): Asked {
  const meant = (entry: Assignment): boolean =>
    (agent === undefined || entry.agent === agent) && !isLater(entry, stamp)
  if (!desired.assigned.some(meant)) {
    const names = desired.assigned.filter(({ undone }) => undone === undefined).map((entry) => entry.agent)
    return {
      refused: `${agent ?? 'nobody'} ${agent === undefined ? 'is' : 'was not'} assigned by a command; assigned: ${names.length === 0 ? 'nobody' : names.join(', ')}`,
    }
  }
  const assigned = desired.assigned.map((entry): Assignment =>
    meant(entry) && entry.undone === undefined ? { ...entry, undone: stamp } : entry,
  )
  return { desired: { ...desired, assigned } }
}
