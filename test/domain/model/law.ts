// What must never happen, said a second time and in other words than the code that decides: the oracle of the model.

import { expect } from 'vitest'
import type { Action } from '../../../src/domain/actions.ts'
import { AgentName, type Sha } from '../../../src/domain/ids.ts'
import type { Complexity, TaskKind, VerdictOutcome } from '../../../src/domain/outcomes.ts'
import { branchOfPull, isActive, type World } from './world.ts'

/** Heaviest first, as the router documents it. */
const TYPES: readonly TaskKind[] = [
  'architecture',
  'performance',
  'implementation',
  'bugfix',
  'research',
  'documentation',
]

export const typeOf = (world: World): TaskKind =>
  TYPES.find((type) => world.issue.labels.includes(`type:${type}`)) ?? 'implementation'

const COMPLEXITIES: readonly Complexity[] = ['critical', 'high', 'medium', 'simple']

export const complexityOf = (world: World): Complexity =>
  COMPLEXITIES.find((value) => world.issue.labels.includes(`complexity:${value}`)) ?? 'medium'

/**
 * Each kind of workflow that the policy has was recorded on this head, and its newest attempt was green; a benchmark that was slow
 * once has to be green when it is run again.
 */
export function gatesAreGreen(world: World, head: Sha): boolean {
  const newest = (kind: string, confirms: boolean) => {
    const records = world.validations.filter(
      (record) => record.kind === kind && record.headSha === head && record.confirms === confirms,
    )
    const last = records.toSorted((a, b) => b.attempt - a.attempt)[0]
    return last?.state === 'done' ? world.findings.get(last.id) : undefined
  }
  if (newest('validate', false) !== 'green') return false
  if (world.setting.policy.benchmark === undefined) return true
  const first = newest('benchmark', false)
  return first === 'green' || (first === 'slow' && newest('benchmark', true) === 'green')
}

/** A claim of the model is true exactly when it says so: `value` 2 holds on every green benchmark, 40 on none. */
const isProven = (world: World, verdict: VerdictOutcome, head: Sha): boolean =>
  verdict.claims.every(
    (claim) =>
      claim.value <= 2 &&
      world.validations.some((record) => record.workflowRunId === claim.run && record.headSha === head),
  )

type Stance = 'approve' | 'object' | 'other'

function stances(world: World, wave: number, head: Sha): Map<string, Stance> {
  const result = new Map<string, Stance>()
  for (const run of world.runs.toSorted((a, b) => a.attempt - b.attempt)) {
    const { outcome } = run
    if (run.wave !== wave || run.headSha !== head || outcome?.kind !== 'done' || outcome.purpose !== 'review')
      continue
    const { position } = outcome.value
    const proven = isProven(world, outcome.value, head)
    result.set(
      run.agent,
      position === 'request_changes' ? 'object' : position === 'approve' && proven ? 'approve' : 'other',
    )
  }
  return result
}

interface Group {
  seats: readonly string[]
  quorum: number
  veto: readonly string[]
  people: number
}

function groups(world: World, wave: number): Group[] {
  const { policy } = world.setting
  const type = typeOf(world)
  const done = world.runs.flatMap((run) =>
    run.outcome?.kind === 'done' ? [{ ...run, outcome: run.outcome }] : [],
  )
  const patches = done.filter((run) => run.wave === wave && run.purpose === 'implement')
  const core = patches.some((run) => run.outcome.paths.includes('src/attention.mjs'))
  const claims = done.some((run) => run.outcome.purpose === 'review' && run.outcome.value.claims.length > 0)
  const reviewers = policy.pack.routing[type].reviewers
  const rules = policy.consensus.filter(
    ({ when }) =>
      (when.core_files === true && core) ||
      (when.complexities?.includes(complexityOf(world)) ?? false) ||
      (when.task_types?.includes(type) ?? false) ||
      (when.claims === true && claims),
  )
  const all: Group[] = [
    { seats: reviewers, quorum: reviewers.length, veto: [], people: 0 },
    ...rules.map((rule) => ({
      ...rule,
      quorum:
        rule.quorum === 'all'
          ? rule.seats.length
          : rule.quorum === 'majority'
            ? Math.floor(rule.seats.length / 2) + 1
            : typeof rule.quorum === 'number'
              ? rule.quorum
              : rule.quorum.threshold,
    })),
  ]
  const authors = new Set<string>(
    world.runs.filter((run) => run.wave === wave && run.purpose === 'implement').map((run) => run.agent),
  )
  return all.map((group) => {
    const seats = group.seats.filter((seat) => !authors.has(seat))
    return {
      ...group,
      seats,
      veto: group.veto.filter((seat) => !authors.has(seat)),
      quorum: Math.min(group.quorum, seats.length),
      people: group.seats.length > 0 && seats.length === 0 ? Math.max(1, group.people) : group.people,
    }
  })
}

function peopleFor(world: World, pull: number, head: Sha): number {
  const newest = new Map<string, boolean>()
  for (const review of world.pulls.get(branchOfPull(world, pull))?.reviews ?? []) {
    if (review.author.kind === 'person' && review.state !== 'COMMENTED' && review.state !== 'PENDING')
      newest.set(review.author.login, review.state === 'APPROVED' && review.sha === head)
  }
  return [...newest.values()].filter(Boolean).length
}

