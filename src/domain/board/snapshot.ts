// What a pass over a repository has found: the board's issue, what the policy asks for, and what there is to show.

import type { EffectivePolicy } from '../policy/effective.ts'
import type { RhythmFacts } from '../rhythm/facts.ts'
import type { Milestone } from './milestones.ts'
import type { RiskLine } from './register.ts'
import type { BoardView } from './view.ts'

export interface BoardIssue {
  number: number
  /** The node id, by which it is pinned. */
  id: string
  title: string
  body: string
  state: 'open' | 'closed'
  pinned: boolean
  labels: readonly string[]
  /** Whether this App wrote it. */
  own: boolean
}

export interface BoardSnapshot {
  /** Undefined: the repository has none that is valid, so nothing is done. */
  policy: Pick<EffectivePolicy, 'board' | 'rhythm' | 'time_zone'> | undefined
  /** The issue that is remembered, or that this App once wrote. Undefined: there is none, or it is gone. */
  issue: BoardIssue | undefined
  /** How many issues of the repository are pinned. */
  pinned: number
  /** Undefined where no board is asked for. */
  view: BoardView | undefined
  register: readonly RiskLine[]
  milestones: readonly Milestone[]
  /** Undefined where no slot is due. */
  facts: RhythmFacts | undefined
}
