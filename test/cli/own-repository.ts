// Somebody's own small repository, an issue for it, and a script: the shortest way from an issue to a merge.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const git = (dir: string, ...args: string[]): string =>
  execFileSync('git', ['-C', dir, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  })

const PACKAGE = { name: 'greeter', type: 'module', scripts: { test: 'node --test' } }
const TEST = `import { test } from 'node:test'
import assert from 'node:assert/strict'
import { greet } from './greet.mjs'
test('greets', () => assert.equal(greet('Ada'), 'Hello, Ada!'))
`

export interface OwnRepository {
  repo: string
  issue: string
  script: string
}

export interface ScriptChange {
  /** A command that the implementer runs in its sandbox before it ends. */
  command?: string
  /** What `npm test` is in the repository. */
  test?: string
}

function scriptText(command: string | undefined): string {
  const bash = [{ type: 'tool_use', name: 'Bash', input: { command: command ?? '', description: 'Try it' } }]
  const outcome = (value: object): object => ({ content: [{ type: 'json', value }] })
  const write = {
    type: 'tool_use',
    name: 'Write',
    input: { file_path: 'greet.mjs', content: 'export const greet = (name) => `Hello, ${name}!`\n' },
  }
  const scripts = [
    {
      key: 'orchestrator/triage/1',
      turns: [
        outcome({
          summary: 'The greeting lacks its exclamation mark.',
          taskType: 'bugfix',
          complexity: 'simple',
          components: [],
          acceptance: ['the tests pass'],
          rationale: 'One line.',
        }),
      ],
    },
    {
      key: 'implementer/implement/1',
      turns: [
        { content: [{ type: 'tool_use', name: 'Read', input: { file_path: 'greet.mjs' } }] },
        { content: [write] },
        ...(command === undefined ? [] : [{ content: bash }]),
        outcome({ title: 'Greet with an exclamation mark', summary: 'Added.', answers: [], notes: [] }),
      ],
    },
    {
      key: 'critic/review/1',
      turns: [outcome({ position: 'approve', summary: 'Right.', findings: [], claims: [] })],
    },
    {
      key: 'orchestrator/synthesise/1',
      turns: [outcome({ decision: 'Merge.', rationale: 'Agreed.', dissent: [], followUps: [] })],
    },
  ]
  return `export const scripts = ${JSON.stringify(scripts, null, 2)}\n`
}

/** Makes all three in `dir`. The repository has two commits, a tag, an untracked file and a changed one. */
export function makeOwnRepository(dir: string, change: ScriptChange = {}): OwnRepository {
  const repo = join(dir, 'greeter')
  mkdirSync(repo)
  git(dir, 'init', '--quiet', '--initial-branch=trunk', repo)
  const packageJson = { ...PACKAGE, scripts: { test: change.test ?? PACKAGE.scripts.test } }
  writeFileSync(join(repo, 'package.json'), JSON.stringify(packageJson))
  writeFileSync(join(repo, 'README.md'), '# Greeter\n')
  git(repo, 'add', '.')
  git(repo, 'commit', '--quiet', '-m', 'Start')
  writeFileSync(join(repo, 'greet.mjs'), 'export const greet = (name) => `Hello, ${name}`\n')
  writeFileSync(join(repo, 'greet.test.mjs'), TEST)
  git(repo, 'add', '.')
  git(repo, 'commit', '--quiet', '-m', 'Greet')
  git(repo, 'tag', 'v1')
  writeFileSync(join(repo, 'README.md'), '# Greeter, being edited\n')
  writeFileSync(join(repo, 'notes.txt'), 'not for anybody\n')
  const issue = join(dir, 'issue.md')
  writeFileSync(issue, '# Greet with an exclamation mark\n\nThe test says so.\n')
  const script = join(dir, 'script.mjs')
  writeFileSync(script, scriptText(change.command))
  return { repo, issue, script }
}

/** Every file below a folder with its bytes, git's own included. */
export function bytesOf(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [file, readFileSync(file, 'base64')]),
  )
}
