// What a hook is: when its moment comes, and what may hang on it.

import type { AgentName, Sha } from '../ids.ts'
import type { Life } from './life.ts'

export interface Moment {
  /** Names the moment among those of its hook, for ever: `wave-2/done`. Letters, digits, `.`, `-`, `_` and `/`. */
  key: string
  /** The number that people know the wave by. */
  wave?: number | undefined
  agent?: AgentName | undefined
  /** Left out: the tip of the base when the moment came. */
  sha?: Sha | undefined
}

export interface Hook {
  /** When it comes, in words; shown in the documentation of the policy. */
  moment: string
  /** `always`: looked at before triage; `routed`: on the route, right before its waves. */
  from: 'always' | 'routed'
  /** Whether the task can wait there: something is still to begin, or to be merged. */
  holds: boolean
  /** Whether there is a head that gates can judge. */
  judges: boolean
  /** What is known of the moment besides issue and commit. */
  knows: readonly ('wave' | 'agent')[]
  /** The moments that have come by now. One that is over may be missing; one that is named keeps its key. */
  moments: (life: Life) => readonly Moment[]
}
