// The parts of a board: order of agents and tasks, cells of the dependency matrix, figures against targets, what a pass keeps.

import { describe, expect, test } from 'vitest'
import { agentLines } from '../../src/domain/board/agents.ts'
import { dependencies } from '../../src/domain/board/dependencies.ts'
import { metricLines } from '../../src/domain/board/metrics.ts'
import { Shown, shownOf, type Looked } from '../../src/domain/board/shown.ts'
import { inOrder } from '../../src/domain/board/tasks.ts'
import type { TaskLine } from '../../src/domain/board/view.ts'
import { AgentName, Sha, TaskKey } from '../../src/domain/ids.ts'
import type { RunFact } from '../../src/domain/kpis/facts.ts'
import type { PlanEdge } from '../../src/domain/plan/graph.ts'
import { PlanId, WaveKey } from '../../src/domain/plan/names.ts'
import type { PlanLine, WaveLine } from '../../src/domain/schedule/coordination.ts'

const task = TaskKey.parse('acme/math#1')
const sha = Sha.parse('a'.repeat(40))

describe('agents', () => {
  const [ada, bob, eve] = ['ada', 'bob', 'eve'].map((name) => AgentName.parse(name))
  if (ada === undefined || bob === undefined || eve === undefined) throw new Error('no names')
  const run = (agent: AgentName, change: Partial<RunFact> = {}): RunFact => ({
    task,
    wave: 1,
    agent,
    purpose: 'review',
    headSha: sha,
    state: 'done',
    blocked: false,
    paths: [],
    usd: 1,
    createdAt: 100,
    endedAt: 150,
    ...change,
  })
  const window = { from: 100, until: 200 }
  const lines = (runs: readonly RunFact[]) =>
    agentLines([bob, ada], runs, window).map((line) => [
      line.agent,
      line.state,
      line.at.length,
      line.done,
      line.failed,
      line.usd,
    ])

  test('of the team have a line without any run, those at work before those that wait', () => {
    expect(lines([])).toEqual([
      ['ada', 'idle', 0, 0, 0, 0],
      ['bob', 'idle', 0, 0, 0, 0],
    ])
    const [queued, running] = (['queued', 'running'] as const).map((state) => ({ state, endedAt: undefined }))
    expect(lines([run(ada, queued), run(bob, running), run(bob, queued)])).toEqual([
      ['bob', 'working', 2, 0, 0, 0],
      ['ada', 'queued', 1, 0, 0, 0],
    ])
  })
  test('that are not of the team have a line while they have work, or had some in the window', () => {
    expect(lines([run(eve)]).at(-1)).toEqual(['eve', 'idle', 0, 1, 0, 1])
    expect(lines([run(eve, { endedAt: 99 })])).toHaveLength(2)
  })
  test('have done what ended in the window; what was cancelled is neither done nor failed', () => {
    const states = ['done', 'failed', 'cancelled', 'done'] as const
    const ends = [150, 199, 150, 200]
    const runs = states.map((state, i) => run(ada, { state, endedAt: ends[i] }))
    expect(lines(runs)[0]).toEqual(['ada', 'idle', 0, 1, 1, 3])
  })
  test('tell the run at work first, then the one that has waited longest', () => {
    const open = { endedAt: undefined }
    const runs = [
      run(ada, { ...open, state: 'queued', createdAt: 3, wave: 3 }),
      run(ada, { ...open, state: 'queued', createdAt: 2, wave: 2 }),
      run(ada, { ...open, state: 'running', createdAt: 9, wave: 9 }),
    ]
    expect(agentLines([], runs, window)[0]?.at.map(({ wave }) => wave)).toEqual([9, 2, 3])
  })
})

test('tasks that wait for a person come first, of equal ones that which changed last', () => {
  const line = (state: string | undefined, updatedAt: number): TaskLine => ({
    task,
    title: undefined,
    state,
    stands: undefined,
    updatedAt,
  })
  const given = [
    line(undefined, 9),
    line('running', 1),
    line('blocked', 1),
    line('in-review', 1),
    line('blocked', 2),
  ]
  expect(inOrder(given).map(({ state, updatedAt }) => [state, updatedAt])).toEqual([
    ['blocked', 2],
    ['blocked', 1],
    ['in-review', 1],
    ['running', 1],
    [undefined, 9],
  ])
})

