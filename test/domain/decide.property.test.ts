// decide() against a lawful but moody world: whatever runs, workflows, people and GitHub do, it ends, and ends within the law.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { HOOK_NAMES, HOOKS } from '../../src/domain/hooks/moments/index.ts'
import type { ConsensusRule } from '../../src/domain/policy/consensus-rule.ts'
import { agent, policy } from './support.ts'
import { apply } from './model/apply.ts'
import { letSomethingEnd, meddle } from './model/nature.ts'
import { type Tape, tapeOf } from './model/tape.ts'
import { createWorld, snapshotOf, type World } from './model/world.ts'

/** Far above what any lawful course takes: with 3 rounds and 3 attempts the longest seen stays below 200 passes. */
const MAX_PASSES = 600

const rule = (change: Partial<ConsensusRule>): ConsensusRule => ({
  name: 'extra',
  when: { task_types: ['implementation', 'bugfix'] },
  seats: [agent('critic'), agent('benchmarker'), agent('researcher')],
  quorum: 'majority',
  veto: [],
  people: 0,
  ...change,
})

// Records are a way of their own after the last wave: test/domain/recording.test.ts.
const standard = policy({ adr: { enabled: false, dir: 'docs/adr' } })
const { benchmark: _, ...unmeasured } = standard
const noBenchmark = { ...unmeasured, gates: { ...standard.gates, benchmark: [] } }
const { routing } = standard.pack
/** A route with a second change after the first. */
const twoChanges = {
  ...standard.pack,
  routing: {
    ...routing,
    implementation: {
      ...routing.implementation,
      waves: [
        ...routing.implementation.waves,
        { purpose: 'implement' as const, agent: agent('implementer') },
      ],
    },
  },
}
/** Something on every hook, the kinds in turn; what may hold the task up does. */
const hooked = {
  ...standard,
  limits: { ...standard.limits, issue_usd: 1000 },
  hooks: Object.fromEntries(
    HOOK_NAMES.map((name) => [
      name,
      [
        { do: 'comment' as const, text: `${name} at {sha}` },
        { do: 'label' as const, add: [`seen-${name.toLowerCase()}`], remove: [] },
        { do: 'workflow' as const, workflow: 'notify.yml' },
        {
          do: 'agent' as const,
          agent: agent('researcher'),
          words: 'Look.',
          blocking: HOOKS[name].holds,
        },
        ...(HOOKS[name].judges ? [{ do: 'gate' as const, gate: 'validate' as const, blocking: true }] : []),
      ],
    ]),
  ),
}
const policies = {
  standard,
  'no benchmark': noBenchmark,
  'one round, one attempt': { ...standard, limits: { ...standard.limits, max_rounds: 1, max_attempts: 1 } },
  'little money': { ...standard, limits: { ...standard.limits, issue_usd: 6 } },
  'much money': { ...standard, limits: { ...standard.limits, issue_usd: 1000 } },
  'a majority with a veto': {
    ...standard,
    consensus: [rule({ veto: [agent('researcher')] })],
  },
  'a majority of no veto': { ...standard, consensus: [rule({ quorum: 1 })] },
  'a person as well': { ...standard, consensus: [rule({ people: 1 })] },
  'two changes': { ...standard, pack: twoChanges, limits: { ...standard.limits, issue_usd: 1000 } },
  'hooks on everything': hooked,
  'branches are kept': { ...standard, merge: { ...standard.merge, delete_branch: false } },
}

type PolicyName = keyof typeof policies
const names = Object.keys(policies).filter((name): name is PolicyName => name in policies)

const settings = fc.record({
  policy: fc.constantFrom(...names),
  reviewer: fc.boolean(),
  ruleset: fc.boolean(),
  namesRuns: fc.boolean(),
})

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) freeze(part)
  }
  return value
}

/** One pass as the reconciler makes it. Returns whether anything was done. */
function pass(world: World, tape: Tape): boolean {
  const { policy: inForce } = world.setting
  const snapshot = freeze(snapshotOf(world))
  const decision = decide(snapshot, inForce, world.now)
  // Compared as text: a deep comparison of every brief would take most of the time.
  expect(JSON.stringify(decide(snapshot, inForce, world.now))).toBe(JSON.stringify(decision))
  const newWaves = JSON.stringify(decision.waves) !== JSON.stringify(world.watched)
  world.watched = decision.waves
  world.routed = decision.routed
  world.hooks = decision.hooks ?? world.hooks
  let changed = newWaves
  for (const action of decision.actions) changed = apply(world, action, tape) || changed
  return changed
}

/** The first steps of a world in which all goes well, so that trouble starts at every stage and not only at the first ones. */
function begin(world: World, steps: number): void {
  const calm = tapeOf([], false)
  for (let i = 0; i < steps; i += 1) if (!pass(world, calm) && !letSomethingEnd(world, calm)) return
}

