// Directives of a task: followed in one comment each until everybody has acted, and told to whoever is started.

import type { Action } from '../actions.ts'
import type { AskedDirective, Desired } from '../commands/desired.ts'
import type { Condition } from '../directives/directive.ts'
import { directiveId, directiveState, settled, toTell, type DirectiveState } from '../directives/progress.ts'
import { evaluateGates, measurementsOn, type GateEvaluation } from '../gates/gates.ts'
import { pointGate } from '../gates/points.ts'
import { latestValidation } from '../gates/records.ts'
import type { Sha } from '../ids.ts'
import { verdictsOn } from '../consensus/verdicts.ts'
import { directiveBrief, directiveComment } from '../render/directive-text.ts'
import type { PullObservation, Snapshot, WaveObservation } from '../snapshot.ts'
import { workOn } from './assigned.ts'
import { stickyComment } from './comments.ts'
import { waveFacts } from './gate-facts.ts'
import { priorityOf } from './routing.ts'
import { proceed, type RoutedTask, type StageResult } from './stage.ts'

const statesOf = (snapshot: Snapshot, { directives }: Pick<Desired, 'directives'>): DirectiveState[] =>
  directives.length === 0
    ? []
    : directives.map((asked) => directiveState(asked, snapshot.runs, priorityOf(snapshot).level))

/** Whether a point holds at a head, whatever the head changes: by its recorded condition and by the verdict that it asks for. */
function pointHolds(
  snapshot: Snapshot,
  wave: number,
  { number, headSha: head }: PullObservation,
  name: string,
): boolean {
  const point = snapshot.pack.integration_points.find((one) => one.name === name)
  if (point === undefined) return false
  const { validation, metric, file, verdict } = point.requires ?? {}
  const recorded = (validation ?? metric ?? file) !== undefined
  const result = snapshot.validations.find(
    (one) => one.headSha === head && one.kind === 'validate' && one.state === 'done',
  )?.result
  if (recorded && pointGate(point, result, measurementsOn(head, snapshot.validations)).state !== 'pass')
    return false
  const verdicts = verdictsOn(head, wave, snapshot.runs, snapshot.validations, { pull: number })
  const approving = new Set(
    verdicts.filter(({ outcome }) => outcome.position === 'approve').map(({ seat }) => seat),
  )
  if (verdict !== undefined) return approving.has(verdict)
  // A point that names no condition holds once somebody whom it joins approves this head from a seat.
  return recorded || [...point.producers, ...point.consumers].some((seat) => approving.has(seat))
}

function holds(
  { snapshot }: RoutedTask,
  condition: Condition,
  { index, pull }: WaveObservation & { pull: PullObservation },
  gates: GateEvaluation,
): boolean {
  const head = pull.headSha
  switch (condition.on) {
    case 'gates':
      return gates.verdict.state === 'pass'
    case 'validation':
      return snapshot.validations.some(
        (record) =>
          record.headSha === head &&
          record.state === 'done' &&
          latestValidation(snapshot.validations, record, head) === record &&
          record.result?.steps.some(({ name, exitCode }) => name === condition.name && exitCode === 0) ===
            true,
      )
    case 'point':
      return pointHolds(snapshot, index, pull, condition.name)
  }
}

/** The head of an open pull request at which all conditions of a checkpoint hold. */
function heldAt(task: RoutedTask, { said }: AskedDirective): Sha | undefined {
  if (said.kind !== 'checkpoint') return undefined
  return task.snapshot.waves.find((seen) => {
    const { pull } = seen
    const wave = task.route.waves.find(({ index }) => index === seen.index)
    if (pull?.state !== 'open' || wave === undefined) return false
    const work = workOn(task.snapshot, wave)
    // Before the first attempt has ended nothing is known of what the head changes.
    if (work.length === 0) return false
    const gates = evaluateGates(task.snapshot.policy, waveFacts(task, wave, pull, work))
    return said.conditions.every((condition) => holds(task, condition, { ...seen, pull }, gates))
  })?.pull?.headSha
}

/** Ids of the directives that a ruling went against; a side of such a conflict begins with its id. */
const overruled = ({ rulings = [] }: Snapshot): Set<string> =>
  new Set(
    rulings.flatMap(({ conflict, prevails }) => {
      if (conflict.kind !== 'directive' || prevails === 'both') return []
      const loser = prevails === 'first' ? conflict.second : conflict.first
      return loser.value.split(' ').slice(0, 1)
    }),
  )

/** What is wanted, with what has come about: a checkpoint that was reached stays so although its head is merged or moves on. */
export function settleDirectives(task: RoutedTask, desired: Desired): Desired {
  if (desired.directives.every(({ closed }) => closed !== undefined)) return desired
  const states = statesOf(task.snapshot, desired)
  const lost = overruled(task.snapshot)
  const directives = settled(states, (asked) => heldAt(task, asked), task.now).map((asked) =>
    asked.closed === undefined && lost.has(directiveId(asked))
      ? { ...asked, overruled: true as const, closed: task.now }
      : asked,
  )
  return { ...desired, directives }
}

/** The comment of each directive says how it stands. It always proceeds: what agents do about it is judged in reviews. */
export function directing({ snapshot }: RoutedTask): StageResult {
  const { issue, desired } = snapshot
  if (desired === undefined || desired.directives.length === 0) return proceed('no directive was given')
  const states = statesOf(snapshot, desired)
  // One that concerns nobody here is not spoken of.
  const actions = states
    .filter(({ asked }) => asked.to.length > 0)
    .flatMap((state) =>
      stickyComment(issue.number, issue.comments, `directive/${state.id}`, directiveComment(state)),
    )
  const open = states.filter(({ over }) => !over)
  return proceed(
    open.length === 0
      ? 'every directive was acted upon'
      : open.map(({ id, waitsFor }) => `directive ${id} waits for ${waitsFor.join(', ')}`).join('; '),
    actions,
  )
}

const LISTENS: ReadonlySet<string> = new Set(['research', 'implement', 'review'])

/** Adds to the brief of a run what its agent was ordered and has not acted on. */
export function told(snapshot: Snapshot, action: Action): Action {
  const { desired } = snapshot
  if (action.do !== 'start_run' || desired === undefined || !LISTENS.has(action.purpose)) return action
  const orders = toTell(statesOf(snapshot, desired), action.agent)
  if (orders.length === 0) return action
  const { brief } = action
  return {
    ...action,
    brief: {
      ...brief,
      instructions: `${brief.instructions}\n\n${directiveBrief(orders.map(({ asked }) => asked))}`,
      directives: orders.map(({ id }) => id),
    },
  }
}