describe('dependencies between plans', () => {
  const key = (id: string): WaveKey => WaveKey.parse(id)
  const wave = (id: string, state: WaveLine['state']): WaveLine => ({
    id: key(id),
    plan: PlanId.parse(id.split('/')[0]),
    place: 1,
    title: id,
    agent: undefined,
    state,
    since: undefined,
    attempts: 1,
    hold: undefined,
    duration: { whole: 60, left: 60, basis: 'guess' },
    slack: 0,
  })
  const plan = (id: string): PlanLine => ({
    plan: PlanId.parse(id),
    title: id,
    orchestrator: AgentName.parse('ada'),
    current: undefined,
    others: 0,
    merged: 0,
    of: 1,
    paused: undefined,
    complete: false,
  })
  const edge = (from: string, to: string, why: PlanEdge['why'], label = ''): PlanEdge => ({
    from: key(from),
    to: key(to),
    why,
    label,
  })
  const view = (edges: readonly PlanEdge[]) => ({
    plans: ['c', 'a', 'b'].map(plan),
    waves: [wave('a/1', 'merged'), wave('a/2', 'running'), wave('b/1', 'waiting')],
    edges,
  })
  const needs = (edge: PlanEdge, sent: readonly string[] = []) =>
    dependencies(view([edge]), new Set(sent)).cells

  test.each([
    ['a merged wave', edge('a/1', 'b/1', 'depends_on'), [], { what: 'a/1', met: true }],
    ['one under way', edge('a/2', 'b/1', 'depends_on'), [], { what: 'a/2', met: false }],
    ['a signal not sent', edge('a/1', 'b/1', 'signal', 'go'), [], { what: 'go', met: false }],
    ['a signal sent', edge('a/2', 'b/1', 'signal', 'go'), ['go'], { what: 'go', met: true }],
    ['a whole plan', edge('a/1', 'b/1', 'plan'), [], { what: 'all of a', met: true }],
  ])('%s', (_, given, sent, expected) => {
    expect(needs(given, sent)).toEqual([{ from: 'b', to: 'a', needs: [expected] }])
  })
  test('a plan is there when all that ends it is merged', () => {
    const found = dependencies(
      view([edge('a/1', 'b/1', 'plan'), edge('a/2', 'b/1', 'plan'), edge('a/1', 'b/1', 'plan')]),
      new Set(),
    )
    expect(found.cells[0]?.needs).toEqual([{ what: 'all of a', met: false }])
  })
  test('name only plans that wait or are waited for, as they were given; within a plan there is none', () => {
    expect(dependencies(view([edge('a/1', 'b/1', 'depends_on')]), new Set()).plans).toEqual(['a', 'b'])
    expect(dependencies(view([edge('a/1', 'a/2', 'order')]), new Set())).toEqual({ plans: [], cells: [] })
  })
})

describe('figures against targets', () => {
  const trend = {
    metric: 'speed',
    unit: 'ms',
    better: 'lower' as const,
    platform: 'linux-x64',
    machine: 'a machine',
    baseline: 11,
    points: [
      { at: 1, commit: sha, value: 12 },
      { at: 2, commit: sha, value: 10 },
    ],
  }
  const target = { metric: 'speed', op: '<=' as const, value: 10, unit: 'ms' }
  test.each([
    ['reached at the limit', target, true],
    ['missed', { ...target, value: 9.9 }, false],
    ['in another unit: another figure', { ...target, unit: 's' }, undefined],
  ])('%s', (_, wanted, reached) => {
    expect(metricLines([trend], [wanted])).toContainEqual(
      expect.objectContaining({ platform: 'linux-x64', now: 10, baseline: 11, reached, trend: [12, 10] }),
    )
  })
  test('a target that nobody measured has a line, before what has no target', () => {
    const lines = metricLines([{ ...trend, metric: 'size' }], [target])
    expect(lines.map(({ metric, platform, now, reached }) => [metric, platform, now, reached])).toEqual([
      ['speed', undefined, undefined, undefined],
      ['size', 'linux-x64', 10, undefined],
    ])
  })
})

describe('what a pass keeps of a task', () => {
  const world: Looked = { issue: { title: 'A task', state: 'open' }, waves: [] }
  const closed: Looked = { ...world, issue: { title: 'A task', state: 'closed' } }
  const withPull = (state: 'open' | 'merged'): Looked => ({
    ...world,
    waves: [{ index: 1, pull: { state, headSha: sha, mergedAt: 3 } }],
  })

  test('is its title and state, and the state stays where a pass says nothing of it', () => {
    const first = shownOf(undefined, world, 'running', 5)
    expect(first).toEqual({ title: 'A task', state: 'running', merged: [] })
    expect(shownOf(first, world, undefined, 9)).toEqual(first)
    expect(shownOf(first, world, 'blocked', 9).state).toBe('blocked')
    expect(shownOf(undefined, world, undefined, 5)).not.toHaveProperty('state')
  })
  test('is each merge once, also when the wave is not looked at any more', () => {
    const seen = shownOf(undefined, withPull('merged'), 'running', 5)
    expect(seen.merged).toEqual([{ wave: 1, head: sha, at: 3 }])
    expect(shownOf(seen, withPull('merged'), 'running', 9).merged).toEqual(seen.merged)
    expect(shownOf(seen, world, 'running', 9).merged).toEqual(seen.merged)
    expect(shownOf(undefined, withPull('open'), 'running', 9).merged).toEqual([])
  })
  test('is when its issue was first seen closed, until somebody opens it again', () => {
    const ended = shownOf(undefined, closed, 'done', 7)
    expect(ended.endedAt).toBe(7)
    expect(shownOf(ended, closed, undefined, 8)).toEqual(ended)
    expect(shownOf(ended, world, 'running', 9)).not.toHaveProperty('endedAt')
  })
  test('is read back as it was written', () => {
    const seen = shownOf(undefined, { ...closed, issue: { title: '<b>\u0000', state: 'closed' } }, 'done', 7)
    expect(Shown.parse(JSON.parse(JSON.stringify(seen)))).toEqual(seen)
  })
})
