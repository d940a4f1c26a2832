// Routed anew: what a change of labels does to a task under way, and whose labels count.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { reasonMarkdown } from '../../src/domain/reason.ts'
import { refit, type RecordedRoute } from '../../src/domain/roster/recorded-route.ts'
import type { RouteWave } from '../../src/domain/roster/route.ts'
import type { BareSnapshot, Snapshot } from '../../src/domain/snapshot.ts'
import { routedOf } from '../../src/domain/stages/routing.ts'
import { agent, at, BRANCH, done, HEAD, MAIN, NOW, pack, policy, pull, snapshot, wave } from './support.ts'

const w = (index: number, purpose: RouteWave['purpose'], name: string, after: number[] = []): RouteWave => ({
  index,
  purpose,
  agent: agent(name),
  after,
})
const short = (waves: readonly RouteWave[]): string[] =>
  waves.map(({ index, purpose, agent: name, after }) => `${index} ${purpose} ${name} (${after.join(',')})`)

describe('refit', () => {
  const old: RecordedRoute = {
    labels: [],
    waves: [w(1, 'research', 'researcher'), w(2, 'implement', 'implementer', [1])],
    dropped: [],
  }
  const fit = (
    planned: RouteWave[],
    finished: number[],
    begun: number[] = finished,
    from: Pick<RecordedRoute, 'waves' | 'dropped'> = old,
  ) =>
    refit(from, planned, {
      finished: (one) => finished.includes(one.index),
      begun: (one) => begun.includes(one.index),
    })

  it.each<[string, RouteWave[], number[], number[], string[], string[]]>([
    [
      'keeps what is planned again, with its indexes',
      [w(1, 'research', 'researcher'), w(2, 'implement', 'implementer', [1])],
      [],
      [],
      ['1 research researcher ()', '2 implement implementer (1)'],
      [],
    ],
    [
      'keeps a finished wave in front and gives a new one a new index',
      [w(1, 'research', 'benchmarker'), w(2, 'implement', 'implementer', [1])],
      [1],
      [1, 2],
      ['1 research researcher ()', '3 research benchmarker ()', '2 implement implementer (3)'],
      [],
    ],
    [
      'drops what was begun and is not wanted',
      [w(1, 'implement', 'implementer')],
      [],
      [1],
      ['2 implement implementer ()'],
      ['1 research researcher ()'],
    ],
    [
      'forgets what was never begun',
      [w(1, 'research', 'benchmarker')],
      [],
      [],
      ['3 research benchmarker ()'],
      [],
    ],
    [
      'takes the same agent twice for two waves, never one index',
      [w(1, 'implement', 'implementer'), w(2, 'implement', 'implementer', [1])],
      [],
      [2],
      ['2 implement implementer ()', '3 implement implementer (2)'],
      [],
    ],
  ])('%s', (_what, planned, finished, begun, waves, dropped) => {
    const fitted = fit(planned, finished, begun)
    expect([short(fitted.waves), short(fitted.dropped)]).toEqual([waves, dropped])
  })

  it('takes a dropped wave up again, with its index', () => {
    const from = { waves: [w(2, 'implement', 'implementer')], dropped: [w(1, 'research', 'researcher')] }
    const fitted = fit([w(1, 'research', 'researcher'), w(2, 'implement', 'implementer', [1])], [], [1], from)
    expect([short(fitted.waves), fitted.dropped]).toEqual([
      ['1 research researcher ()', '2 implement implementer (1)'],
      [],
    ])
  })

  it('never gives an index twice, never loses a finished wave, and plans everything that is planned', () => {
    const names = ['researcher', 'implementer', 'critic', 'benchmarker']
    const some = fc
      .array(
        fc.tuple(fc.constantFrom('research' as const, 'implement' as const), fc.constantFrom(...names)),
        {
          maxLength: 6,
        },
      )
      .map((list) => list.map(([purpose, name], i) => w(i + 1, purpose, name, i === 0 ? [] : [i])))
    fc.assert(
      fc.property(
        fc.array(some, { minLength: 2, maxLength: 4 }),
        fc.infiniteStream(fc.nat(2)),
        (plans, tape) => {
          let record: Pick<RecordedRoute, 'waves' | 'dropped'> = { waves: plans[0] ?? [], dropped: [] }
          const states = new Map<number, number>()
          for (const plan of plans.slice(1)) {
            for (const one of record.waves)
              states.set(one.index, Math.max(states.get(one.index) ?? 0, tape.next().value ?? 0))
            const finished = (one: RouteWave): boolean => states.get(one.index) === 2
            const next = refit(record, plan, { finished, begun: (one) => (states.get(one.index) ?? 0) > 0 })
            const all = [...next.waves, ...next.dropped].map(({ index }) => index)
            expect(new Set(all).size).toBe(all.length)
            for (const one of record.waves.filter(finished)) expect(all).toContain(one.index)
            expect(next.waves.length).toBeGreaterThanOrEqual(plan.length)
            for (const one of next.waves)
              for (const index of one.after)
                expect(next.waves.some((other) => other.index === index)).toBe(true)
            record = next
          }
        },
      ),
    )
  })
})

