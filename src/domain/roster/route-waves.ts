// The waves of a route: from the pattern that applies, else from the chain of the task's kind, with the team's agents put in.

import type { AgentName } from '../ids.ts'
import { reason, type Reason } from '../reason.ts'
import type { Classified } from './classify.ts'
import { heldBy } from './conditions.ts'
import type { Pack } from './pack.ts'
import type { Pattern, Placeholder, Shape } from './routing-tables.ts'
import { joined, workersText } from './joint-wave.ts'
import { isPostMortem, POST_MORTEM_LABEL } from './labels.ts'
import { mayDo, type Team } from './team.ts'

export interface RouteWave {
  /** From 1; names the wave for ever, also when a task is routed anew. */
  index: number
  purpose: 'research' | 'implement'
  /** Who works on it; of several owners the first. */
  agent: AgentName
  /** Those who own it together, in the order of their turns; left out where it is one. */
  owners?: readonly AgentName[] | undefined
  /** Indexes of the waves that must be done before. */
  after: readonly number[]
  /** Looks back at another task. */
  postMortem?: true | undefined
  /** May end without a change. */
  optional?: true | undefined
  /** Its number in the task's plan. */
  plan?: number | undefined
  /** Signals that must have been sent before it begins. */
  waits?: readonly string[] | undefined
}

/** The number that people know a wave by: its plan's, where it has one. */
export const waveNumber = (wave: Pick<RouteWave, 'index' | 'plan'>): number => wave.plan ?? wave.index

export interface PlannedWaves {
  waves: readonly RouteWave[]
  /** Who looks back when the task is done, in an issue of its own. */
  postMortem: readonly AgentName[]
  shape: Shape
  /** Name of the pattern; undefined: the chain of the kind. */
  pattern: string | undefined
  /** Reviewers of the chain or the pattern, in the order they are asked. */
  reviewers: readonly AgentName[]
  /** Asked last, and must approve. */
  final: AgentName | undefined
  timers: number
  /** Whether a plan is written and approved first. */
  planned: boolean
  why: Reason
}

interface Draft {
  id: string | undefined
  purpose: 'research' | 'implement'
  agent: AgentName
  after: readonly string[] | undefined
  optional: boolean | undefined
  why: string
}

/** The pattern of the label, else the first whose conditions all hold. */
export function patternOf(
  pack: Pack,
  task: Classified,
  labels: readonly string[],
): { name: string; pattern: Pattern; why: string } | undefined {
  const asked = task.pattern === undefined ? undefined : pack.patterns[task.pattern]
  if (asked !== undefined && task.pattern !== undefined) {
    return { name: task.pattern, pattern: asked, why: `the label pattern:${task.pattern}` }
  }
  for (const [name, pattern] of Object.entries(pack.patterns)) {
    const { when } = pattern
    if (when === undefined) continue
    if (heldBy(when, task, labels) !== undefined) return { name, pattern, why: 'its conditions hold' }
  }
  return undefined
}

/** The working wave of a chain goes to the team's primary: the last that implements, or the last of all where nothing is built. */
function fromChain(pack: Pack, task: Classified, team: Team, withResearch: boolean): Draft[] {
  const chain = pack.routing[task.kind].waves
  const builds = chain.some((wave) => wave.purpose === 'implement')
  const purpose = builds ? 'implement' : 'research'
  const worker = builds ? (team.builder ?? team.primary) : team.primary
  const last = chain.findLastIndex((wave) => wave.purpose === purpose)
  return chain
    .map((wave, i): Draft => {
      const base = { id: wave.id, purpose: wave.purpose, after: wave.after, optional: wave.optional }
      // The owner of what is changed takes every wave that changes it.
      const fits = i === last || wave.purpose === 'implement'
      return fits && worker !== undefined && worker !== wave.agent && mayDo(pack, worker, wave.purpose)
        ? { ...base, agent: worker, why: `instead of ${wave.agent}` }
        : { ...base, agent: wave.agent, why: 'named by the route' }
    })
    .filter((wave) => withResearch || !builds || wave.purpose === 'implement')
}

function resolve(
  pack: Pack,
  agent: AgentName | Placeholder,
  team: Team,
  purpose: 'research' | 'implement' | 'review',
): AgentName | undefined {
  if (agent !== '$primary' && agent !== '$secondary') return agent
  const candidates = agent === '$primary' ? [team.builder, team.primary] : team.support
  return candidates.find((name) => name !== undefined && mayDo(pack, name, purpose))
}

