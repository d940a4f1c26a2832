// What is read out of prose: figures with their meaning and place, what is let be and why, and which parts of Markdown are prose.

import { describe, expect, test } from 'vitest'
import { findInProse, PULL_REQUEST } from '../../src/domain/truth/find.ts'

const found = (text: string, path = 'docs/a.md') => findInProse({ path, text })
const texts = (text: string): string[] => found(text).findings.map((one) => one.text)

describe('what a figure says', () => {
  const exactly = (value: number, step = 1) => ({ value, step, bound: '==' })
  test.each<[text: string, says: object]>([
    ['It is 21 % faster.', { is: 'percent', amount: exactly(21), change: 'better' }],
    ['It is 21.5% slower.', { is: 'percent', amount: exactly(21.5, 0.1), change: 'worse' }],
    ['It is 3.2x faster.', { is: 'ratio', amount: exactly(3.2, 0.1), change: 'better' }],
    [
      'It is at least 2× faster.',
      { is: 'ratio', amount: { value: 2, step: 1, bound: '>=' }, change: 'better' },
    ],
    [
      'It is about 2× faster.',
      { is: 'ratio', amount: { value: 2, step: 1, bound: 'about' }, change: 'better' },
    ],
    ['A 30-40% improvement.', { is: 'percent', amount: { ...exactly(30), to: { value: 40, step: 1 } } }],
    ['It uses 35 % less memory.', { is: 'percent', amount: exactly(35), change: 'cut' }],
    ['Throughput rose by 18 percent.', { is: 'percent', amount: exactly(18), change: 'rise' }],
    ['A 10 % drop in performance.', { is: 'percent', amount: exactly(10), change: 'worse' }],
    ['This halves the memory.', { is: 'ratio', amount: exactly(2, 0.1), change: 'cut' }],
    ['It is twice as fast.', { is: 'ratio', amount: exactly(2, 0.1), change: 'better' }],
    ['It is half as fast.', { is: 'ratio', amount: exactly(2, 0.1), change: 'worse' }],
    ['It sustains 215 TFLOPS.', { is: 'level', amount: exactly(215), unit: 'TFLOPS' }],
    ['It serves 12k req/s.', { is: 'level', amount: exactly(12_000, 1000), unit: 'req/s' }],
    [
      'It serves 1,204.5 requests per second.',
      { is: 'level', amount: exactly(1204.5, 0.1), unit: 'requests per second' },
    ],
    ['The p99 is under 12 ms.', { is: 'level', amount: { value: 12, step: 1, bound: '<=' }, unit: 'ms' }],
    ['It reduces latency by 30 ms.', { is: 'difference', amount: exactly(30), unit: 'ms' }],
    ['It reduces latency to 30 ms.', { is: 'level', amount: exactly(30), unit: 'ms' }],
    ['It is within 5 % of cuBLAS.', { is: 'other', amount: { value: 5 }, of: 'cuBLAS' }],
    ['Accuracy is 91.4 %.', { is: 'other', amount: exactly(91.4, 0.1), of: 'Accuracy' }],
    ['530/531 tests passing', { is: 'tests', passed: 530, total: 531 }],
    ['2 of 40 tests failed.', { is: 'tests', failed: 2, total: 40 }],
    ['All 12 tests pass.', { is: 'tests', failed: 0, passed: 12, total: 12 }],
    ['There are 192 failing tests.', { is: 'tests', failed: 192 }],
    ['531 tests, 0 failures', { is: 'tests', total: 531, failed: 0 }],
    ['99.8 % of the tests pass.', { is: 'tests', share: exactly(99.8, 0.1) }],
    ['Coverage: 92%', { is: 'coverage', amount: exactly(92) }],
    ['The build is green.', { is: 'build', green: true }],
    ['The build is broken.', { is: 'build', green: false }],
    ['It is production-ready.', { is: 'words', phrase: 'production-ready' }],
  ])('%s', (text, says) => {
    const { findings } = found(text)
    expect(findings).toHaveLength(1)
    expect(findings[0]?.says).toMatchObject(says)
  })

  test('two in one sentence are two', () => {
    expect(texts('It is 21 % faster and uses 35 % less memory; all tests pass.')).toEqual([
      '21 % faster',
      '35 % less memory'.replace(' memory', ''),
      'all tests pass',
    ])
  })
})

