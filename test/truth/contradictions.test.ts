// Statements that contradict each other, and the many that only seem to: other suites, platforms, dates, or before and after.

import { describe, expect, test } from 'vitest'
import { truthGate } from '../../src/domain/truth/gate.ts'
import { HEAD } from '../domain/support.ts'

const pairs = (...texts: string[]): [string, string][] => {
  const documents = texts.map((text, i) => ({ path: `docs/${i}.md`, text }))
  const { problems } = truthGate({ documents, records: [], head: HEAD })
  return problems.flatMap(({ kind, text, other }) =>
    kind === 'contradiction' && other !== undefined ? [[text, other.text] as [string, string]] : [],
  )
}
const of = (documents: string | string[]) =>
  pairs(...(typeof documents === 'string' ? [documents] : documents))

describe('tests', () => {
  test.each<[what: string, documents: string | string[]]>([
    ['counts and failures', '530/531 tests passing\n\nThere are 192 failing tests.'],
    ['in two documents', ['530/531 tests passing', 'There are 192 failing tests.']],
    ['all and some', 'All tests pass.\n\n3 tests fail.'],
    ['all and nearly all', 'All tests pass.\n\n530/531 tests passing'],
    ['two totals', '530/531 tests passing\n\n676/677 tests passing'],
    ['two shares', '99.8 % of the tests pass.\n\nThe test success rate is 91.3%.'],
    ['a share and counts', '91.3 % of the tests pass.\n\n530/531 tests passing'],
    ['a share and failures', '100 % of the tests pass.\n\n3 tests fail.'],
    ['two numbers of failures', '2 failing tests.\n\n3 failing tests.'],
    ['more failures in a part', '530/531 tests passing\n\n25 failing arithmetic tests'],
    ['more tests in a part', '12/12 tests pass.\n\n13 of 13 unit tests pass.'],
    [
      'one dated, one not',
      '# State (September 9, 2025)\n\n530/531 tests passing\n\n# More\n\n192 failing tests',
    ],
    [
      'the same day written twice',
      'On 2025-09-11: 530/531 tests passing\n\nSeptember 11, 2025: 192 failing tests',
    ],
    ['one platform twice', 'All tests pass on Windows.\n\n3 tests fail on Windows.'],
    ['one suite twice', 'All unit tests pass.\n\n3 unit tests fail.'],
    ['coverage', 'Coverage: 92%\n\nIt has 87 % coverage.'],
    ['the build', 'The build is green.\n\nThe build is broken.'],
  ])('contradict: %s', (_what, documents) => expect(of(documents)).toHaveLength(1))

  test.each<[what: string, documents: string | string[]]>([
    ['the same twice', '530/531 tests passing\n\n530 of 531 tests pass.'],
    ['counts and their failures', '530/531 tests passing\n\nOnly 1 test failing.'],
    ['counts and fewer failures: the rest was skipped', '520/531 tests passing\n\n1 failing test'],
    ['counts and their share', '530/531 tests passing (99.8 % of the tests pass)'],
    ['a coarser share', '99.8 % of the tests pass.\n\nThe test success rate is 100 %.'],
    ['different suites', 'All unit tests pass.\n\n3 integration tests fail.'],
    ['different crates', 'In `core` all tests pass.\n\nIn `metal` 3 tests fail.'],
    ['different platforms', 'All tests pass on Linux.\n\n3 tests fail on Windows.'],
    ['one platform and all', 'All tests pass.\n\n3 tests fail on Windows.'],
    [
      'rows of a table',
      '| suite | result |\n|---|---|\n| unit | 12/12 tests pass |\n| browser | 3/4 tests pass |',
    ],
    ['columns of a table', '| | before | after |\n|---|---|---|\n| tests | 3 failing | 0 failures |'],
    ['different dates', 'On 2025-09-09 192 tests fail.\n\nOn 2025-09-11 530/531 tests pass.'],
    ['different versions', '## 0.2.0\n\nAll tests pass.\n\n## 0.1.0\n\n3 tests fail.'],
    ['different sprints', '## Sprint 1\n\n3 tests fail.\n\n## Sprint 2\n\nAll tests pass.'],
    ['before and after', 'Before this change 3 tests failed. Now all tests pass.'],
    ['what was', '3 tests were failing.\n\nAll tests pass.'],
    ['what was fixed', 'Fixed 3 failing tests.\n\nAll tests pass.'],
    ['a part with fewer failures', '520/531 tests passing\n\n2 failing arithmetic tests'],
    ['an aim', '530/531 tests passing\n\nAll tests must pass: 531/531 tests pass is the goal.'],
    ['a quotation', '530/531 tests passing\n\n> 192 failing tests'],
    ['lines and branches', 'Line coverage is 92 %.\n\nBranch coverage is 81 %.'],
  ])('do not: %s', (_what, documents) => expect(of(documents)).toEqual([]))
})

describe('items', () => {
  const table = (...rows: [string, string][]): string =>
    `| Item | Status |\n|---|---|\n${rows.map(([item, status]) => `| ${item} | ${status} |`).join('\n')}`

  test.each<[what: string, documents: string | string[]]>([
    ['two tables', [table(['Epic 1: tensors', '✅ complete']), table(['Epic 1: tensors', 'in progress'])]],
    ['two rows', table(['Metal kernels', 'done'], ['CLI', 'done'], ['Metal kernels', '🚧'])],
    ['a table and a box', `${table(['Task 1.0.1', 'done'])}\n\n- [ ] Task 1.0.1`],
    ['two headings', '## Tensor core (complete)\n\nText\n\n## Tensor core — in progress'],
    [
      'a heading and a table',
      `## Epic 1: Tensors ✅\n\n${table(['Tensors', 'x'])}\n\n## Epic 1: Tensors - planned`,
    ],
    ['two boxes', '- [x] Write the parser\n- [ ] Write the parser'],
  ])('contradict: %s', (_what, documents) => expect(of(documents)).toHaveLength(1))

  test.each<[what: string, documents: string | string[]]>([
    ['the same twice', [table(['Epic 1', 'done']), table(['Epic 1', '✅ Complete'])]],
    ['two items', table(['Epic 1', 'done'], ['Epic 2', 'in progress'])],
    ['names of one plain word', [table(['Documentation', 'done']), table(['Documentation', 'pending'])]],
    ['under two phases', '# Phase 1\n\n- [x] Write the tests\n\n# Phase 2\n\n- [ ] Write the tests'],
    ['under two versions', '# 0.2.0\n\n- [x] Write the notes\n\n# 0.3.0\n\n- [ ] Write the notes'],
    ['neither is complete', table(['Metal kernels', 'planned'], ['Metal kernels', 'in progress'])],
    ['a column that is no status', '| Item | Note |\n|---|---|\n| Epic 1 | done |\n| Epic 1 | planned |'],
    ['a title that only begins so', '# Pending questions\n\n# Questions complete the picture'],
  ])('do not: %s', (_what, documents) => expect(of(documents)).toEqual([]))
})

test('both places are named', () => {
  const text = '530/531 tests passing\n\n- **State**: 192 failing'
  const { problems } = truthGate({ documents: [{ path: 'a.md', text }], records: [], head: HEAD })
  expect(problems.find(({ kind }) => kind === 'contradiction')).toMatchObject({
    path: 'a.md',
    line: 1,
    column: 1,
    other: { path: 'a.md', line: 3, column: 14, text: '192 failing' },
    message: expect.stringContaining('a.md:3:14, which says "192 failing"'),
  })
})
