// Runs the bundled action baton-measure as a process on two real checkouts, one for each side.

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WorkflowPlan, WorkflowResult } from '../../src/domain/results.ts'
import { parseAssignments } from '../../src/rehearsal/runner/command-files.ts'
import { git } from '../runner/stand-in.ts'

export const ACTIONS = join(import.meta.dirname, '../../templates/target/.github/actions')
export const SCRIPT = join(ACTIONS, 'baton-measure/index.mjs')

export interface Outcome {
  code: number | null
  output: string
  /** Parsed with the product's schema whenever the action says that it wrote one. */
  result: WorkflowResult | undefined
  /** Its text for the job's page. */
  summary: string
}

export interface Checkouts {
  root: string
  sha: { candidate: string; baseline: string }
  /** The inputs of the action by their names, as `INPUT_…` variables. */
  measure: (kind: string, planText: string, env?: Record<string, string>) => Outcome
  remove: () => void
}

type Command = WorkflowPlan['commands'][number]
export const plan = (commands: Command[], more: Partial<WorkflowPlan> = {}): string =>
  JSON.stringify(WorkflowPlan.parse({ setup: [], rounds: 1, commands, ...more }))
export const command = (
  run: string,
  report: Command['report'] = 'none',
  name = 'it',
  path?: string,
): Command => ({ name, run, report, ...(path === undefined ? {} : { path }) })

export const PLATFORM = JSON.stringify({ name: 'linux-x64', runner: 'ubuntu-latest', requires: [] })

/** Two checkouts with a file `side.txt` that says which one it is. */
export function makeCheckouts(): Checkouts {
  const root = mkdtempSync(join(tmpdir(), 'baton-measure-'))
  const checkout = (side: string): string => {
    const directory = join(root, side)
    mkdirSync(directory)
    writeFileSync(join(directory, 'side.txt'), side)
    git(directory, 'init', '--quiet')
    git(directory, 'add', '--all')
    git(directory, 'commit', '--quiet', '-m', side)
    return git(directory, 'rev-parse', 'HEAD')
  }
  const sha = { candidate: checkout('candidate'), baseline: checkout('baseline') }
  return {
    root,
    sha,
    measure: (kind, planText, env = {}) => {
      const temp = mkdtempSync(join(root, 'temp-'))
      const [outputs, page] = [join(temp, 'outputs'), join(temp, 'summary')]
      writeFileSync(outputs, '')
      writeFileSync(page, '')
      const done = spawnSync(process.execPath, [SCRIPT], {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        env: {
          PATH: process.env['PATH'] ?? '',
          RUNNER_TEMP: temp,
          GITHUB_OUTPUT: outputs,
          GITHUB_STEP_SUMMARY: page,
          INPUT_KIND: kind,
          INPUT_PLAN: planText,
          INPUT_NONCE: 'nonce-0001',
          INPUT_SHA: sha.candidate,
          INPUT_BASE_SHA: sha.baseline,
          INPUT_PLATFORM: PLATFORM,
          INPUT_ENVIRONMENT: 'self-hosted',
          ...env,
        },
      })
      const file = parseAssignments(readFileSync(outputs, 'utf8'), 'GITHUB_OUTPUT').get('result')
      const result =
        file === undefined ? undefined : WorkflowResult.parse(JSON.parse(readFileSync(file, 'utf8')))
      return {
        code: done.status,
        output: done.stdout + done.stderr,
        result,
        summary: readFileSync(page, 'utf8'),
      }
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
