// After a merge: what is measured, what is taken back, and what is left alone. A merged task, one thing changed.

import { describe, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { decide } from '../../src/domain/decide.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import { checkPolicy } from '../../src/domain/policy/check-policy.ts'
import { PULL_REQUEST } from '../../src/domain/truth/find.ts'
import { truthGate } from '../../src/domain/truth/gate.ts'
import type { BareSnapshot, ValidationRecord } from '../../src/domain/snapshot.ts'
import {
  agreed,
  done,
  HEAD,
  MAIN,
  NOW,
  policy,
  pull,
  ratioOf4,
  result,
  sha,
  validation,
  wave,
} from './support.ts'

const MERGE = sha('c')
const rules = policy({ rollback: { max_regression_pct: 25 } })
const merged = (change: Partial<BareSnapshot> = {}): BareSnapshot => ({
  ...agreed,
  base: { branch: 'main', sha: MERGE },
  runs: [...agreed.runs, done('orchestrator', 'synthesise', { headSha: HEAD })],
  waves: [
    wave({
      pull: pull({
        state: 'merged',
        draft: false,
        mergeSha: MERGE,
        mergeParent: MAIN,
        mergedAt: NOW - 60_000,
      }),
    }),
  ],
  ...change,
})
const slower = (factor: number) => ({
  ...ratioOf4,
  candidate: ratioOf4.baseline.map((value) => value * factor),
})
/** A benchmark of the merge that found its cost so many times what it was. */
const found = (factor: number, confirms: boolean, change: Partial<ValidationRecord> = {}): ValidationRecord =>
  validation('benchmark', {
    id: `after/${confirms}`,
    headSha: MERGE,
    confirms,
    workflowRunId: confirms ? '301' : '300',
    result: result({ kind: 'benchmark', headSha: MERGE, tests: null, benchmarks: [slower(factor)] }),
    ...change,
  })
const actions = (from: BareSnapshot, by = rules): readonly Action[] => decide(from, by, NOW).actions
const after = (...records: ValidationRecord[]) => merged({ validations: [...agreed.validations, ...records] })
const back = (from: BareSnapshot, by = rules) => {
  const [one, ...more] = actions(from, by).filter((action) => action.do === 'roll_back')
  expect(more).toEqual([])
  return one?.do === 'roll_back' ? one : undefined
}
const asked = (from: BareSnapshot, by = rules) =>
  actions(from, by).flatMap((action) =>
    action.do === 'dispatch'
      ? [
          `${action.kind} ${action.headSha === MERGE && action.baseSha === MAIN ? 'merge' : 'other'} ${action.confirms}`,
        ]
      : [],
  )
const open = { state: 'running' as const, result: undefined, completed: false }

test.each<[string, BareSnapshot, typeof rules, string[], boolean]>([
  ['a merge is measured against its parent', merged(), rules, ['benchmark merge false'], false],
  ['not unless the policy says so', merged(), policy(), [], false],
  ['once', after(found(2, false, open)), rules, [], false],
  ['a suspicion is confirmed', after(found(1.5, false)), rules, ['benchmark merge true'], false],
  ['a change within the limit is none', after(found(1.2, false)), rules, [], false],
  [
    'while the second run is open nothing is taken back',
    after(found(2, false), found(2, true, open)),
    rules,
    [],
    false,
  ],
  ['two runs that agree take it back', after(found(1.5, false), found(1.4, true)), rules, [], true],
  ['a second run that does not agree ends it', after(found(1.5, false), found(1, true)), rules, [], false],
  [
    'a second run without figures ends it',
    after(found(1.5, false), found(1, true, { state: 'failed', result: undefined, attempt: 2 })),
    rules,
    [],
    false,
  ],
  [
    'a merge from before is not looked at',
    merged({
      waves: [
        wave({
          pull: pull({ state: 'merged', mergeSha: MERGE, mergeParent: MAIN, mergedAt: NOW - 25 * 3_600_000 }),
        }),
      ],
    }),
    rules,
    [],
    false,
  ],
  [
    'a merge without a parent neither',
    merged({ waves: [wave({ pull: pull({ state: 'merged', mergeSha: MERGE }) })] }),
    rules,
    [],
    false,
  ],
  ['a rollback is not watched itself', merged({ rollbackOf: sha('9') }), rules, [], false],
  [
    'one that is on its way is not asked for again',
    { ...after(found(1.5, false), found(1.4, true)), rollbacks: [{ merge: MERGE, issue: 9, conflicts: [] }] },
    rules,
    [],
    false,
  ],
])('%s', (_, from, by, dispatched, taken) => {
  expect(asked(from, by)).toEqual(dispatched)
  expect(back(from, by) !== undefined).toBe(taken)
})

test('a run under way is neither given up nor forgotten, and counts for the branch', () => {
  const from = after(found(2, false, open))
  expect(actions(from).map((action) => action.do)).not.toContain('give_up_validation')
  expect(decide(from, rules, NOW).requeueAfterMs).toBeLessThanOrEqual(15_000)
  expect(actions(after(found(2, false, { ...open, completed: true })))).toContainEqual({
    do: 'collect_result',
    validation: 'after/false',
    branch: 'main',
    onBranch: true,
  })
})

test('it is a task of its own, by the same labels, with the figures and the reason', () => {
  const action = back(after(found(1.5, false), found(1.4, true)))
  expect(action).toMatchObject({
    merge: MERGE,
    parent: MAIN,
    base: 'main',
    by: 'alice',
    branch: 'baton/rollback/ccccccc',
    issue: {
      title: 'Revert "Sparse kernel" (#8)',
      labels: ['baton', 'complexity:high', 'component:attention', 'type:implementation'],
    },
    route: {
      labels: ['complexity:high', 'component:attention', 'type:implementation'],
      waves: [{ index: 1, purpose: 'implement', agent: 'implementer', after: [] }],
    },
  })
  expect(action?.issue.body).toContain(
    '| attention.ms | linux-x64 | 20 → 30 ms, 0.667× | 20 → 28 ms, 0.714× |',
  )
  expect(action?.patch.summary).toContain("by more than the policy's limit of 25 %")
})

test('its words pass the truth gate: figures stand in it as recorded', () => {
  const text = back(after(found(1.5, false), found(1.4, true)))?.patch.summary ?? ''
  expect(text).toContain('attention.ms on linux-x64: 20 → 30 ms, 0.667×; again: 20 → 28 ms, 0.714×')
  const { verdict } = truthGate({ documents: [{ path: PULL_REQUEST, text }], records: [], head: HEAD })
  expect(verdict.state).toBe('pass')
})

describe('by command', () => {
  const stamp = { by: 'grace', at: NOW, comment: 5, line: 1 }
  const wish = { ...nothingDesired(), rollbacks: [{ ...stamp, merge: MERGE, reason: 'it is @slow' }] }

  test.each<[string, Partial<BareSnapshot>]>([
    ['as it is', {}],
    ['of a closed issue', { issue: { ...agreed.issue, state: 'closed' } }],
    [
      'of an issue that was closed before it was done',
      { issue: { ...agreed.issue, state: 'closed', labels: [] } },
    ],
  ])('it is taken back without any figure, %s', (_, change) => {
    const action = back(merged({ desired: wish, ...change }), policy())
    expect(action).toMatchObject({ by: 'grace', merge: MERGE })
    expect(action?.patch.summary).toBe('Takes back #8. @grace asked for it: it is @\u200bslow.')
  })

  test('where waves are merged by rebase it is left to people, in words', () => {
    const by = policy({ merge: { method: 'rebase', delete_branch: true } })
    expect(back(merged({ desired: wish }), by)).toBeUndefined()
    const said = actions(merged({ desired: wish }), by).find(
      (one) => one.do === 'comment' && one.topic.startsWith('rollback-'),
    )
    expect(said?.do === 'comment' ? said.body : '').toContain('is not taken back')
  })

  test('another change is not, and a held task neither', () => {
    const other = { ...wish, rollbacks: [{ ...stamp, merge: sha('9') }] }
    expect(back(merged({ desired: other }), policy())).toBeUndefined()
    expect(back(merged({ desired: { ...wish, held: stamp } }), policy())).toBeUndefined()
  })

  test.each<[string, number | undefined, string[], string]>([
    ['where it is', 9, [], '#9 does it.'],
    ['that nothing is left', undefined, [], 'Nothing of it is left to take back.'],
    ['who does what git could not', 9, ['src/a.mjs'], 'an agent does what git could not: `src/a.mjs`'],
  ])('the issue is told %s, once', (_, issue, conflicts, words) => {
    const from = merged({ desired: wish, rollbacks: [{ merge: MERGE, issue, conflicts }] })
    const said = actions(from, policy()).find(
      (one) => one.do === 'comment' && one.topic.startsWith('rollback-'),
    )
    const body = said?.do === 'comment' ? said.body : ''
    expect(body).toContain(words)
    const comments = [...from.issue.comments, { id: 77, topic: 'rollback-cccccccccccc', body }]
    const again = actions({ ...from, issue: { ...from.issue, comments } }, policy())
    expect(again.filter((one) => one.do === 'comment' && one.topic.startsWith('rollback-'))).toEqual([])
  })
})

const file = (change: object) =>
  Policy.parse({
    version: 1,
    extends: 'asa-swarm',
    validate: { commands: [{ name: 't', run: 't' }] },
    benchmark: { commands: [{ name: 'b', run: 'b' }] },
    rollback: {},
    ...change,
  })
test.each<[string, object, string[]]>([
  ['a good one', {}, []],
  ['nothing measured', { benchmark: undefined }, ['rollback']],
  ['merged by rebase', { merge: { method: 'rebase' } }, ['rollback']],
  ['no such platform', { rollback: { platforms: ['moon'] } }, ['rollback.platforms.0']],
])('a policy with %s', (_, change, places) => {
  expect(checkPolicy(file(change)).map(({ path }) => path.join('.'))).toEqual(places)
})
