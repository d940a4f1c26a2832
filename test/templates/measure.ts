// Runs measure.mjs as a process on two real checkouts, one for each side.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WorkflowPlan, WorkflowResult } from '../../src/domain/results.ts'
import { git } from '../runner/stand-in.ts'

export const SCRIPT = join(import.meta.dirname, '../../templates/target/.github/baton/measure.mjs')

export interface Outcome {
  code: number | null
  output: string
  /** Parsed with the product's schema whenever the script left one. */
  result: WorkflowResult | undefined
}

export interface Checkouts {
  root: string
  sha: { candidate: string; baseline: string }
  measure: (kind: string, planText: string, env?: Record<string, string>) => Outcome
  remove: () => void
}

type Command = WorkflowPlan['commands'][number]
export const plan = (commands: Command[], more: Partial<WorkflowPlan> = {}): string =>
  JSON.stringify(WorkflowPlan.parse({ setup: [], rounds: 1, commands, ...more }))
export const command = (run: string, report: Command['report'] = 'none', name = 'it'): Command => ({
  name,
  run,
  report,
})

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
      const done = spawnSync(process.execPath, [SCRIPT, kind], {
        cwd: root,
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'] ?? '',
          BATON_PLAN: planText,
          BATON_NONCE: 'nonce-0001',
          BATON_SHA: sha.candidate,
          BATON_BASE_SHA: sha.baseline,
          ...env,
        },
      })
      const file = join(root, 'baton-result.json')
      const result = existsSync(file)
        ? WorkflowResult.parse(JSON.parse(readFileSync(file, 'utf8')))
        : undefined
      return { code: done.status, output: done.stdout + done.stderr, result }
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
