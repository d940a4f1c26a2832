// Validation and benchmark runs on the pull request's head, and the `baton/gates` check that shows what they say.

import type { Action } from '../actions.ts'
import { evaluateGates, latestValidation, type GateEvaluation } from '../gates/gates.ts'
import { gateRules } from '../gates/rules.ts'
import type { Sha } from '../ids.ts'
import { workflowPlan } from '../policy/workflow-plan.ts'
import type { WorkflowKind } from '../results.ts'
import { gatesCheck } from '../render/checks.ts'
import type { Reason } from '../reason.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, Snapshot, ValidationRecord } from '../snapshot.ts'
import type { Feedback } from './rework.ts'
import { parked } from './parking.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'
import { checkAction } from './checks.ts'

/** A lost or refused workflow run is asked for once more, then explained. */
const ATTEMPTS = 2
/** GitHub's own deadline for a queued job on a self-hosted runner is 24 h; the policy's is far below. */
const POLL_MS = 15_000

/** The wave that the validation of a whole plan is recorded under: it is nobody's pull request. */
const WHOLE_PLAN = 0

export type Validated =
  | { kind: 'wait'; result: StageResult }
  | { kind: 'rework'; feedback: Feedback; actions: readonly Action[] }
  | { kind: 'passed'; actions: readonly Action[]; gates: GateEvaluation }

type Head = Pick<PullObservation, 'headSha' | 'baseSha'>

function dispatch(
  task: RoutedTask,
  wave: Pick<RouteWave, 'index'>,
  pull: Head,
  kind: WorkflowKind,
  attempt: number,
): Action[] {
  const { policy } = task.snapshot
  const plan = workflowPlan(policy, kind)
  if (plan === null) return []
  const { headSha, baseSha } = pull
  const runner = [...policy.runner]
  return [
    {
      do: 'dispatch',
      wave: wave.index,
      kind,
      workflow: policy.workflows[kind],
      headSha,
      baseSha,
      attempt,
      plan,
      runner,
    },
  ]
}

const isOpen = (record: ValidationRecord): boolean =>
  record.state === 'requested' || record.state === 'running'

/** Takes in what has ended and gives up what is overdue; none while there is time. */
function conclude(task: RoutedTask, record: ValidationRecord): Action[] {
  if (record.completed) return [{ do: 'collect_result', validation: record.id }]
  const { timeouts } = task.snapshot.policy
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
      .flatMap(({ pull }) => (pull?.state === 'open' ? [pull.headSha] : [])),
  )
  return validations
    .filter((record) => isOpen(record) && !heads.has(record.headSha) && record.wave !== WHOLE_PLAN)
    .map(({ id, headSha }) => ({
      do: 'give_up_validation',
      validation: id,
      why: `${headSha.slice(0, 7)} is no longer the head of an open pull request`,
    }))
}

function advance(task: RoutedTask, wave: Pick<RouteWave, 'index'>, pull: Head, kind: WorkflowKind): Action[] {
  const record: ValidationRecord | undefined = latestValidation(task.snapshot.validations, kind, pull.headSha)
  if (record === undefined) return dispatch(task, wave, pull, kind, 1)
  switch (record.state) {
    case 'requested':
    case 'running': {
      const ending = conclude(task, record)
      if (ending.length > 0) return ending
      // A dispatch that was never answered (crash, lost reply) is carried out again; its nonce finds an existing run.
      return record.workflowRunId === undefined ? dispatch(task, wave, pull, kind, record.attempt) : []
    }
    case 'failed':
    case 'refused':
      return record.attempt < ATTEMPTS ? dispatch(task, wave, pull, kind, record.attempt + 1) : []
    case 'done':
      return []
  }
}

const failedTexts = (tree: Reason): string[] =>
  tree.state !== 'fail' ? [] : tree.children.length === 0 ? [tree.text] : tree.children.flatMap(failedTexts)

export function validation(task: RoutedTask, wave: RouteWave, pull: PullObservation): Validated {
  const { snapshot } = task
  const rules = gateRules(snapshot.policy)
  const steps = rules.kinds.flatMap((kind) => advance(task, wave, pull, kind))
  const gates = evaluateGates(rules, pull.headSha, snapshot.validations)
  const actions = [...checkAction(pull, gatesCheck(pull.headSha, gates)), ...steps]
  // A failed record with a second attempt on its way is not a verdict yet.
  if (steps.length > 0 || gates.verdict.state === 'pending') {
    return {
      kind: 'wait',
      result: wait(`wave ${wave.index}: validating ${pull.headSha.slice(0, 7)}`, actions, 'running', POLL_MS),
    }
  }
  if (gates.verdict.state === 'pass') return { kind: 'passed', actions, gates }
  const lost = rules.kinds.some((kind) => {
    const record = latestValidation(snapshot.validations, kind, pull.headSha)
    return record === undefined || record.state === 'failed' || record.state === 'refused'
  })
  const problems = failedTexts(gates.verdict)
  if (lost) {
    const result = parked(snapshot, `validation gave no usable result: ${problems.join('; ')}`)
    return { kind: 'wait', result: { ...result, actions: [...actions, ...result.actions] } }
  }
  return { kind: 'rework', feedback: { findings: [], failures: gates.failures, problems }, actions }
}

/** Where the whole of a plan was last validated. */
export const validatedWhole = ({ validations }: Snapshot): Sha | undefined =>
  validations.findLast((record) => record.wave === WHOLE_PLAN)?.headSha

/**
 * Validates what a plan has come to, where it was merged: each wave was green by itself, which says nothing of the whole.
 * `passed`, or what is still to be done; a failure is for people, because nobody's pull request is wrong.
 */
export function wholeValidation(task: RoutedTask): StageResult | 'passed' {
  const { snapshot } = task
  // A person's word to try again has it validated where the base stands now.
  const retried = snapshot.desired?.retry?.at ?? 0
  const asked = snapshot.validations.findLast(
    (record) => record.wave === WHOLE_PLAN && record.requestedAt > retried,
  )
  const sha = asked?.headSha ?? snapshot.base.sha
  const rules = { ...gateRules(snapshot.policy), kinds: ['validate' as const] }
  const steps = advance(task, { index: WHOLE_PLAN }, { headSha: sha, baseSha: sha }, 'validate')
  const { verdict } = evaluateGates(rules, sha, snapshot.validations)
  if (steps.length > 0 || verdict.state === 'pending')
    return wait(`the whole plan is validated at ${sha.slice(0, 7)}`, steps, 'running', POLL_MS)
  if (verdict.state === 'pass') return 'passed'
  return parked(
    snapshot,
    `the validation of the whole plan failed at ${sha.slice(0, 7)}: ${failedTexts(verdict).join('; ')}`,
  )
}
