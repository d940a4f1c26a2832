// A repository with a board and a rhythm on the embedded GitHub: what people read while a task is worked, and after a restart.

import { expect, onTestFinished, test } from 'vitest'
import type { BoardAction } from '../../src/domain/board/actions.ts'
import { repoKey } from '../../src/domain/ids.ts'
import { topicOf } from '../../src/domain/markers.ts'
import type { Issue } from '../../src/rehearsal/forge/world.ts'
import { conduct } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { at, isDone, issueOf } from '../support/small-stage.ts'

const HOUR = 60 * 60_000

test('one pinned issue is kept, each slot is told once, and a restart doubles nothing', async () => {
  const clock = { ahead: 0 }
  // Two slots that come due while the test moves the clock of the board; the clock of the work is that of the machine.
  const slot = (hours: number): { time: string; day: string } => {
    const text = new Date(Date.now() + hours * HOUR).toISOString()
    return { day: text.slice(0, 10), time: text.slice(11, 16) }
  }
  const [four, eight] = [slot(2), slot(6)]
  const topic = (kind: string, { day, time }: typeof four): string =>
    `rhythm-${kind}-${day.replaceAll('-', '')}-${time.replace(':', '')}`
  const done: BoardAction['do'][] = []
  const rhythm = `{ review: false, integration: false, conflicts: daily ${four.time}, assessment: daily ${eight.time}, sprint: false }`
  const conducted = await conduct(undefined, { policy: `rhythm: ${rhythm}\n` }, undefined, {
    boardMs: 50,
    now: () => Date.now() + clock.ahead,
    onBoardAction: (_, action) => done.push(action.do),
  })
  onTestFinished(conducted.close)
  const { small } = conducted
  const { repo, stage } = small
  const board = (): Issue => {
    const [found, ...others] = [...repo.issues.values()].filter(
      ({ title }) => title === 'Baton: status board',
    )
    if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} boards`)
    return found
  }
  const look = async (): Promise<void> => {
    await conducted.baton.queue.wake([repoKey(at)])
    await conducted.rest()
  }
  const issue = await stage.fileIssue()
  await until('the task is done', () => isDone(repo, issue), 200_000)
  await look()

  const { number, labels, pinned } = board()
  expect(labels.map(({ name }) => name)).toEqual(['baton:board'])
  expect(pinned).toBeDefined()
  expect(board().body).toContain('### No open task')
  expect(board().body).toMatch(/\| implementer \| idle \| – \| 2 \| 0 \| \$\d/)
  expect(board().body).toMatch(/\| Tasks completed \| 100 % \| – \| 1 \|/)
  expect(board().comments).toEqual([])
  // It was told of the work under way, and not for every step of it.
  expect(done.filter((one) => one === 'open_board')).toHaveLength(1)

  // Both come while nobody runs: they are told late, once each, with what the day came to.
  clock.ahead = 7 * HOUR
  await conducted.restart()
  await look()
  await look()
  await conducted.restart()
  await look()
  expect(board().comments.map(({ body }) => topicOf(body))).toEqual([
    topic('conflicts', four),
    topic('assessment', eight),
  ])
  const [conflicts, assessment] = board().comments.map(({ body }) => body)
  expect(conflicts).toContain(`**Baton: conflicts, ${four.day} ${four.time} (UTC)**: nothing contradicts, `)
  expect(conflicts).toContain(' late; it says what is true now.')
  expect(assessment).toContain(`### Baton: daily report, ${eight.day} ${eight.time} (UTC)`)
  expect(assessment).toMatch(/1 task done, 1 wave merged, \d+ runs ended well, 0 failed, \$\d/)
  expect(assessment).toContain(`**Done**\n\n- #${issue} \`Greet people\``)
  expect(board().number).toBe(number)

  // Whatever somebody does with it, the board is never a task: not even with the label that hands one over.
  await small.as('alice').rest.issues.addLabels({ ...at, issue_number: number, labels: ['baton'] })
  await conducted.rest()
  expect(await conducted.baton.store.db.selectFrom('task').select('key').execute()).toEqual([
    { key: `acme/greeter#${issue}` },
  ])
  expect(issueOf(repo, number).labels.map(({ name }) => name)).toEqual(['baton:board', 'baton'])
  expect(stage.forge.contract.violations).toEqual([])
  expect(await conducted.baton.queue.listDeadLetters()).toEqual([])
})

test('a policy that asks for a board brings one by its push alone, before any task', async () => {
  const conducted = await conduct(undefined, {}, undefined, { boardMs: 50 })
  onTestFinished(conducted.close)
  const { repo } = conducted.small
  // An administrator may push where no rule holds.
  repo.rulesets.clear()
  const { rest } = conducted.small.as('alice')
  const path = '.github/baton.yml'
  const { data } = await rest.repos.getContent({ ...at, path })
  if (!('content' in data)) throw new Error('no policy')
  const text = `${Buffer.from(data.content, 'base64').toString()}board: true\n`
  const content = Buffer.from(text).toString('base64')
  await rest.repos.createOrUpdateFileContents({
    ...at,
    path,
    sha: data.sha,
    content,
    message: 'Ask for a board',
  })
  await until(
    'there is a board',
    () => [...repo.issues.values()].some(({ title }) => title === 'Baton: status board'),
    60_000,
  )
  await conducted.rest()
  expect([...repo.issues.values()].map(({ title, pinned }) => [title, pinned !== undefined])).toEqual([
    ['Baton: status board', true],
  ])
})
