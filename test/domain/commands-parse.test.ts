// Comment bodies, most of them hostile, and what is read from them.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCommand } from '../../src/domain/commands/format.ts'
import { MOST_COMMANDS, parseCommands } from '../../src/domain/commands/parse.ts'
import { commands, VERBS, type Command } from '../../src/domain/commands/verbs/index.ts'

const SHA = '0123456789abcdef0123456789abcdef01234567'

/** What a body says, in short: commands without `/baton`, problems as `kind: why`. */
function read(body: string, options?: { bare: boolean }): string[] {
  const parsed = parseCommands(body, options)
  return [
    ...parsed.commands.map((command) => formatCommand(command).replace('/baton ', '')),
    ...parsed.problems.map(({ kind, why }) => `${kind}: ${why}`),
  ]
}

describe('where a command may stand', () => {
  test.each<[string, string, string[]]>([
    ['alone', '/baton hold', ['hold']],
    ['after text', 'Please wait.\n/baton hold', ['hold']],
    ['before text', '/baton hold\nPlease.', ['hold']],
    ['one space', ' /baton hold', ['hold']],
    ['three spaces', '   /baton hold', ['hold']],
    ['four spaces are code', '    /baton hold', []],
    ['a tab is code', '\t/baton hold', []],
    ['space and tab are code', ' \t/baton hold', []],
    ['no-break spaces in front', '\u00a0\u00a0/baton hold', ['hold']],
    ['four no-break spaces in front', '\u00a0\u00a0\u00a0\u00a0/baton hold', []],
    ['in a sentence', 'try /baton hold', []],
    ['after a dash', '- /baton hold', []],
    ['after a number', '1. /baton hold', []],
    ['in a heading', '# /baton hold', []],
    ['after a heading', '# Now\n/baton hold', ['hold']],
    ['after a list', '- one\n/baton hold', ['hold']],
    ['in bold', '**/baton hold**', []],
    ['in a table', '| /baton hold |', []],
    ['in a link', '[/baton hold](x)', []],
    ['escaped', '\\/baton hold', []],
    ['two slashes', '//baton hold', []],
    ['glued', '/batonhold', []],
    ['another word', '/batons hold', []],
    ['a path', '/baton/hold', []],
    ['a colon', '/baton: hold', []],
    ['a full-width slash', '／baton hold', []],
    ['a Cyrillic letter in the name', '/b\u0430ton hold', []],
    ['a mention', '@baton hold', []],
    ['CRLF', 'a\r\n/baton hold\r\n/baton resume\r\n', ['hold', 'resume']],
    ['CR alone', 'a\r/baton hold\rb', ['hold']],
    ['nothing', '', []],
    ['spaces only', ' \n\t\n', []],
    [
      'in details, which are visible',
      '<details>\n<summary>more</summary>\n\n/baton hold\n</details>',
      ['hold'],
    ],
    ['in details without an empty line', '<details>\n/baton hold\n</details>', ['hold']],
  ])('%s', (_name, body, expected) => expect(read(body)).toEqual(expected))
})

