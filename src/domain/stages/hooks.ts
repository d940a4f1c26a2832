// Lifecycle hooks: what has come about since the last pass is recorded with what hangs on it, and then carried out, once.
//
// A moment is recorded before anything is done about it, whether something hangs on it or not. So a restart in between goes on
// with what was recorded, a doubled webhook finds it there, and a hook that is configured later is not for what was before.

import type { Action } from '../actions.ts'
import { gateApplies } from '../gates/applies.ts'
import type { Life } from '../hooks/life.ts'
import { HOOK_NAMES, HOOKS } from '../hooks/moments/index.ts'
import { momentId, type HookRecord, type RecordedMoment, type RecordedStep } from '../hooks/record.ts'
import type { HookStep } from '../hooks/step.ts'
import { firedText, troubleComment } from '../render/hook-texts.ts'
import type { RouteWave } from '../roster/route.ts'
import { hookRun } from '../side-runs.ts'
import type { Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { gatedWave } from './gate-facts.ts'
import { lifeOf } from './hook-life.ts'
import { advanceStep, type StepProgress } from './hook-steps.ts'
import { parked } from './parking.ts'
import { routeOf } from './routing.ts'
import { proceed, wait, type RoutedTask, type StageResult } from './stage.ts'

type From = 'always' | 'routed'

interface Came {
  id: string
  moment: RecordedMoment
  /** Whether it is on record already. */
  known: boolean
}

/** Which of the configured steps are for this moment. */
function stepsFor(
  task: RoutedTask,
  steps: readonly HookStep[],
  { wave, sha }: Pick<RecordedMoment, 'wave' | 'sha'>,
  runs: { next: number },
): RecordedStep[] {
  const changed = task.snapshot.changed.find((one) => one.sha === sha)?.files
  return steps
    .filter((step) => gateApplies(step.when, { gated: gatedWave(task, wave), changed }))
    .map((does) => (does.do === 'agent' ? { does, run: hookRun((runs.next += 1)) } : { does }))
}

const agentSteps = (record: HookRecord): number =>
  Object.values(record).reduce(
    (sum, { steps }) => sum + steps.filter(({ run }) => run !== undefined).length,
    0,
  )

/** The moments that have come, with what is on record of them, or is to be. `history`: nothing hangs on them. */
function cameBy(task: RoutedTask, life: Life, from: readonly From[], history: boolean): Came[] {
  const { snapshot, now } = task
  const record = snapshot.hooks ?? {}
  const runs = { next: agentSteps(record) }
  return HOOK_NAMES.filter((hook) => from.includes(HOOKS[hook].from)).flatMap((hook) =>
    HOOKS[hook].moments(life).map(({ key, wave, agent, sha }): Came => {
      const id = momentId(hook, key)
      const known = record[id]
      if (known !== undefined) return { id, moment: known, known: true }
      const about = {
        ...(wave === undefined ? {} : { wave }),
        ...(agent === undefined ? {} : { agent }),
        sha: sha ?? snapshot.base.sha,
      }
      const steps = history ? [] : stepsFor(task, snapshot.policy.hooks[hook] ?? [], about, runs)
      return { id, moment: { at: now, ...about, steps }, known: false }
    }),
  )
}

type Hold = Extract<StepProgress, { state: 'holds' }>

/** Steps one after the other up to one that the task waits for; what nobody waits for goes on beside. */
function advanceMoment(
  task: RoutedTask,
  id: string,
  moment: RecordedMoment,
  current: boolean,
): { actions: readonly Action[]; hold?: Hold } {
  const actions: Action[] = []
  for (const [number, step] of moment.steps.entries()) {
    if (step.at !== undefined) continue
    const progress = advanceStep(task, { id, moment, step, number, current })
    actions.push(...progress.actions)
    if (progress.state === 'holds') return { actions, hold: progress }
  }
  return { actions }
}

/** What failed and holds nothing up is told once, on the issue. */
const troubles = ({ issue }: Snapshot, record: HookRecord): Action[] => {
  const body = troubleComment(record)
  return body === undefined ? [] : stickyComment(issue.number, issue.comments, 'hook-trouble', body)
}

/**
 * One look at the moments of the hooks that are looked at here; nothing where there are none. `from`: `always` before triage, with
 * what is known of waves on record; `routed` right before the waves. Waits while a step that blocks is open and its moment has
 * not passed. Returns what is then to be on record.
 */
export function* hooks(
  snapshot: Snapshot,
  now: number,
  from: From,
  taken?: RoutedTask['route'],
): Generator<StageResult, Pick<StageResult, 'hooks'>, undefined> {
  const none = Object.keys(snapshot.policy.hooks).length === 0
  if (none && snapshot.hooks === undefined) return {}
  // What was under way before there were hooks is history.
  const history = snapshot.hooks === undefined && snapshot.routed !== undefined
  const route = taken ?? routeOf(snapshot)
  const task: RoutedTask = { snapshot, now, route }
  const waves: readonly RouteWave[] = taken?.waves ?? snapshot.routed?.waves ?? []
  const looked: readonly From[] = history ? ['always', 'routed'] : [from]
  const came = cameBy(task, lifeOf(snapshot, waves, route.seats), looked, history)
  const fresh = came.flatMap(({ id, moment, known }) => (known ? [] : [[id, moment] as const]))
  const record: HookRecord = { ...snapshot.hooks, ...Object.fromEntries(fresh) }
  const current = new Set(came.map(({ id }) => id))
  const advanced = Object.entries(record)
    .filter(([id]) => HOOK_NAMES.some((hook) => id.startsWith(`${hook}/`) && HOOKS[hook].from === from))
    .map(([id, moment]) => advanceMoment(task, id, moment, current.has(id)))
  const actions = labelledOnce(advanced.flatMap((one) => one.actions))
  if (from === 'always') actions.push(...troubles(snapshot, record))
  const holding = snapshot.issue.state === 'closed' ? [] : advanced.flatMap(({ hold }) => hold ?? [])
  const said = from === 'always' ? 'what came before the route is on record' : firedText(record)
  yield { ...held(snapshot, holding, said, actions), hooks: record }
  return { hooks: record }
}

/** Several moments of one pass may want the same label. */
function labelledOnce(actions: readonly Action[]): Action[] {
  const seen = new Set<string>()
  return actions.filter((action) => {
    if (action.do !== 'set_labels') return true
    const key = JSON.stringify([action.add, action.remove])
    return !seen.has(key) && Boolean(seen.add(key))
  })
}

/** What needs a person is said before what only takes time. */
function held(
  snapshot: Snapshot,
  holding: readonly Hold[],
  said: string,
  actions: readonly Action[],
): StageResult {
  const hold = holding.find(({ parks }) => parks) ?? holding[0]
  if (hold === undefined) return proceed(said, actions)
  const result = hold.parks ? parked(snapshot, hold.why) : wait(hold.why)
  return { ...result, actions: [...actions, ...result.actions] }
}