const full = (bare: BareSnapshot): Snapshot => {
  const rules = policy()
  return { ...bare, policy: rules, pack: rules.pack }
}
const typed = (labels: string[], change: Partial<BareSnapshot> = {}): BareSnapshot => {
  const base = snapshot(change)
  return { ...base, issue: { ...base.issue, labels: ['baton', ...labels], ...change.issue } }
}
const words = (bare: BareSnapshot): string =>
  routedOf(full(bare))
    .route.reasons.map((one) => reasonMarkdown(one))
    .join('\n')

describe('labels', () => {
  const by = (...labels: string[]) =>
    labels.map((label) => ({ label, actor: { login: 'alice', kind: 'person' as const } }))
  const twice = (labelled: string[]): BareSnapshot => {
    const bare = typed(['type:implementation', 'type:bugfix'])
    return { ...bare, issue: { ...bare.issue, labelled: by(...labelled) } }
  }

  it('set later win over those set before, and the loser is taken off', () => {
    const bare = twice(['type:implementation', 'type:bugfix'])
    expect(routedOf(full(bare)).route.type).toBe('bugfix')
    expect(words(bare)).toContain('the label type:implementation gives way to the later type:bugfix')
    expect(decide(bare, policy(), NOW).actions).toContainEqual({
      do: 'set_labels',
      add: [],
      remove: ['type:implementation'],
    })
  })

  it('set again count as set last', () => {
    const bare = twice(['type:implementation', 'type:bugfix', 'type:implementation'])
    expect(routedOf(full(bare)).route.type).toBe('implementation')
  })

  it('whose order nobody knows stay, and the more demanding one counts', () => {
    const bare = twice([])
    expect(routedOf(full(bare)).route.type).toBe('implementation')
    expect(
      decide(bare, policy(), NOW).actions.some(
        (action) => action.do === 'set_labels' && action.remove.length > 0,
      ),
    ).toBe(false)
  })

  it('of somebody without write permission do not count, and the comment says so', () => {
    const bare = typed(['type:implementation', 'complexity:critical'], {
      uncounted: [{ label: 'complexity:critical', by: 'mallory' }],
    })
    expect(routedOf(full(bare)).route.complexity).toBe('medium')
    expect(words(bare)).toContain(
      'the label complexity:critical does not count: @\u200bmallory has no write permission',
    )
  })
})

