// What holds for every document: nothing is raised, positions point to the text, code is never read, and long texts end.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findInProse } from '../../src/domain/truth/find.ts'
import { truthGate } from '../../src/domain/truth/gate.ts'
import { HEAD, validation } from '../domain/support.ts'
import { corpus } from './corpus.ts'

const records = [validation('validate'), validation('benchmark')]
const gate = (text: string) => truthGate({ documents: [{ path: 'a.md', text }], records, head: HEAD })

const claims = corpus('corpus').flatMap(({ label, sentence }) => (label === 'neither' ? [] : [sentence]))
const sentence = fc.constantFrom(...claims)
const piece = fc.oneof(
  { weight: 3, arbitrary: sentence },
  fc.constantFrom(
    '\n',
    '\r\n',
    '\n\n',
    '- ',
    '    ',
    '1. ',
    '# ',
    '> ',
    '`',
    '```',
    '~~~',
    '~~',
    '|',
    '\n|---|---|\n',
    '**',
    '_',
    '[',
    '](',
    ')',
    '[^1]',
    '<!--',
    '-->',
    '<pre>',
    '</pre>',
    '<q>',
    '**Claim:** attention.ms >= 2x (run 200)',
    '**Claim:** ',
    '- [x] Task 1.0',
    '- [ ] Task 1.0',
    '---',
    '\\',
    '\u00a0',
    '\u202e',
    '🚧',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const document = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))

/** The document from a place on, white space made one space. */
const textFrom = (text: string, line: number, column: number): string =>
  text
    .split(/\r\n|\n|\r/)
    .slice(line - 1)
    .map((one, i) => (i === 0 ? one.slice(column - 1) : one.trimStart()))
    .join('\n')
    .replaceAll(/\s+/g, ' ')

describe('whatever is written', () => {
  test('it is read without raising, and every problem stands at a line that there is', () => {
    fc.assert(
      fc.property(document, (text) => {
        const { problems, counts } = gate(text)
        const lines = text.split(/\r\n|\n|\r/).length
        for (const { line, column, message } of problems) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(line).toBeLessThanOrEqual(lines)
          expect(column).toBeGreaterThanOrEqual(1)
          expect(message).not.toBe('')
        }
        expect(counts.proven).toBeLessThanOrEqual(counts.claims)
      }),
      { numRuns: 500 },
    )
  })

  test('a finding stands where it says, word for word', () => {
    // Without marks that end a quotation or begin an item in the middle of a finding.
    const plain = fc.oneof(sentence, fc.constantFrom('\n', '\n\n', '\r\n', ' ', '- ', '# ', '**', '  '))
    fc.assert(
      fc.property(fc.array(plain, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        const { findings, exempted } = findInProse({ path: 'a.md', text })
        for (const found of [...findings, ...exempted.map(({ finding }) => finding)]) {
          expect(textFrom(text, found.line, found.column).startsWith(found.text)).toBe(true)
          expect(found.sentence.slice(found.index)).not.toBe('')
        }
      }),
      { numRuns: 500 },
    )
  })

  test('a claim in a paragraph of its own is found whatever stands around it', () => {
    const around = fc.constantFrom(
      'Text.',
      '- item',
      '# Title',
      '```\ncode\n```',
      '> quote',
      '| a |\n|---|\n| b |',
      '<!-- x -->',
    )
    fc.assert(
      fc.property(fc.array(around), fc.array(around), (before, after) => {
        const text = [...before, 'It is 21 % faster.', ...after].join('\n\n')
        const line = text.split('\n').indexOf('It is 21 % faster.') + 1
        expect(findInProse({ path: 'a.md', text }).findings).toMatchObject([
          { line, column: 7, text: '21 % faster' },
        ])
      }),
    )
  })

  test('nothing is found in code, however it is put', () => {
    const code = fc.array(sentence, { minLength: 1, maxLength: 5 })
    const fence = fc.constantFrom('```', '~~~', '`````')
    const indent = fc.constantFrom('', '  ', '   ')
    const item = fc.constantFrom('', '- ', '1. ', '- - ')
    fc.assert(
      fc.property(code, fence, indent, item, fc.boolean(), (lines, mark, space, marker, closed) => {
        const inner = ' '.repeat(marker.length) + space
        const fenced = [
          `${marker}${marker === '' ? space : ''}${mark}text`,
          ...lines.map((one) => inner + one),
          ...(closed ? [(marker === '' ? space : ' '.repeat(marker.length)) + mark] : []),
        ].join('\n')
        const spans = lines.filter((one) => !one.includes('`')).map((one) => `\`\` ${one} \`\``)
        const indented = lines.map((one) => `    ${one}`)
        for (const text of [fenced, spans.join('\n'), `a\n\n${indented.join('\n')}`]) {
          expect(findInProse({ path: 'a.md', text })).toEqual({ findings: [], exempted: [] })
        }
      }),
    )
  })
})

