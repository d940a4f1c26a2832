// A change that touches what another task has frozen goes back to its author, unless its wave may lift the freeze by consensus.

import type { Action } from '../actions.ts'
import { freezeReason } from '../freeze/explain.ts'
import { binds, type Freeze } from '../freeze/freeze.ts'
import { mayLift, type LiftVerdict } from '../freeze/lift.ts'
import { freezeViolations, type Violation } from '../freeze/violations.ts'
import { planSignal } from '../plan/names.ts'
import { planWaveOf } from '../plan/route-plan.ts'
import { reasonMarkdown, type Reason } from '../reason.ts'
import { freezeCheck } from '../render/checks.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation } from '../snapshot.ts'
import { checkAction } from './checks.ts'
import type { RoutedTask } from './stage.ts'

export interface FreezeVerdict {
  /** Touched, and not for this wave to lift. */
  refused: readonly Violation[]
  /** Touched, and named by the wave's plan as what it lifts. */
  lifting: readonly Freeze[]
  reason: Reason
  actions: readonly Action[]
}

/** Undefined while nothing is frozen by anybody else: then there is no such check. */
export function judgeFreezes(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
): FreezeVerdict | undefined {
  const { snapshot, now } = task
  const foreign = snapshot.freezes.filter((freeze) => freeze.taskKey !== snapshot.key && binds(freeze, now))
  if (foreign.length === 0) return undefined
  const files = snapshot.changed.find(
    ({ pull: number, sha }) => number === pull.number && sha === pull.headSha,
  )?.files
  const document = snapshot.plan?.document
  const complete = document !== undefined && snapshot.signals.includes(planSignal(document.plan))
  const violations = freezeViolations(foreign, { task: snapshot.key, complete, paths: files ?? [] }, now)
  const lifts: readonly string[] = planWaveOf(document, wave)?.lifts ?? []
  const refused = violations.filter(({ freeze }) => !lifts.includes(freeze.id))
  const lifting = [...new Set(violations.map(({ freeze }) => freeze).filter(({ id }) => lifts.includes(id)))]
  const reason = freezeReason(refused, foreign.length)
  return { refused, lifting, reason, actions: checkAction(pull, freezeCheck(pull.headSha, reason)) }
}

/** What an agent is told about what it touched. */
export const freezeProblem = ({ reason }: FreezeVerdict): string =>
  `The change touches what is frozen. Undo that part, or say as a blocker why it has to be.\n${reasonMarkdown(reason)}`

/** One way to lift it, with what it still lacks. */
const missingFrom = ({ text, children }: Reason): string =>
  `${text} (${children
    .filter(({ state }) => state !== 'pass')
    .map((child) => child.text)
    .join(', ')})`

/**
 * Whether those who agreed to the change may lift what it touches. Seats and people who approved this head agree to lifting: the
 * freeze is named in the check that they judged by.
 */
export function liftFreezes(
  lifting: readonly Freeze[],
  agents: readonly string[],
  people: readonly string[],
  now: number,
): { actions: Action[]; missing: string | undefined } {
  const rulings = lifting.map((freeze) => {
    const by = (name: string, kind: LiftVerdict['kind']): LiftVerdict => ({
      freeze: freeze.id,
      by: name,
      kind,
      lift: true,
      at: now,
    })
    const verdicts = [...agents.map((name) => by(name, 'agent')), ...people.map((name) => by(name, 'person'))]
    return { freeze, ruling: mayLift(freeze, verdicts) }
  })
  const missing = rulings.find(({ ruling }) => !ruling.may)
  return {
    actions: rulings.map(({ freeze, ruling }) => ({ do: 'lift_freeze', id: freeze.id, by: ruling.by })),
    missing:
      missing === undefined
        ? undefined
        : `the freeze ${missing.freeze.id} is not lifted; one of these is needed: ${missing.ruling.why.children.map(missingFrom).join('; or ')}`,
  }
}
