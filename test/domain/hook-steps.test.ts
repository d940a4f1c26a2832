// What hangs on a lifecycle hook: words, labels, workflows, agents and gates, each carried out and noted.

import { describe, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { decide } from '../../src/domain/decide.ts'
import type { HookName } from '../../src/domain/hooks/names.ts'
import { withMarker } from '../../src/domain/markers.ts'
import type { EffectivePolicy } from '../../src/domain/policy/effective.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import {
  checked,
  fired,
  green,
  hooked,
  labelled,
  later,
  MERGED,
  merged,
  step,
  talking,
  watched,
} from './hooks-support.ts'
import { at, done, failed, HEAD, MAIN, NOW, policy, pull, sha, validation, wave } from './support.ts'

describe('what hangs on a hook', () => {
  const on = (hook: HookName, ...steps: object[]): EffectivePolicy => hooked({ [hook]: steps.map(step) })
  const of = (actions: readonly Action[], verb: Action['do']): Action[] =>
    actions.filter((action) => action.do === verb)
  const act = (from: BareSnapshot, rules: EffectivePolicy): readonly Action[] =>
    decide(watched(from), rules, NOW).actions

  test('words are filled in with what the moment is about', () => {
    const rules = on('POST_TASK_CLEANUP', {
      do: 'comment',
      text: 'Wave {wave} of #{issue} by {agent} at {sha}, {nothing}.',
    })
    expect(of(act(merged, rules), 'comment')).toContainEqual({
      do: 'comment',
      on: 7,
      topic: 'hook/POST_TASK_CLEANUP/wave-2/done/1',
      body: withMarker(
        'hook/POST_TASK_CLEANUP/wave-2/done/1',
        'Wave 2 of #7 by implementer at ccccccc, {nothing}.\n\n<sub>POST_TASK_CLEANUP, wave-2/done</sub>',
      ),
      commentId: undefined,
    })
  })

  test('labels are changed only where they differ, and not again when somebody changes them back', () => {
    const rules = on('PRE_TASK_VALIDATION', {
      do: 'label',
      add: ['looked-at', 'baton'],
      remove: ['new', 'never-there'],
    })
    const from = labelled('new')
    expect(of(act(from, rules), 'set_labels')).toContainEqual({
      do: 'set_labels',
      add: ['looked-at'],
      remove: ['new'],
    })
    const after = later(watched(from), rules)
    const changed = { ...after, issue: { ...after.issue, labels: from.issue.labels } }
    expect(of(decide(changed, rules, NOW).actions, 'set_labels')).not.toContainEqual(
      expect.objectContaining({ add: ['looked-at'] }),
    )
  })

  test('a workflow is told what it is about, with a nonce of its own', () => {
    const rules = on('POST_TASK_CLEANUP', { do: 'workflow', workflow: 'notify.yml' })
    const [dispatch] = of(act(merged, rules), 'dispatch_hook').slice(-1)
    expect(dispatch).toMatchObject({
      id: 'POST_TASK_CLEANUP/wave-2/done',
      step: 0,
      workflow: 'notify.yml',
      inputs: { hook: 'POST_TASK_CLEANUP', task: 'acme/attention#7', wave: '2', sha: MERGED },
    })
    const nonces = of(act(merged, rules), 'dispatch_hook').map((one) =>
      one.do === 'dispatch_hook' ? one.inputs.nonce : '',
    )
    expect(new Set(nonces).size).toBe(2)
  })

  const asking = (blocking: boolean): EffectivePolicy =>
    on('PRE_TASK_VALIDATION', { do: 'agent', agent: 'researcher', words: 'Is #{issue} ready?', blocking })
  const asked = { wave: 200_001 }

  test.each([
    [true, ['researcher/200001']],
    [false, ['researcher/200001', 'researcher/1']],
  ])('an agent is asked, and the waves wait for it: %s', (blocking, expected) => {
    const starts = of(act(at.triaged, asking(blocking)), 'start_run').map((action) =>
      action.do === 'start_run' ? `${action.agent}/${action.wave}` : '',
    )
    expect(starts).toEqual(expected)
    expect(of(act(at.triaged, asking(blocking)), 'start_run')[0]).toMatchObject({
      purpose: 'research',
      headSha: MAIN,
      brief: { instructions: expect.stringContaining('Is #7 ready?') as string },
    })
  })

  test('its report is posted, noted, and sets the waves free', () => {
    const rules = asking(true)
    const before = later(watched(at.triaged), rules)
    const reported = { ...before, runs: [...before.runs, done('researcher', 'research', asked)] }
    const { actions } = decide(reported, rules, NOW)
    expect(of(actions, 'comment')).toContainEqual(
      expect.objectContaining({ topic: 'hook/PRE_TASK_VALIDATION/route/1' }),
    )
    expect(of(actions, 'note_hook')).toMatchObject([
      { end: { result: 'researcher reported', failed: false } },
    ])
    expect(of(actions, 'start_run')).toMatchObject([{ wave: 1 }])
  })

  test.each([
    [true, 'state:blocked'],
    [false, undefined],
  ])('one that gives no report parks the task only where it waits: %s', (blocking, label) => {
    const rules = asking(blocking)
    const before = later(watched(at.triaged), rules)
    const runs = [1, 2, 3].map((n) => ({
      ...failed('researcher', 'research', { kind: 'invalid_output', detail: 'not JSON' }, n),
      ...asked,
    }))
    const { actions } = decide({ ...before, runs: [...before.runs, ...runs] }, rules, NOW)
    const labels = of(actions, 'set_labels').flatMap((one) => (one.do === 'set_labels' ? one.add : []))
    expect(labels.includes('state:blocked')).toBe(label !== undefined)
    expect(of(actions, 'note_hook')).toHaveLength(blocking ? 0 : 1)
    if (blocking) return
    const told = later({ ...before, runs: [...before.runs, ...runs] }, rules)
    expect(of(decide(told, rules, NOW).actions, 'comment')).toContainEqual(
      expect.objectContaining({
        topic: 'hook-trouble',
        body: expect.stringContaining('PRE_TASK_VALIDATION, route asks researcher') as string,
      }),
    )
  })

  test('nobody is asked about an issue that is closed', () => {
    const rules = on('POST_TASK_CLEANUP', { do: 'agent', agent: 'researcher', words: 'What is left?' })
    const closed = { ...merged, issue: { ...merged.issue, state: 'closed' as const } }
    expect(of(act(closed, rules), 'start_run')).toEqual([])
    expect(of(act(closed, rules), 'note_hook')).toContainEqual(
      expect.objectContaining({
        end: { at: NOW, result: 'researcher was not asked: the issue is closed', failed: true },
      }),
    )
  })

  test('only what its condition is for', () => {
    const rules = on(
      'PRE_TASK_VALIDATION',
      { do: 'comment', text: 'high', when: { complexities: ['high'] } },
      { do: 'comment', text: 'simple', when: { complexities: ['simple'] } },
    )
    const { hooks } = decide(watched(at.triaged), rules, NOW)
    expect(hooks?.['PRE_TASK_VALIDATION/route']?.steps.map(({ does }) => does)).toMatchObject([
      { text: 'high' },
    ])
  })

  test('a condition on paths holds for the moment of their head', () => {
    const rules = on('POST_TASK_VALIDATION', { do: 'comment', text: 'x', when: { paths: ['docs/**'] } })
    const changing = (path: string) =>
      fired(
        watched({
          ...checked(green),
          changed: [{ pull: 8, sha: HEAD, files: [{ path, patch: '' }], documents: [] }],
        }),
        'POST_TASK_VALIDATION',
        rules,
      )
    expect([changing('src/a.mjs'), changing('docs/a.md').length]).toEqual([[], 1])
  })

  test('an edit of the policy is for later moments', () => {
    const one = on('PRE_TASK_VALIDATION', { do: 'comment', text: 'one' })
    const after = later(watched(at.triaged), one)
    const two = on('PRE_TASK_VALIDATION', { do: 'comment', text: 'two' }, { do: 'comment', text: 'three' })
    expect(fired(after, 'PRE_TASK_VALIDATION', two)).toEqual([])
  })

  describe('a gate', () => {
    const demands = (gate: string, more: object = {}): EffectivePolicy =>
      on('POST_TASK_VALIDATION', { do: 'gate', gate, ...more })

    test('that passes is noted', () => {
      const actions = act(checked(green), demands('tests'))
      expect(of(actions, 'note_hook')).toMatchObject([{ end: { result: 'tests passed', failed: false } }])
    })

    test('that fails keeps the head from its review, and says why', () => {
      const rules = {
        ...demands('review'),
        gates: { ...policy().gates, review: [{ people: 1, advisory: false }] },
      }
      const { actions, explanation } = decide(watched(checked(green)), rules, NOW)
      expect(of(actions, 'note_hook')).toEqual([])
      expect(of(actions, 'start_run')).toEqual([])
      expect(explanation.at(-1)).toContain('review')
    })

    test('that need not pass is noted with what it says', () => {
      const failing = {
        ...checked(green),
        validations: [
          validation('validate', { state: 'failed', result: undefined, attempt: 2, detail: 'no runner' }),
          validation('benchmark'),
        ],
      }
      expect(of(act(failing, demands('validate', { blocking: false })), 'note_hook')).toMatchObject([
        { end: { failed: true, result: expect.stringContaining('no runner') as string } },
      ])
      expect(decide(watched(failing), demands('validate'), NOW).explanation.at(-1)).toMatch(
        /^parked: POST_TASK_VALIDATION.*no runner/,
      )
    })

    test('holds nothing up once its head is no more', () => {
      const rules = demands('validate')
      const failing = { ...checked(green), validations: [] }
      const stuck = later(watched(failing), rules)
      const head = sha('b')
      const moved = { ...stuck, waves: [wave({ branchSha: head, pull: pull({ headSha: head }) })] }
      const { actions, explanation } = decide(moved, rules, NOW)
      expect(of(actions, 'dispatch').length).toBeGreaterThan(0)
      expect(explanation.join()).not.toContain('parked')
    })
  })
})

test('the closing summary lists every step, when its moment came and how it ended', () => {
  const after = later(later(watched(merged), talking), talking)
  const summary = decide({ ...after, issue: { ...after.issue, comments: [] } }, talking, NOW).actions.find(
    (action) => action.do === 'comment' && action.topic === 'summary',
  )
  expect(summary).toMatchObject({
    body: expect.stringContaining(
      '| POST_TASK_CLEANUP | wave-2/done | comments | 2026-11-21 12:00:00 UTC | commented, 2026-11-21 12:00:00 UTC |',
    ) as string,
  })
})