/** Every group of seats that this change needs agrees on exactly this head. */
export function seatsAgree(world: World, wave: number, pull: number, head: Sha): boolean {
  const stance = stances(world, wave, head)
  const asked = groups(world, wave)
  return (
    asked.some((group) => group.seats.length > 0 || group.people > 0) &&
    asked.every(
      ({ seats, quorum, veto, people }) =>
        seats.filter((seat) => stance.get(seat) === 'approve').length >= quorum &&
        veto.every((seat) => stance.has(seat) && stance.get(seat) !== 'object') &&
        peopleFor(world, pull, head) >= people,
    )
  )
}

export const spentUsd = (world: World): number =>
  world.runs.reduce(
    (sum, run) =>
      sum + (isActive(run) ? Math.max(world.setting.policy.limits.run_usd, run.usage.usd) : run.usage.usd),
    0,
  )

/** Failed attempts at the end of a list of runs, those that were cut short by a person not counted. */
const failuresInARow = (runs: readonly { outcome: unknown; state: string }[]): number => {
  const ended = runs.filter((run) => run.state !== 'cancelled')
  const lastDone = ended.findLastIndex((run) => run.state === 'done')
  return ended.length - 1 - lastDone
}

export function checkStart(world: World, action: Extract<Action, { do: 'start_run' }>): void {
  const { limits } = world.setting.policy
  expect(world.issue.state, 'a run is started for a closed issue').toBe('open')
  expect(world.issue.labels, 'a run is started for an issue that was not handed over').toContain(
    world.setting.policy.label,
  )
  expect(world.authorisedBy, 'a run is started that nobody entitled asked for').toBeDefined()
  expect(
    world.runs.map((run) => run.id),
    'a run is started twice',
  ).not.toContain(action.id)
  expect(spentUsd(world) + limits.run_usd, 'the budget of the issue is exceeded').toBeLessThanOrEqual(
    limits.issue_usd,
  )
  const alike = world.runs.filter(
    (run) =>
      run.wave === action.wave &&
      run.agent === action.agent &&
      run.purpose === action.purpose &&
      (action.purpose !== 'review' && action.purpose !== 'synthesise'
        ? true
        : run.headSha === action.headSha),
  )
  expect(alike.filter(isActive), 'two runs of one kind at once').toEqual([])
  expect(failuresInARow(alike), 'more failures in a row than the policy allows').toBeLessThan(
    limits.max_attempts,
  )
  const rounds = alike.filter((run) => run.outcome?.kind === 'done').length
  expect(rounds, 'more rounds than the policy allows').toBeLessThan(
    action.purpose === 'implement' ? limits.max_rounds : 1,
  )
  if (action.onto !== undefined) {
    const known = world.updates.find(({ head, base }) => head === action.headSha && base === action.onto)
    expect(known?.conflict, 'a conflict is to be resolved that nobody has seen').toBeDefined()
  }
  if (action.purpose === 'review') {
    const authors = world.runs.filter((run) => run.wave === action.wave && run.purpose === 'implement')
    expect(
      authors.map((run) => run.agent),
      'an author judges its own work',
    ).not.toContain(AgentName.parse(action.agent))
    expect(gatesAreGreen(world, action.headSha), 'a seat is asked before the gates are green').toBe(true)
  }
}

export function checkMerge(world: World, action: Extract<Action, { do: 'merge' }>): void {
  const branch = branchOfPull(world, action.pull)
  const pull = world.pulls.get(branch)
  const wave = world.watched.find((watched) => watched.branch === branch)?.index ?? -1
  expect(pull).toMatchObject({ state: 'open', draft: false, headSha: action.sha })
  expect(world.issue.state, 'a closed issue is merged').toBe('open')
  const refused = world.mergeRefusal?.sha === action.sha ? world.mergeRefusal.at : Number.NEGATIVE_INFINITY
  expect(world.now - refused, 'a merge is tried again right after it was refused').toBeGreaterThanOrEqual(
    600_000,
  )
  expect(gatesAreGreen(world, action.sha), 'merged without green gates on this head').toBe(true)
  expect(seatsAgree(world, wave, action.pull, action.sha), 'merged without consensus on this head').toBe(true)
  const shown = (name: string) => pull?.checks.find((check) => check.name === name)?.conclusion
  expect([shown('baton/gates'), shown('baton/consensus')]).toEqual(['success', 'success'])
}

export function checkCheck(world: World, action: Extract<Action, { do: 'check' }>): void {
  if (action.conclusion !== 'success') return
  for (const { index, branch } of world.watched) {
    const pull = world.pulls.get(branch)
    if (pull?.headSha !== action.sha) continue
    expect(gatesAreGreen(world, action.sha), 'a check is green though the gates are not').toBe(true)
    if (action.name === 'baton/consensus')
      expect(seatsAgree(world, index, pull.number, action.sha), 'consensus is green without the seats').toBe(
        true,
      )
  }
}