/** Runs until nothing is left to do and nothing is under way. Returns the number of passes. */
function play(world: World, tape: Tape, meddling: number): number {
  let left = meddling
  for (let passes = 1; passes <= MAX_PASSES; passes += 1) {
    if (left > 0 && tape.rarely(4)) {
      left -= 1
      meddle(world, tape)
    }
    // Things may end while a pass is on its way, too.
    if (tape.rarely(3)) letSomethingEnd(world, tape)
    if (pass(world, tape)) continue
    if (letSomethingEnd(world, tape)) continue
    if (left === 0) return passes
    left -= 1
    meddle(world, tape)
  }
  throw new Error(
    `it does not end: ${decide(snapshotOf(world), world.setting.policy, world.now).explanation.join('; ')}`,
  )
}

/** A task that stands still says why, unless nobody handed it over. */
function checkEnd(world: World): void {
  const { labels, state, comments } = world.issue
  if (state === 'closed' || !labels.includes(world.setting.policy.label)) return
  const decision = decide(snapshotOf(world), world.setting.policy, world.now)
  expect(decision.explanation.at(-1)).not.toBe('')
  if (labels.includes('state:blocked')) {
    expect(comments.find(({ topic }) => topic === 'parked')?.body).toMatch(/waiting for a person/)
    return
  }
  expect(labels).toContain('state:in-review')
  expect(decision.explanation.at(-1)).toMatch(
    /person|reviewer requested changes|people are asked|still computing/,
  )
}

describe('decide() in a modelled world', () => {
  test('everything goes well: the way to the merge, and then nothing', () => {
    for (const [name, inForce] of Object.entries(policies)) {
      if (name === 'a person as well' || name === 'little money') continue
      const world = createWorld({ policy: inForce, reviewer: true, ruleset: true, namesRuns: true })
      play(world, tapeOf([], false), 0)
      expect(world.issue.state, name).toBe('closed')
      expect(world.issue.labels, name).toContain('state:done')
      const changes = name === 'two changes' ? ['merged', 'merged'] : ['merged']
      expect([...world.pulls.values()].map((pull) => pull.state)).toEqual(changes)
      expect(world.branches.size, name).toBe(inForce.merge.delete_branch ? 0 : 1)
    }
  })

  test('everything goes well with something on every hook: each that has a moment fires, and all of it comes to an end', () => {
    const world = createWorld({ policy: hooked, reviewer: true, ruleset: true, namesRuns: true })
    play(world, tapeOf([], false), 0)
    const came = Object.entries(world.hooks ?? {})
    const names = new Set(came.map(([id]) => id.slice(0, id.indexOf('/'))))
    // Nothing goes on side by side, fails or is stuck in that world.
    expect(HOOK_NAMES.filter((name) => !names.has(name))).toEqual([
      'COLLABORATION_SYNC',
      'COLLABORATION_COORDINATION',
      'ERROR_DETECTION',
      'BLOCKER_ESCALATION',
      'RECOVERY_COORDINATION',
    ])
    const steps = came.flatMap(([id, moment]) => moment.steps.map((step) => ({ id, ...step })))
    expect(steps.filter(({ at }) => at === undefined)).toEqual([])
    // Only whoever would have to look into an issue that its last merge has closed is not asked any more.
    expect(steps.filter(({ failed }) => failed === true).map(({ result }) => result)).toEqual(
      steps
        .filter(({ failed }) => failed === true)
        .map(() => 'researcher was not asked: the issue is closed'),
    )
    expect(world.said.size).toBe(
      steps.filter(({ does, failed }) => (does.do === 'comment' || does.do === 'agent') && failed !== true)
        .length,
    )
  })

  test('it always ends, within the law', () => {
    // What the worlds came to: a search that never gets far proves nothing.
    const seen = { merged: 0, parked: 0, reworked: 0, judgedTwoHeads: 0 }
    fc.assert(
      fc.property(
        settings,
        // The default size would stop most worlds before anybody is asked for a verdict.
        fc.array(fc.nat(59), { maxLength: 160, size: 'max' }),
        fc.boolean(),
        fc.nat(8),
        fc.nat(24),
        (setting, numbers, endless, meddling, calm) => {
          const world = createWorld({ ...setting, policy: policies[setting.policy] })
          begin(world, calm)
          play(world, tapeOf(numbers, endless), meddling)
          checkEnd(world)
          const heads = new Set(world.runs.flatMap((run) => (run.purpose === 'review' ? [run.headSha] : [])))
          seen.merged += world.issue.labels.includes('state:done') ? 1 : 0
          seen.parked += world.issue.labels.includes('state:blocked') ? 1 : 0
          seen.reworked += world.runs.some((run) => run.purpose === 'implement' && run.attempt > 1) ? 1 : 0
          seen.judgedTwoHeads += heads.size > 1 ? 1 : 0
        },
      ),
      { numRuns: Number(process.env['BATON_PROPERTY_RUNS'] ?? 150) },
    )
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0)
  })
})
