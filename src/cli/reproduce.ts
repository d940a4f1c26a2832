// An experiment run once more in a checkout: the same commit, command and terms, and its figures beside the recorded ones.

import { spawnSync } from 'node:child_process'
import { compareMetrics } from '../domain/experiments/compare.ts'
import type { ExperimentRecord } from '../domain/experiments/record.ts'
import { UserError } from '../errors.ts'
import { readExperimentLines, sameTerms } from '../formats/experiment-lines.ts'

const MOST_OUTPUT = 16 * 1024 * 1024

/** What has to be done by hand: lines for a shell. */
export const recipe = ({ sha, command }: Pick<ExperimentRecord, 'sha' | 'command'>): string[] => [
  `git checkout ${sha}`,
  command,
]

export interface Reproduction {
  /** Whether every figure is the same to the last digit. */
  identical: boolean
  comparison: ReturnType<typeof compareMetrics>
}

function git(directory: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', directory, ...args], { encoding: 'utf8' })
  if (status === 0) return stdout.trim()
  throw new UserError(
    `git ${args[0] ?? ''} in ${directory} failed: ${(error?.message ?? stderr).trim()}`,
    'give --in a checkout of the repository',
  )
}

/**
 * Runs the command by bash in `directory`, with this machine's environment and this person's rights. Raises UserError where the
 * checkout is another commit or was changed, the command fails, or it does not report the same experiment.
 */
export function reproduce(experiment: ExperimentRecord, directory: string): Reproduction {
  const { sha, command, name } = experiment
  const head = git(directory, 'rev-parse', 'HEAD')
  if (head !== sha)
    throw new UserError(
      `${directory} is at ${head}, the experiment ran on ${sha}`,
      `git -C ${directory} checkout ${sha}`,
    )
  const changed = git(directory, 'status', '--porcelain', '--untracked-files=no')
  if (changed !== '')
    throw new UserError(
      `${directory} has changes:\n${changed}`,
      'commit or discard them, or use a fresh clone',
    )
  const ran = spawnSync('bash', ['-c', command], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (ran.status !== 0)
    throw new UserError(
      `the command ended with ${ran.error?.message ?? ran.signal ?? `exit code ${ran.status}`}`,
      `run it by itself in ${directory}: ${command}`,
    )
  const { experiments, problems } = readExperimentLines(ran.stdout)
  const again = experiments.find((one) => one.name === name)
  if (again === undefined || problems.length > 0)
    throw new UserError(
      [
        `the command reported no usable ${name}`,
        ...problems.map((one) => `${one.place}: ${one.message}`),
      ].join('\n  '),
      'the commit is the same, so the machine or what is installed on it differs; see its output above',
    )
  if (!sameTerms(again, experiment))
    throw new UserError(
      `${name} ran with other parameters, seed or data than are on record`,
      `the data may have changed: on record is ${experiment.data ?? 'no version'}, here it is ${again.data ?? 'none'}`,
    )
  const comparison = compareMetrics(experiment, again)
  const figures = (one: typeof again.metrics): string =>
    one
      .map(({ metric, samples }) => `${metric} ${samples.join(' ')}`)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join('\n')
  // Rounds of a benchmark are kept together: one run gives fewer samples, which then cannot be identical.
  return { identical: figures(again.metrics) === figures(experiment.metrics), comparison }
}
