// Validation and benchmark runs on the pull request's head, and the `baton/gates` check that shows what they say.

import type { Action } from '../actions.ts'
import type { GateFacts } from '../gates/gate.ts'
import { evaluateGates, type GateEvaluation } from '../gates/gates.ts'
import { questionsOf } from '../gates/platforms.ts'
import { fileCommands } from '../gates/points.ts'
import { latestValidation, type Question } from '../gates/records.ts'
import type { Sha } from '../ids.ts'
import { gatesCheck, platformCheck } from '../render/checks.ts'
import type { Reason } from '../reason.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, RunRecord } from '../snapshot.ts'
import { checkAction, requiredCheck } from './checks.ts'
import { experimentCommands } from './experimenting.ts'
import { pastFacts, waveFacts } from './gate-facts.ts'
import { parked } from './parking.ts'
import type { Feedback } from './rework.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'
import { advance } from './workflow-runs.ts'

/** GitHub's own deadline for a queued job on a self-hosted runner is 24 h; the policy's is far below. */
export const POLL_MS = 15_000

export type Validated =
  | { kind: 'wait'; result: StageResult }
  | { kind: 'rework'; feedback: Feedback; actions: readonly Action[] }
  | { kind: 'passed'; actions: readonly Action[]; gates: GateEvaluation }

/** The ends of a tree in a state, each with what it is an end of: `kernel.us › linux-x64 › 9 % worse`. The root names nothing. */
export function leaves(root: Reason, state: 'fail' | 'unproven'): string[] {
  const below = (tree: Reason, path: readonly string[]): string[] => {
    if (tree.state !== state) return []
    if (tree.children.length === 0) return [path.join(' › ')]
    return tree.children.flatMap((child) => below(child, [...path, child.text]))
  }
  return below(root, root.children.length === 0 ? [root.text] : [])
}

/** What has to be asked: each workflow on each platform, and once more where a first benchmark raised a suspicion. */
const questions = (facts: GateFacts, gates: GateEvaluation): Question[] => [
  ...questionsOf(facts.platforms),
  ...gates.confirmations.map(({ platform }) => ({ kind: 'benchmark' as const, platform, confirms: true })),
]

const isLost = (facts: GateFacts, question: Question): boolean => {
  const record = latestValidation(facts.validations, question, facts.head)
  return record === undefined || record.state === 'failed' || record.state === 'refused'
}

/**
 * Whether runs that are under way may add to what is wrong. What a run found sends the work back at once; what only the text of the
 * change is blamed for waits for them, because a round that answers half of it costs more than the wait.
 */
const hasMoreToSay = (task: RoutedTask, facts: GateFacts, asked: readonly Question[]): boolean =>
  asked.some((question) => {
    const state = latestValidation(facts.validations, question, facts.head)?.state
    return state === 'requested' || state === 'running'
  }) && evaluateGates(recordedOnly(task), facts).verdict.state !== 'fail'

/** What the gates said of a head that was reworked since. */
export function gateFeedback(task: RoutedTask, wave: RouteWave, head: Sha): Omit<Feedback, 'findings'> {
  const { verdict, failures } = evaluateGates(recordedOnly(task), pastFacts(task, wave, head))
  return { failures, problems: leaves(verdict, 'fail') }
}

/** `attempts`: those at the wave; what they changed says which integration points are touched. */
export function validation(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  attempts: readonly RunRecord[],
): Validated {
  const { snapshot } = task
  const facts = waveFacts(task, wave, pull, attempts)
  const gates = evaluateGates(snapshot.policy, facts)
  const asked = questions(facts, gates)
  const kinds = [...new Set(questionsOf(facts.platforms).map(({ kind }) => kind))]
  const besides = [...fileCommands(facts.points), ...experimentCommands(task.snapshot, facts)]
  const steps = asked.flatMap((question) => advance(task, wave, pull, question, besides))
  const actions = [
    ...requiredCheck(pull, gatesCheck(pull.headSha, gates, kinds)),
    ...gates.unproven.flatMap((one) => checkAction(pull, platformCheck(pull.headSha, one))),
    ...steps,
  ]
  const { verdict } = gates
  // A failed record with a second attempt on its way is not a verdict yet.
  const unsettled = verdict.state === 'fail' && hasMoreToSay(task, facts, asked)
  if (steps.length > 0 || verdict.state === 'pending' || unsettled) {
    return {
      kind: 'wait',
      result: wait(`wave ${wave.index}: validating ${pull.headSha.slice(0, 7)}`, actions, 'running', POLL_MS),
    }
  }
  if (verdict.state === 'pass') return { kind: 'passed', actions, gates }
  const { truth } = facts
  // What is wrong with the plan is not the agent's to mend, and not to be held against the change.
  const own =
    truth?.ofChange === undefined
      ? verdict
      : evaluateGates(snapshot.policy, { ...facts, truth: truth.ofChange }).verdict
  const problems = leaves(own, 'fail')
  const stuck = (why: string): Validated => {
    const result = parked(snapshot, why)
    return { kind: 'wait', result: { ...result, actions: [...actions, ...result.actions] } }
  }
  if (own !== verdict && own.state !== 'fail')
    return stuck(
      `the plan says what no record bears out; correct it where it is written: ${leaves(verdict, 'fail').join('; ')}`,
    )
  if (verdict.state === 'unproven')
    return stuck(`no machine could show what the gates ask for: ${leaves(verdict, 'unproven').join('; ')}`)
  if (questionsOf(facts.platforms).some((question) => isLost(facts, question) && !optional(task, question)))
    return stuck(`validation gave no usable result: ${problems.join('; ')}`)
  return { kind: 'rework', feedback: { findings: [], failures: gates.failures, problems }, actions }
}

const optional = ({ snapshot }: RoutedTask, { platform }: Question): boolean =>
  snapshot.policy.platforms[platform]?.optional === true

/** The gates that can be judged by what is on record of a wave's head alone. */
export function recordedOnly({ snapshot: { policy } }: RoutedTask): typeof policy {
  const gates = {
    ...policy.gates,
    checks: [],
    review: [],
    truth: [],
    documentation: [],
    readiness: [],
  }
  return { ...policy, gates }
}
