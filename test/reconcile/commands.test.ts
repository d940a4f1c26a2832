// Commands on the embedded GitHub: comments are observed, roles looked up, answers given once whatever crashes.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { observeCommands, type ObservedCommand } from '../../src/domain/commands/observed.ts'
import { TaskKey } from '../../src/domain/ids.ts'
import type { RepoClient } from '../../src/github/repo-client.ts'
import { act } from '../../src/reconcile/act/index.ts'
import { askers, rolesOf } from '../../src/reconcile/roles.ts'
import { acknowledgements } from '../../src/store/acknowledgements.ts'
import { repo, violations, type Person } from '../forge/support.ts'
import { Crash, startStage, type Stage } from './support.ts'

let stage: Stage
let client: RepoClient
beforeAll(async () => {
  stage = await startStage()
  client = await stage.github.author(repo)
})
afterAll(async () => {
  expect(violations(stage.t.forge)).toEqual([])
  await stage[Symbol.asyncDispose]()
})

async function says(who: Person, body: string): Promise<number> {
  const made = await stage.t.as(who).rest.issues.createComment({ ...repo, issue_number: stage.issue, body })
  return made.data.id
}

async function observed(): Promise<ObservedCommand[]> {
  const seen = await client.tasks.observe(stage.issue, [], undefined)
  if ('gone' in seen) throw new Error(seen.gone)
  return observeCommands(seen.comments)
}

describe('comments', () => {
  test('of people are commands of theirs; our own are not, and an edited one is a problem', async () => {
    const held = await says('grace', 'Wait.\r\n\r\n/baton hold "for Ada"')
    const edited = await says('lin', 'hello')
    const rest = stage.t.as('lin').rest
    await rest.issues.updateComment({ ...repo, comment_id: edited, body: '/baton stop' })
    await client.issues.createComment(stage.issue, '/baton stop')
    const commands = await observed()
    expect(commands.map((entry) => [entry.commentId, entry.on, entry.author])).toEqual([
      [held, stage.issue, { login: 'grace', kind: 'person' }],
      [edited, stage.issue, { login: 'lin', kind: 'person' }],
    ])
    expect(commands[0]).toHaveProperty('command', { verb: 'hold', args: { reason: 'for Ada' }, line: 3 })
    expect(commands[1]).toHaveProperty('problem.kind', 'edited')
  })
})

describe('roles', () => {
  test('are those of the repository now, and nobody acts for a deleted account', async () => {
    const roles = await rolesOf(client, ['ada', 'grace', 'lin', 'mallory', 'ghost'])
    expect(Object.fromEntries(roles)).toEqual({
      ada: 'admin',
      grace: 'write',
      lin: 'triage',
      mallory: 'read',
      ghost: 'none',
    })
  })

  test('that were asked in this pass are not asked again', async () => {
    const never = { issues: { ...client.issues, permission: () => Promise.reject(new Error('asked')) } }
    expect(await rolesOf(never, ['grace'], new Map([['grace', 'read']]))).toEqual(
      new Map([['grace', 'read']]),
    )
  })

  test('are needed of people with commands that wait for an answer, of nobody else', () => {
    const body = '/baton hold'
    const by = (id: number, login: string, kind: 'person' | 'bot' = 'person') => ({
      id,
      on: 7,
      author: { login, kind },
      association: 'NONE',
      body,
      at: 0,
      edited: false,
    })
    const commands = observeCommands([by(1, 'ada'), by(2, 'grace'), by(3, 'lin'), by(4, 'robot', 'bot')])
    const acknowledged = new Map([
      [1, 'answered' as const],
      [3, 'seen' as const],
    ])
    expect([...askers(commands, acknowledged)]).toEqual(['grace', 'lin'])
  })
})

describe('reactions', () => {
  let comment = 0
  beforeEach(async () => (comment = await says('grace', '/baton hold')))

  const react = (content: 'rocket' | 'confused' | 'eyes'): Action => ({
    do: 'react',
    commentId: comment,
    on: stage.issue,
    content,
  })
  const carryOut = async (action: Action, crashAt?: string): Promise<boolean> =>
    act(action, await stage.context(crashAt))
  const shown = async (): Promise<string[]> => {
    const { data } = await stage.t
      .as('ada')
      .rest.reactions.listForIssueComment({ ...repo, comment_id: comment })
    return data.map(({ content }) => content)
  }
  const known = () => acknowledgements(stage.at.store.db, stage.key, [comment])

  test('a comment is seen, then answered, and each is remembered', async () => {
    expect(await known()).toEqual(new Map())
    expect(await carryOut(react('eyes'))).toBe(true)
    expect(await known()).toEqual(new Map([[comment, 'seen']]))
    expect(await carryOut(react('rocket'))).toBe(true)
    expect(await known()).toEqual(new Map([[comment, 'answered']]))
    expect(await shown()).toEqual(['eyes', 'rocket'])
  })

  test.each(['react:before', 'react:after'])('a crash at %s leaves one reaction', async (crashAt) => {
    await expect(carryOut(react('confused'), crashAt)).rejects.toThrow(Crash)
    expect(await known()).toEqual(new Map())
    expect(await carryOut(react('confused'))).toBe(true)
    expect(await carryOut(react('confused'))).toBe(false)
    expect(await shown()).toEqual(['confused'])
    expect(await known()).toEqual(new Map([[comment, 'answered']]))
  })

  test('a comment that was deleted meanwhile is done with', async () => {
    await stage.t.as('grace').rest.issues.deleteComment({ ...repo, comment_id: comment })
    expect(await carryOut(react('rocket'))).toBe(true)
    expect(await known()).toEqual(new Map([[comment, 'answered']]))
  })

  test('of another task are not this one’s', async () => {
    await carryOut(react('rocket'))
    const other = TaskKey.parse('ada/engine#99')
    expect(await acknowledgements(stage.at.store.db, other, [comment])).toEqual(new Map())
  })
})
