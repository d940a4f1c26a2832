// The words of replies to commands.

import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/domain/commands/answers.ts'
import { VERBS } from '../../src/domain/commands/verbs/index.ts'
import { reason } from '../../src/domain/reason.ts'
import { facts, ISSUE, lastId, PULL, says, state } from './commands-support.ts'

describe('replies', () => {
  test('a comment of several is answered once, with what was accepted and what was not', () => {
    const { replies, desired } = state([
      says('/baton hold\n/baton hodl\n/baton priority urgent\n/baton rebase'),
    ])
    expect(desired.held?.by).toBe('grace')
    expect(replies).toEqual([
      {
        commentId: lastId(),
        on: ISSUE,
        reaction: 'confused',
        body: `### Baton: not everything here could be done

- there is no command hodl; did you mean hold? The right form: \`/baton hold [reason]\`
- level is "urgent": expected critical, high, medium, low or future. The right form: \`/baton priority <critical|high|medium|low|future>\`
- rebase belongs on a pull request of this task.

Accepted: \`hold\`. The rest was not. \`/baton help [command]\` lists the commands.`,
      },
    ])
  })

  test('ten thousand commands in a comment have one reply', () => {
    const { replies } = state([says('/baton status\n'.repeat(10_000))])
    expect(replies).toHaveLength(1)
    expect(replies[0]?.body).toContain(
      'only the first 20 commands of a comment are read; 9980 more were left out.',
    )
    expect(replies[0]?.body?.match(/### Where this task stands/g)).toHaveLength(1)
  })

  test.each<[string, string]>([
    ['a team', '/baton @acme/everyone'],
    ['a person in an argument', '/baton priority @ada'],
    ['a marker', '/baton <!--baton:summary-->'],
    ['a marker in an argument', '/baton priority "<!-- baton:summary -->"'],
    ['a closing word', '/baton priority "closes #1"'],
    ['a reason that is listed', '/baton hold "@acme/everyone <!-- x --> fixes #1"\n/baton status'],
  ])('%s cannot ping, forge or close through a reply', (_name, body) => {
    const text = state([says(body)]).replies[0]?.body ?? ''
    expect(text).not.toBe('')
    expect(text).not.toMatch(/@(?=[a-z])/)
    expect(text).not.toContain('<!--')
    expect(text).not.toMatch(/\b(closes|fixes) #1/)
  })

  test('status says where the task stands and what was asked for by command', () => {
    const { replies } = state([
      says('/baton hold "until Monday"\n/baton freeze src/api.ts\n/baton status', { on: PULL }),
    ])
    expect(replies[0]?.body).toBe(`### Where this task stands

- handed over by @\u200bgrace
- wave 2: validating aaaaaaa

**By command**
- held by @\u200bgrace: until Monday
- src/api.ts is frozen by @\u200bgrace`)
  })

  test.each<[string, string, Partial<Facts>, string]>([
    ['the route', 'explain route', {}, '### Why this route\n\n- ▪️ type bugfix (label type:bugfix)'],
    ['no route', 'explain route', { route: [] }, '### Why this route\n\nThe task is not routed yet.'],
    ['the priority', 'explain priority', {}, '### Why this priority\n\n- ▪️ priority 4 at the level high'],
    [
      'no priority',
      'explain priority',
      { priority: undefined },
      '### Why this priority\n\nThe task has no priority yet.',
    ],
    ['no gates', 'explain gates', {}, '### Gates\n\nNo pull request is open.'],
    [
      'consensus',
      'explain consensus',
      { consensus: [reason('pending', 'wave 2, #8')] },
      '### Consensus\n\n- ⏳ wave 2, #8',
    ],
    ['what it waits for', 'explain holds', {}, '### What it waits for\n\n- wave 2: validating aaaaaaa'],
    [
      'everything at once',
      'explain',
      { gates: [reason('pass', 'wave 2, #8')], explanation: [] },
      '### Why this route\n\n- ▪️ type bugfix (label type:bugfix)\n\n### Gates\n\n- ✅ wave 2, #8\n\n### Consensus\n\nNo pull request is open.\n\n### What it waits for\n\nNothing has been looked at yet.',
    ],
    [
      'what it costs',
      'budget',
      {},
      '### What this task costs\n\n- spent: $1.50\n- reserved for runs under way: $3.00\n- limit: $10.00\n- left: $5.50; a run may cost up to $3.00\n- the most that `/baton budget` may set: $100.00',
    ],
    ['others', 'coordinate', { coordination: '| a | b |' }, '### How this goes together\n\n| a | b |'],
    ['no others', 'coordinate', {}, '### How this goes together\n\nNo other task has to do with this one.'],
    [
      'nothing yet',
      'status',
      { explanation: [] },
      '### Where this task stands\n\n- nothing has been looked at yet',
    ],
  ])('%s', (_name, body, change, expected) => {
    const { replies } = state([says(`/baton ${body}`)], { facts: { ...facts, ...change } })
    expect(replies).toEqual([{ commentId: lastId(), on: ISSUE, reaction: 'rocket', body: expected }])
  })

  test('help lists every command', () => {
    const body = state([says('/baton help')]).replies[0]?.body ?? ''
    expect(body).toContain(
      '| `hold` | Starts and merges nothing until somebody resumes; what is at work may end | triage | issue, pull request |',
    )
    for (const verb of VERBS) expect(body).toContain(`| \`${verb}\` |`)
  })

  test.each<[string, string, string]>([
    [
      'one command',
      'help priority',
      '`/baton priority <critical|high|medium|low|future>` · permission write · issue, pull request',
    ],
    ['a typo', 'help hodl', 'There is no command `hodl`. Did you mean `hold`?'],
    ['nonsense', 'help xyzzy', 'There is no command `xyzzy`.\n\n| command |'],
  ])('help for %s', (_name, body, words) => {
    expect(state([says(`/baton ${body}`)]).replies[0]?.body).toContain(words)
  })
})
