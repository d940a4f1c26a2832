// Starting agent runs: deterministic ids, attempts after failures, and the issue's budget reserved before a run starts.

import type { Action, RunBrief } from '../actions.ts'
import { type AgentName, RunId, type Sha } from '../ids.ts'
import type { Purpose } from '../outcomes.ts'
import { usd } from '../render/figures.ts'
import type { RunOutcome, RunRecord, Snapshot } from '../snapshot.ts'
import { dayProblem } from './day-budget.ts'
import { isActive } from './stage.ts'

export interface RunWish {
  wave: number
  /** The number that people know the wave by, where it is another. */
  number?: number | undefined
  agent: AgentName
  purpose: Purpose
  headSha: Sha
  baseSha: Sha
  /** A base that is merged into the head first. */
  onto?: Sha | undefined
  /** Tells runs of one agent apart that judge different heads, for example a short SHA. Empty where there is only one. */
  scope: string
  /** The scope alone says which run it is, whatever head it began at. */
  byScope?: true
  /** The pull request that is judged. */
  pull?: number
}

export type RunProgress =
  | { state: 'done'; run: RunRecord; outcome: Extract<RunOutcome, { kind: 'done' }> }
  | { state: 'active'; run: RunRecord }
  | { state: 'start'; actions: readonly Action[] }
  | { state: 'parked'; why: string }

/** Runs of this wish, oldest first. */
export function attemptsOf(snapshot: Snapshot, wish: RunWish): RunRecord[] {
  return snapshot.runs
    .filter(
      (run) =>
        run.wave === wish.wave &&
        run.agent === wish.agent &&
        run.purpose === wish.purpose &&
        (wish.pull === undefined || run.pull === undefined || run.pull === wish.pull) &&
        (wish.byScope === true
          ? run.id === runId(snapshot, wish, run.attempt)
          : wish.scope === '' || run.headSha === wish.headSha),
    )
    .toSorted((a, b) => a.attempt - b.attempt)
}

/**
 * Failed attempts in a row at the end of the list. A cancelled one is no failure: a person closed the issue or took the label
 * off, and has handed it over again since.
 */
export function failuresInARow(attempts: readonly RunRecord[]): number {
  const judged = attempts.filter((run) => run.state !== 'cancelled')
  return judged.length - 1 - judged.findLastIndex((run) => run.outcome?.kind === 'done')
}

/**
 * Whether a run counts against the limits: it ended after the last time that somebody asked to try again (one whose end is not
 * known did), and not before the work was given to its agent anew.
 */
export function isAfterRetry({ desired }: Snapshot, run: RunRecord, wave: number): boolean {
  const given = desired?.handoffs.findLast((entry) => entry.wave === run.wave && entry.agent === run.agent)
  if (given !== undefined && run.attempt <= given.attempts) return false
  const retry = desired?.retry
  if (retry === undefined || (retry.wave !== undefined && retry.wave !== wave)) return true
  // GitHub gives the time of a comment in whole seconds: what ended within that second ended before it was written.
  return run.endedAt === undefined || run.endedAt > retry.at + 999
}

export function runId(snapshot: Snapshot, wish: RunWish, attempt: number): RunId {
  const scope = wish.scope === '' ? '' : `/${wish.scope}`
  return RunId.parse(`${snapshot.key}/w${wish.wave}/${wish.agent}/${wish.purpose}${scope}/${attempt}`)
}

/** Money spent on this issue, plus a full run's budget for every run under way. US dollars. */
export function committedUsd(snapshot: Snapshot): number {
  const { run_usd: runUsd } = snapshot.policy.limits
  return snapshot.runs.reduce(
    (sum, run) => sum + (isActive(run) ? Math.max(runUsd, run.usage.usd) : run.usage.usd),
    0,
  )
}

/** What the issue may cost in US dollars: what a person has set, within what the policy allows now, else the policy's figure. */
export function issueLimit({ desired, policy }: Snapshot): number {
  const { issue_usd: usual, max_issue_usd: most } = policy.limits
  return desired?.budget === undefined ? usual : Math.min(desired.budget.usd, most)
}

/** Why no further run may start for this issue, or undefined. Its own budget comes first: tomorrow does not mend that. */
export function budgetProblem(snapshot: Snapshot): string | undefined {
  const { run_usd: runUsd } = snapshot.policy.limits
  const issueUsd = issueLimit(snapshot)
  const committed = committedUsd(snapshot)
  if (committed + runUsd <= issueUsd) return dayProblem(snapshot)
  return `the issue's budget of ${usd(issueUsd)} has no room for another run of up to ${usd(runUsd)} (${usd(committed)} spent or reserved)`
}

export function failureText(outcome: RunOutcome | undefined): string {
  if (outcome === undefined) return 'it ended without an outcome'
  switch (outcome.kind) {
    case 'done':
      return 'it finished'
    case 'blocked':
      return `it is blocked: ${outcome.blocked} It needs: ${outcome.needs}`
    case 'gate_refused':
      return `the commit gate refused its patch: ${outcome.problems.join('; ')}`
    case 'breach':
      return `it tried what nobody can be granted, and was stopped: ${outcome.what.join('; ')}`
    case 'budget':
    case 'refused':
    case 'context':
    case 'max_tokens':
    case 'aborted':
    case 'invalid_output':
    case 'failed':
      return `${outcome.kind}: ${outcome.detail}`
  }
}

/** A start action for the next attempt, or the reason why none may start. */
export function startRun(snapshot: Snapshot, wish: RunWish, attempt: number, brief: RunBrief): RunProgress {
  const budget = budgetProblem(snapshot)
  if (budget !== undefined) return { state: 'parked', why: budget }
  const { scope: _, number: _number, byScope: _byScope, onto, ...rest } = wish
  return {
    state: 'start',
    actions: [
      {
        do: 'start_run',
        id: runId(snapshot, wish, attempt),
        attempt,
        brief,
        ...rest,
        ...(onto === undefined ? {} : { onto }),
      },
    ],
  }
}

/**
 * Where a wish stands: done, active, started now, or parked because its attempts are used up or an agent is blocked.
 * A blocked agent is not asked again: it said what it needs.
 */
export function runProgress(snapshot: Snapshot, wish: RunWish, brief: () => RunBrief): RunProgress {
  const attempts = attemptsOf(snapshot, wish)
  const last = attempts.at(-1)
  if (last === undefined) return startRun(snapshot, wish, 1, brief())
  if (isActive(last)) return { state: 'active', run: last }
  if (last.outcome?.kind === 'done') return { state: 'done', run: last, outcome: last.outcome }
  const why = `${wish.agent} (${wish.purpose}): ${failureText(last.outcome)}`
  const counted = attempts.filter((run) => isAfterRetry(snapshot, run, wish.number ?? wish.wave))
  if (!counted.includes(last)) return startRun(snapshot, wish, last.attempt + 1, brief())
  if (last.outcome?.kind === 'blocked' || last.outcome?.kind === 'breach') return { state: 'parked', why }
  const failures = failuresInARow(counted)
  if (failures >= snapshot.policy.limits.max_attempts) {
    return { state: 'parked', why: `${why} (${failures} attempts)` }
  }
  return startRun(snapshot, wish, last.attempt + 1, brief())
}
