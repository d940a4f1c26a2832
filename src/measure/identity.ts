// The machine that measures: figures can only be compared with others of the same identity.

import { spawnSync } from 'node:child_process'
import os from 'node:os'
import type { RunnerIdentity } from '../domain/results.ts'

/** The version of the Node that commands find; actions run on the runner's own, which says nothing about them. */
function nodeOnPath(env: NodeJS.ProcessEnv): string {
  const found = spawnSync('node', ['--version'], { encoding: 'utf8', env, timeout: 30_000 })
  return found.status === 0 && found.stdout.trim() !== '' ? found.stdout.trim().slice(0, 40) : 'none'
}

/** Reads it from the operating system; `environment` and `metal` are what the workflow and the probe said. */
export function runnerIdentity(
  environment: RunnerIdentity['environment'],
  metal: RunnerIdentity['metal'],
  env: NodeJS.ProcessEnv,
): RunnerIdentity {
  // Patch releases of a kernel are not told apart: hosted images get a new one every week.
  const release = os.release().split('.').slice(0, 2).join('.')
  const cpu = os.cpus()[0]?.model.trim() ?? ''
  return {
    os: `${os.type()} ${release}`.slice(0, 60),
    arch: os.arch().slice(0, 20),
    cpu: (cpu === '' ? 'unknown' : cpu).slice(0, 120),
    cores: os.availableParallelism(),
    node: nodeOnPath(env),
    environment,
    metal,
  }
}
