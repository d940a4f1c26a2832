// Two waves side by side that change the same line: the one merged second resolves the conflict, and both changes are there.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import type { OutcomeOf } from '../../src/domain/outcomes.ts'
import type { Rehearsal } from '../../src/rehearsal/rehearse.ts'
import type { Script, ScriptTurn } from '../../src/rehearsal/model/script.ts'
import type { Scenario } from '../../src/rehearsal/scenario.ts'
import { runsOfTask } from '../../src/store/runs.ts'
import { gitSync } from '../workspace/fixture.ts'
import { played } from '../support/played.ts'

const LINE = 'greeting = hello\n'
const RESOLVED = 'greeting = hello, from both\n'
const PLAN = `---
plan: plan-1
title: Two words
orchestrator: rust-engineer
shape: parallel
waves:
  - { wave: 1, title: One word, agent: rust-engineer }
  - { wave: 2, title: Another word, agent: solver-engineer }
---
`
const AGENTS = ['rust-engineer', 'solver-engineer'] as const

const say = (value: unknown): ScriptTurn => ({ content: [{ type: 'json', value }] })
const write = (content: string): ScriptTurn => ({
  content: [{ type: 'tool_use', name: 'Write', input: { file_path: 'greeting.txt', content } }],
})
const read: ScriptTurn = {
  content: [{ type: 'tool_use', name: 'Read', input: { file_path: 'greeting.txt' } }],
}
const patch = (title: string): ScriptTurn =>
  say({ title, summary: `${title}.`, answers: [], notes: [] } satisfies OutcomeOf['implement'])

/** Either may come second: then it is asked once more, and judged once more. */
function scriptsOf(wave: number, agent: string): Script[] {
  const at = `1/w${wave + 1}`
  const verdict = say({
    position: 'approve',
    summary: 'As it should be.',
    findings: [],
    claims: [],
  } satisfies OutcomeOf['review'])
  const decision = say({
    decision: 'Merge it.',
    rationale: 'All agree.',
    dissent: [],
    followUps: [],
  } satisfies OutcomeOf['synthesise'])
  return [
    {
      key: `${at}/${agent}/implement/1`,
      turns: [read, write(`greeting = ${agent}\n`), patch(`Say ${agent}`)],
    },
    {
      key: `${at}/${agent}/implement/2`,
      turns: [
        {
          ...read,
          expect: { user: [/conflicts with main in greeting\.txt/, /<{7} [\s\S]*={7}[\s\S]*>{7} /] },
        },
        { ...write(RESOLVED), expect: { toolResult: /<{7} / } },
        patch('Say both'),
      ],
    },
    ...[1, 2].flatMap((n) => [
      { key: `${at}/correctness-reviewer/review/${n}`, turns: [verdict] },
      { key: `${at}/conductor/synthesise/${n}`, turns: [decision] },
    ]),
  ]
}

let dir: string
let rehearsal: Rehearsal
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'baton-conflict-'))
  const files = join(dir, 'project')
  await mkdir(join(files, '.github'), { recursive: true })
  const validate =
    "validate:\n  commands:\n    - { name: one line, run: 'test $(wc -l < greeting.txt) -eq 1' }\n"
  await writeFile(join(files, '.github/baton.yml'), `version: 1\nextends: mathhook\n${validate}`)
  await writeFile(join(files, 'greeting.txt'), LINE)
  const scenario: Scenario = {
    name: 'conflict',
    summary: 'two waves that conflict',
    pack: 'mathhook',
    repository: { owner: 'acme', name: 'words', source: { files } },
    issue: {
      title: 'Two words',
      body: PLAN,
      labels: ['baton', 'type:implementation', 'complexity:simple'],
      author: 'alice',
    },
    people: [{ login: 'alice', role: 'admin' }],
    scripts: AGENTS.flatMap((agent, i) => scriptsOf(i + 1, agent)),
  }
  rehearsal = await played(scenario)
})
afterAll(async () => {
  await rehearsal.close()
  await rm(dir, { recursive: true, force: true })
})

test('both are merged, one after a round that resolved the conflict, and nobody was parked', async () => {
  expect(rehearsal.problems).toEqual([])
  expect(rehearsal.summary).toMatchObject({ ok: true, requests: { schemaViolations: 0 } })
  const { repo, stage, baton } = rehearsal
  expect([...repo.pulls.values()].map(({ merged }) => merged)).toEqual([true, true])
  const file = await stage.forge.git.fileAt(repo, 'main', 'greeting.txt')
  expect(file?.data.toString()).toBe(RESOLVED)
  const runs = await runsOfTask(baton.store.db, TaskKey.parse('acme/words#1'))
  const rounds = runs.filter(({ purpose }) => purpose === 'implement').map(({ attempt }) => attempt)
  expect(rounds.toSorted((a, b) => a - b)).toEqual([1, 1, 2])
  const parked = stage.forge.deliveries.some(({ payload }) => payload.includes('waiting for a person'))
  expect(parked).toBe(false)
  expect(stage.player?.mismatches).toEqual([])
})

test('the resolved branch holds both sides, and main one commit for each wave', async () => {
  const { repo, stage } = rehearsal
  const parents = [...repo.pulls.values()].map(({ headSha }) =>
    gitSync(repo.gitDir, 'show', '--no-patch', '--format=%P', headSha).split(' '),
  )
  expect(parents.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([1, 2])
  expect(await stage.forge.git.log(repo, 'main')).toHaveLength(3)
})
