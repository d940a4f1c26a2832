// What is known of a task when a command is answered or judged.

import type { AgentName } from '../ids.ts'
import type { Reason } from '../reason.ts'

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
  /** What a checkpoint can name: commands of the policy that validate, and integration points of the pack. */
  checkable: { validations: readonly string[]; points: readonly string[] }
  /** Whether decisions are put on record here. */
  records: boolean
  now: number
}
