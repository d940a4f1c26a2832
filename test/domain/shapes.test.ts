// Joint ownership and the review cascade: who has a turn when, who is told what, and what stops them. The other shapes do neither.

import { describe, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { decide } from '../../src/domain/decide.ts'
import { effectivePolicy } from '../../src/domain/policy/effective.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import { Pattern, type Shape } from '../../src/domain/roster/routing-tables.ts'
import type { BareSnapshot, RunRecord } from '../../src/domain/snapshot.ts'
import {
  active,
  agent,
  done,
  failed,
  HEAD,
  MAIN,
  NOW,
  pack,
  pull,
  sha,
  snapshot,
  validation,
  wave,
} from './support.ts'

const implementer = pack.agents.find(({ name }) => name === 'implementer')!
const team = { ...pack, agents: [...pack.agents, { ...implementer, name: agent('tuner') }] }
const [FIRST, SECOND, THIRD] = [sha('a'), sha('b'), sha('c')]

const policyOf = (shape: Shape, change: object = {}) =>
  effectivePolicy(team, {
    ...Policy.parse({
      version: 1,
      extends: 'asa-swarm',
      validate: { commands: [{ name: 'tests', run: 'npm test', report: 'tap' }] },
      // Whoever looks into repeated failure is a matter of its own.
      triggers: { validators: [] },
    }),
    patterns: {
      shaped: Pattern.parse({
        title: 'Shaped',
        shape,
        waves: [
          { purpose: 'research', agent: 'researcher' },
          { purpose: 'implement', agent: 'implementer' },
          { purpose: 'implement', agent: 'tuner' },
        ],
        reviewers: ['critic', 'benchmarker'],
        ...change,
      }),
    },
  })

/** What a pass does to runs, branches, pull requests and reviews, in a few letters. */
function steps(from: BareSnapshot, shape: Shape = 'joint', change: object = {}): string[] {
  return decide(from, policyOf(shape, change), NOW).actions.flatMap((action: Action) => {
    if (action.do === 'start_run')
      return [`${action.agent}/${action.purpose}/${action.attempt} at ${action.headSha.slice(0, 1)}`]
    if (action.do === 'push') return [`push ${action.sha.slice(0, 1)}`]
    if (action.do === 'open_pull' || action.do === 'merge') return [action.do]
    if (action.do === 'dispatch') return [`validate ${action.headSha.slice(0, 1)}`]
    return action.do === 'comment' && action.topic === 'parked'
      ? [`parked: ${action.body.split('\n')[2] ?? ''}`]
      : []
  })
}

const briefOf = (from: BareSnapshot, shape: Shape = 'joint') => {
  const start = decide(from, policyOf(shape), NOW).actions.find((action) => action.do === 'start_run')
  if (start?.do !== 'start_run') throw new Error('no run is started')
  return start.brief
}

const LABELS = ['baton', 'type:implementation', 'complexity:simple', 'pattern:shaped']
const branch = (change: Partial<Parameters<typeof wave>[0]> = {}) =>
  wave({ branchSha: undefined, pull: undefined, ...change })
const task = (runs: RunRecord[], change: Partial<BareSnapshot> = {}): BareSnapshot =>
  snapshot({
    issue: { ...snapshot().issue, labels: LABELS },
    waves: [branch()],
    runs: [done('researcher', 'research'), ...runs],
    ...change,
  })
const turn = (name: string, attempt: number, headSha = MAIN, commit?: typeof FIRST) =>
  done(name, 'implement', {
    attempt,
    headSha,
    ...(commit === undefined ? {} : { commit }),
    paths: ['src/a.mjs'],
  })

const first = turn('implementer', 1, MAIN, FIRST)
const second = turn('tuner', 2, FIRST, SECOND)
const at = (branchSha: typeof FIRST, change: object = {}) => [branch({ branchSha, ...change })]
const draft = (headSha: typeof FIRST) => at(headSha, { pull: pull({ headSha, title: 'Sparse kernel' }) })
const green = (headSha: typeof FIRST) => validation('validate', { headSha, id: `v/${headSha}/1` })

describe('joint ownership', () => {
  test.each<[what: string, from: BareSnapshot, expected: string[]]>([
    ['begins with the first owner', task([]), ['implementer/implement/1 at 0']],
    ['waits while one has a turn', task([active('implementer', 'implement')]), []],
    ['pushes what a turn comes to', task([first]), ['push a']],
    [
      'then the next owner has a turn on that commit, before any pull request',
      task([first], { waves: at(FIRST) }),
      ['tuner/implement/2 at a'],
    ],
    ['whose work is pushed too', task([first, second], { waves: at(FIRST) }), ['push b']],
    [
      'after the last turn there is one pull request',
      task([first, second], { waves: at(SECOND) }),
      ['open_pull'],
    ],
    ['which is validated', task([first, second], { waves: draft(SECOND) }), ['validate b']],
    [
      'an owner may stand behind the work of the others without a change',
      task([first, turn('tuner', 2, FIRST)], { waves: at(FIRST) }),
      ['open_pull'],
    ],
    ['the first may leave it to the second', task([turn('implementer', 1)]), ['tuner/implement/2 at 0']],
    [
      'nobody’s change is nothing to review',
      task([turn('implementer', 1), turn('tuner', 2)]),
      ['parked: implementer + tuner finished without changing a file'],
    ],
    [
      'a turn that fails is the same owner’s again, where it was',
      task([first, { ...failed('tuner', 'implement', { kind: 'budget', detail: 'd' }, 2), headSha: FIRST }], {
        waves: at(FIRST),
      }),
      ['tuner/implement/3 at a'],
    ],
    [
      'commits by people on the branch are what the next turn begins with',
      task([first], { waves: at(THIRD) }),
      ['tuner/implement/2 at c'],
    ],
    [
      'only who owns nothing of it is asked for a verdict',
      task([first, second], { waves: draft(SECOND), validations: [green(SECOND)] }),
      ['critic/review/1 at b'],
    ],
    [
      'an objection begins another round, with the first owner',
      task(
        [
          first,
          second,
          done('critic', 'review', { headSha: SECOND, value: { position: 'request_changes' } }),
        ],
        {
          waves: draft(SECOND),
          validations: [green(SECOND)],
        },
      ),
      ['implementer/implement/3 at b'],
    ],
    [
      'in which the next owner has a turn as well, before anything is validated',
      task(
        [
          first,
          second,
          done('critic', 'review', { headSha: SECOND, value: { position: 'request_changes' } }),
          turn('implementer', 3, SECOND, THIRD),
        ],
        { waves: draft(THIRD), validations: [green(SECOND)] },
      ),
      ['tuner/implement/4 at c'],
    ],
  ])('%s', (_what, from, expected) => {
    const said = steps(from).map((step) =>
      step.replace(/^parked: .*?(\S+ \+ )/, 'parked: $1').replace(/\.$/, ''),
    )
    expect(said).toEqual(expected)
  })

  test('a round is a turn of every owner: the limit counts rounds, not turns', () => {
    const objection = (headSha: typeof FIRST) =>
      done('critic', 'review', {
        headSha,
        value: {
          position: 'request_changes',
          summary: { 1: 'slow', 2: 'wrong', 3: 'untested' }[headSha[0]!]!,
        },
      })
    const rounds = [1, 2, 3].flatMap((round) => {
      const head = sha(String(round))
      return [
        turn('implementer', 2 * round - 1, sha(String(round - 1)), sha('d')),
        turn('tuner', 2 * round, sha('d'), head),
        objection(head),
      ]
    })
    const after = (count: number) =>
      steps(
        task(rounds.slice(0, 3 * count), {
          waves: draft(sha(String(count))),
          validations: [green(sha(String(count)))],
        }),
      )
    expect(after(2)).toEqual(['implementer/implement/5 at 2'])
    expect(after(3)).toEqual([expect.stringMatching(/^parked: .*3 rounds did not settle it/)])
  })

  test('each owner is told of the others, and those who come later of what the round answers', () => {
    expect(briefOf(task([])).instructions).toContain('You begin')
    const next = briefOf(task([first], { waves: at(FIRST) }))
    expect(next.instructions).toContain('The branch holds the work of implementer')
    expect(next.untrusted.map(({ source }) => source)).toContain('turn of implementer on this branch')
    const objection = done('critic', 'review', {
      headSha: SECOND,
      value: { position: 'request_changes', summary: 'the sum is wrong' },
    })
    const later = briefOf(
      task([first, second, objection, turn('implementer', 3, SECOND, THIRD)], {
        waves: draft(THIRD),
        validations: [green(SECOND)],
      }),
    )
    expect(later.untrusted).toContainEqual({ source: 'verdict of critic', text: 'the sum is wrong' })
  })

  test('the pull request and the route name everybody', () => {
    const decision = decide(task([first, second], { waves: at(SECOND) }), policyOf('joint'), NOW)
    const opening = decision.actions.find((action) => action.do === 'open_pull')
    expect(opening?.do === 'open_pull' && opening.body).toMatch(
      /owned and written together by the agents \*\*implementer\*\*, \*\*tuner\*\*/,
    )
    const comment = decision.actions.find((action) => action.do === 'comment' && action.topic === 'route')
    expect(comment?.do === 'comment' && comment.body).toContain('| 2 | implement | implementer + tuner |')
    expect(decision.routed?.waves).toHaveLength(2)
  })

  test.each<Shape>(['sequential', 'parallel', 'cascade'])(
    '%s: every wave keeps its own branch and pull request',
    (shape) => {
      const decision = decide(task([]), policyOf(shape), NOW)
      expect(decision.routed?.waves.map(({ agent: name, owners }) => [name, owners])).toEqual([
        ['researcher', undefined],
        ['implementer', undefined],
        ['tuner', undefined],
      ])
      expect(steps(task([first], { waves: at(FIRST) }), shape)[0]).toBe('open_pull')
    },
  )
})

describe('the review cascade', () => {
  const single = { waves: [{ purpose: 'implement', agent: 'implementer' }], final: 'researcher' }
  const reviewed = (
    ...verdicts: [name: string, position: 'approve' | 'request_changes' | 'abstain'][]
  ): BareSnapshot =>
    snapshot({
      issue: { ...snapshot().issue, labels: LABELS },
      waves: [{ ...wave(), index: 1 }],
      runs: [
        done('implementer', 'implement', { wave: 1, commit: HEAD, paths: ['src/a.mjs'] }),
        ...verdicts.map(([name, position]) =>
          done(name, 'review', {
            wave: 1,
            headSha: HEAD,
            value: { position, summary: `${name} says ${position}` },
          }),
        ),
      ],
      validations: [validation('validate', { wave: 1 })],
    })
  const majority = {
    consensus: [
      {
        name: 'most',
        when: { complexities: ['simple'] },
        seats: ['critic', 'benchmarker', 'researcher'],
        quorum: 'majority',
      },
    ],
  }
  const withMajority = (shape: Shape) => {
    const base = policyOf(shape, { ...single, reviewers: [], final: undefined })
    const { consensus } = Policy.pick({ consensus: true }).parse(majority)
    const routing = {
      ...base.pack.routing,
      implementation: { ...base.pack.routing.implementation, reviewers: [] },
    }
    return { ...base, consensus, pack: { ...base.pack, routing } }
  }
  const starts = (from: BareSnapshot, shape: Shape) =>
    decide(from, withMajority(shape), NOW).actions.flatMap((action) =>
      action.do === 'start_run' ? [`${action.agent}/${action.purpose}`] : [],
    )

  test.each<[what: string, from: BareSnapshot, next: string[]]>([
    ['asks the first', reviewed(), ['critic/review/1 at a']],
    ['then the second', reviewed(['critic', 'approve']), ['benchmarker/review/1 at a']],
    [
      'the final validation last',
      reviewed(['critic', 'approve'], ['benchmarker', 'approve']),
      ['researcher/review/1 at a'],
    ],
    [
      'and nobody after an objection',
      reviewed(['critic', 'request_changes']),
      ['implementer/implement/2 at a'],
    ],
    [
      'wherever it comes',
      reviewed(['critic', 'approve'], ['benchmarker', 'request_changes']),
      ['implementer/implement/2 at a'],
    ],
  ])('%s', (_what, from, next) => {
    expect(steps(from, 'cascade', single)).toEqual(next)
  })

  test('each is told what those before said; elsewhere everybody judges alone', () => {
    const from = reviewed(['critic', 'approve'])
    const told = (shape: Shape) => {
      const start = decide(from, policyOf(shape, single), NOW).actions.find((one) => one.do === 'start_run')
      return start?.do === 'start_run' ? start.brief : undefined
    }
    expect(told('cascade')?.untrusted).toContainEqual({
      source: 'verdict of critic',
      text: 'approve: critic says approve',
    })
    expect(told('cascade')?.instructions).toContain('critic judged this head before you')
    for (const shape of ['sequential', 'parallel', 'joint'] as const) {
      expect(told(shape)?.untrusted.map(({ source }) => source)).not.toContain('verdict of critic')
      expect(told(shape)?.instructions).not.toContain('cascade')
    }
  })

  test.each<[shape: Shape, outvoted: string[], early: string[]]>([
    ['cascade', ['implementer/implement'], ['researcher/review']],
    ['sequential', ['researcher/review'], ['orchestrator/synthesise']],
    ['parallel', ['researcher/review'], ['orchestrator/synthesise']],
    ['joint', ['researcher/review'], ['orchestrator/synthesise']],
  ])(
    '%s: whether a majority outvotes an objection, and whether it ends the reviews',
    (shape, outvoted, early) => {
      expect(starts(reviewed(['critic', 'request_changes'], ['benchmarker', 'approve']), shape)).toEqual(
        outvoted,
      )
      expect(starts(reviewed(['critic', 'approve'], ['benchmarker', 'approve']), shape)).toEqual(early)
    },
  )

  test('the check says who stopped it', () => {
    const { actions } = decide(reviewed(['critic', 'request_changes']), withMajority('cascade'), NOW)
    const check = actions.find((action) => action.do === 'check' && action.name === 'baton/consensus')
    expect(check).toMatchObject({ conclusion: 'failure' })
    expect(check?.do === 'check' && check.summary).toContain(
      'review cascade: critic requests changes, so nobody after it is asked',
    )
  })
})
