// A freeze: what of a repository may not change from a wave on, for how long, and who may lift it.

import type { AgentName, Sha, TaskKey } from '../ids.ts'
import { waveOf, type PlanId, type WaveKey } from '../plan/names.ts'

/** Who may lift a freeze: written down with it, so that a later edit of the plan or the policy does not make it easier. */
export interface LiftRule {
  /** Seats that must all agree; none: this way is not open. */
  seats: readonly AgentName[]
  /** The orchestrator of the freezing plan, who lifts together with a person. */
  orchestrator: AgentName
}

export interface Freeze {
  /** The wave that froze it: one freeze per wave. */
  id: WaveKey
  /** Globs of files that may not change at all. */
  paths: readonly string[]
  /** Names whose declarations may not change, in whatever file: `Expression.explain()`. */
  symbols: readonly string[]
  /** The task of the freezing plan. */
  taskKey: TaskKey
  /** The commit that the frozen state was merged with. */
  sha: Sha
  rule: LiftRule
  /** All times in milliseconds since 1970. */
  frozenAt: number
  expiresAt: number | undefined
  /** When its end was announced. */
  noticedAt: number | undefined
  liftedAt: number | undefined
  /** Who agreed to lift it. */
  liftedBy: readonly string[]
}

export const planOf = (freeze: Pick<Freeze, 'id'>): PlanId => waveOf(freeze.id).plan

/** Whether it still holds anybody back: neither lifted nor over. */
export const binds = (freeze: Pick<Freeze, 'liftedAt' | 'expiresAt'>, now: number): boolean =>
  freeze.liftedAt === undefined && (freeze.expiresAt === undefined || now < freeze.expiresAt)

/** `2026-11-21 12:00 UTC`. */
export const moment = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`

export const until = (freeze: Pick<Freeze, 'expiresAt'>): string =>
  freeze.expiresAt === undefined ? 'until it is lifted' : `until ${moment(freeze.expiresAt)}`