describe('code, quotes and what is hidden', () => {
  test.each<[string, string, string[]]>([
    ['a fence', '```\n/baton hold\n```', []],
    ['after a fence', '```\nx\n```\n/baton hold', ['hold']],
    ['a fence with a language', '```sh\n/baton hold\n```\n/baton stop', ['stop']],
    ['a fence of tildes', '~~~\n/baton hold\n~~~', []],
    ['tildes do not close backticks', '```\n~~~\n/baton hold\n```', []],
    ['a shorter fence does not close', '````\n```\n/baton hold\n````', []],
    ['a longer fence closes', '```\nx\n`````\n/baton hold', ['hold']],
    ['a fence with words does not close', '```\n``` x\n/baton hold\n```', []],
    ['a fence that is never closed', '```\n/baton hold\n\n/baton stop', []],
    ['an indented fence', '  ```\n/baton hold\n  ```', []],
    ['a fence indented too far', 'a\n\n    ```\n\n/baton hold', ['hold']],
    ['a fence in a list', '- ```\n  /baton hold\n  ```', []],
    ['a fence in a numbered list', '1. ```\n   /baton hold\n   ```\n/baton stop', ['stop']],
    ['a fence that its list ends', '- ```\n  x\n/baton hold', ['hold']],
    ['a fence further down in a list', '- a\n  ```\n  /baton hold\n  ```', []],
    ['a fence in a list in a list', '- - ```\n    /baton hold', []],
    ['backticks in the language make no fence', '``` a`b\n/baton hold', ['hold']],
    ['inline code', '`/baton hold`', []],
    ['inline code over lines', 'a `b\n/baton hold\nc` d', []],
    ['double backticks over lines', 'a ``b`\n/baton hold\nc`` d', []],
    ['an open backtick', 'a `b\n/baton hold', ['hold']],
    ['a backtick of another paragraph', 'a `b\n\n/baton hold\n\nc` d', ['hold']],
    ['an escaped backtick', 'a \\`b\n/baton hold\nc` d', ['hold']],
    ['backticks of another length', 'a `b\n/baton hold\nc`` d', ['hold']],
    ['code in the reason', '/baton hold `main` is red', ['hold "`main` is red"']],
    ['a quote', '> /baton hold', []],
    ['a quote in a quote', '> > /baton hold', []],
    ['a quote without a space', '>/baton hold', []],
    ['an indented quote', '   > /baton hold', []],
    ['the line after a quote belongs to it', '> well\n/baton hold', []],
    ['two lines after a quote', '> well\nwell\n/baton hold', []],
    ['an empty line ends a quote', '> well\n\n/baton hold', ['hold']],
    ['an empty quoted line ends its paragraph', '> well\n>\n/baton hold', ['hold']],
    ['a quote in a list', '- > well\n/baton hold', []],
    ['a list ends a quote', '> well\n- one\n/baton hold', ['hold']],
    ['an HTML comment', '<!-- /baton hold -->', []],
    ['an HTML comment over lines', '<!--\n/baton hold\n-->', []],
    ['an HTML comment with empty lines', '<!--\n\n/baton hold\n\n-->\n/baton stop', ['stop']],
    ['an HTML comment that is never closed', '<!--\n\n/baton hold', []],
    ['an HTML comment in a sentence', 'a <!-- b\n/baton hold\n--> c', []],
    ['an open HTML comment in a sentence', 'a <!-- b\n\n/baton hold', ['hold']],
    ['an HTML comment in code is none', 'a `<!--` b\n/baton hold\n`-->`', ['hold']],
    ['the shortest HTML comment', '<!-->\n/baton hold', ['hold']],
    ['an HTML comment after a command', '/baton hold <!--\n/baton stop\n-->', ['hold "<!--"']],
    ['a processing instruction', '<?\n/baton hold\n?>', []],
    ['CDATA', '<![CDATA[\n/baton hold\n]]>', []],
    ['a declaration', '<!X\n/baton hold\n>', []],
    ['pre', '<pre>\n/baton hold\n</pre>\n/baton stop', ['stop']],
    ['pre in capitals', '<PRE>\n/baton hold\n</pre>', []],
    ['script', '<script>\n/baton hold\n</script>', []],
    ['style', '<style>\n/baton hold', []],
    ['code as a tag', '<code>\n/baton hold\n</code>', []],
    ['a quote as a tag', '<blockquote>\n\n/baton hold\n\n</blockquote>', []],
    ['an attribute', 'a <b title="\n/baton hold\n">c</b>', []],
    ['an attribute with a bracket', 'a <b title=">\n/baton hold\n">c</b>', []],
    ['a smaller sign', 'a < b\n/baton hold\nc > d', ['hold']],
  ])('%s', (_name, body, expected) => expect(read(body)).toEqual(expected))
})