function fromPattern(pack: Pack, task: Classified, team: Team, pattern: Pattern): Draft[] {
  if (pattern.waves.length === 0) return fromChain(pack, task, team, !pattern.skip_research)
  const chain = fromChain(pack, task, team, true)
  return pattern.waves.flatMap((wave): Draft[] => {
    const named = resolve(pack, wave.agent, team, wave.purpose)
    // Nobody leads by the tables: the kind's own worker does.
    const agent =
      named ??
      (wave.agent === '$primary' ? chain.findLast((one) => one.purpose === wave.purpose)?.agent : undefined)
    if (agent === undefined) return []
    return [
      {
        id: wave.id,
        purpose: wave.purpose,
        agent,
        after: wave.after,
        optional: wave.optional,
        why: `named by the pattern${named === wave.agent ? '' : ` (${wave.agent})`}`,
      },
    ]
  })
}

/** Waits by id become waits by index; without any, a wave waits for the one before it, or side by side for the last other kind of wave. */
function number(drafts: readonly Draft[], shape: Shape): RouteWave[] {
  const indexOf = (id: string): number[] => {
    const found = drafts.findIndex((draft) => draft.id === id)
    return found < 0 ? [] : [found + 1]
  }
  return drafts.map((draft, i) => {
    const before = drafts.slice(0, i).flatMap((other, k) => (other.purpose === draft.purpose ? [] : [k + 1]))
    const after =
      draft.after !== undefined
        ? draft.after.flatMap(indexOf)
        : shape === 'parallel'
          ? before
          : i === 0
            ? []
            : [i]
    const optional = draft.optional === true ? { optional: true as const } : {}
    return { index: i + 1, purpose: draft.purpose, agent: draft.agent, after, ...optional }
  })
}

/** The route of an issue that looks back at a task: those whom the task's pattern names report, each after the other. */
function lookBack(
  { name, pattern, why }: NonNullable<ReturnType<typeof patternOf>>,
  agents: readonly AgentName[],
): PlannedWaves {
  const waves = agents.map((agent, i): RouteWave => {
    return { index: i + 1, purpose: 'research', agent, after: i === 0 ? [] : [i], postMortem: true }
  })
  const what = `the label ${POST_MORTEM_LABEL} asks for the look back of the pattern ${name} (${why}): ${agents.join(' → ')}`
  return {
    waves,
    postMortem: [],
    shape: 'sequential',
    pattern: name,
    reviewers: [],
    final: undefined,
    timers: pattern.timers,
    planned: false,
    why: reason('pass', what),
  }
}

/** Plans the waves of a task. */
export function planWaves(pack: Pack, task: Classified, team: Team, labels: readonly string[]): PlannedWaves {
  const chosen = patternOf(pack, task, labels)
  const back = chosen?.pattern.post_mortem ?? []
  if (chosen !== undefined && back.length > 0 && labels.some(isPostMortem)) return lookBack(chosen, back)
  const drafts = chosen ? fromPattern(pack, task, team, chosen.pattern) : fromChain(pack, task, team, true)
  const shape = chosen?.pattern.shape ?? 'sequential'
  const numbered = number(drafts, shape)
  const { waves, at } =
    shape === 'joint' ? joined(numbered) : { waves: numbered, at: (index: number) => index }
  const reviewers = [
    ...(chosen?.pattern.reviewers ?? []).flatMap((agent) => resolve(pack, agent, team, 'review') ?? []),
    ...pack.routing[task.kind].reviewers,
  ]
  const lines = [
    ...drafts.map((draft, i) =>
      reason('pass', `wave ${at(i + 1)} (${draft.purpose}) goes to ${draft.agent}: ${draft.why}`),
    ),
    ...waves.flatMap((wave) =>
      wave.owners === undefined
        ? []
        : [
            reason(
              'info',
              `${workersText(wave)} own wave ${wave.index} together: one branch and one pull request, on which each has a turn before anybody reviews`,
            ),
          ],
    ),
  ]
  const path = waves.map(workersText).join(' → ')
  const what = chosen
    ? `the pattern ${chosen.name} (${chosen.pattern.title}, ${shape}) applies because of ${chosen.why}: ${path}`
    : `the pack ${pack.name} routes ${task.kind} tasks ${path}`
  return {
    waves,
    postMortem: back,
    shape,
    pattern: chosen?.name,
    reviewers: [...new Set(reviewers)],
    final: chosen?.pattern.final,
    timers: chosen?.pattern.timers ?? 1,
    planned: chosen?.pattern.planned === true,
    why: reason('pass', what, [
      ...lines,
      ...(back.length === 0
        ? []
        : [reason('info', `when it is done, ${back.join(', then ')} look back, in an issue of its own`)]),
    ]),
  }
}
