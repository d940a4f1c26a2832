// Comment bodies that are meant to do harm, or are only long, and what holds for every body.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCommand } from '../../src/domain/commands/format.ts'
import { MOST_COMMANDS, parseCommands } from '../../src/domain/commands/parse.ts'
import { commands, VERBS, type Command } from '../../src/domain/commands/verbs/index.ts'
import { read } from './commands-support.ts'

const SHA = '0123456789abcdef0123456789abcdef01234567'

describe('characters that cannot be seen', () => {
  const hidden = (code: string): string[] => [
    `invisible: it holds a character that nobody can see (${code}); write it again by hand`,
  ]
  test.each<[string, string, string[]]>([
    ['NUL', '/baton hold\u0000', hidden('U+0000')],
    ['escape', '/baton hold \u001b[31m', hidden('U+001B')],
    ['a form feed', '/baton hold\fnow', hidden('U+000C')],
    ['a form feed after a space', '/baton hold a\fnow', hidden('U+000C')],
    ['DEL', '/baton hold a\u007f', hidden('U+007F')],
    ['right-to-left override', `/baton approve \u202e${SHA}`, hidden('U+202E')],
    ['an isolate', '/baton hold \u2066a\u2069', hidden('U+2066')],
    ['a right-to-left mark', '/baton hold \u200fa', hidden('U+200F')],
    ['no width', '/baton ho\u200bld', hidden('U+200B')],
    ['a soft hyphen', '/baton ho\u00adld', hidden('U+00AD')],
    ['a tag character', '/baton hold a\u{e0041}b', hidden('U+E0041')],
    ['a line separator', '/baton hold a\u2028/baton stop', hidden('U+2028')],
    ['no width within the name', '/ba\u200bton hold', []],
    ['no width after the slash', '/\u200bbaton hold', []],
    ['a byte order mark in front', '\ufeff/baton hold', ['hold']],
    ['an override in front', '\u202e/baton hold', ['hold']],
  ])('%s', (_name, body, expected) => expect(read(body)).toEqual(expected))
})

