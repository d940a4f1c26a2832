// Which waves start, in which order, and why the others do not; then whole courses of random plans.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WaveKey } from '../../src/domain/plan/names.ts'
import { readyOrder } from '../../src/domain/priority/order.ts'
import { holdText } from '../../src/domain/schedule/hold.ts'
import type { SlotLimits } from '../../src/domain/schedule/ready.ts'
import { schedule, type ScheduleInput } from '../../src/domain/schedule/schedule.ts'
import {
  transitionProblem,
  waveState,
  type WaveProgress,
  type WaveState,
} from '../../src/domain/schedule/state.ts'
import { agent, anyGraph, graph, HOUR, input, key, node, NOW, plan, progress } from './support.ts'

const limited = (change: Partial<SlotLimits>): SlotLimits => ({
  perAgent: undefined,
  perRepository: undefined,
  perInstallation: undefined,
  ...change,
})

function outcome(given: ScheduleInput): { start: readonly string[]; held: Record<string, string> } {
  const { start, held } = schedule(given).ready
  return { start, held: Object.fromEntries([...held].map(([id, hold]) => [id, holdText(hold)])) }
}

describe('what holds a wave', () => {
  const plans = graph(
    ['plan-2/2', 'plan-2/3', 'plan-3/4'],
    ['plan-2/2 > plan-2/3', 'plan-2/3 > plan-3/4 signal plan-2-wave-3-complete'],
  )
  const merged = progress({ 'plan-2/2': 'merged', 'plan-2/3': 'merged' })

  test.each<[string, Partial<ScheduleInput>, string, string]>([
    ['its order', {}, 'plan-2/3', 'waits for plan-2/2, ready'],
    [
      'a signal',
      { progress: progress({ 'plan-2/3': 'running' }) },
      'plan-3/4',
      'waits for plan-2/3 (signal plan-2-wave-3-complete), running',
    ],
    [
      'a signal whose sender is cancelled',
      { progress: progress({ 'plan-2/3': 'cancelled' }) },
      'plan-3/4',
      'waits for plan-2/3 (signal plan-2-wave-3-complete), cancelled: it never comes, so the plan has to change',
    ],
    [
      'a signal that has not been sent yet',
      { progress: merged, sent: new Set() },
      'plan-3/4',
      'waits for plan-2/3 (signal plan-2-wave-3-complete), merged, but the signal has not been sent',
    ],
    [
      'a dependency that the plans do not have',
      { graph: graph(['plan-3/4'], ['plan-9/1 > plan-3/4 plan plan-3 follows plan-9']) },
      'plan-3/4',
      'waits for plan-9/1 (plan-3 follows plan-9), planned',
    ],
    [
      'a blocker',
      { progress: progress({ 'plan-2/2': { state: 'blocked', attempts: 2, why: '4 ODE tests fail' } }) },
      'plan-2/2',
      'blocked: 4 ODE tests fail',
    ],
    ['nobody said why', { progress: progress({ 'plan-2/2': 'blocked' }) }, 'plan-2/2', 'blocked'],
    ['cancelled', { progress: progress({ 'plan-2/2': 'cancelled' }) }, 'plan-2/2', 'cancelled'],
    ['under way', { progress: progress({ 'plan-2/2': 'in-review' }) }, 'plan-2/2', 'in-review'],
    ['complete', { progress: merged }, 'plan-2/3', 'merged'],
    [
      'a plan on hold',
      { paused: new Map([[plan('plan-2'), 'the label hold is on its issue']]) },
      'plan-2/2',
      'paused: the label hold is on its issue',
    ],
    [
      'a circle',
      { graph: graph(['a/1', 'a/2'], ['a/1 > a/2', 'a/2 > a/1']) },
      'a/1',
      'waits for a/2, waiting',
    ],
  ])('%s', (_, change, id, words) => {
    const { start, held } = outcome(input({ graph: plans, ...change }))
    expect(held[id]).toBe(words)
    expect(start).not.toContain(id)
  })

  test('a signal sent by hand goes before its sender', () => {
    const given = input({ graph: plans, sent: new Set(['plan-2-wave-3-complete']) })
    expect(outcome(given).start).toEqual(['plan-2/2', 'plan-3/4'])
  })

  test('a wave on record as ready waits when the plan now puts something before it', () => {
    const given = input({ graph: plans, progress: progress({ 'plan-2/3': 'ready' }) })
    expect(outcome(given).start).toEqual(['plan-2/2'])
  })
})

