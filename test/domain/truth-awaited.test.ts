// What the truth gate says of a head before its runs have come back: nothing that they may still prove is held against it.

import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { BareSnapshot, ValidationRecord } from '../../src/domain/snapshot.ts'
import { HEAD, NOW, opened, policy, pull, sha, validation, wave } from './support.ts'

const plain = policy()
const theirs = {
  ...plain,
  gates: { ...plain.gates, benchmark: [], truth: [{ documents: ['**/*.md'], advisory: false }] },
}
const path = 'docs/status.md'

const head = (text: string, validations: ValidationRecord[] = []): BareSnapshot => ({
  ...opened,
  waves: [wave({ pull: pull({ body: `${pull().body}\n\n${text}` }) })],
  changed: [
    {
      pull: 8,
      sha: HEAD,
      files: [{ path, patch: `@@ -0,0 +1 @@\n+${text}` }],
      documents: [{ path, text }],
    },
  ],
  validations,
})

const gates = (from: BareSnapshot) =>
  decide(from, theirs, NOW).actions.flatMap((action) =>
    action.do === 'check' && action.name === 'baton/gates' ? [action] : [],
  )[0]

const lost = (attempt: number): ValidationRecord =>
  validation('validate', { state: 'failed', result: undefined, attempt, detail: 'lost' })
const measured = validation('benchmark')

describe('a status that the record does not bear out yet', () => {
  test.each<
    [
      what: string,
      text: string,
      validations: ValidationRecord[],
      marked: 'notice' | 'warning' | 'failure' | 'none',
      status: string,
    ]
  >([
    ['nothing asked for so far', '12/12 tests passing', [], 'none', 'in_progress'],
    [
      'the run under way',
      '12/12 tests passing',
      [validation('validate', { state: 'running', result: undefined, completed: false }), measured],
      'none',
      'in_progress',
    ],
    [
      'the run of another head',
      '12/12 tests passing',
      [validation('validate', { headSha: sha('b') }), measured],
      'none',
      'in_progress',
    ],
    [
      'the run lost, and asked for once more',
      '12/12 tests passing',
      [lost(1), measured],
      'notice',
      'completed',
    ],
    [
      'the run lost for good',
      '12/12 tests passing',
      [lost(1), { ...lost(2), id: 'second' }, measured],
      'warning',
      'completed',
    ],
    ['the run proves it', '12/12 tests passing', [validation('validate'), measured], 'none', 'completed'],
    [
      'the run says otherwise',
      '11/12 tests passing',
      [validation('validate'), measured],
      'failure',
      'completed',
    ],
    ['a speed-up before any run', 'Attention is 4× faster.', [], 'none', 'in_progress'],
    ['a speed-up and a status', 'Attention is 4× faster. 12/12 tests pass.', [], 'none', 'in_progress'],
    [
      'a speed-up that was measured',
      'Attention is 4× faster.',
      [validation('validate'), measured],
      'none',
      'completed',
    ],
  ])('%s: %s', (_what, text, validations, marked, status) => {
    const check = gates(head(text, validations))
    expect(check?.status).toBe(status)
    const levels = (check?.annotations ?? []).map(({ level }) => level)
    expect(levels).toEqual(marked === 'none' ? [] : [marked])
  })
})
