// What a plan says: performance is proven or blocks, statuses are of then, and nobody's change is blamed for it.

import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { PlanDocument } from '../../src/domain/plan/document.ts'
import type { ValidationRecord } from '../../src/domain/snapshot.ts'
import { PULL_REQUEST } from '../../src/domain/truth/find.ts'
import { truthGate, type TruthLevel } from '../../src/domain/truth/gate.ts'
import { HEAD, NOW, opened, policy, pull, sha, validated, validation, wave } from '../domain/support.ts'

const PLAN = '.github/baton/plans/plan-2.md'
const recorded = [validation('validate'), validation('benchmark')]

const gate = (plan: string, records: readonly ValidationRecord[] = recorded, change = '') =>
  truthGate({
    documents: [
      { path: PULL_REQUEST, text: change },
      { path: PLAN, text: plan, earlier: true },
    ],
    records,
    head: HEAD,
  })

describe('a plan', () => {
  /** Measured before the work: another head. */
  const before = recorded.map((record) => ({ ...record, headSha: sha('b') }))

  test.each<[what: string, levels: TruthLevel[], text: string, records?: readonly ValidationRecord[]]>([
    ['says nothing of the kind', [], '## Wave 1\n\nMake the attention sparse.'],
    ['has an aim', [], 'The target is 3x faster attention, at most 12 ms.'],
    ['claims what nobody measured', ['blocks'], 'Attention is 21 % faster since plan 1.'],
    ['claims what is on record', [], 'Attention is 4× faster.'],
    ['claims with a run that does not say so', ['blocks'], '**Claim:** attention.ms >= 5x (run 200)'],
    ['claims with a run that does', [], '**Claim:** attention.ms >= 4x (run 200)'],
    ['claims with a run of an earlier head', [], '**Claim:** attention.ms >= 4x (run 200)', before],
    ['claims with no run', ['blocks'], '**Claim:** attention.ms >= 4x'],
    [
      'backs its sentence by a claim of an earlier head',
      [],
      'Attention is 4× faster. **Claim:** attention.ms == 4x (run 200)',
      before,
    ],
    ['says what was: the record is of later', [], '11/12 tests passing.'],
    ['contradicts itself', ['blocks'], '530/531 tests passing.\n\nThere are 192 failing tests.'],
    ['contradicts itself in its boxes', ['blocks'], '- [x] Epic 1 decoding\n\n- [ ] Epic 1 decoding'],
  ])('%s: %s', (_what, levels, text, records) => {
    const { problems, annotations } = gate(text, records)
    expect(problems.map(({ level, path }) => [level, path])).toEqual(levels.map((level) => [level, PLAN]))
    // Its lines are not those of the head.
    expect(annotations).toEqual([])
  })

  test('and what is true since do not contradict each other', () => {
    expect(gate('There are 3 failing tests.', recorded, 'All tests pass.').problems).toEqual([])
    expect(gate('', recorded, '3 failing tests.\n\nAll tests pass.').problems).not.toEqual([])
  })

  test('its claim does not count for another head in the change', () => {
    const { blocking } = gate('', before, '**Claim:** attention.ms >= 4x (run 200)')
    expect(blocking.map(({ path }) => path)).toEqual([PULL_REQUEST])
  })
})

describe('a task whose plan claims too much', () => {
  const plain = policy()
  const theirs = {
    ...plain,
    gates: { ...plain.gates, benchmark: [], truth: [{ documents: ['**/*.md'], advisory: false }] },
  }
  const document = PlanDocument.parse({
    plan: 'plan-2',
    title: 'Sparse attention',
    orchestrator: 'orchestrator',
    context: '',
    waves: [
      { wave: 0, title: 'Find out', agent: 'researcher', purpose: 'research', prose: '' },
      { wave: 1, title: 'Make it sparse', agent: 'implementer', prose: '' },
    ],
  })
  const now = (plan: string, body = '', validations = validated.validations, path = PLAN) => {
    const from = {
      ...opened,
      validations,
      waves: [wave({ pull: pull({ body: `${pull().body}\n\n${body}` }) })],
      changed: [{ pull: 8, sha: HEAD, files: [], documents: [{ path: 'docs/plan.md', text: '' }] }],
      plan: { document, problems: [], source: { path, text: plan } },
    }
    const { actions } = decide(from, theirs, NOW)
    return {
      check: actions.flatMap((one) =>
        one.do === 'check' && one.name === 'baton/gates' ? [one.conclusion ?? one.status] : [],
      ),
      parked: actions.flatMap((one) => (one.do === 'comment' && one.topic === 'parked' ? [one.body] : [])),
      started: actions.flatMap((one) => (one.do === 'start_run' ? [one.purpose] : [])),
    }
  }

  test('waits for a person, who reads what is wrong and where; no agent is sent to mend it', () => {
    const { check, parked, started } = now('Attention is 21 % faster since plan 1.')
    expect([check, started]).toEqual([['failure'], []])
    expect(parked).toEqual([
      expect.stringMatching(/the plan says what no record bears out.*plan-2\.md:1:\d+.*21 % faster/),
    ])
  })

  test('goes on when it is corrected', () => {
    const { check, parked, started } = now('Attention is 4× faster since plan 1.')
    expect([check, parked]).toEqual([['success'], []])
    expect(started).toContain('review')
  })

  test('does not wait while the runs are under way that may prove it', () => {
    const { check, parked } = now('Attention is 4× faster since plan 1.', '', [])
    expect([check, parked]).toEqual([['in_progress'], []])
  })

  test('has its change sent back for what the change says, and for nothing else', () => {
    const { started, parked } = now('It is 21 % faster.', 'Attention is 9× faster.')
    expect([started, parked]).toEqual([['implement'], []])
  })

  test('in a file that the change itself brings is read as a document of the change', () => {
    const { parked } = now('It is 21 % faster.', '', validated.validations, 'docs/plan.md')
    expect(parked).toEqual([])
  })
})
