// The states of a wave, and which may follow which.

export const WAVE_STATES = [
  'planned',
  'waiting',
  'ready',
  'running',
  'validating',
  'in-review',
  'merged',
  'blocked',
  'cancelled',
] as const
export type WaveState = (typeof WAVE_STATES)[number]

export interface WaveProgress {
  state: WaveState
  /** When the present attempt started, in milliseconds since 1970, as all times here. */
  startedAt?: number | undefined
  endedAt?: number | undefined
  /** When it came into this state, where that was noted. */
  since?: number | undefined
  /** How often it was started. */
  attempts: number
  /** Why it is blocked or cancelled, in the words of whoever said so. */
  why?: string | undefined
}

/** By wave; one that is missing is planned and was never started. */
export type ProgressOf<Key> = ReadonlyMap<Key, WaveProgress>

/** A wave's progress as it is seen now, with the times that were noted before. */
export function noted(before: WaveProgress | undefined, seen: WaveProgress, now: number): WaveProgress {
  const same = before?.state === seen.state
  const active = isUnderWay(seen.state)
  return {
    ...seen,
    since: same ? before.since : now,
    startedAt: before?.startedAt ?? (active || seen.state === 'merged' ? now : undefined),
    endedAt: seen.state === 'merged' ? (before?.endedAt ?? now) : undefined,
  }
}

export const UNTOUCHED: WaveProgress = { state: 'planned', attempts: 0 }

/**
 * What may follow each state. Back to ready is a retry: a failed run, a failed validation, changes asked for, a blocker solved.
 * Back to waiting is a plan edited so that something comes before. Back to planned is a wave that was put into its plan again.
 */
export const TRANSITIONS: Readonly<Record<WaveState, readonly WaveState[]>> = {
  planned: ['waiting', 'ready', 'cancelled'],
  waiting: ['ready', 'blocked', 'cancelled'],
  ready: ['running', 'waiting', 'blocked', 'cancelled'],
  running: ['validating', 'ready', 'blocked', 'cancelled'],
  // A branch without validations passes through; a head that was updated is validated again.
  validating: ['in-review', 'ready', 'blocked', 'cancelled'],
  'in-review': ['merged', 'validating', 'ready', 'blocked', 'cancelled'],
  merged: [],
  blocked: ['ready', 'waiting', 'cancelled'],
  cancelled: ['planned'],
}

/** Research hands over findings and not a branch: once they are posted it counts as merged. */
const RESEARCH: readonly WaveState[] = [...TRANSITIONS.running, 'merged']

const following = (from: WaveState, purpose: 'implement' | 'research'): readonly WaveState[] =>
  purpose === 'research' && from === 'running' ? RESEARCH : TRANSITIONS[from]

/** What is wrong with a change of state, in words; undefined when it is lawful. To stay in a state is no change. */
export function transitionProblem(
  from: WaveState,
  to: WaveState,
  purpose: 'implement' | 'research' = 'implement',
): string | undefined {
  const next = following(from, purpose)
  if (from === to || next.includes(to)) return undefined
  return next.length === 0
    ? `a wave that is ${from} stays so: it cannot become ${to}`
    : `a wave that is ${from} cannot become ${to}: it can become ${next.join(', ')}`
}

/** Work is under way or its result is looked at. */
export const isUnderWay = (state: WaveState): boolean =>
  state === 'running' || state === 'validating' || state === 'in-review'

/**
 * The state that a wave is in, from the one on record and whether everything before it is complete. Only what has not started
 * moves by itself; everything else is moved by what happened to it.
 */
export function waveState(recorded: WaveState, waits: boolean): WaveState {
  switch (recorded) {
    case 'planned':
    case 'waiting':
    case 'ready':
      return waits ? 'waiting' : 'ready'
    case 'running':
    case 'validating':
    case 'in-review':
    case 'merged':
    case 'blocked':
    case 'cancelled':
      return recorded
  }
}
