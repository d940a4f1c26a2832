// Waking an agent by command or by a mention of the App: what is read as one, who may, and what the others are told.

import { describe, expect, test } from 'vitest'
import { observeCommands, type CommentObservation } from '../../src/domain/commands/observed.ts'
import { parseCommands } from '../../src/domain/commands/parse.ts'
import { pack } from './support.ts'
import { by, ISSUE, lastId, PULL, says, state } from './commands-support.ts'

const SLUG = 'baton-ada'
const read = (body: string): string[] => {
  const { commands, problems } = parseCommands(body, { mention: SLUG })
  return [
    ...commands.map(({ verb, args }) => `${verb} ${Object.values(args).map(String).join(' | ')}`),
    ...problems.map(({ kind, why }) => `${kind}: ${why}`),
  ]
}

describe('a mention', () => {
  test.each<[body: string, expected: string[]]>([
    ['@baton-ada critic: is it so?', ['wake critic | is it so?']],
    ['@baton-ada critic, is it so?', ['wake critic | is it so?']],
    ['@baton-ada critic is it so?', ['wake critic | is it so?']],
    ['@baton-ada[bot] critic: is it so?', ['wake critic | is it so?']],
    ['@baton-ada: critic: is it so?', ['wake critic | is it so?']],
    ['   @Baton-Ada CRITIC: is it so?', ['wake critic | is it so?']],
    [
      'Hello\n\n@baton-ada critic: one\n@baton-ada researcher: two',
      ['wake critic | one', 'wake researcher | two'],
    ],
    ["@baton-ada critic: it's \"half --done, isn't it", ["wake critic | it's \"half --done, isn't it"]],
    ['@baton-ada critic: a: b, c', ['wake critic | a: b, c']],
    ['/baton wake critic "is it so?"', ['wake critic | is it so?']],
    ['@baton-ada', ['arguments: agent is missing']],
    ['@baton-ada critic', ['arguments: task is missing']],
    ['@baton-ada critic:', ['arguments: task is missing']],
    [
      '@baton-ada thanks!',
      [expect.stringContaining('arguments: agent is "thanks!": expected the name of an agent')],
    ],
    ['@baton-ada critic: a\u202eb', [expect.stringContaining('invisible: ')]],
    [`@baton-ada critic: ${'x'.repeat(1001)}`, [expect.stringContaining('arguments: task is')]],
  ])('%j is one', (body, expected) => {
    expect(read(body)).toEqual(expected)
  })

  test.each([
    'Ask @baton-ada critic: is it so?',
    '`@baton-ada critic: is it so?`',
    '    @baton-ada critic: is it so?',
    '```\n@baton-ada critic: is it so?\n```',
    '> @baton-ada critic: is it so?',
    '<!--\n@baton-ada critic: is it so?\n-->',
    '@baton-adam critic: is it so?',
    '@baton-ada-2 critic: is it so?',
    '@baton-ada/team critic: is it so?',
    '@baton critic: is it so?',
    'baton-ada critic: is it so?',
    '@ baton-ada critic: is it so?',
  ])('%j is none', (body) => {
    expect(read(body)).toEqual([])
  })

  test('is none where the name of the App is not known, and none may write a pattern with it', () => {
    expect(parseCommands('@ critic: is it so?', { mention: '' }).commands).toEqual([])
    expect(parseCommands('@baton-ada critic: is it so?').commands).toEqual([])
    expect(parseCommands('@xxx critic: is it so?', { mention: '.*' }).commands).toEqual([])
  })

  test.each([
    ['spaces', `@baton-ada${' '.repeat(60_000)}`],
    ['mentions', '@baton-ada '.repeat(6000)],
    ['colons', `@baton-ada ${':'.repeat(60_000)}`],
  ])('a long text of %s is read to its end', (_what, body) => {
    expect(read(body).length).toBeLessThanOrEqual(1)
  })
})

const seen = (body: string, change: Partial<CommentObservation> = {}, agents = pack.agents) =>
  state([], { commands: observeCommands([says(body, change)], { mention: SLUG }), agents })

describe('who may wake whom', () => {
  test('somebody who may write, on the issue and on its pull requests', () => {
    for (const on of [ISSUE, PULL]) {
      const { desired, replies } = seen('@baton-ada critic: is it so?', { on })
      expect(desired.wakes).toMatchObject([
        { agent: 'critic', task: 'is it so?', by: 'grace', on, comment: lastId(), line: 1 },
      ])
      expect(replies).toEqual([{ commentId: lastId(), on, reaction: 'rocket' }])
    }
  })

  test('each line once, however often it is read', () => {
    const comment = says('@baton-ada critic: one\n@baton-ada critic: one')
    const commands = observeCommands([comment], { mention: SLUG })
    const first = state([], { commands })
    const again = state([], { commands, before: first.desired })
    expect(first.desired.wakes.map(({ line }) => line)).toEqual([1, 2])
    expect(again.desired).toEqual(first.desired)
  })

  const sleeper = pack.agents.map((agent) =>
    agent.name === 'researcher' ? { ...agent, wakeEnabled: false } : agent,
  )
  const FORM = 'The right form: `/baton wake <agent> <what to look into>`'

  test.each<[what: string, body: string, change: Partial<CommentObservation>, answer: string[]]>([
    [
      'an agent that there is not',
      '@baton-ada critik: why?',
      {},
      ['there is no agent `critik`; did you mean `critic`?', 'to be woken: ', FORM],
    ],
    [
      'an agent that is nothing like any',
      '@baton-ada zzzzzzzz: why?',
      {},
      ['there is no agent `zzzzzzzz`; to be woken: benchmarker, critic', FORM],
    ],
    [
      'an agent that may not be woken',
      '@baton-ada researcher: why?',
      {},
      ['`researcher` may not be woken: its file does not say wake_enabled: true', FORM],
    ],
    ['nothing to look into', '@baton-ada critic', {}, ['task is missing', FORM]],
    [
      'somebody who may only read',
      '@baton-ada critic: why?',
      by('mallory'),
      ['wake needs the permission write'],
    ],
    ['somebody who triages', '@baton-ada critic: why?', by('lin'), ['wake needs the permission write']],
    [
      'a comment that was edited',
      '@baton-ada critic: why?',
      { edited: true },
      ['a comment that was edited is not read'],
    ],
  ])('%s is told why not, and what is right', (_what, body, change, answer) => {
    const { desired, replies } = seen(body, change, sleeper)
    expect(desired.wakes).toEqual([])
    expect(replies[0]?.reaction).toBe('confused')
    for (const words of answer) expect(replies[0]?.body).toContain(words)
  })

  test('a bot wakes nobody and gets no words', () => {
    const { desired, replies } = seen('@baton-ada critic: why?', by('robot', 'bot'))
    expect(desired.wakes).toEqual([])
    expect(replies).toEqual([{ commentId: lastId(), on: ISSUE, reaction: 'confused' }])
  })
})
