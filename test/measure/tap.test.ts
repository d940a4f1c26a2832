// The action baton-measure reads test results in TAP.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command, makeCheckouts, plan, type Checkouts, type Outcome } from './checkouts.ts'

let checkouts: Checkouts
let root: string
beforeAll(() => {
  checkouts = makeCheckouts()
  root = checkouts.root
})
afterAll(() => checkouts.remove())

describe('TAP', () => {
  const TAP = (text: string): Outcome => {
    writeFileSync(join(root, 'candidate', 'out.tap'), text)
    return checkouts.measure('validate', plan([command('cat out.tap', 'tap')]))
  }
  test.each<
    [string, string, number, [total: number, passed: number, failed: number, skipped: number], string[]]
  >([
    ['flat', 'TAP version 13\nok 1 - a\nok 2 - b\n1..2\n', 0, [2, 2, 0, 0], []],
    ['plan first, no dashes', '1..2\nok\nnot ok 2 b\n', 1, [2, 1, 1, 0], ['b']],
    [
      'skip and todo',
      '1..5\nok 1 - a # SKIP no net\nnot ok 2 - b # TODO later\nok 3 - c # todo\nok 4 - d # skip\nok 5 - e\n',
      0,
      [5, 1, 0, 4],
      [],
    ],
    [
      'a name with an escaped sign',
      '1..1\nnot ok 1 - issue \\# SKIP this\n',
      1,
      [1, 0, 1, 0],
      ['issue # SKIP this'],
    ],
    [
      'subtests count, their parent does not',
      '# Subtest: suite\n    # Subtest: in\n    ok 1 - in\n    not ok 2 - out\n    1..2\nnot ok 1 - suite\n1..1\n',
      1,
      [2, 1, 1, 0],
      ['suite > out'],
    ],
    [
      'a parent that fails by itself counts',
      '# Subtest: suite\n    ok 1 - in\n    1..1\nnot ok 1 - suite\n1..1\n',
      1,
      [2, 1, 1, 0],
      ['suite'],
    ],
    [
      'three levels',
      '# Subtest: a\n    # Subtest: b\n        not ok 1 - c\n        1..1\n    not ok 1 - b\n    ok 2 - d\n    1..2\nnot ok 1 - a\nok 2 - e\n1..2\n',
      1,
      [3, 2, 1, 0],
      ['a > b > c'],
    ],
    [
      'diagnostics are not tests',
      '1..1\nok 1 - a\n  ---\n  error: |-\n    not ok 5 - in a message\n    ok 6\n  ...\n# not ok 3 - a comment\nnot okay\n',
      0,
      [1, 1, 0, 0],
      [],
    ],
    [
      'two documents',
      'TAP version 13\nok 1 - a\n1..1\nTAP version 13\nok 1 - b\n1..1\n',
      0,
      [2, 2, 0, 0],
      [],
    ],
    ['nothing planned, nothing run', '1..0 # SKIP none\n', 0, [0, 0, 0, 0], []],
    ['a plan that is not kept', '1..3\nok 1 - a\n', 1, [1, 1, 0, 0], []],
    ['an end before the plan', 'TAP version 13\nok 1 - a\n', 1, [1, 1, 0, 0], []],
    ['giving up', '1..1\nok 1 - a\nBail out! no database\n', 1, [1, 1, 0, 0], []],
    ['no TAP at all', 'all fine\n', 1, [0, 0, 0, 0], []],
    ['an open diagnostic that hides the rest', 'ok 1 - a\n  ---\nnot ok 2 - b\n1..2\n', 1, [1, 1, 0, 0], []],
  ])('%s', (_, text, exitCode, [total, passed, failed, skipped], failures) => {
    const { code, result } = TAP(text)
    expect(result?.tests).toMatchObject({ total, passed, failed, skipped })
    expect(result?.tests?.failures.map(({ name }) => name)).toEqual(failures)
    expect(result?.steps[0]?.exitCode).toBe(exitCode)
    expect(code).toBe(exitCode)
  })

  test('many failures with long names stay within the schema', () => {
    const { result } = TAP(
      Array.from({ length: 80 }, (_, index) => `not ok ${index + 1} - ${'x'.repeat(900)}`).join('\n') +
        '\n1..80\n',
    )
    expect(result?.tests).toMatchObject({ total: 80, failed: 80 })
    expect(result?.tests?.failures).toHaveLength(50)
  })

  test("reads what node's own runner prints, from several commands", () => {
    writeFileSync(
      join(root, 'candidate', 'x.test.mjs'),
      "import {describe,it,test} from 'node:test'\ntest('a',()=>{})\ntest.skip('b')\ntest.todo('c')\ndescribe('s',()=>{it('in',()=>{});it('bad',()=>{throw new Error('not ok 9 - no')})})\n",
    )
    const { code, result } = checkouts.measure(
      'validate',
      plan([
        command('node --test --test-reporter=tap x.test.mjs', 'tap'),
        command("printf '1..1\\nok 1 - other\\n'", 'tap', 'two'),
      ]),
    )
    expect(code).toBe(1)
    expect(result?.tests).toMatchObject({ total: 6, passed: 3, failed: 1, skipped: 2 })
    expect(result?.tests?.failures).toMatchObject([{ name: 's > bad' }])
  })
})
