// What a kind of gate is: the keys of its rules in the policy, and how a rule is judged by what is on record.

import type { z } from 'zod'
import type { CheckAnnotation } from '../actions.ts'
import type { ChangedFile } from '../freeze/violations.ts'
import type { Sha } from '../ids.ts'
import type { Complexity, TaskKind, TaskType } from '../outcomes.ts'
import type { Reason } from '../reason.ts'
import type { PlatformName, WorkflowKind } from '../results.ts'
import type { IntegrationPoint } from '../roster/integration-point.ts'
import type { Target } from '../roster/pack.ts'
import type { ForeignCheck, ValidationRecord } from '../snapshot.ts'
import type { GateWhen } from './applies.ts'
import type { Override } from './overriding.ts'

/** What a wave is, for gates that apply to some only. */
export interface Gated {
  type: TaskType
  kind: TaskKind
  complexity: Complexity
  components: readonly string[]
  labels: readonly string[]
  /** The number that people know the wave by; undefined: a whole plan, after its last wave. */
  wave: number | undefined
}

/** Everything that gates may look at. All of it is about one head. */
export interface GateFacts {
  head: Sha
  gated: Gated
  validations: readonly ValidationRecord[]
  /** Where each kind of workflow has to run for this head, by the gates that apply. */
  platforms: Readonly<Record<WorkflowKind, readonly PlatformName[]>>
  /** Platforms of which figures count: named machines, not whatever is free. */
  bareMetal: ReadonlySet<PlatformName>
  /** Undefined: not known, as of a whole plan. */
  changed: readonly ChangedFile[] | undefined
  /** Check runs of others on this head. */
  checks: readonly ForeignCheck[]
  /** People with their own approval of this very head. */
  approvedBy: readonly string[]
  /** Undefined: no gate asked for it. */
  truth: TruthReport | undefined
  targets: readonly Target[]
  /** Integration points that the change touches and that recorded runs must bear out. */
  points: readonly IntegrationPoint[]
  /** What was last measured where this head starts from, by metric and platform. */
  baselines: readonly Baseline[]
  /** Of this very head. */
  overrides: readonly Override[]
}

/** What the claims and statements of this change are worth. */
export interface TruthReport {
  verdict: Reason
  annotations: readonly CheckAnnotation[]
  /** The same without the plan, which no commit can put right; left out: the plan says nothing that is wrong. */
  ofChange?: TruthReport
}

/** A figure that is on record for a commit of the integration branch. */
export interface Baseline {
  metric: string
  unit: string
  platform: PlatformName
  /** Digest of the machine, or that of any; see `machineOf`. */
  machine: string
  sha: Sha
  /** The median of its samples. */
  value: number
  /** The medians of earlier runs on that machine, `value` first, the newest before the older; at most `HISTORY`. */
  history: readonly number[]
}

/** So many runs are compared with at most: what is older says little of how fast a project is now. */
export const HISTORY = 30

/** One more benchmark, because one alone does not convict. */
export interface Confirmation {
  platform: PlatformName
}

/** What every rule has, whatever its kind. */
export interface EveryRule {
  when?: GateWhen | undefined
  advisory: boolean
  platform?: PlatformName | undefined
}

export interface Judged {
  reason: Reason
  annotations?: readonly CheckAnnotation[]
  confirm?: Confirmation
  /** Why nobody can let it pass: what it judges was never run. */
  unshown?: string
}

export interface GateKind<Rule extends z.ZodType<EveryRule>> {
  /** One rule of the policy. */
  rule: Rule
  /** The gate's name in trees, when its rule has none. */
  title: (rule: z.output<Rule>) => string
  judge: (rule: z.output<Rule>, facts: GateFacts) => Judged
}

/** Keeps the types of a kind together. */
export const defineGate = <Rule extends z.ZodType<EveryRule>>(kind: GateKind<Rule>): GateKind<Rule> => kind
