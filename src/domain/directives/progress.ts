// Where a directive stands: who was told it, who has acted and how, and whether it is over.

import type { AskedDirective, Stamp } from '../commands/desired.ts'
import type { AgentName, Sha, TaskKey } from '../ids.ts'
import type { RoadmapLevel } from '../roster/routing-tables.ts'
import type { RunRecord } from '../snapshot.ts'

export interface Addressee {
  agent: AgentName
  /** The first run that was told. */
  told: RunRecord | undefined
  /** What it says that it did, and in which run. */
  acted: { run: RunRecord; did: string } | undefined
}

export interface DirectiveState {
  asked: AskedDirective
  id: string
  addressees: readonly Addressee[]
  /** Everybody has acted, now or before. */
  over: boolean
  /** What it still waits for, in words. */
  waitsFor: readonly string[]
}

/** One that was filed as an issue is in no comment (0), and its line is the number. */
export const directiveId = ({ comment, line }: Pick<Stamp, 'comment' | 'line'>): string =>
  comment === 0 ? `i${line}` : `c${comment}-${line}`

/** Whether a directive of a task was filed as an issue, for the whole repository. */
export const isBroadcast = ({ comment }: Pick<AskedDirective, 'comment'>): boolean => comment === 0

/** A task that a directive of the repository is for; `entry` undefined: it has not been looked at since. */
export interface AddressedTask {
  key: TaskKey
  open: boolean
  entry: AskedDirective | undefined
}

/** In a task that has ended nobody is left to act. */
export const hasActed = ({ open, entry }: AddressedTask): boolean => !open || entry?.closed !== undefined

/** What a run that was told a directive says of it; a run that was not told cannot have acted on it. */
function acknowledgement(run: RunRecord, id: string): string | undefined {
  if (run.told?.includes(id) !== true || run.outcome?.kind !== 'done') return undefined
  const { outcome } = run
  switch (outcome.purpose) {
    case 'research':
    case 'implement':
    case 'review':
      return outcome.value.directives?.find((entry) => entry.id === id)?.did
    case 'triage':
    case 'plan':
    case 'direct':
    case 'propose':
    case 'challenge':
    case 'synthesise':
      return undefined
  }
}

/** `level`: of the task now. `held`: the head at which the conditions of a checkpoint hold now. */
export function directiveState(
  asked: AskedDirective,
  runs: readonly RunRecord[],
  level: RoadmapLevel,
): DirectiveState {
  const id = directiveId(asked)
  const addressees = asked.to.map((agent): Addressee => {
    const told = runs.filter((run) => run.agent === agent && run.told?.includes(id) === true)
    const acted = told.flatMap((run) => {
      const did = acknowledgement(run, id)
      return did === undefined ? [] : [{ run, did }]
    })[0]
    return { agent, told: told[0], acted }
  })
  const { said, held, closed } = asked
  const silent = addressees.filter(({ acted }) => acted === undefined).map(({ agent }) => agent)
  const waitsFor: Record<typeof said.kind, string[]> = {
    alignment: silent.map((agent) => `${agent} to act`),
    'priority-shift':
      said.kind === 'priority-shift' && said.level !== level ? [`the priority to be ${said.level}`] : [],
    checkpoint: held === undefined ? ['its conditions to hold at a head'] : [],
  }
  const open = closed === undefined ? waitsFor[said.kind] : []
  return { asked, id, addressees, over: open.length === 0, waitsFor: open }
}

/** The directives that a run of an agent is to be told: open ones that it has not acted on. */
export const toTell = (states: readonly DirectiveState[], agent: AgentName): DirectiveState[] =>
  states.filter(
    ({ over, addressees }) =>
      !over && addressees.some((one) => one.agent === agent && one.acted === undefined),
  )

/** What the task remembers of its directives from now on: what has held, and what is over. */
export const settled = (
  states: readonly DirectiveState[],
  heldAt: (asked: AskedDirective) => Sha | undefined,
  now: number,
): AskedDirective[] =>
  states.map(({ asked, over }) => {
    if (asked.closed !== undefined) return asked
    const sha = asked.held === undefined ? heldAt(asked) : undefined
    if (sha !== undefined) return { ...asked, held: { sha, at: now }, closed: now }
    return over ? { ...asked, closed: now } : asked
  })
