// What is told on a board: each slot and each milestone once, whatever dies in between; and the register of risks.

import { describe, expect, test } from 'vitest'
import { taskKey } from '../../src/domain/ids.ts'
import { emptyTaskState } from '../../src/reconcile/task-state.ts'
import { loadBoard, saveBoard } from '../../src/store/boards.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { repo } from '../forge/support.ts'
import {
  board,
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
  START,
  told,
} from './board-support.ts'
import { Crash } from './support.ts'

onStage()

describe('the rhythm', () => {
  test('tells a slot once, asks for the next, and makes up for the newest that was missed', async () => {
    await setPolicy(DAILY)
    expect(await look()).toEqual({ requeueAfterMs: 2 * HOUR })
    expect(told()).toEqual([])
    life.now += 2 * HOUR
    expect(await look()).toEqual({ requeueAfterMs: 24 * HOUR })
    await look()
    expect(told()).toEqual([
      '**Baton: daily review, 2026-11-21 08:00 (UTC)**: no task is open.\n\n<!-- baton:rhythm-review-20261121-0800 -->',
    ])
    await openTask(1, 'Make it sparse')
    life.now += 75 * HOUR
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
    life.now += 2 * HOUR
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
    life.now = Date.parse('2026-11-28T00:00:00+01:00')
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
    life.now += 18 * HOUR
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
    life.crash = { at: 'tell:after', after: 0 }
    await expect(look()).rejects.toThrow(Crash)
    life.crash = undefined
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
    life.now += 18 * HOUR
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
    life.crash = { at, after: 0 }
    if (at.startsWith('tell:')) {
      life.crash = undefined
      await look()
      life.crash = { at, after: 0 }
      life.now += 2 * HOUR
    }
    await expect(look()).rejects.toThrow(Crash)
    life.crash = undefined
    await look()
    life.now = START + 2 * HOUR
    await look()
    await look()
    expect(board().pinned).toBeDefined()
    expect(told()).toHaveLength(1)
    expect(stage.t.forge.contract.violations).toEqual([])
  })
})
