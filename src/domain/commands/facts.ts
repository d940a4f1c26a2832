// What is known of a task when a command is answered or judged.

import type { NamedGate } from '../gates/overriding.ts'
import type { AgentName, Sha } from '../ids.ts'
import type { Reason } from '../reason.ts'
import type { WorkflowKind } from '../results.ts'

/** A wave that is not finished, and who could be put to work on it. */
export interface OpenWave {
  index: number
  /** The number that people know it by. */
  number: number
  purpose: 'research' | 'implement'
  agent: AgentName
  /** Whether nothing has to be done before it. */
  ready: boolean
  /** Those of the team who may do such work. */
  able: readonly AgentName[]
}

/** US dollars. */
export interface BudgetFacts {
  spent: number
  /** What runs under way may still cost. */
  reserved: number
  /** In force now. */
  limit: number
  /** Of the policy or pack. */
  usual: number
  /** The most that a command may set. */
  most: number
  perRun: number
}

/** The head of an open pull request, and what is on record for it. */
export interface HeadFacts {
  sha: Sha
  /** Who is at work on what comes after it. */
  busy: AgentName | undefined
  /** By kind of workflow, those that the policy has: the newest attempt (0: none yet), and whether one is to come or under way. */
  asked: Readonly<Partial<Record<WorkflowKind, { attempt: number; underWay: boolean }>>>
}

export interface Facts {
  /** Where the task stood after the last pass, in words. */
  explanation: readonly string[]
  /** Why the task is routed as it is; empty before it is routed. */
  route: readonly Reason[]
  /** Why the task has its place in the queue. */
  priority: Reason | undefined
  /** The gates of every open pull request, and who has agreed to it; only put together when somebody asks. */
  gates: readonly Reason[]
  consensus: readonly Reason[]
  /** How the tasks go together, as Markdown that is safe to show; undefined when there is nothing to say. */
  coordination: string | undefined
  /** What plan the task has: none, one that is being written, one in force, or one that people wrote themselves. */
  plan: 'none' | 'asked' | 'approved' | 'filed'
  budget: BudgetFacts
  /** Every agent of the team, and the waves that are left, in the order of the route. */
  team: readonly AgentName[]
  waves: readonly OpenWave[]
  /** The hand-off documents of the work under way, as Markdown; made only when somebody asks. */
  handoff: () => string
  /** By the number of the pull request. */
  heads: ReadonlyMap<number, HeadFacts>
  /** Whether the policy says how experiments are run. */
  experiments: boolean
  /** The gates of an open pull request's head, and who is at work on another; evaluated only when somebody asks. */
  gatesOf: (pull: number) => GatesOfHead
  /** What a checkpoint can name: commands of the policy that validate, and integration points of the pack. */
  checkable: { validations: readonly string[]; points: readonly string[] }
  /** Whether decisions are put on record here. */
  records: boolean
  now: number
}

export interface GatesOfHead {
  gates: readonly NamedGate[]
  atWork: AgentName | undefined
}
