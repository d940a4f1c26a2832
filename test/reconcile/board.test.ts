// The board's issue, pass by pass on a real database and the embedded GitHub: opened once, pinned once, closed, lost and found.

import { describe, expect, test } from 'vitest'
import { resolveTargets, taskOfDefaultBranch } from '../../src/queue/resolve.ts'
import { repo } from '../forge/support.ts'
import {
  board,
  boards,
  DAILY,
  here,
  HOUR,
  key,
  life,
  look,
  onStage,
  openTask,
  setPolicy,
  stage,
  told,
} from './board-support.ts'

onStage()

describe('the board', () => {
  test('is opened once, with its label and pin, and left alone while nothing changes', async () => {
    await setPolicy('board: true\n')
    await openTask(1, 'Make it `sparse` @everyone')
    expect(await look()).toEqual({})
    const { body, labels, pinned, user } = board()
    expect(labels.map(({ name }) => name)).toEqual(['baton:board'])
    expect(pinned?.by.login).toBe(user.login)
    expect(body).toContain('### 1 open task')
    expect(body).toContain("| #1 | `Make it 'sparse' @\u200beveryone` | blocked | `waits for @\u200bgrace` |")
    expect(body).toContain('Last change: 2026-11-21 06:00 (UTC).')
    const { sent } = stage.t.forge.contract
    const updated = board().updatedAt
    life.now += HOUR
    await look()
    expect(board().updatedAt).toBe(updated)
    expect(stage.t.forge.contract.sent).toBe(sent + 1)
    expect(stage.t.forge.contract.violations).toEqual([])
  })

  test('is nothing that a repository gets which does not ask for it', async () => {
    await setPolicy('')
    expect(await look()).toEqual({})
    expect(boards()).toEqual([])
    expect(await stage.at.store.db.selectFrom('board').selectAll().execute()).toEqual([])
  })

  test('says what has changed; what people edit is overwritten then, and not before', async () => {
    await setPolicy('board: true\n')
    await look()
    const { number } = board()
    await stage.t
      .as('grace')
      .rest.issues.update({ ...repo, issue_number: number, title: 'Mine', body: 'my own words' })
    await look()
    expect(stage.repository().issues.get(number)?.body).toBe('my own words')
    await openTask(1, 'Make it sparse')
    life.now += HOUR
    await look()
    expect(board().number).toBe(number)
    expect(board().body).toContain('Last change: 2026-11-21 07:00 (UTC).')
  })

  test('is found again after the store was lost, also without its label', async () => {
    await setPolicy(DAILY)
    await look()
    const { number } = board()
    life.now += 3 * HOUR
    await look()
    expect(told()).toHaveLength(1)
    await stage.t.as('grace').rest.issues.removeAllLabels({ ...repo, issue_number: number })
    for (const table of ['board', 'ledger', 'link'] as const)
      await stage.at.store.db.deleteFrom(table).execute()
    await look()
    expect(board().number).toBe(number)
    expect(board().labels.map(({ name }) => name)).toEqual(['baton:board'])
    expect(told()).toHaveLength(1)
  })

  test('webhooks about its issue lead to the repository and to no task', async () => {
    await setPolicy('board: true\n')
    await look()
    const { db } = stage.at.store
    const targets = [[{ kind: 'issue' as const, ...here, number: board().number }]]
    const [resolved] = await resolveTargets(db, targets, taskOfDefaultBranch)
    expect(resolved instanceof Error ? resolved : [...(resolved?.keys ?? [])]).toEqual([key])
  })

  test('a closed one is left alone until it is opened again, and no slot of that time is made up for', async () => {
    await setPolicy(DAILY)
    await look()
    const { number } = board()
    const { rest } = stage.t.as('grace')
    await rest.issues.update({ ...repo, issue_number: number, state: 'closed' })
    const { body } = board()
    await openTask(1, 'Make it sparse')
    life.now += 4 * HOUR
    await look()
    expect([board().body, board().state, told()]).toEqual([body, 'closed', []])
    await rest.issues.update({ ...repo, issue_number: number, state: 'open' })
    await look()
    expect(board().body).toContain('Make it sparse')
    expect(told()).toEqual([])
    life.now += 24 * HOUR
    await look()
    expect(told()).toHaveLength(1)
  })

  test('a closed one is opened by another policy, a deleted one by another policy only', async () => {
    await setPolicy('board: true\n')
    await look()
    const { number } = board()
    await stage.t.as('grace').rest.issues.update({ ...repo, issue_number: number, state: 'closed' })
    await look()
    expect(board().state).toBe('closed')
    await setPolicy(DAILY)
    await look()
    expect([board().number, board().state]).toEqual([number, 'open'])
    stage.repository().issues.delete(number)
    await look()
    expect(boards()).toEqual([])
    await setPolicy('board: true\n')
    await look()
    expect(board().number).not.toBe(number)
  })

  test('without the policy it says so once, is unpinned, and comes back with it', async () => {
    await setPolicy('board: true\n')
    await look()
    await setPolicy('')
    await look()
    expect(board().body).toContain('asks for no status board any more')
    expect(board().pinned).toBeUndefined()
    const { updatedAt } = board()
    await look()
    expect(board().updatedAt).toBe(updatedAt)
    await setPolicy('board: true\n')
    await look()
    expect(board().body).toContain('### No open task')
    expect(board().pinned).toBeDefined()
  })
})

describe('the pin', () => {
  const pin = async (title: string): Promise<string> => {
    const { rest, graphql } = stage.t.as('grace')
    const { data } = await rest.issues.create({ ...repo, title })
    await graphql('mutation ($id: ID!) { pinIssue(input: { issueId: $id }) { issue { id } } }', {
      id: data.node_id,
    })
    return data.node_id
  }

  test('is left out while three others have theirs, as the board says, and taken when one goes', async () => {
    await setPolicy('board: true\n')
    const ids = [await pin('One'), await pin('Two'), await pin('Three')]
    await look()
    expect(board().pinned).toBeUndefined()
    expect(board().body).toContain('Not pinned: 3 other issues are pinned, which is all that GitHub allows')
    const unpin = 'mutation ($id: ID!) { unpinIssue(input: { issueId: $id }) { issue { id } } }'
    await stage.t.as('grace').graphql(unpin, { id: ids[0] })
    await look()
    expect(board().pinned).toBeDefined()
    expect(board().body).not.toContain('Not pinned')
  })

  test('is not put back where a person takes it away', async () => {
    await setPolicy('board: true\n')
    await look()
    const unpin = 'mutation ($id: ID!) { unpinIssue(input: { issueId: $id }) { issue { id } } }'
    await stage.t.as('grace').graphql(unpin, { id: board().nodeId })
    await openTask(1, 'Make it sparse')
    await look()
    expect(board().pinned).toBeUndefined()
    expect(board().body).not.toContain('Not pinned')
  })
})
