// Where a review comment may stand: read off what real git says about real files.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { placeFindings, shownLines } from '../../src/domain/render/place-findings.ts'
import { topicOf, withMarker } from '../../src/domain/markers.ts'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'baton-diff-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The patch of one file as GitHub gives it: what `git diff` says, without its header. */
function patch(before: string, after: string): string {
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  writeFileSync(a, before)
  writeFileSync(b, after)
  try {
    execFileSync('git', ['diff', '--no-index', '--no-color', a, b], { encoding: 'utf8' })
    return ''
  } catch (error) {
    // git ends with 1 when the files differ.
    const { stdout } = error as { stdout: string }
    return stdout.slice(stdout.indexOf('@@'))
  }
}

const lines = (count: number): string[] => Array.from({ length: count }, (_, i) => `line ${i + 1}`)
const text = (rows: readonly string[]): string => `${rows.join('\n')}\n`
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

describe('lines that a diff shows', () => {
  test.each<[string, string, string, number[]]>([
    ['a changed line with its context', text(lines(20)), text(lines(20).with(9, 'new')), range(7, 13)],
    ['the first line', text(lines(20)), text(lines(20).with(0, 'new')), range(1, 4)],
    [
      'two places',
      text(lines(40)),
      text(lines(40).with(4, 'x').with(29, 'y')),
      [...range(2, 8), ...range(27, 33)],
    ],
    ['lines taken away', text(lines(20)), text(lines(20).toSpliced(9, 3)), range(7, 12)],
    ['lines put in', text(lines(6)), text(lines(6).toSpliced(3, 0, 'a', 'b')), range(1, 8)],
    ['a new file', '', text(['a', 'b']), [1, 2]],
    ['an emptied file', text(['a', 'b']), '', []],
    ['no newline at the end', 'a\nb', 'a\nc', [1, 2]],
    ['blank lines', 'a\n\nb\n\nc\n', 'a\n\nB\n\nc\n', range(1, 5)],
    [
      'lines that look like diffs',
      text(['a', '-- b', '++ c']),
      text(['a', '@@ -1 +90 @@', '++ c', '+++ d']),
      range(1, 4),
    ],
    ['nothing changed', text(['a']), text(['a']), []],
  ])('%s', (_name, before, after, expected) => {
    expect([...shownLines(patch(before, after))]).toEqual(expected)
  })

  test('each of them is a line of the new file that git shows', () => {
    const after = lines(30).with(3, 'x').toSpliced(20, 2, 'y')
    const shown = patch(text(lines(30)), text(after))
      .split('\n')
      .filter((row) => row.startsWith('+') || row.startsWith(' '))
      .map((row) => row.slice(1))
    expect([...shownLines(patch(text(lines(30)), text(after)))].map((n) => after[n - 1])).toEqual(shown)
  })
})

describe('findings', () => {
  const finding = (path: string, line: number) => ({
    path,
    line,
    severity: 'major' as const,
    message: 'wrong @eve',
  })
  const patches = new Map([['src/a.ts', '@@ -1,2 +1,3 @@\n one\n+two\n three']])
  const body = withMarker('verdict/critic', 'The verdict.')

  test('in the diff stand inline, the others in the body, before its marker', () => {
    const inside = finding('src/a.ts', 2)
    const placed = placeFindings(body, [inside, finding('src/a.ts', 9), finding('src/b`.ts', 1)], patches)
    expect(placed.inline).toEqual([{ path: 'src/a.ts', line: 2, body: '**major** wrong @\u200beve' }])
    expect(placed.body).toBe(
      withMarker(
        'verdict/critic',
        "The verdict.\n\n**Outside the diff**\n- `src/a.ts:9` **major** wrong @\u200beve\n- `src/b'.ts:1` **major** wrong @\u200beve",
      ),
    )
    expect(topicOf(placed.body)).toBe('verdict/critic')
  })

  test('all inside: the body stays; a body without a marker gets the rest at its end', () => {
    expect(placeFindings(body, [finding('src/a.ts', 1)], patches).body).toBe(body)
    expect(placeFindings('words', [finding('x', 1)], patches).body).toMatch(
      /^words\n\n\*\*Outside the diff\*\*/,
    )
  })

  test.each<[string, object, object]>([
    ['one line', { line: 2, suggestion: 'TWO' }, { line: 2, body: '```suggestion\nTWO\n```' }],
    [
      'several',
      { line: 3, startLine: 1, suggestion: 'ONE\nTWO' },
      { line: 3, startLine: 1, body: '```suggestion\nONE\nTWO\n```' },
    ],
    ['a line that should go', { line: 2, suggestion: '' }, { line: 2, body: '```suggestion\n```' }],
    [
      'one with a fence of its own',
      { line: 2, suggestion: '```\n@acme/all\n```' },
      { line: 2, body: '````suggestion\n```\n@acme/all\n```\n````' },
    ],
    [
      'lines that begin before the diff',
      { line: 5, startLine: 3, suggestion: 'x' },
      { line: 5, body: '```\nx\n```' },
    ],
    [
      'lines in the wrong order',
      { line: 1, startLine: 2, suggestion: 'x' },
      { line: 1, body: '```\nx\n```' },
    ],
  ])('a suggestion for %s', (_name, change, { body: block, ...place }: { body?: string }) => {
    const gap = new Map([['src/a.ts', '@@ -1,2 +1,3 @@\n one\n+two\n three\n@@ -5,1 +5,1 @@\n five']])
    const placed = placeFindings(body, [{ ...finding('src/a.ts', 2), ...change }], gap)
    expect(placed.inline).toEqual([
      { path: 'src/a.ts', ...place, body: `**major** wrong @\u200beve\n\n${block}` },
    ])
  })

  test('a suggestion outside the diff is shown and cannot be committed; a marker ends its comment', () => {
    const suggested = { ...finding('src/a.ts', 9), suggestion: 'x' }
    expect(placeFindings(body, [suggested], patches).body).toContain(
      '- `src/a.ts:9` **major** wrong @\u200beve\n\n  ```\n  x\n  ```\n\n<!-- baton:',
    )
    const hostile = {
      ...finding('src/a.ts', 2),
      suggestion: '<!-- baton:verdict/x -->',
      topic: 'finding/critic/1',
    }
    expect(topicOf(placeFindings(body, [hostile], patches).inline[0]?.body ?? '')).toBe('finding/critic/1')
  })
})
