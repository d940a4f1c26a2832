// The rules of each kind of gate: a good head, one thing changed.

import { describe, expect, test } from 'vitest'
import type { GateFacts } from '../../src/domain/gates/gate.ts'
import { type ReasonState, reasonMarkdown } from '../../src/domain/reason.ts'
import type { WorkflowResult } from '../../src/domain/results.ts'
import { baseline, judge, measured, step, validated } from './support.ts'

type Gates = Parameters<typeof judge>[0]['gates']
const tests = (change: Partial<NonNullable<WorkflowResult['tests']>>) => ({
  total: 12,
  passed: 12,
  failed: 0,
  skipped: 0,
  failures: [],
  ...change,
})
const oneFailed = tests({ passed: 11, failed: 1 })

describe('rules', () => {
  const coverage = { lines: { covered: 80, total: 100 }, branches: { covered: 1, total: 3 } }
  const bytes = {
    metric: 'node.bytes',
    unit: 'bytes',
    better: 'lower' as const,
    baseline: [],
    candidate: [48],
  }
  const changed = (...paths: string[]) => ({ changed: paths.map((path) => ({ path, patch: '' })) })
  const check = (conclusion: 'success' | 'failure' | 'skipped' | null, app = 'github-actions') => ({
    checks: [{ name: 'build', app, conclusion }],
  })
  const report = { validate: { commands: [{ name: 't', run: 't', report: 'lcov' as const }] } }
  const target = { metric: 'node.bytes', op: '<=' as const, value: 40, unit: 'bytes' }

  test.each<[string, ReasonState, Gates, Partial<GateFacts>?]>([
    [
      'as many failed tests as allowed',
      'pass',
      { tests: [{ allow_failures: 1 }] },
      { validations: [validated({ tests: oneFailed }), measured()] },
    ],
    ['too few tests', 'fail', { tests: [{ min_passed: 13 }] }],
    ['as many tests as wanted', 'pass', { tests: [{ min_passed: 12 }] }],
    [
      'no counts where some are wanted',
      'fail',
      { tests: [{ min_passed: 1 }] },
      { validations: [validated({ tests: null }), measured()] },
    ],
    ['one rule good, the other not', 'fail', { tests: [{ min_passed: 1 }, { min_passed: 13 }] }],
    ['an advisory rule', 'pass', { tests: [{ min_passed: 13, advisory: true }, {}] }],
    ['a rule for other types', 'pass', { tests: [{ min_passed: 13, when: { types: ['research'] } }, {}] }],
    ['a rule for this kind', 'fail', { tests: [{ min_passed: 13, when: { types: ['performance'] } }] }],
    [
      'a rule for a label in other letters',
      'fail',
      { tests: [{ min_passed: 13, when: { labels: ['Release'] } }] },
    ],
    ['a rule for another wave', 'pass', { tests: [{ min_passed: 13, when: { waves: [1, 3] } }] }],
    [
      'a rule for this wave of another component',
      'pass',
      { tests: [{ min_passed: 13, when: { waves: [2], components: ['core'] } }] },
    ],
    ['a rule for paths that change', 'fail', { tests: [{ min_passed: 13, when: { paths: ['src/**'] } }] }],
    ['a rule for paths that do not', 'pass', { tests: [{ min_passed: 13, when: { paths: ['docs/**'] } }] }],
    [
      'a rule for paths when none are known',
      'fail',
      { tests: [{ min_passed: 13, when: { paths: ['docs/**'] } }] },
      { changed: undefined },
    ],

    [
      'a figure at its limit',
      'pass',
      { metric: [{ metric: 'node.bytes', max: 48 }] },
      { validations: [validated({ benchmarks: [bytes] }), measured()] },
    ],
    [
      'a figure above its limit',
      'fail',
      { metric: [{ metric: 'node.bytes', max: 47.9 }] },
      { validations: [validated({ benchmarks: [bytes] }), measured()] },
    ],
    [
      'a figure below its least',
      'fail',
      { metric: [{ metric: 'node.bytes', min: 49 }] },
      { validations: [validated({ benchmarks: [bytes] }), measured()] },
    ],
    [
      'a figure in another unit',
      'fail',
      { metric: [{ metric: 'node.bytes', max: 48, unit: 'ms' }] },
      { validations: [validated({ benchmarks: [bytes] }), measured()] },
    ],
    [
      'a figure that is no number',
      'fail',
      { metric: [{ metric: 'node.bytes', max: 48 }] },
      { validations: [validated({ benchmarks: [{ ...bytes, candidate: [Number.NaN] }] }), measured()] },
    ],
    [
      'a figure without samples',
      'fail',
      { metric: [{ metric: 'node.bytes', max: 48 }] },
      { validations: [validated({ benchmarks: [{ ...bytes, candidate: [] }] }), measured()] },
    ],
    ['a figure that nobody measured', 'fail', { metric: [{ metric: 'node.bytes', max: 48 }] }],
    [
      'a figure that is still being measured',
      'pending',
      { metric: [{ metric: 'node.bytes', max: 48 }] },
      { validations: [validated()] },
    ],

    [
      'enough coverage',
      'pass',
      { coverage: [{ lines: 80, branches: 33.3 }] },
      { validations: [validated({ coverage }), measured()] },
    ],
    [
      'too little coverage',
      'fail',
      { coverage: [{ lines: 80.1 }] },
      { validations: [validated({ coverage }), measured()] },
    ],
    [
      'functions that are not counted',
      'fail',
      { coverage: [{ functions: 0 }] },
      { validations: [validated({ coverage }), measured()] },
    ],
    [
      'nothing to cover',
      'pass',
      { coverage: [{ lines: 100 }] },
      { validations: [validated({ coverage: { lines: { covered: 0, total: 0 } } }), measured()] },
    ],
    ['no coverage reported', 'fail', { coverage: [{ lines: 0 }] }],
    [
      'a drop with nothing to compare',
      'pass',
      { coverage: [{ max_drop: 0 }] },
      { validations: [validated({ coverage }), measured()] },
    ],
    [
      'a drop of a point too many',
      'fail',
      { coverage: [{ max_drop: 1 }] },
      {
        validations: [validated({ coverage }), measured()],
        baselines: [baseline({ metric: 'coverage.lines', unit: '%', machine: 'any', value: 82 })],
      },
    ],
    [
      'a drop within bounds',
      'pass',
      { coverage: [{ max_drop: 2 }] },
      {
        validations: [validated({ coverage }), measured()],
        baselines: [baseline({ metric: 'coverage.lines', unit: '%', machine: 'any', value: 82 })],
      },
    ],

    [
      'code without its documentation',
      'fail',
      { documentation: [{ changed: ['src/**'], needs: ['docs/**'] }] },
      changed('src/a.ts', 'test/a.ts'),
    ],
    [
      'code with its documentation',
      'pass',
      { documentation: [{ changed: ['src/**'], needs: ['docs/**'] }] },
      changed('src/a.ts', 'docs/a.md'),
    ],
    [
      'no documented code',
      'pass',
      { documentation: [{ changed: ['src/**'], needs: ['docs/**'] }] },
      changed('test/a.ts'),
    ],

    ['a script that was not run', 'fail', { script: [{ script: 'size', run: './size' }] }],
    [
      'a script that passed',
      'pass',
      { script: [{ script: 'size', run: './size' }] },
      { validations: [validated({ steps: [step, { ...step, name: 'gate: size' }] }), measured()] },
    ],
    [
      'a script that failed',
      'fail',
      { script: [{ script: 'size', run: './size' }] },
      {
        validations: [validated({ steps: [step, { ...step, name: 'gate: size', exitCode: 2 }] }), measured()],
      },
    ],
    [
      'a script that failed as it may',
      'pass',
      { script: [{ script: 'size', run: './size', exit_codes: [0, 2] }] },
      {
        validations: [validated({ steps: [step, { ...step, name: 'gate: size', exitCode: 2 }] }), measured()],
      },
    ],
    [
      'an advisory script that failed',
      'pass',
      { script: [{ script: 'size', run: './size', advisory: true }] },
      {
        validations: [validated({ steps: [step, { ...step, name: 'gate: size', exitCode: 2 }] }), measured()],
      },
    ],
    [
      'only a script was run',
      'fail',
      { script: [{ script: 'size', run: './size' }] },
      { validations: [validated({ steps: [{ ...step, name: 'gate: size' }] }), measured()] },
    ],

    ['a check of others that succeeded', 'pass', { checks: [{ names: ['build'] }] }, check('success')],
    ['a check that was skipped', 'pass', { checks: [{ names: ['build'] }] }, check('skipped')],
    ['a check that failed', 'fail', { checks: [{ names: ['build'] }] }, check('failure')],
    ['a check under way', 'pending', { checks: [{ names: ['build'] }] }, check(null)],
    ['a check that is not there', 'pending', { checks: [{ names: ['build', 'lint'] }] }, check('success')],
    [
      'a check of another App',
      'pending',
      { checks: [{ names: ['build'], app: 'github-actions' }] },
      check('success', 'mallory'),
    ],

    ['nobody approved', 'pending', { review: [{ people: 1 }] }],
    ['enough people approved', 'pass', { review: [{ people: 1 }] }, { approvedBy: ['alice'] }],

    [
      'an added TODO',
      'fail',
      { readiness: [{ forbidden_text: ['TODO'] }] },
      { changed: [{ path: 'a.ts', patch: '@@ -1 +1,2 @@\n a\n+// TODO b\n' }] },
    ],
    [
      'a TODO that was there',
      'pass',
      { readiness: [{ forbidden_text: ['TODO'] }] },
      { changed: [{ path: 'a.ts', patch: '@@ -1 +1,2 @@\n // TODO\n+b\n' }] },
    ],
    [
      'a removed TODO',
      'pass',
      { readiness: [{ forbidden_text: ['TODO'] }] },
      { changed: [{ path: 'a.ts', patch: '@@ -1,2 +1 @@\n-// TODO\n b\n' }] },
    ],
    [
      'a target that is not reached',
      'fail',
      { readiness: [{ targets: true }] },
      { targets: [target], validations: [validated({ benchmarks: [bytes] }), measured()] },
    ],
    [
      'a target that is reached',
      'pass',
      { readiness: [{ targets: true }] },
      { targets: [{ ...target, value: 48 }], validations: [validated({ benchmarks: [bytes] }), measured()] },
    ],
    [
      'a target in another unit',
      'fail',
      { readiness: [{ targets: true }] },
      {
        targets: [{ ...target, value: 48, unit: 'ms' }],
        validations: [validated({ benchmarks: [bytes] }), measured()],
      },
    ],

    ['truth that nobody looked into', 'pending', { truth: [{}] }],
    [
      'what is not borne out',
      'fail',
      { truth: [{}] },
      { truth: { verdict: { state: 'fail', text: 't', children: [] }, annotations: [] } },
    ],
  ])('%s → %s', (_name, expected, gates, facts = {}) => {
    const evaluation = judge({ ...report, gates }, facts)
    expect(evaluation.verdict.state, reasonMarkdown(evaluation.verdict)).toBe(expected)
  })

  test('a test that says where it failed is marked there', () => {
    const failures = [
      { name: 'sparse', message: 'expected 1', path: 'test/a.test.mjs', line: 9 },
      { name: 'dense', message: '' },
    ]
    const red = validated({ tests: { ...oneFailed, passed: 10, failed: 2, failures } })
    expect(judge({}, { validations: [red, measured()] }).annotations).toEqual([
      { path: 'test/a.test.mjs', line: 9, title: 'failed: sparse', message: 'expected 1' },
    ])
  })
})
