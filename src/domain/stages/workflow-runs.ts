// Workflow runs that a head needs: asked for, taken in, asked for once more when lost, given up when nobody needs them.

import type { Action } from '../actions.ts'
import { attemptsBefore } from '../commands/rerun.ts'
import { latestValidation, type Question } from '../gates/records.ts'
import type { Sha } from '../ids.ts'
import { workflowPlan } from '../policy/workflow-plan.ts'
import type { WorkflowPlan } from '../results.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, Snapshot, ValidationRecord } from '../snapshot.ts'
import type { RoutedTask } from './stage.ts'

/** A lost or refused workflow run is asked for once more, then explained. */
const ATTEMPTS = 2

/** The wave that the validation of a whole plan is recorded under: it is nobody's pull request. */
export const WHOLE_PLAN = 0

export type Head = Pick<PullObservation, 'headSha' | 'baseSha'>

function dispatch(
  task: RoutedTask,
  wave: Pick<RouteWave, 'index'>,
  { headSha, baseSha }: Head,
  { kind, platform, confirms }: Question,
  attempt: number,
  besides: WorkflowPlan['commands'],
): Action[] {
  const { policy } = task.snapshot
  const plan = workflowPlan(policy, kind, besides)
  const machine = policy.platforms[platform]
  if (plan === null || machine === undefined) return []
  return [
    {
      do: 'dispatch',
      wave: wave.index,
      kind,
      confirms,
      workflow: policy.workflows[kind],
      headSha,
      baseSha,
      attempt,
      plan,
      platform: { name: platform, runner: machine.runner, requires: machine.requires },
    },
  ]
}

/** Whether a question about this head has yet to be answered: not asked so far, under way, or lost and about to be asked once more. */
export function isAwaited(
  { validations, desired }: Pick<Snapshot, 'validations' | 'desired'>,
  head: Sha,
  question: Question,
): boolean {
  const before = attemptsBefore(desired, head, question.kind)
  const counting = validations.filter(({ attempt }) => attempt > before)
  const record = latestValidation(counting, question, head)
  if (record === undefined || isOpen(record)) return true
  return record.state !== 'done' && record.attempt - before < ATTEMPTS
}

export const isOpen = (record: ValidationRecord): boolean =>
  record.state === 'requested' || record.state === 'running'

/** Takes in what has ended and gives up what is overdue; none while there is time. */
function conclude(task: RoutedTask, record: ValidationRecord): Action[] {
  const { policy, base, waves } = task.snapshot
  if (record.completed) {
    const onBranch = record.wave === WHOLE_PLAN || waves.some(({ pull }) => pull?.mergeSha === record.headSha)
    return [{ do: 'collect_result', validation: record.id, branch: base.branch, onBranch }]
  }
  const { timeouts } = policy
  const minutes =
    timeouts.queue_minutes + timeouts[record.kind === 'validate' ? 'validate_minutes' : 'benchmark_minutes']
  if (task.now - record.requestedAt <= minutes * 60_000) return []
  return [{ do: 'give_up_validation', validation: record.id, why: `no result within ${minutes} minutes` }]
}

/** What ends meanwhile on a head that nothing new is asked about: else it would be looked at on GitHub for ever. */
export const concludeAll = (task: RoutedTask, pull: PullObservation): Action[] =>
  task.snapshot.validations
    .filter((record) => isOpen(record) && record.headSha === pull.headSha)
    .flatMap((record) => conclude(task, record))

/** Gives up what was asked about a head that is nobody's any more: a later push, a merge or another route overtook it. */
export function abandoned(task: RoutedTask): Action[] {
  const { validations, waves } = task.snapshot
  const branches = task.route.waves.filter((wave) => wave.purpose === 'implement')
  // A wave that has not been looked at yet may have a head that is asked about.
  if (branches.some(({ index }) => !waves.some((seen) => seen.index === index))) return []
  const heads = new Set(
    waves
      .filter(({ index }) => branches.some((wave) => wave.index === index))
      .flatMap(({ pull }) => (pull?.state === 'open' ? [pull.headSha] : (pull?.mergeSha ?? []))),
  )
  return validations
    .filter((record) => isOpen(record) && !heads.has(record.headSha) && record.wave !== WHOLE_PLAN)
    .map(({ id, headSha }) => ({
      do: 'give_up_validation',
      validation: id,
      why: `${headSha.slice(0, 7)} is no longer the head of an open pull request`,
    }))
}

/**
 * The next step towards the result of a question; none when it is there, or cannot be had. `besides`: commands that the change
 * itself brings in.
 */
export function advance(
  task: RoutedTask,
  wave: Pick<RouteWave, 'index'>,
  head: Head,
  question: Question,
  besides: WorkflowPlan['commands'] = [],
): Action[] {
  const { validations, desired } = task.snapshot
  // A person wants it looked at again: what was there before counts no more, and neither do the attempts it took.
  const before = attemptsBefore(desired, head.headSha, question.kind)
  const counting = validations.filter(({ attempt }) => attempt > before)
  const record = latestValidation(counting, question, head.headSha)
  if (record === undefined) return dispatch(task, wave, head, question, before + 1, besides)
  switch (record.state) {
    case 'requested':
    case 'running': {
      const ending = conclude(task, record)
      if (ending.length > 0) return ending
      // A dispatch that was never answered (crash, lost reply) is carried out again; its nonce finds an existing run.
      return record.workflowRunId === undefined
        ? dispatch(task, wave, head, question, record.attempt, besides)
        : []
    }
    case 'failed':
    case 'refused':
      return record.attempt - before < ATTEMPTS
        ? dispatch(task, wave, head, question, record.attempt + 1, besides)
        : []
    case 'done':
      return []
  }
}
