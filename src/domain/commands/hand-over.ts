// Giving a wave's work to another agent by command: which wave is meant, and whether that agent can take it.

import { didYouMean } from '../did-you-mean.ts'
import type { AgentName } from '../ids.ts'
import { isLater, MOST_ENTRIES, type Desired, type GivenWork, type Stamp } from './desired.ts'

/** A wave that has not ended. */
export interface OpenWork {
  /** Its index in the route. */
  index: number
  /** The number that people know it by. */
  number: number
  pull: number | undefined
  /** Whether somebody has started on it. */
  begun: boolean
  /** Who has it now. */
  by: AgentName
  /** Who could take it, and how often each has tried it already. */
  takers: ReadonlyMap<AgentName, number>
}

interface Args {
  agent?: string | undefined
  note?: string | undefined
  wave?: string | undefined
}

const numbers = (work: readonly OpenWork[]): string => work.map(({ number }) => number).join(', ')

/** The one wave that is meant, or why it cannot be told. */
function meant(
  { wave }: Args,
  { on, isPull, work }: { on: number; isPull: boolean; work: readonly OpenWork[] },
): OpenWork | { refused: string } {
  const fitting =
    wave !== undefined
      ? work.filter(({ number }) => number === Number(wave))
      : isPull
        ? work.filter(({ pull }) => pull === on)
        : work.filter(({ begun }) => begun)
  const [one, other] = fitting
  if (one !== undefined && other === undefined) return one
  const known = work.length === 0 ? 'every wave has ended' : `waves that have not ended: ${numbers(work)}`
  if (other !== undefined)
    return { refused: `the waves ${numbers(fitting)} are under way; say which, with --wave` }
  return {
    refused:
      wave === undefined ? `no wave is under way here; ${known}` : `there is no open wave ${wave}; ${known}`,
  }
}

/** Without an agent nothing is given to anybody: then the command only asks. */
export function handOver(
  desired: Desired,
  args: Args,
  stamp: Stamp,
  target: { on: number; isPull: boolean; work: readonly OpenWork[] },
): { desired: Desired } | { refused: string } {
  if (args.agent === undefined) return { desired }
  const known = desired.handoffs.find((entry) => entry.comment === stamp.comment && entry.line === stamp.line)
  if (known !== undefined) return { desired }
  const wave = meant(args, target)
  if ('refused' in wave) return wave
  const names = [...wave.takers.keys()]
  const agent = names.find((name) => name === args.agent)
  if (agent === undefined) {
    const hint = didYouMean(args.agent, names)
    const could =
      hint === undefined ? `those who can: ${names.join(', ') || 'nobody'}` : `did you mean ${hint}?`
    return { refused: `${args.agent} cannot take wave ${wave.number}; ${could}` }
  }
  const before = desired.handoffs.findLast((entry) => entry.wave === wave.index)
  // The route names who began; an entry, who has it since.
  if ((before?.agent ?? wave.by) === agent) return { refused: `${agent} has wave ${wave.number} already` }
  if (before !== undefined && isLater(before, stamp)) return { desired }
  const fresh: GivenWork = {
    ...stamp,
    wave: wave.index,
    agent,
    attempts: wave.takers.get(agent) ?? 0,
    ...(args.note === undefined ? {} : { note: args.note }),
  }
  return { desired: { ...desired, handoffs: [...desired.handoffs, fresh].slice(-MOST_ENTRIES) } }
}