describe('limits', () => {
  const ann = agent('ann')
  const free = graph(
    [node('a/1', { agent: ann }), node('b/1', { agent: ann }), node('c/1', { agent: agent('ben') }), 'd/1'],
    [],
  )

  test.each<[string, Partial<ScheduleInput>, string[], Record<string, string>]>([
    [
      'of an agent: others go on',
      { limits: limited({ perAgent: 1 }) },
      ['a/1', 'c/1', 'd/1'],
      { 'b/1': 'ann is at its limit: 1 of 1 runs under way' },
    ],
    [
      'a wave that names nobody counts as its orchestrator',
      { limits: limited({ perAgent: 2 }), orchestrators: new Map([[plan('d'), ann]]) },
      ['a/1', 'b/1', 'c/1'],
      { 'd/1': 'ann is at its limit: 2 of 2 runs under way' },
    ],
    [
      'of one agent of its own',
      { limits: limited({ perAgent: 1, agents: new Map([[ann, 2]]) }) },
      ['a/1', 'b/1', 'c/1', 'd/1'],
      {},
    ],
    [
      'of the repository, with other work in it',
      { limits: limited({ perRepository: 3 }), busy: { agents: new Map(), repository: 1, installation: 1 } },
      ['a/1', 'b/1'],
      {
        'c/1': 'the repository is at its limit: 3 of 3 runs under way',
        'd/1': 'the repository is at its limit: 3 of 3 runs under way',
      },
    ],
    [
      'of the installation, full from elsewhere',
      {
        limits: limited({ perInstallation: 5 }),
        busy: { agents: new Map(), repository: 0, installation: 7 },
      },
      [],
      Object.fromEntries(
        ['a/1', 'b/1', 'c/1', 'd/1'].map((id) => [
          id,
          'the installation is at its limit: 7 of 5 runs under way',
        ]),
      ),
    ],
    [
      'a running wave takes a place, one in review does not',
      { limits: limited({ perAgent: 1 }), progress: progress({ 'a/1': 'in-review', 'c/1': 'running' }) },
      ['b/1', 'd/1'],
      { 'a/1': 'in-review', 'c/1': 'running' },
    ],
  ])('%s', (_, change, start, held) => {
    expect(outcome(input({ graph: free, ...change }))).toEqual({ start, held })
  })
})

describe('order of what starts', () => {
  const plans = graph(
    [
      node('a/1', { estimateHours: 1 }),
      node('b/1', { estimateHours: 1 }),
      node('b/2', { estimateHours: 9 }),
      node('c/1', { estimateHours: 2 }),
    ],
    ['b/1 > b/2'],
  )
  const at = (places: Record<string, number>): Map<WaveKey, number> =>
    new Map(Object.entries(places).map(([id, place]) => [key(id), place]))

  test.each<[string, Record<string, number>, string[]]>([
    ['of equal places the critical goes first, then the least slack', {}, ['b/1', 'c/1', 'a/1']],
    ['minutes apart is equal', { 'a/1': 1000, 'b/1': 60_000, 'c/1': 0 }, ['b/1', 'c/1', 'a/1']],
    [
      'a priority goes before the critical path',
      { 'a/1': 0, 'b/1': 3 * HOUR, 'c/1': 3 * HOUR },
      ['a/1', 'b/1', 'c/1'],
    ],
    ['without a place it goes last', { 'a/1': 50 * HOUR, 'c/1': 50 * HOUR }, ['c/1', 'a/1', 'b/1']],
  ])('%s', (_, places, expected) => {
    expect(outcome(input({ graph: plans, places: at(places) })).start).toEqual(expected)
  })

  test('ageing: low work that waited for days goes before fresh critical work', () => {
    const old = readyOrder(NOW - 5 * 24 * HOUR, 'low', 1)
    const fresh = readyOrder(NOW, 'critical', 1)
    expect(
      outcome(input({ graph: plans, places: at({ 'a/1': old, 'b/1': fresh, 'c/1': fresh }) })).start[0],
    ).toBe('a/1')
  })
})

