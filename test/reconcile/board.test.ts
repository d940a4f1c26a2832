// Passes over a repository on a real database and the embedded GitHub: one board, pinned once, one comment for each slot.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { repoKey, taskKey } from '../../src/domain/ids.ts'
import { createConfigurations } from '../../src/reconcile/configuration.ts'
import { createRepositoryReconciler } from '../../src/reconcile/repository/reconcile.ts'
import { emptyTaskState } from '../../src/reconcile/task-state.ts'
import type { Issue } from '../../src/rehearsal/forge/world.ts'
import { resolveTargets, taskOfDefaultBranch } from '../../src/queue/resolve.ts'
import { loadBoard, saveBoard } from '../../src/store/boards.ts'
import { Lease } from '../../src/store/leases.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { policy } from '../domain/support.ts'
import { OWNER, repo, REPO } from '../forge/support.ts'
import { Crash, type Stage, startStage } from './support.ts'

const here = { owner: OWNER, repo: REPO }
const key = repoKey(here)
/** A Saturday. */
const START = Date.parse('2026-11-21T06:00:00Z')
const HOUR = 60 * 60_000
const DAILY =
  'rhythm: { review: daily 08:00, integration: false, conflicts: false, assessment: false, sprint: false }\n'

let stage: Stage
let now: number
/** The probe at which the process dies, and after how many that passed. */
let crash: { at: string; after: number } | undefined

async function setPolicy(more: string): Promise<void> {
  const { rest } = stage.t.as('grace')
  const text = `version: 1\nextends: asa-swarm\nvalidate:\n  commands:\n    - { name: tests, run: npm test }\n${more}`
  const path = '.github/baton.yml'
  const there = await rest.repos.getContent({ ...repo, path }).then(
    ({ data }) => ('sha' in data ? data.sha : undefined),
    () => undefined,
  )
  await rest.repos.createOrUpdateFileContents({
    ...repo,
    path,
    message: 'Set the policy',
    content: Buffer.from(text).toString('base64'),
    ...(there === undefined ? {} : { sha: there }),
  })
}

async function look(): Promise<{ requeueAfterMs?: number }> {
  const { db } = stage.at.store
  const { pack } = policy()
  const reconcile = createRepositoryReconciler({
    db,
    github: stage.github,
    configurations: createConfigurations(db, new Map([[pack.name, pack]])),
    now: () => now,
    probe: (point) => {
      if (crash?.at === point && crash.after-- <= 0) throw new Crash(point)
    },
    onAction: () => undefined,
    log: { info: () => undefined },
  })
  const lease = await Lease.acquire(db, key, 'test', 60_000)
  if (lease === undefined) throw new Error('the lease is taken')
  try {
    return await reconcile(key, lease, new AbortController().signal)
  } finally {
    await Lease.release(db, lease)
  }
}

const boards = (): Issue[] =>
  [...stage.repository().issues.values()].filter(({ title }) => title === 'Baton: status board')
function board(): Issue {
  const [found, ...others] = boards()
  if (found === undefined || others.length > 0) throw new Error(`${boards().length} boards, not one`)
  return found
}
const told = (): string[] => board().comments.map(({ body }) => body)
/** A task that somebody handed over and that waits for a person. */
const openTask = (number: number, title: string): Promise<void> =>
  saveTask(
    stage.at.store.db,
    taskKey({ ...here, number }),
    {
      ...emptyTaskState(),
      authorisedBy: 'grace',
      shown: { title, state: 'blocked', merged: [] },
      explanation: ['waits for @grace'],
    },
    true,
  )

