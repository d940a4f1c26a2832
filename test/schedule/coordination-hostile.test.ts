// Titles and reasons that want to break out of a comment, a table, a diagram, or a terminal.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlanNode } from '../../src/domain/plan/graph.ts'
import { coordinationText } from '../../src/domain/render/coordination-text.ts'
import { renderCoordination } from '../../src/domain/render/coordination.ts'
import { mermaidText } from '../../src/domain/render/plan-graph.ts'
import { shortLine, titleCode } from '../../src/domain/render/titles.ts'
import type { CoordinationView } from '../../src/domain/schedule/coordination.ts'
import { heads, seed, view } from './seed.ts'
import { plan, progress } from './support.ts'

/** Texts rich in what could do harm, to Markdown, Mermaid, and terminals. */
const nasty = fc
  .array(
    fc.constantFrom(
      '@alice',
      '`',
      '```',
      '\\',
      '|',
      '\\|',
      '\n',
      '\r\n',
      '\u2028',
      '\u0085',
      '<!-- baton:summary -->',
      '</details>',
      'Closes #1',
      '"]',
      '"',
      ']',
      '%%{init: {}}%%',
      'end',
      '&quot;',
      '#quot;',
      '#34;',
      ';',
      ':::',
      '-->',
      '{',
      '}',
      '\u001b[31m',
      '\u0007',
      '\u202e',
      '\u200b',
      '**',
      '[x](http://a)',
      '![](x)',
      '$`x`$',
      '$$',
      '~~~',
      '# ',
      '- ',
      ' ',
      'é',
      'a',
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

describe('hostile words', () => {
  /** How many lines, fences, tags and bars there are does not depend on what titles and reasons say. */
  const skeleton = (text: string): string => text.replaceAll(/`[^`\n]+`/g, '`…`')
  const nodesWith = (title: string): PlanNode[] => seed.graph.nodes.map((wave) => ({ ...wave, title }))
  const said = (words: string): CoordinationView =>
    view(
      {
        graph: { ...seed.graph, nodes: nodesWith(words) },
        progress: progress({
          'plan-2/2': 'running',
          'plan-3/3': { state: 'blocked', attempts: 1, why: words },
        }),
        paused: new Map([[plan('plan-7'), words]]),
      },
      heads.map((head) => ({ ...head, title: words })),
    )
  const withoutLabels = (text: string): string => text.replaceAll(/"[^"\n]*"/g, '""')

  test('a comment keeps its shape', () => {
    const expected = withoutLabels(skeleton(renderCoordination(said('x'))))
    fc.assert(
      fc.property(nasty, (words) => {
        const text = renderCoordination(said(words))
        expect(withoutLabels(skeleton(text))).toBe(expected)
        expect(text).not.toMatch(/(?<![A-Za-z0-9])@[A-Za-z0-9]/)
        expect(text).not.toContain('<!--')
      }),
      { numRuns: 300 },
    )
  })

  test('a bar in a table cell does not end it', () => {
    fc.assert(
      fc.property(nasty, (words) => {
        const rows = renderCoordination(said(words))
          .split('\n')
          .filter((line) => line.startsWith('| plan-'))
        // As GitHub reads a row: a backslash takes the next character with it.
        const cells = rows.map((row) => row.replaceAll(/\\./gs, '').split('|').length)
        expect(cells).toEqual(rows.map(() => 8))
      }),
    )
  })

  test('a Mermaid label has nothing but letters, digits, spaces, a little punctuation, and numbers of characters', () => {
    fc.assert(
      fc.property(nasty, (words) => {
        expect(mermaidText(words)).toMatch(/^(?:[\p{L}\p{N}\p{M} .,/_…-]|#\d+;)+$/u)
      }),
    )
  })

  test('a terminal gets one line for each wave, and nothing that it would obey', () => {
    const lines = coordinationText(said('x')).split('\n').length
    fc.assert(
      fc.property(nasty, (words) => {
        const text = coordinationText(said(words))
        expect(text.split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(lines)
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }),
    )
  })

  test.each<[string, string, string]>([
    ['empty', '', '(nothing readable)'],
    ['only invisible', '\u200b\u202e\n', '(nothing readable)'],
    ['line ends', 'a\r\nb\u2028c', 'a b c'],
    ['10 kB', 'ab '.repeat(3400), 'ab ab ab…'],
    ['no half characters', '🚀'.repeat(20), '🚀🚀🚀🚀🚀🚀🚀🚀🚀…'],
    ['a long wait before the text', `${' '.repeat(5000)}x`, '(nothing readable)'],
  ])('cut to ten characters: %s', (_, text, expected) => {
    expect(shortLine(text, 10)).toBe(expected)
  })

  test('code holds its backticks and bars', () => {
    expect(titleCode('a `b` | c \\| d')).toBe("`a 'b' \\| c \\\\\\| d`")
  })
})