describe('whole courses', () => {
  const course = fc.record({
    plans: anyGraph(25),
    limits: fc.record({
      perAgent: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      perRepository: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      perInstallation: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    }),
    hours: fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
    /** Which attempts fail; the third never does. */
    fails: fc.infiniteStream(fc.integer({ min: 0, max: 5 })),
    place: fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
  })

  test('no wave starts before what it waits for is merged, no limit is exceeded, and everything ends', () => {
    fc.assert(
      fc.property(course, ({ plans, limits, hours, fails, place }) => {
        const world = new Map<WaveKey, WaveProgress>()
        const places = new Map(plans.nodes.map(({ id }) => [id, (place.next().value ?? 0) * HOUR]))
        const orchestrator = agent('ann')
        const orchestrators = new Map(plans.nodes.map((wave) => [wave.plan, orchestrator]))
        const ends = new Map<WaveKey, number>()
        const move = (id: WaveKey, state: WaveState, change: Partial<WaveProgress> = {}): void => {
          const known = world.get(id) ?? { state: 'planned', attempts: 0 }
          expect(transitionProblem(known.state, state)).toBeUndefined()
          world.set(id, { ...known, ...change, state })
        }
        let now = NOW
        for (let step = 0; ; step += 1) {
          expect(step).toBeLessThan(4 * plans.nodes.length + 2)
          const { ready } = schedule(
            input({ graph: plans, progress: world, limits, places, orchestrators, now }),
          )
          for (const { id } of plans.nodes) {
            const { state } = world.get(id) ?? { state: 'planned' as const }
            const present = waveState(state, ready.held.get(id)?.kind === 'waits')
            if (present !== state) move(id, present)
          }
          for (const id of ready.start) {
            for (const { from } of plans.edges.filter(({ to }) => to === id)) {
              expect([from, world.get(from)?.state]).toEqual([from, 'merged'])
            }
            move(id, 'running', { startedAt: now, attempts: (world.get(id)?.attempts ?? 0) + 1 })
            ends.set(id, now + (hours.next().value ?? 1) * HOUR)
          }
          const running = plans.nodes.filter(({ id }) => world.get(id)?.state === 'running')
          expect(running.length).toBeLessThanOrEqual(limits.perRepository ?? Infinity)
          expect(running.length).toBeLessThanOrEqual(limits.perInstallation ?? Infinity)
          for (const own of Map.groupBy(running, (wave) => wave.agent ?? orchestrator).values()) {
            expect(own.length).toBeLessThanOrEqual(limits.perAgent ?? Infinity)
          }
          const first = Math.min(...running.map(({ id }) => ends.get(id) ?? Infinity))
          if (first === Infinity) break
          now = first
          for (const { id } of running.filter((wave) => ends.get(wave.id) === first)) {
            if (fails.next().value === 0 && (world.get(id)?.attempts ?? 0) < 3) move(id, 'ready')
            else
              for (const state of ['validating', 'in-review', 'merged'] as const)
                move(id, state, { endedAt: now })
          }
        }
        expect(plans.nodes.filter(({ id }) => world.get(id)?.state !== 'merged')).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})
