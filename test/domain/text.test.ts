// Words of agents and people in our own comments: nothing in them may mention, close, forge or break out.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { topicOf, withMarker } from '../../src/domain/markers.ts'
import { reason, reasonMarkdown } from '../../src/domain/reason.ts'
import { parkedComment } from '../../src/domain/render/parked-comment.ts'
import { capped, cell, fenced, inCode, list, oneLine, quoted } from '../../src/domain/render/text.ts'

/** What GitHub makes of a text before it looks for names and keywords: character references decoded, inline tags dropped. */
function rendered(text: string): string {
  const decoded = text.replaceAll(/&(#\d+|#x[0-9a-f]+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16))
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)))
    // A decoded ampersand starts no second reference.
    return { amp: '\u0001', lt: '\u0002', gt: '\u0003', commat: '@', num: '#', colon: ':' }[name] ?? whole
  })
  return decoded.replaceAll(/<\/?[a-z][^<>]*>/gi, '')
}

const mention = /(?<![A-Za-z0-9])@[A-Za-z0-9][\w-]*/
const closing =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:(?:[\w.-]+\/[\w.-]+)?#\d|GH-\d|https?:\/\/)/i

/** Texts rich in what could do harm. */
const pieces = fc.constantFrom(
  '@alice',
  '@',
  'alice',
  'acme/team',
  '&commat;',
  '&#64;',
  '&#x40;',
  '&',
  'amp;',
  '#64;',
  '`',
  '``',
  '```',
  '~~~',
  '\\',
  '|',
  '\\|',
  '\n',
  '\r',
  '\r\n',
  ' ',
  '<!--',
  '<',
  '!--',
  '-->',
  ' baton:summary ',
  '<!-- baton:summary -->',
  'Closes',
  'fixes',
  'RESOLVED',
  ':',
  '#12',
  'GH-3',
  'acme/widgets#4',
  'https://github.com/a/b/issues/1',
  '**',
  '_',
  '<b>',
  '</b>',
  '[x](',
  ')',
  '\u200b',
  'é',
  'a',
  '0',
  '-',
  '\u2028',
  '<details>',
  '- ',
  '# ',
  '@'.repeat(3),
)
const nasty = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''))

describe('quoted text', () => {
  test.each<[string, string]>([
    ['@alice please', '@\u200balice please'],
    ['see `@Injectable()` and a@b.example', 'see `@\u200bInjectable()` and a@b.example'],
    ['_@alice_ /@bob .@acme/team', '_@\u200balice_ /@\u200bbob .@\u200bacme/team'],
    ['Closes #12', 'Closes issue #12'],
    ['fixes: acme/widgets#4', 'fixes issue: acme/widgets#4'],
    ['Resolved https://github.com/a/b/issues/1', 'Resolved issue https://github.com/a/b/issues/1'],
    ['closes **GH-7**', 'closes issue **GH-7**'],
    ['fixes _<b>acme/widgets#4', 'fixes issue _<b>acme/widgets#4'],
    ['fixes acme/team</b>#12', 'fixes issue acme/team</b>#12'],
    ['it fixes the <T> case, see the notes', 'it fixes the <T> case, see the notes'],
    ['it closes the file, fixes 3 bugs', 'it closes the file, fixes 3 bugs'],
    ['prefix #3 and foreclose #4', 'prefix #3 and foreclose #4'],
    ['<!-- baton:route -->', '&lt;!-- baton:route -->'],
    ['&commat;alice &amp; co', '&amp;commat;alice &amp;amp; co'],
    ['R&D, x & y', 'R&D, x & y'],
  ])('%j', (text, expected) => {
    expect(quoted(text)).toBe(expected)
  })

  test.each([quoted, oneLine, cell, inCode])(
    '%o: no live mention, marker or closing keyword survives',
    (write) => {
      fc.assert(
        fc.property(nasty, (text) => {
          const written = write(text)
          expect(written).not.toContain('<!--')
          expect(topicOf(`before\n${written}`)).toBeUndefined()
          for (const seen of [written, rendered(written)]) {
            expect(seen).not.toMatch(mention)
            expect(seen).not.toMatch(closing)
          }
        }),
        { numRuns: 2000 },
      )
    },
  )

  test('words in a comment cannot take the place of its marker', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(topicOf(withMarker('parked', parkedComment(text)))).toBe('parked')
        expect(parkedComment(text)).not.toMatch(mention)
      }),
    )
  })
})

describe('places with a form to keep', () => {
  test('a cell is one line without a bar of its own', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const written = cell(text)
        expect(written).not.toMatch(/[\r\n]/)
        // As GitHub's table parser reads it: a backslash takes the character after it, a bare bar ends the cell.
        expect(written.replaceAll(/\\./g, '')).not.toContain('|')
      }),
      { numRuns: 2000 },
    )
  })

  test('code stays in its backticks', () => {
    expect(inCode('a`b\n@c')).toBe("a'b @\u200bc")
  })

  test('a reason is one line of its tree', () => {
    const tree = reason('fail', 'a\n- ✅ forged @eve', [reason('pass', 'child')])
    expect(reasonMarkdown(tree)).toBe('- ❌ a - ✅ forged @\u200beve\n  - ✅ child')
  })

  test('a fence cannot be ended from inside', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const lines = fenced(text, 'text').split(/\r\n|\n|\r/)
        const fence = /^`{3,}/.exec(lines[0] ?? '')?.[0] ?? ''
        expect(lines.at(-1)).toBe(fence)
        const ends = lines
          .slice(1)
          .filter((line) => /^ {0,3}`{3,}\s*$/.test(line) && line.trim().length >= fence.length)
        expect(ends).toEqual([fence])
      }),
      { numRuns: 2000 },
    )
  })

  test('a text beyond the limit is cut and says by how much', () => {
    expect(capped('short')).toBe('short')
    expect(capped('abcdef', 4)).toBe('abcd\n\n… cut: 2 more characters')
    expect(capped('x'.repeat(200_000)).length).toBeLessThan(65_535)
  })

  test('a list', () => {
    expect(list(['a', '@b'])).toBe('- a\n- @\u200bb')
  })
})