describe('a long text is read to its end', () => {
  test('a megabyte of sentences that claim something', () => {
    const text = Array.from({ length: 30_000 }, (_, i) => claims[i % claims.length]).join('\n\n')
    expect(text.length).toBeGreaterThan(1_000_000)
    expect(gate(text).counts.claims).toBeGreaterThanOrEqual(30_000)
  })

  // A quarter of a megabyte each, four times GitHub's limit for a comment: in quadratic time none of them would end before the
  // test is given up.
  const n = 25_000
  test.each<[what: string, text: string]>([
    ['claims in one line', '2x faster '.repeat(n)],
    ['claims in one paragraph', 'It is 2x faster.\n'.repeat(n / 2)],
    ['claims in paragraphs', 'It is 2x faster.\n\n'.repeat(n / 2)],
    ['statuses', Array.from({ length: n / 4 }, (_, i) => `${i} failing tests`).join('\n\n')],
    ['explicit claims', '**Claim:** a >= 2x (run 200) '.repeat(n / 3)],
    ['explicit claims and figures', '4x faster **Claim:** a >= 2x (run 200) '.repeat(n / 4)],
    ['open explicit claims', '**Claim:** '.repeat(n)],
    ['digits', '1'.repeat(n * 10)],
    ['digits with commas', '1,'.repeat(n * 5)],
    ['digits with points', '1.'.repeat(n * 5)],
    ['numbers', '12 '.repeat(n * 3)],
    ['fractions', '1/2 '.repeat(n * 2)],
    ['percentages', '1 % '.repeat(n * 2)],
    ['verbs', 'reduces '.repeat(n)],
    ['verbs before a word', `${'cuts a '.repeat(n)}x`],
    ['all', 'all '.repeat(n * 2)],
    ['all tests', 'all of the tests '.repeat(n / 2)],
    ['failing', 'failing '.repeat(n)],
    ['one word', 'a'.repeat(n * 10)],
    ['one word of capitals', 'A'.repeat(n * 10)],
    ['spaces', `a${' '.repeat(n * 10)}2x faster`],
    ['stops', '. A'.repeat(n * 3)],
    ['quotation marks', '"'.repeat(n * 10)],
    ['brackets', '['.repeat(n * 5) + ']'.repeat(n * 5)],
    ['links', '[a](b) '.repeat(n)],
    ['links without an end', '[a](b '.repeat(n)],
    ['nested addresses', `[a]${'('.repeat(n * 5)}`],
    ['images without an end', '![a '.repeat(n * 2)],
    ['footnotes', '[^1] '.repeat(n * 2)],
    ['struck out without an end', '~~a '.repeat(n * 2)],
    ['stars', '*'.repeat(n * 10)],
    ['elements without an end', '<q> 2x faster '.repeat(n / 2)],
    ['list markers', '- '.repeat(n * 3)],
    ['nested lists', Array.from({ length: 1400 }, (_, i) => `${' '.repeat(i)}- a`).join('\n')],
    ['headings', '# 2x faster\n'.repeat(n / 2)],
    ['tables', `${'| 2x faster '.repeat(n / 2)}|\n|---|\n${'| 2x faster '.repeat(n / 2)}|`],
    ['rows', `| a | speed-up |\n|---|---|\n${'| m | 2x |\n'.repeat(n)}`],
    ['delimiters', `${'|---'.repeat(n * 2)}\n${'|---'.repeat(n * 2)}`],
    [
      'boxes',
      Array.from({ length: n / 4 }, (_, i) => `- [${i % 2 === 0 ? 'x' : ' '}] Task ${i >> 1}`).join('\n'),
    ],
    ['front matter without an end', `---\n${'a: 1\n'.repeat(n * 2)}`],
    ['aims', `It must ${'must '.repeat(n)}be 2x faster`],
  ])('%s', (_what, text) => {
    expect(gate(text).counts.claims).toBeGreaterThanOrEqual(0)
  })
})
