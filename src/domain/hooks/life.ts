// A task as its hooks see it: where its waves stand, and the snapshot for the rest.

import type { AgentName, Sha } from '../ids.ts'
import type { PullObservation, Snapshot } from '../snapshot.ts'
import type { HookName } from './names.ts'

export interface LifeWave {
  index: number
  /** The number that people know it by. */
  number: number
  /** Who does it, or did. */
  agent: AgentName
  /** Indexes of the waves that it comes after. */
  after: readonly number[]
  /** Signals that it waits for. */
  waits: readonly string[]
  /** Merged, or its report is there. */
  done: boolean
  /** A run of it, or a pull request, is on record. */
  begun: boolean
  /** Nothing keeps it from beginning, and it has not begun. */
  ready: boolean
  pull: PullObservation | undefined
}

export interface Life {
  snapshot: Pick<Snapshot, 'issue' | 'runs' | 'validations' | 'trouble' | 'base'>
  /** Of the route that is taken; none before there is one. */
  waves: readonly LifeWave[]
  /** Everybody with a wave or a seat. */
  team: readonly AgentName[]
  /** Keys of a hook's moments that are on record, oldest first. */
  seen: (hook: HookName) => readonly string[]
}

/** What a wave has come to: its merge, its head, or nothing of its own. */
export const shaOf = ({ pull }: LifeWave): Sha | undefined => pull?.mergeSha ?? pull?.headSha
