// One step of a hook, brought forward: what is to be done now, and whether the task waits for it.

import { workOn } from './assigned.ts'
import type { Action } from '../actions.ts'
import { digest } from '../digest.ts'
import { evaluateGates } from '../gates/gates.ts'
import { verdictOf } from '../gates/named.ts'
import { filled, type About } from '../hooks/placeholders.ts'
import type { RecordedMoment, RecordedStep, StepEnd } from '../hooks/record.ts'
import type { HookStep } from '../hooks/step.ts'
import type { Reason } from '../reason.ts'
import { hookBrief, hookComment, hookReport } from '../render/hook-texts.ts'
import { packAgent } from '../roster/pack.ts'
import { stickyComment } from './comments.ts'
import { waveFacts } from './gate-facts.ts'
import { attemptsOf, runProgress } from './runs.ts'
import { isActive, type RoutedTask } from './stage.ts'

export interface OpenStep {
  id: string
  moment: RecordedMoment
  step: RecordedStep
  /** Its place among the steps of the moment, from 0. */
  number: number
  /** Whether the moment is still there: nothing waits for one that has passed. */
  current: boolean
}

export type StepProgress =
  /** Over, or nobody waits for it. */
  | { state: 'goes_on'; actions: readonly Action[] }
  /** `parks`: a person has to look at it. */
  | { state: 'holds'; actions: readonly Action[]; why: string; parks: boolean }

type Of<D extends HookStep['do']> = Extract<HookStep, { do: D }>

const goesOn = (actions: readonly Action[] = []): StepProgress => ({ state: 'goes_on', actions })

const topicOf = ({ id, number }: OpenStep): string => `hook/${id}/${number + 1}`

const about = ({ snapshot }: RoutedTask, { moment }: OpenStep): About => ({
  issue: snapshot.issue.number,
  wave: moment.wave,
  agent: moment.agent,
  sha: moment.sha,
})

/** Comes after what it notes: a crash between the two finds it done. */
const note = ({ now }: RoutedTask, { id, number }: OpenStep, end: Omit<StepEnd, 'at'>): Action => ({
  do: 'note_hook',
  id,
  step: number,
  end: { at: now, ...end },
})

const done = (task: RoutedTask, open: OpenStep, before: readonly Action[], result: string): StepProgress =>
  goesOn([...before, note(task, open, { result, failed: false })])

const failed = (task: RoutedTask, open: OpenStep, result: string): StepProgress =>
  goesOn([note(task, open, { result, failed: true })])

function label(task: RoutedTask, open: OpenStep, does: Of<'label'>): StepProgress {
  const own = task.snapshot.issue.labels
  const add = does.add.filter((name) => !own.includes(name))
  const remove = does.remove.filter((name) => own.includes(name))
  const set: Action[] = add.length + remove.length === 0 ? [] : [{ do: 'set_labels', add, remove }]
  return done(task, open, set, 'labelled')
}

/** What comes of the workflow counts for nothing, so that its nonce may be guessed: it only tells the run again. */
function workflow(
  { snapshot }: RoutedTask,
  open: OpenStep,
  { workflow: file }: Of<'workflow'>,
): StepProgress {
  const { id, number, moment } = open
  const inputs = {
    hook: id.slice(0, id.indexOf('/')),
    task: snapshot.key,
    wave: moment.wave === undefined ? '' : String(moment.wave),
    sha: moment.sha,
    nonce: digest(`${snapshot.key} ${topicOf(open)}`),
  }
  return goesOn([{ do: 'dispatch_hook', id, step: number, workflow: file, inputs }])
}

function agent(task: RoutedTask, open: OpenStep, does: Of<'agent'>): StepProgress {
  const { snapshot } = task
  const { issue } = snapshot
  const blocks = does.blocking && open.current
  const holds = (actions: readonly Action[], why: string, parks = false): StepProgress =>
    blocks ? { state: 'holds', actions, why: `${open.id}: ${why}`, parks } : goesOn(actions)
  const { run } = open.step
  if (run === undefined || packAgent(snapshot.pack, does.agent) === undefined)
    return failed(task, open, `there is no agent ${does.agent} any more`)
  const wish = {
    wave: run,
    number: open.moment.wave,
    agent: does.agent,
    purpose: 'research' as const,
    headSha: open.moment.sha,
    baseSha: snapshot.base.sha,
    scope: '',
  }
  const last = attemptsOf(snapshot, wish).at(-1)
  const settled = last !== undefined && (isActive(last) || last.outcome?.kind === 'done')
  // Nobody is asked about what is closed.
  if (issue.state === 'closed' && !settled)
    return failed(task, open, `${does.agent} was not asked: the issue is closed`)
  const progress = runProgress(snapshot, wish, () =>
    hookBrief(task, open.id, filled(does.words, about(task, open))),
  )
  switch (progress.state) {
    case 'start':
      return holds(progress.actions, `${does.agent} is asked`)
    case 'active':
      return holds([], `${does.agent} looks into it`)
    case 'parked':
      return blocks ? holds([], progress.why, true) : failed(task, open, progress.why)
    case 'done': {
      if (progress.outcome.purpose !== 'research')
        return failed(task, open, `${does.agent} handed back something else`)
      const body = hookReport(open.id, progress.run, progress.outcome.value)
      const said = stickyComment(issue.number, issue.comments, topicOf(open), body)
      return done(task, open, said, `${does.agent} reported`)
    }
  }
}

/** What a gate says of the head that the moment is about. */
function judged(task: RoutedTask, { moment }: OpenStep, reference: Of<'gate'>['gate']): Reason | undefined {
  const { snapshot, route } = task
  const seen = snapshot.waves.find(({ pull }) => pull?.state === 'open' && pull.headSha === moment.sha)
  const wave = route.waves.find(({ index }) => index === seen?.index)
  if (seen?.pull === undefined || wave === undefined) return undefined
  const { parts } = evaluateGates(snapshot.policy, waveFacts(task, wave, seen.pull, workOn(snapshot, wave)))
  return verdictOf(reference, snapshot.policy.named_gates, parts)
}

/** The first leaf that says why not. */
const because = (tree: Reason): string =>
  tree.children.find(({ state }) => state === tree.state) === undefined
    ? tree.text
    : because(tree.children.find(({ state }) => state === tree.state) ?? tree)

function gate(task: RoutedTask, open: OpenStep, does: Of<'gate'>): StepProgress {
  const verdict = open.current ? judged(task, open, does.gate) : undefined
  if (verdict === undefined) return failed(task, open, `${does.gate} was not judged: its head is no more`)
  if (verdict.state === 'pass') return done(task, open, [], `${does.gate} passed`)
  if (verdict.state === 'info') return done(task, open, [], because(verdict))
  const why = `${does.gate}: ${because(verdict)}`
  if (!does.blocking) return verdict.state === 'pending' ? goesOn() : failed(task, open, why)
  return { state: 'holds', actions: [], why: `${open.id}: ${why}`, parks: verdict.state !== 'pending' }
}

/** The next thing to do about an open step. */
export function advanceStep(task: RoutedTask, open: OpenStep): StepProgress {
  const { does } = open.step
  const { issue } = task.snapshot
  switch (does.do) {
    case 'agent':
      return agent(task, open, does)
    case 'workflow':
      return workflow(task, open, does)
    case 'comment': {
      const body = hookComment(open.id, filled(does.text, about(task, open)))
      return done(task, open, stickyComment(issue.number, issue.comments, topicOf(open), body), 'commented')
    }
    case 'label':
      return label(task, open, does)
    case 'gate':
      return gate(task, open, does)
  }
}
