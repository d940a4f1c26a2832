// A scenario that takes seconds: one file, research, a round that the critic sends back, a second round, three seats, merge.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OutcomeOf } from '../../src/domain/outcomes.ts'
import type { Script, ScriptBlock, ScriptTurn } from '../../src/rehearsal/model/script.ts'
import type { Scenario } from '../../src/rehearsal/scenario.ts'

const POLICY = `version: 1
extends: asa-swarm
validate:
  commands:
    - { name: tests, run: node --test --test-reporter=tap, report: tap }
gates:
  tests: [{ min_passed: 1 }]
`

const TEST = `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { greet } from '../src/greet.mjs'

test('somebody is greeted', () => assert.match(greet('Ada'), /Ada/))
`

/** The file as it is on `main`, after the first round, and after the second. */
export const GREET = [
  'export const greet = (name) => name\n',
  'export const greet = (name) => `Hello ${name}`\n',
  'export const greet = (name) => `Hello ${name.trim()}`\n',
] as const
export const GREET_PATH = 'src/greet.mjs'

const read = (): ScriptTurn => ({
  content: [{ type: 'tool_use', name: 'Read', input: { file_path: GREET_PATH } }],
})
const say = (value: unknown): ScriptTurn => ({ content: [{ type: 'json', value }] })

function write(content: string): ScriptTurn {
  const block: ScriptBlock = {
    type: 'tool_use',
    name: 'Write',
    input: { file_path: GREET_PATH, content },
  }
  return { content: [block] }
}

const patch = (title: string): ScriptTurn =>
  say({ title, summary: `${title}.`, answers: [], notes: [] } satisfies OutcomeOf['implement'])

const verdict = (value: Partial<OutcomeOf['review']>): ScriptTurn =>
  say({ position: 'approve', summary: 'As it should be.', findings: [], claims: [], ...value })

const scripts: Script[] = [
  {
    key: 'researcher/research/1',
    turns: [
      read(),
      say({
        summary: 'greet() hands the name back.',
        findings: [{ title: 'No greeting', detail: 'The name comes back as it is.', sources: [GREET_PATH] }],
        recommendation: 'Put a greeting before it.',
        risks: [],
      } satisfies OutcomeOf['research']),
    ],
  },
  { key: 'implementer/implement/1', turns: [read(), write(GREET[1]), patch('Greet with Hello')] },
  {
    key: 'critic/review/1',
    turns: [
      verdict({
        position: 'request_changes',
        summary: 'Spaces around the name stay.',
        findings: [{ path: GREET_PATH, line: 1, severity: 'major', message: 'Trim the name.' }],
      }),
    ],
  },
  { key: 'implementer/implement/2', turns: [read(), write(GREET[2]), patch('Trim the name')] },
  // Only where somebody wakes it.
  {
    key: 'critic/research/1',
    turns: [
      read(),
      say({
        summary: 'It is tested once.',
        findings: [{ title: 'One test', detail: 'It greets Ada.', sources: ['test/greet.test.mjs'] }],
        recommendation: 'Test an empty name too.',
        risks: [],
      } satisfies OutcomeOf['research']),
    ],
  },
  { key: 'critic/review/2', turns: [read(), verdict({})] },
  { key: 'benchmarker/review/1', turns: [verdict({})] },
  {
    key: 'orchestrator/synthesise/1',
    turns: [
      say({
        decision: 'Merge it.',
        rationale: 'Gates and seats agree.',
        dissent: [],
        followUps: [],
      } satisfies OutcomeOf['synthesise']),
    ],
  },
]

/** Writes the project below `dir` and returns the scenario on it. The issue names its type, so nothing is triaged. */
export async function smallScenario(dir: string): Promise<Scenario> {
  const files: Record<string, string> = {
    '.github/baton.yml': POLICY,
    [GREET_PATH]: GREET[0],
    'test/greet.test.mjs': TEST,
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(dir, path, '..'), { recursive: true })
    await writeFile(join(dir, path), text)
  }
  return {
    name: 'small',
    summary: 'a greeting',
    pack: 'asa-swarm',
    repository: { owner: 'acme', name: 'greeter', source: { files: dir } },
    issue: {
      title: 'Greet people',
      body: 'greet() should say Hello.',
      labels: ['baton', 'type:implementation', 'complexity:medium'],
      author: 'alice',
    },
    people: [
      { login: 'alice', role: 'admin' },
      { login: 'mallory', role: 'read' },
    ],
    scripts,
  }
}