describe('what is let be, and why', () => {
  test.each<[why: string, text: string]>([
    ['aim', 'The target is 300 TFLOPS.'],
    ['aim', 'We expect it to be 20 % faster.'],
    ['aim', 'A result of 300 TFLOPS is the goal.'],
    ['aim', '| metric | target |\n|---|---|\n| p99 latency | 12 ms |'],
    ['condition', 'If the head is 25 % slower, it is rolled back.'],
    ['condition', 'Once all tests pass it is merged.'],
    ['instruction', 'Make sure that all tests pass.'],
    ['instruction', 'Make attention 2× faster.'],
    ['instruction', '- Task 1.0: Fix the last one for a 100% test success rate'],
    ['negation', 'It is not 2× faster.'],
    ['negation', 'Nobody has shown that it is 21 % faster.'],
    ['question', 'Is it 2× faster?'],
    ['quotation', 'The report says "21 % faster" on its first page.'],
    ['quotation', 'The report says “all tests pass” on its first page.'],
    ['history', 'As of 2024-05, the project measured a 73.9 % correlation [source](https://example.org).'],
    ['history', 'In 2022, Dao et al. measured that it is 2x faster.'],
    ['history', 'The project stated on 16 April 2025 that MLX reaches 215 TFLOPS.'],
    ['example', 'It prints figures such as 2x faster.'],
  ])('%s: %s', (why, text) => {
    const { findings, exempted } = found(text)
    expect(findings).toEqual([])
    expect(exempted.map((one) => one.why)).toEqual([why])
  })

  test.each<[why: string, text: string]>([
    ['what was reached is no aim', 'The target was 300 TFLOPS, and now it is at 312 TFLOPS.'],
    ['what was measured is no expectation', 'We expected 10 % but it is 21 % faster.'],
    ['a condition ends at its comma', 'When the cache is warm, a call takes 4 ms.'],
    ['a date alone is no source', 'On 2025-09-11 the kernel is 21 % faster.'],
    ['a source alone is no date', 'The kernel is 21 % faster [source](https://example.org).'],
    ['not only', 'It is not only 2× faster.'],
  ])('%s: %s', (_why, text) => expect(found(text).findings).toHaveLength(1))

  test('a pull request says in the imperative what it does', () => {
    expect(found('Make attention 2× faster.', PULL_REQUEST).findings).toHaveLength(1)
    expect(found('Fix 3 failing tests.', PULL_REQUEST).findings).toEqual([])
  })
})

describe('Markdown', () => {
  test.each<[where: string, text: string, places: [text: string, line: number, column: number][]]>([
    ['a paragraph', 'One.\nIt is 21 % faster.', [['21 % faster', 2, 7]]],
    ['over a line break', 'It is 21 %\nfaster.', [['21 % faster', 1, 7]]],
    ['CRLF', 'One.\r\n\r\nIt is 21 % faster.', [['21 % faster', 3, 7]]],
    ['bold', 'It is **21 %** faster.', [['21 %** faster', 1, 9]]],
    ['a heading', '# 21 % faster', [['21 % faster', 1, 3]]],
    ['an underlined heading', '21 % faster\n===', [['21 % faster', 1, 1]]],
    ['a nested item', '- a\n    - 21 % faster', [['21 % faster', 2, 7]]],
    ['a paragraph of an item', '1. a\n\n   21 % faster', [['21 % faster', 3, 4]]],
    ['a ticked box', '- [x] 21 % faster', [['21 % faster', 1, 7]]],
    ['a link', 'It is [21 % faster](https://example.org).', [['21 % faster', 1, 8]]],
    ['a cell', '| a | b |\n|---|---|\n| x | 21 % faster |', [['21 % faster', 3, 7]]],
    ['a bare figure under its head', '| metric | speed-up |\n|---|---|\n| m | 14.9× |', [['14.9×', 3, 7]]],
    ['a number under its unit', '| name | time (ms) |\n|---|---|\n| m | 12.3 |', [['12.3', 3, 7]]],
    ['a details element', '<details>\n\n21 % faster\n\n</details>', [['21 % faster', 3, 1]]],
    ['after a comment', '<!-- x --> 21 % faster', [['21 % faster', 1, 12]]],
    ['a word for times', 'It is 2&times; faster.', [['2&times; faster', 1, 7]]],
  ])('%s', (_where, text, places) => {
    expect(found(text).findings.map((one) => [one.text, one.line, one.column])).toEqual(places)
  })

  test.each<[where: string, text: string]>([
    ['code', '`21 % faster`'],
    ['a fence', '```text\n21 % faster\n```'],
    ['a fence that does not end', 'a\n~~~\n21 % faster'],
    ['a fence in an item', '- a\n\n  ```\n  21 % faster\n  ```'],
    ['a fence in a nested item', '- a\n    - b\n      ```\n      21 % faster\n      ```'],
    ['a fence right behind a marker', '- ```\n  21 % faster\n  ```'],
    ['an indented block', 'a\n\n    21 % faster'],
    ['an indented block in an item', '- a\n\n      21 % faster'],
    ['a quotation', '> 21 % faster'],
    ['a quotation that goes on', '> The kernel is\n21 % faster'],
    ['a quotation in an item', '- > 21 % faster'],
    ['a comment', '<!-- 21 % faster -->'],
    ['a comment over lines', '<!--\n21 % faster\n-->'],
    ['an element for code', 'It prints <code>21 % faster</code>.'],
    ['a block of HTML for code', '<pre>\n21 % faster\n</pre>'],
    ['an address', 'https://example.org/21%20%faster-21-%-faster'],
    ['the address of a link', '[a](https://example.org/21-%-faster "b")'],
    ['an image', '![21 % faster](a.png)'],
    ['what is struck out', '~~21 % faster~~'],
    ['front matter', '---\ntitle: 21 % faster\n---\nText'],
  ])('nothing is found in %s', (_where, text) => expect(found(text)).toEqual({ findings: [], exempted: [] }))
})
