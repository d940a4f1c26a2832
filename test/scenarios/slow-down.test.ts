// A candidate that does a tenth more work: its benchmark is suspected, measured once more, blocked, and sent back. What costs as much as
// before passes by one run. The figures are measured; nothing is told to the gate.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutcomeOf } from '../../src/domain/outcomes.ts'
import type { Script, ScriptTurn } from '../../src/rehearsal/model/script.ts'
import type { Scenario } from '../../src/rehearsal/scenario.ts'
import { KERNEL, WORK } from '../gates/kernel.ts'
import { ALLOWED_PCT, METRIC, PLANTED_PCT, ROUNDS } from '../gates/planted.ts'
import { conduct, type Conducted } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { at, isDone, issueOf, onlyPull } from '../support/small-stage.ts'

const POLICY = `version: 1
extends: asa-swarm
validate:
  commands:
    - { name: tests, run: node --test --test-reporter=tap, report: tap }
benchmark:
  rounds: ${2 * ROUNDS}
  commands:
    - { name: kernel, run: bash bench.sh }
gates:
  benchmark:
    - { metric: ${METRIC}, max_regression_pct: ${ALLOWED_PCT}, strict: true }
`
const WORK_PATH = 'src/work.sh'
const work = (turns: number, says: string): string => `# ${says}\nn=${turns}\n`
const SLOWER = Math.round(WORK * (1 + PLANTED_PCT / 100))

const say = (value: unknown): ScriptTurn => ({ content: [{ type: 'json', value }] })
const read: ScriptTurn = { content: [{ type: 'tool_use', name: 'Read', input: { file_path: WORK_PATH } }] }
const write = (content: string): ScriptTurn => ({
  content: [{ type: 'tool_use', name: 'Write', input: { file_path: WORK_PATH, content } }],
})
const patch = (title: string): ScriptTurn =>
  say({ title, summary: `${title}.`, answers: [], notes: [] } satisfies OutcomeOf['implement'])

/** Instead of those of the small scenario with the same keys. */
const scripts: Script[] = [
  {
    key: 'implementer/implement/1',
    turns: [read, write(work(SLOWER, 'Turns of the loop, to be sure of it.')), patch('Take some more turns')],
  },
  {
    key: 'implementer/implement/2',
    turns: [
      {
        ...read,
        expect: {
          user: /kernel\.us › linux-x64: confirmed by a second run › at most 5 % worse than the base/,
        },
      },
      write(work(WORK, 'Turns of the loop.')),
      patch('Take as many turns as before'),
    ],
  },
  {
    key: 'critic/review/1',
    turns: [say({ position: 'approve', summary: 'It costs what it did.', findings: [], claims: [] })],
  },
]

async function slower(scenario: Scenario, project: string): Promise<Scenario> {
  await mkdir(join(project, 'src'), { recursive: true })
  await writeFile(join(project, '.github/baton.yml'), POLICY)
  await writeFile(join(project, WORK_PATH), work(WORK, 'How often the loop turns.'))
  await writeFile(join(project, 'bench.sh'), `. ${WORK_PATH}\n${KERNEL}`)
  const kept = scenario.scripts.filter(({ key }) => !scripts.some((own) => own.key === key))
  return { ...scenario, scripts: [...kept, ...scripts] }
}

let here: Conducted
beforeAll(async () => {
  here = await conduct(undefined, undefined, slower)
})
afterAll(async () => await here.close())

test('a slow-down of a tenth is blocked after its confirming run, and the same work again passes', async () => {
  const { small, baton } = here
  const { repo } = small
  await small.stage.fileIssue()
  await until('the task is done', () => repo.issues.has(1) && isDone(repo, 1), 200_000)
  await here.rest()

  const pull = onlyPull(repo)
  const measured = await baton.store.db
    .selectFrom('validation')
    .select(['head_sha', 'confirms', 'state'])
    .where('kind', '=', 'benchmark')
    .orderBy('created_at')
    .execute()
  const [first] = measured
  expect(first?.head_sha).not.toBe(pull.headSha)
  expect(measured).toEqual([
    { head_sha: first?.head_sha, confirms: false, state: 'done' },
    { head_sha: first?.head_sha, confirms: true, state: 'done' },
    { head_sha: pull.headSha, confirms: false, state: 'done' },
  ])

  const concluded = here.acted.flatMap((action) =>
    action.do === 'check' && action.name === 'baton/gates' && action.conclusion !== undefined
      ? [{ head: action.sha, conclusion: action.conclusion, summary: action.summary }]
      : [],
  )
  expect(concluded).toEqual([
    {
      head: first?.head_sha,
      conclusion: 'failure',
      summary: expect.stringContaining('confirmed by a second run'),
    },
    { head: pull.headSha, conclusion: 'success', summary: expect.stringContaining(METRIC) },
  ])
  expect(concluded[0]?.summary).toMatch(/two runs agree, together: 1?\d\.?\d* % worse, between/)

  expect(pull.merged).toBe(true)
  const { data } = await small.as('alice').repos.getContent({ ...at, path: WORK_PATH })
  expect('content' in data && Buffer.from(data.content, 'base64').toString()).toBe(
    work(WORK, 'Turns of the loop.'),
  )
  expect(issueOf(repo, 1).state).toBe('closed')
  expect(small.stage.forge.contract.violations).toEqual([])
})