describe('verbs and arguments', () => {
  const noVerb = (verb: string, meant?: string): string[] => [
    `verb: there is no command ${verb}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  ]
  const wrong = (why: string): string[] => [`arguments: ${why}`]

  test.each<[string, string, string[]]>([
    ['capitals', '/BATON HOLD', ['hold']],
    ['mixed', '/Baton Hold', ['hold']],
    ['tabs between', '/baton\thold\tnow', ['hold now']],
    ['no-break spaces between', '/baton\u00a0hold\u00a0now', ['hold now']],
    ['an ideographic space', '/baton\u3000hold', ['hold']],
    ['spaces at the end', '/baton hold   ', ['hold']],
    ['no verb is a call for help', '/baton', ['help']],
    ['several', '/baton hold\n/baton status', ['hold', 'status']],
    ['the same twice', '/baton hold\n/baton hold', ['hold', 'hold']],
    ['two on one line are one', '/baton hold /baton stop', ['hold "/baton stop"']],
    ['a typo', '/baton hodl', noVerb('hodl', 'hold')],
    ['a longer typo', '/baton unfreez', noVerb('unfreez', 'unfreeze')],
    ['a full stop', '/baton resume.', noVerb('resume.', 'resume')],
    ['nonsense', '/baton xyzzy', noVerb('xyzzy')],
    ['a Cyrillic letter', '/baton h\u043eld', noVerb('h\u043eld', 'hold')],
    ['a property of every object', '/baton constructor', noVerb('constructor')],
    ['the prototype', '/baton __proto__', noVerb('__proto__')],
    ['toString', '/baton toString', noVerb('toString')],
    ['a flag for a verb', '/baton --help', noVerb('--help', 'help')],
    ['a command of a shell', '/baton $(rm -rf /)', noVerb('$(rm')],
    ['a long verb', `/baton ${'a'.repeat(300)}`, noVerb(`${'a'.repeat(160)}…`)],
    ['a reason', '/baton hold waiting for Ada', ['hold "waiting for Ada"']],
    ['a reason in quotes', '/baton hold "waiting  for Ada"', ['hold "waiting  for Ada"']],
    ['single quotes', '/baton hold \'a "b" c\'', ['hold "a \\"b\\" c"']],
    ['an escaped quote', '/baton hold "a \\"b\\""', ['hold "a \\"b\\""']],
    ['a backslash', '/baton hold "a\\\\b \\n"', ['hold "a\\\\b \\\\n"']],
    ['curly quotes', '/baton hold “two words”', ['hold "two words"']],
    ['an apostrophe', "/baton hold don't merge", ['hold "don\'t merge"']],
    ['a curly apostrophe', '/baton hold don’t', ['hold "don’t"']],
    ['an open quote', '/baton hold "now', wrong('the quote " is opened and not closed')],
    ['an open single quote', "/baton hold 'tis", wrong("the quote ' is opened and not closed")],
    ['glued to a quote', '/baton hold "a"b', wrong('something follows a closing quote without a space')],
    ['an empty reason', '/baton hold ""', wrong('reason is "": expected some words')],
    ['a reason of spaces', '/baton hold "  "', wrong('reason is "  ": expected some words')],
    ['a word', '/baton priority high', ['priority high']],
    ['a word in capitals', '/baton priority HIGH', ['priority high']],
    ['a word as a flag', '/baton priority --level high', ['priority high']],
    ['no word', '/baton priority', wrong('level is missing')],
    [
      'another word',
      '/baton priority urgent',
      wrong('level is "urgent": expected critical, high, medium, low or future'),
    ],
    ['a word too many', '/baton priority high now', wrong('nothing was expected after it, but now is there')],
    ['a word twice', '/baton priority high --level low', wrong('level is given twice')],
    [
      'a word for a verb without',
      '/baton status now',
      wrong('nothing was expected after it, but now is there'),
    ],
    ['a flag', '/baton freeze src/api.ts --for 3d', ['freeze src/api.ts --for=3d']],
    ['a flag with an equals sign', '/baton freeze src/api.ts --for=3d', ['freeze src/api.ts --for=3d']],
    ['a flag in front', '/baton freeze --for 3d src/api.ts', ['freeze src/api.ts --for=3d']],
    ['a flag with a quote', '/baton signal a --note="b c"', ['signal a --note="b c"']],
    ['a flag with a long dash', '/baton freeze src/api.ts —for 3d', ['freeze src/api.ts --for=3d']],
    ['a flag in capitals', '/baton escalate --LEVEL 2', ['escalate --level=2']],
    ['a flag without a value', '/baton freeze a --for', wrong('--for needs a value')],
    ['a flag before a flag', '/baton signal a --note --api b', wrong('--note needs a value')],
    [
      'an empty flag',
      '/baton freeze a --for=',
      wrong('for is "": expected a number with m, h, d or w, for example 3d'),
    ],
    ['a flag twice', '/baton freeze a --for 1d --for 2d', wrong('for is given twice')],
    ['an unknown flag', '/baton hold --force yes', wrong('it has no argument --force')],
    ['a flag named as the prototype', '/baton hold --__proto__ x', ['hold "--__proto__ x"']],
    ['a flag named constructor', '/baton hold --constructor x', wrong('it has no argument --constructor')],
    ['a quoted flag is a word', '/baton hold "--force"', ['hold "--force"']],
    ['a dash between words', '/baton hold now - or never', ['hold "now - or never"']],
    ['a full SHA', `/baton approve ${SHA}`, [`approve ${SHA}`]],
    [
      'a short SHA',
      '/baton approve 0123456',
      wrong('sha is "0123456": expected a full git SHA of 40 hex digits'),
    ],
    [
      'a SHA in capitals',
      `/baton approve ${SHA.toUpperCase()}`,
      wrong(`sha is "${SHA.toUpperCase()}": expected a full git SHA of 40 hex digits`),
    ],
    [
      'a branch for a SHA',
      '/baton merge main',
      wrong('sha is "main": expected a full git SHA of 40 hex digits'),
    ],
    [
      'a duration of nothing',
      '/baton freeze a --for 0d',
      wrong('for is "0d": expected a number with m, h, d or w, for example 3d'),
    ],
    ['a level beyond', '/baton escalate --level 5', wrong('level is "5": expected 1, 2, 3, 4')],
    ['a rejection without a reason', '/baton reject', wrong('reason is missing')],
    [
      'a reason that is too long',
      `/baton hold ${'a'.repeat(501)}`,
      wrong(`reason is "${'a'.repeat(160)}…": too big: expected string to have <=500 characters`),
    ],
    [
      'money that is none',
      '/baton budget -5',
      wrong('usd is "-5": expected US dollars, for example 25 or 12.50'),
    ],
    [
      'an agent with a path',
      '/baton assign ../../etc',
      wrong('agent is "../../etc": expected the name of an agent, for example rust-engineer'),
    ],
    [
      'names with spaces',
      '/baton signal a --unblocks "b, c"',
      wrong('unblocks is "b, c": expected names with commas between, without spaces'),
    ],
    ['a mention', '/baton hold ask @acme/everyone', ['hold "ask @acme/everyone"']],
    ['an emoji with joiners', '/baton hold 👩‍💻 is away', ['hold "👩‍💻 is away"']],
    ['a lone surrogate', '/baton hold \ud800', ['hold "\ud800"']],
  ])('%s', (_name, body, expected) => expect(read(body)).toEqual(expected))
})

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
