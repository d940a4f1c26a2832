// Runs a program of a step, a bash script or an action's main file, with the files through which it hands things over.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCommandFiles } from './command-files.ts'
import type { JobLog } from './job-log.ts'
import { runProgram } from './process-tree.ts'

/** What a step leaves for the ones after it. */
export interface StepResult {
  ok: boolean
  outputs: ReadonlyMap<string, string>
  env: ReadonlyMap<string, string>
  paths: readonly string[]
}

export interface ScriptOptions {
  log: JobLog
  cwd: string
  env: Readonly<Record<string, string>>
  /** A directory of this step's own, outside the workspace. */
  scratch: string
  timeoutMs: number
  signal: AbortSignal
}

/** Runs a bash script as GitHub does for `shell: bash`. Throws a UserError when what it handed over cannot be read. */
export async function runBash(options: ScriptOptions, text: string): Promise<StepResult> {
  const files = await createCommandFiles(options.scratch)
  const script = join(options.scratch, 'step.sh')
  await writeFile(script, text)
  return run(options, files, 'bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script])
}

/** Runs a file in the Node that runs this process. Throws as `runBash` does. */
export async function runNode(options: ScriptOptions, file: string): Promise<StepResult> {
  return run(options, await createCommandFiles(options.scratch), process.execPath, [file])
}

async function run(
  options: ScriptOptions,
  files: Awaited<ReturnType<typeof createCommandFiles>>,
  program: string,
  args: readonly string[],
): Promise<StepResult> {
  const { log } = options
  const result = await runProgram(program, args, {
    cwd: options.cwd,
    env: { ...options.env, ...files.env },
    output: (chunk, stream) => log.write(chunk, stream),
    timeoutMs: options.timeoutMs,
    signal: options.signal,
  })
  log.flush()
  if (result.ended === 'timeout')
    log.line(`::error::the step was ended after ${options.timeoutMs / 60_000} minutes`)
  else if (result.ended === 'aborted') log.line('::error::the step was cancelled')
  else if (result.exitCode !== 0)
    log.line(`::error::Process completed with exit code ${result.exitCode ?? 'none: a signal ended it'}.`)
  const left = await files.read()
  if (left.summary.trim() !== '') log.line(`::group::Step summary\n${left.summary.trimEnd()}\n::endgroup::`)
  return { ok: result.exitCode === 0 && result.ended === undefined, ...left }
}
