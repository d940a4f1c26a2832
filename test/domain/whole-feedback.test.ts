// When a head goes back: what a run found at once, what only its text is blamed for when the runs under way have spoken too.

import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { ValidationRecord } from '../../src/domain/snapshot.ts'
import { HEAD, NOW, opened, policy, pull, result, validation } from './support.ts'

/** The change touches code, and the documentation that has to change with it stays as it was. */
const undocumented = policy({
  gates: {
    ...policy().gates,
    documentation: [{ changed: ['src/**'], needs: ['docs/**'], advisory: false }],
  },
})
const open = { state: 'running', result: undefined, completed: false } as const
const red = {
  result: result({
    steps: [{ name: 'tests', command: 'npm test', exitCode: 1, durationMs: 5, outputTail: 'not ok 3' }],
    tests: { total: 12, passed: 11, failed: 1, skipped: 0, failures: [] },
  }),
}

function reworks(validations: readonly ValidationRecord[]): boolean {
  const from = {
    ...opened,
    changed: [
      {
        pull: pull().number,
        sha: HEAD,
        files: [{ path: 'src/attention.mjs', patch: '@@ -1,1 +1,2 @@\n a\n+b\n' }],
        documents: [],
      },
    ],
    validations,
  }
  const { actions } = decide(from, undocumented, NOW)
  const check = actions.find((action) => action.do === 'check' && action.name === 'baton/gates')
  expect(check).toMatchObject({ conclusion: 'failure' })
  return actions.some((action) => action.do === 'start_run' && action.purpose === 'implement')
}

describe('a gate that needs no run has failed', () => {
  test.each<[string, boolean, readonly ValidationRecord[]]>([
    ['both runs under way', false, [validation('validate', open), validation('benchmark', open)]],
    ['one under way', false, [validation('validate'), validation('benchmark', open)]],
    [
      'one asked for',
      false,
      [validation('validate'), validation('benchmark', { ...open, state: 'requested' })],
    ],
    ['one under way, the other red', true, [validation('validate', red), validation('benchmark', open)]],
    ['both in', true, [validation('validate'), validation('benchmark')]],
  ])('%s: rework %s', (_name, expected, validations) => {
    expect(reworks(validations)).toBe(expected)
  })
})