describe('a task under way', () => {
  const recorded = (bare: BareSnapshot): BareSnapshot => ({
    ...bare,
    routed: decide(bare, policy(), NOW).routed,
  })
  const relabelled = (bare: BareSnapshot, ...labels: string[]): BareSnapshot => ({
    ...bare,
    issue: { ...bare.issue, labels: ['baton', ...labels] },
  })

  it('is on its route for as long as its labels say the same', () => {
    const bare = recorded(typed(['type:implementation']))
    expect(bare.routed).toMatchObject({ labels: ['type:implementation'], dropped: [] })
    expect(decide({ ...bare, runs: [done('researcher', 'research')] }, policy(), NOW).routed).toEqual(
      bare.routed,
    )
    expect(
      decide(relabelled(bare, 'type:implementation', 'state:running', 'wave:1', 'impact:5'), policy(), NOW)
        .routed,
    ).toEqual(bare.routed)
  })

  it('goes on with another chain, keeps the finished report, and says what changed', () => {
    const bare = recorded({ ...typed(['type:implementation']), runs: [done('researcher', 'research')] })
    const changed = relabelled(bare, 'type:performance')
    const { route } = routedOf(full(changed))
    expect(short(route.waves)).toEqual([
      '1 research researcher ()',
      '3 research benchmarker ()',
      '2 implement implementer (3)',
    ])
    expect(words(changed)).toContain('+type:performance, −type:implementation')
  })

  it('stops runs and closes pull requests of waves that are not wanted any more', () => {
    const begun = recorded({
      ...typed(['type:bugfix']),
      runs: [{ ...done('implementer', 'implement'), wave: 1, state: 'running', outcome: undefined }],
      waves: [{ ...wave({ pull: pull() }), index: 1, branch: BRANCH }],
    })
    const changed = relabelled(begun, 'type:research')
    const { actions, routed, waves } = decide(changed, policy(), NOW)
    expect(routed?.dropped.map(({ index }) => index)).toEqual([1])
    expect(actions.map((action) => action.do)).toEqual(
      expect.arrayContaining(['cancel_run', 'close_pull', 'start_run']),
    )
    // Looked at until it is closed.
    expect(waves.map(({ index }) => index)).toContain(1)
    const after = {
      ...changed,
      routed,
      waves: changed.waves.map((one) => ({ ...one, pull: pull({ state: 'closed' }) })),
      runs: [],
    }
    expect(decide(after, policy(), NOW).actions.some((action) => action.do === 'close_pull')).toBe(false)
    expect(decide(after, policy(), NOW).actions).toContainEqual({
      do: 'delete_branch',
      branch: BRANCH,
      sha: HEAD,
    })
    const moved = { ...after, waves: after.waves.map((one) => ({ ...one, branchSha: MAIN })) }
    expect(decide(moved, policy(), NOW).actions.some((action) => action.do === 'delete_branch')).toBe(false)
  })

  it('pushes what such a wave has finished before anything of it is tidied away', () => {
    const work = { ...done('implementer', 'implement', { commit: HEAD, paths: ['a.mjs'] }), wave: 1 }
    const begun = recorded({
      ...typed(['type:bugfix']),
      runs: [work],
      waves: [{ index: 1, branch: BRANCH, branchSha: MAIN, pull: pull({ headSha: MAIN }) }],
    })
    const tidying = (bare: BareSnapshot): object[] =>
      decide(relabelled(bare, 'type:research'), policy(), NOW).actions.filter(({ do: verb }) =>
        ['push', 'close_pull', 'delete_branch'].includes(verb),
      )
    expect(tidying(begun)).toEqual([{ do: 'push', wave: 1, branch: BRANCH, sha: HEAD, expected: MAIN }])
    const there = { ...begun, waves: [{ index: 1, branch: BRANCH, branchSha: HEAD, pull: pull() }] }
    expect(tidying(there)).toMatchObject([{ do: 'close_pull', pull: 8 }])
    const bare = { ...begun, waves: [{ index: 1, branch: BRANCH, branchSha: undefined, pull: undefined }] }
    expect(tidying(bare)).toMatchObject([{ do: 'push', expected: undefined }])
  })

  it('has no route before its kind is known', () => {
    expect(decide(at.handedOver, policy(), NOW).routed).toBeUndefined()
  })

  it('is routed anew when an agent of its route is gone from the roster', () => {
    const bare = recorded(typed(['type:implementation']))
    const rules = policy()
    const routing = {
      ...pack.routing,
      implementation: {
        waves: [{ purpose: 'implement' as const, agent: agent('implementer') }],
        reviewers: [agent('critic')],
      },
    }
    const smaller = {
      ...rules,
      pack: { ...rules.pack, routing, agents: pack.agents.filter(({ name }) => name !== 'researcher') },
    }
    const { routed } = decide(bare, smaller, NOW)
    expect(short(routed?.waves ?? [])).toEqual(['2 implement implementer ()'])
  })
})