beforeEach(async () => {
  stage = await startStage()
  now = START
  crash = undefined
})
afterEach(() => stage[Symbol.asyncDispose]())

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
    now += HOUR
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
    now += HOUR
    await look()
    expect(board().number).toBe(number)
    expect(board().body).toContain('Last change: 2026-11-21 07:00 (UTC).')
  })

  test('is found again after the store was lost, also without its label', async () => {
    await setPolicy(DAILY)
    await look()
    const { number } = board()
    now += 3 * HOUR
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
    now += 4 * HOUR
    await look()
    expect([board().body, board().state, told()]).toEqual([body, 'closed', []])
    await rest.issues.update({ ...repo, issue_number: number, state: 'open' })
    await look()
    expect(board().body).toContain('Make it sparse')
    expect(told()).toEqual([])
    now += 24 * HOUR
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

describe('the rhythm', () => {
  test('tells a slot once, asks for the next, and makes up for the newest that was missed', async () => {
    await setPolicy(DAILY)
    expect(await look()).toEqual({ requeueAfterMs: 2 * HOUR })
    expect(told()).toEqual([])
    now += 2 * HOUR
    expect(await look()).toEqual({ requeueAfterMs: 24 * HOUR })
    await look()
    expect(told()).toEqual([
      '**Baton: daily review, 2026-11-21 08:00 (UTC)**: no task is open.\n\n<!-- baton:rhythm-review-20261121-0800 -->',
    ])
    await openTask(1, 'Make it sparse')
    now += 75 * HOUR
    await look()
    expect(told()).toHaveLength(2)
    expect(told()[1]).toContain(
      '### Baton: daily review, 2026-11-24 08:00 (UTC)\n\nTold 3 hours late; it says what is true now.',
    )
    expect(told()[1]).toContain(
      '**Waits for a person**\n\n- #1 `Make it sparse` · blocked · `waits for @\u200bgrace`',
    )
  })

  test('does not tell again what somebody has deleted, whatever was remembered of it', async () => {
    await setPolicy(DAILY)
    await look()
    const { db } = stage.at.store
    const before = await loadBoard(db, key)
    now += 2 * HOUR
    await look()
    const [comment] = board().comments
    await stage.t.as('grace').rest.issues.deleteComment({ ...repo, comment_id: comment?.id ?? 0 })
    await look()
    await saveBoard(db, key, before)
    await look()
    expect(told()).toEqual([])
  })

  test('seven kinds in one week are seven comments in order', async () => {
    await setPolicy('time_zone: Europe/Berlin\nrhythm: {}\n')
    await look()
    now = Date.parse('2026-11-28T00:00:00+01:00')
    await look()
    expect(told().map((body) => /baton:(.*) -->/.exec(body)?.[1])).toEqual([
      'rhythm-sprint-plan-20261123-0900',
      'rhythm-sprint-middle-20261125-1200',
      'rhythm-review-20261127-0800',
      'rhythm-integration-20261127-1200',
      'rhythm-conflicts-20261127-1600',
      'rhythm-sprint-review-20261127-1600',
      'rhythm-assessment-20261127-2000',
    ])
  })
})

describe('milestones', () => {
  test('that are reached or missed are announced once, and those of before are no news', async () => {
    const { rest } = stage.t.as('grace')
    const add = async (title: string, day: string): Promise<number> =>
      (await rest.issues.createMilestone({ ...repo, title, due_on: `${day}T08:00:00Z` })).data.number
    const close = (number: number) =>
      rest.issues.updateMilestone({ ...repo, milestone_number: number, state: 'closed' })
    await add('Of old', '2026-11-01')
    const soon = await add('Beta `@all`', '2026-11-22')
    await add('Missed', '2026-11-21')
    await setPolicy('board: true\n')
    // The end of the day that is next to be missed.
    expect(await look()).toEqual({ requeueAfterMs: 18 * HOUR })
    expect(board().body).toContain(
      '| `milestone (Of old) is over its day` | **has come about** | high | `due on 2026-11-01, 20 days ago` |',
    )
    expect(told()).toEqual([])
    now += 18 * HOUR
    await close(soon)
    await look()
    await look()
    expect(told().toSorted()).toEqual([
      '### Baton: milestone missed\n\n`milestone` `Missed` was due on 2026-11-21 and is not done.\n\n<!-- baton:milestone-github-3-missed-2026-11-21 -->',
      expect.stringMatching(
        /^### Baton: milestone reached\n\n`milestone` `Beta '@\u200ball'` is done, .* its day, 2026-11-22\./,
      ),
    ])
    await saveBoard(stage.at.store.db, key, {
      ...Object(await loadBoard(stage.at.store.db, key)),
      announced: [],
    })
    crash = { at: 'tell:after', after: 0 }
    await expect(look()).rejects.toThrow(Crash)
    crash = undefined
    await look()
    // What was no news is told where nobody remembers that; what was told is not told again.
    expect(told()).toHaveLength(3)
    expect(stage.t.forge.contract.violations).toEqual([])
  })

  test('a plan’s risks are on the board until it is complete, beside what has come about', async () => {
    const { db } = stage.at.store
    const text = [
      '---',
      'plan: plan-2',
      'title: Sparse kernels',
      'orchestrator: orchestrator',
      'due: 2026-11-21',
      'risks:',
      '  - { what: "Slow | small inputs", likelihood: high, impact: low, trigger: attention.ms above 5, contingency: Keep the dense path, owner: benchmarker }',
      '  - { what: Nobody has a Mac, contingency: Buy one }',
      'waves: [{ wave: 1, title: Baseline }]',
      '---',
    ].join('\n')
    const number = 4
    const at = taskKey({ ...here, number })
    const trouble = { kind: 'blocked' as const, since: START, level: 3, told: 1, why: 'which layout?' }
    const state = {
      ...emptyTaskState(),
      authorisedBy: 'grace',
      plan: text,
      trouble,
      shown: { title: 'T', merged: [] },
    }
    await saveTask(db, at, state, true)
    await setPolicy('board: true\n')
    await look()
    for (const row of [
      "| `A blocker is not resolved` | **has come about** | high | `which layout?` | `Answer on the issue, or hand it on with '/baton escalate'` | – | blocker #4 |",
      '| `Slow \\| small inputs` | high | low | `attention.ms above 5` | `Keep the dense path` | benchmarker | plan-2 #4 |',
      '| `Nobody has a Mac` | medium | medium | – | `Buy one` | orchestrator | plan-2 #4 |',
    ])
      expect(board().body).toContain(row)
    now += 18 * HOUR
    await look()
    expect(told()).toEqual([
      expect.stringContaining('`plan-2` `Sparse kernels` (#4) was due on 2026-11-21 and is not done.'),
    ])
    await saveTask(db, at, state, false)
    await look()
    expect(board().body).not.toContain('### Risks')
  })
})

describe('a process that dies', () => {
  const points = [
    'board:before',
    'board:after',
    'write_board:before',
    'write_board:after',
    'tell:before',
    'tell:after',
  ]
  test.each(points)('at %s leaves one board and one comment', async (at) => {
    await setPolicy('board: true\n')
    if (!at.startsWith('board:')) await look()
    await setPolicy(DAILY)
    crash = { at, after: 0 }
    if (at.startsWith('tell:')) {
      crash = undefined
      await look()
      crash = { at, after: 0 }
      now += 2 * HOUR
    }
    await expect(look()).rejects.toThrow(Crash)
    crash = undefined
    await look()
    now = START + 2 * HOUR
    await look()
    await look()
    expect(board().pinned).toBeDefined()
    expect(told()).toHaveLength(1)
    expect(stage.t.forge.contract.violations).toEqual([])
  })
})
