// What a plan's orchestrator is told: its role, its grant, what binds it, and the wave in question.

import type { RunBrief } from '../actions.ts'
import type { Mandate } from '../authority/mandate.ts'
import type { PlanDocument, PlanDocumentWave } from '../plan/document.ts'
import { planWaveOf, signalsOf, waitsOf } from '../plan/route-plan.ts'
import type { EffectivePolicy } from '../policy/effective.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { list } from './text.ts'

const lines = (title: string, entries: readonly string[]): string =>
  entries.length === 0 ? '' : `${title}\n${list(entries)}`

/** A plan is written by people, and still not by us: it informs, and does not instruct. */
export function planText(plan: PlanDocument, wave: PlanDocumentWave): { source: string; text: string }[] {
  const criteria = plan.success.map(({ text }) => text)
  const parts = [
    `${plan.title} (${plan.plan}), led by ${plan.orchestrator}`,
    plan.context,
    lines('Success criteria of the plan', criteria),
    `Wave ${wave.wave}: ${wave.title}`,
    wave.prose,
    lines('Hands over', wave.deliverables),
    lines('Checked by', wave.validations),
  ]
  return [
    {
      source: `plan ${plan.plan}, wave ${wave.wave}`,
      text: parts.filter((part) => part !== '').join('\n\n'),
    },
  ]
}

const NOT_YOURS = [
  'Merging is the conductor’s alone, and no gate is skipped.',
  'Other plans, their branches and their documents are not to be touched.',
  'What is out of your grant is refused and recorded: say what you need as a blocker instead.',
]

/** Where a run stands in its plan; the executor of a wave unless `leads`. */
export function mandateOf(
  plan: PlanDocument,
  wave: PlanDocumentWave,
  policy: EffectivePolicy,
  leads: boolean,
): Mandate {
  // Words of the plan stay out of what is trusted: an issue can be written by anybody. Names have a narrow form.
  const { plan: id, orchestrator, unblocks } = plan
  const waves = plan.waves.length
  return {
    role: leads
      ? { kind: 'plan', plan: id, title: id, waves }
      : { kind: 'wave', plan: id, title: id, wave: wave.wave, waves, orchestrator },
    constraints: NOT_YOURS,
    validation: policy.validate.commands.map(({ name, run }) => `${name}: ${run}`.slice(0, 500)),
    dependencies: waitsOf(plan, wave).map((name) => `the signal ${name}, which was sent`),
    unblocks: [...unblocks, ...signalsOf(plan, wave).map((name) => `whoever waits for the signal ${name}`)],
  }
}

/** The mandate of a run that executes a wave; undefined where the task has no plan. */
export function waveMandate({ snapshot }: RoutedTask, wave: RouteWave): { mandate: Mandate } | undefined {
  const plan = snapshot.plan?.document
  const planned = planWaveOf(plan, wave)
  return plan === undefined || planned === undefined
    ? undefined
    : { mandate: mandateOf(plan, planned, snapshot.policy, false) }
}

/** What the executor of a plan's wave is told besides: the plan, the wave, and what its orchestrator asks for. */
export function planContext({ snapshot }: RoutedTask, wave: RouteWave): { source: string; text: string }[] {
  const plan = snapshot.plan?.document
  const planned = planWaveOf(plan, wave)
  if (plan === undefined || planned === undefined) return []
  const directed = snapshot.runs.flatMap(({ wave: index, outcome }) =>
    index === wave.index && outcome?.kind === 'done' && outcome.purpose === 'direct' ? [outcome.value] : [],
  )
  return [
    ...planText(plan, planned),
    ...directed.map(({ instructions, checks }) => ({
      source: `${plan.orchestrator}, orchestrator of ${plan.plan}`,
      text: [instructions, lines('Checks', checks)].filter((part) => part !== '').join('\n\n'),
    })),
  ]
}

export function directBrief(
  task: RoutedTask,
  wave: RouteWave,
  plan: PlanDocument,
  planned: PlanDocumentWave,
): RunBrief {
  const { snapshot } = task
  const spawn = plan.authority?.spawn
  const able = snapshot.pack.agents
    .filter((agent) => agent.purposes.includes(wave.purpose))
    .map((agent) => agent.name)
    .filter((name) => name === plan.orchestrator || spawn === undefined || spawn.includes(name))
  return {
    title: `Wave ${planned.wave} of ${plan.plan}: decide who executes it`,
    instructions: `Decide who executes wave ${planned.wave}: ${able.join(', ')}. Do simple waves yourself, and hand over what another knows better. Say what exactly is to be done and how you will check it.`,
    untrusted: planText(plan, planned),
    mandate: mandateOf(plan, planned, snapshot.policy, true),
    routedBy: `the conductor, for ${snapshot.key}: ${plan.orchestrator} leads the plan ${plan.plan}`,
  }
}