describe('many', () => {
  test('the first commands of a comment are read, and the rest is one problem', () => {
    const parsed = parseCommands('/baton hold\n'.repeat(10_000))
    expect(parsed.commands).toHaveLength(MOST_COMMANDS)
    expect(parsed.problems.map(({ line, why }) => [line, why])).toEqual([
      [21, 'only the first 20 commands of a comment are read; 9980 more were left out'],
    ])
  })

  test('lines are counted from one, in text with code before', () => {
    const { commands: found, problems } = parseCommands('a\n```\nx\n```\n\n/baton hold\n/baton nope')
    expect([found[0]?.line, problems[0]?.line, problems[0]?.text]).toEqual([6, 7, 'nope'])
  })

  // About a megabyte each, fifteen times GitHub's limit: in quadratic time none of them would end before the test is given up.
  const n = 150_000
  test.each<[string, string, [commands: number, problems: number]]>([
    ['commands', '/baton hold\n'.repeat(n), [20, 1]],
    [
      'backticks of growing length',
      `${Array.from({ length: 1400 }, (_, i) => '`'.repeat(i + 1)).join(' ')}\n/baton hold`,
      [1, 0],
    ],
    ['open comments', `${'a <!-- '.repeat(n)}\n/baton hold`, [1, 0]],
    ['open tags', `${'<a " '.repeat(n)}\n/baton hold`, [1, 0]],
    ['open tags, far from their end', `${'<a '.repeat(n)}\n/baton hold`, [1, 0]],
    ['open quotes in tags', `${`<a "${' '.repeat(50)}`.repeat(n / 10)}\n/baton hold`, [1, 0]],
    ['list markers', `${'- '.repeat(n)}\n/baton hold`, [1, 0]],
    ['quotes', `${'> '.repeat(n)}\n\n/baton hold`, [1, 0]],
    ['backslashes before a backtick', `${'\\'.repeat(n * 4)}\`\n/baton hold`, [1, 0]],
    ['backslashes and backticks', `${'\\\\`'.repeat(n)}\n/baton hold`, [1, 0]],
    ['words', `/baton hold ${'a '.repeat(n)}`, [0, 1]],
    ['flags', `/baton hold ${'--a b '.repeat(n)}`, [0, 1]],
    ['spaces', `/baton hold ${' '.repeat(n * 4)}a`, [1, 0]],
    ['spaces in front of nothing', `${' '.repeat(n * 4)}\n/baton hold`, [1, 0]],
    ['fences', `${'```\n'.repeat(n)}/baton hold`, [1, 0]],
    ['one line', `/baton hold ${'a'.repeat(n * 6)}`, [0, 1]],
  ])('a long text of %s is read to its end', (_name, text, counts) => {
    const parsed = parseCommands(text)
    expect([parsed.commands.length, parsed.problems.length]).toEqual(counts)
  })
})

test('bare verbs count only where the policy says so, and only known ones', () => {
  const body = '/hold\n/approve-this\n/etc/passwd\n/HOLD now\n/xyzzy'
  expect(read(body)).toEqual([])
  expect(read(body, { bare: true })).toEqual(['hold', 'hold now'])
})

describe('properties', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '/baton ',
      'hold',
      '\n',
      '\r\n',
      '`',
      '```',
      '> ',
      '<!--',
      '-->',
      '"',
      "'",
      '--for',
      '=',
      '    ',
      '<b ',
      '\\',
      '\u202e',
      '\u00a0',
    ),
    fc.constantFrom(...VERBS),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  const body = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))

  test('whatever is written, it is read without raising, and never more than allowed', () => {
    fc.assert(
      fc.property(body, (text) => {
        const parsed = parseCommands(text)
        expect(parsed.commands.length + parsed.problems.length).toBeLessThanOrEqual(MOST_COMMANDS + 1)
        for (const problem of parsed.problems) expect(problem.why).not.toBe('')
      }),
      { numRuns: 1000 },
    )
  })

  test('what was read, written again, is read as the same', () => {
    fc.assert(
      fc.property(body, (text) => {
        for (const { line, ...command } of parseCommands(text).commands) {
          expect(line).toBeGreaterThan(0)
          expect(parseCommands(formatCommand(command)).commands).toEqual([{ ...command, line: 1 }])
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('any visible words survive being written and read', () => {
    const visible = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
      .map((text) => text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').trim())
      .filter((text) => text !== '')
    fc.assert(
      fc.property(visible, visible, (reason, what) => {
        const made: Pick<Command, 'verb' | 'args'>[] = [
          { verb: 'hold', args: { reason } },
          { verb: 'reject', args: { reason } },
          { verb: 'freeze', args: { what, reason, for: '3d' } },
          { verb: 'handoff', args: { agent: 'critic', note: reason } },
        ]
        for (const command of made) {
          expect(parseCommands(formatCommand(command))).toEqual({
            commands: [{ ...command, line: 1 }],
            problems: [],
          })
        }
      }),
      { numRuns: 300 },
    )
  })

  test('the same lines inside a fence, a quote or a comment say nothing', () => {
    const line = fc.constantFrom(...VERBS.map((verb) => commands[verb].examples[0]))
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        expect(parseCommands(lines.join('\n')).commands).toHaveLength(lines.length)
        const text = lines.join('\n')
        const wraps = [`\`\`\`\n${text}\n\`\`\``, `<!--\n${text}\n-->`, text.replaceAll(/^/gm, '> ')]
        for (const hidden of wraps) expect(read(hidden)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})

describe('every command', () => {
  test.each(VERBS)(
    '%s: its examples are read as it, its form begins as they do, and its texts are sentences',
    (verb) => {
      const { examples, usage, summary } = commands[verb]
      expect(commands[verb].verb).toBe(verb)
      expect(usage.startsWith(`/baton ${verb}`)).toBe(true)
      expect(summary).toMatch(/^[A-Z].*[^.]$/)
      for (const example of examples) {
        const { commands: found, problems } = parseCommands(example)
        expect(problems).toEqual([])
        expect(found.map((command) => command.verb)).toEqual([verb])
        expect(parseCommands(formatCommand(found[0]!)).commands).toEqual(found)
      }
    },
  )
})
