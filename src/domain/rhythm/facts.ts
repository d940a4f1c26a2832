// What the reports of the rhythm tell beside the board: what happened when, what contradicts what, what is due. Times in milliseconds.

import type { Milestone } from '../board/milestones.ts'
import type { OpenTrouble } from '../board/register.ts'
import type { Conflict } from '../conflicts/conflict.ts'
import type { Freeze } from '../freeze/freeze.ts'
import type { TaskKey } from '../ids.ts'
import type { EndedTask, MergedWave, RunFact } from '../kpis/facts.ts'
import type { Kpi } from '../kpis/kpi.ts'
import type { RoadmapItem } from '../roster/routing-tables.ts'

export interface RhythmFacts {
  /** Of every task that is named below. */
  titles: ReadonlyMap<TaskKey, string>
  runs: readonly RunFact[]
  merged: readonly Pick<MergedWave, 'task' | 'wave' | 'at'>[]
  ended: readonly EndedTask[]
  signals: readonly { name: string; task: TaskKey; at: number }[]
  /** Integration points that agents changed something of. */
  touched: readonly { point: string; task: TaskKey; wave: number; at: number }[]
  /** Those that nobody has ruled on, and files that several change at once. */
  contradictions: readonly Pick<Conflict, 'kind' | 'about' | 'first' | 'second'>[]
  /** Branches that the newest base could not be merged into. */
  stuck: readonly { task: TaskKey; branch: string; files: readonly string[] }[]
  /** Those that bind. */
  freezes: readonly Freeze[]
  /** Those that somebody has yet to act on; for all tasks where `everywhere`. */
  directives: readonly { task: TaskKey; subject: string; everywhere: boolean; at: number }[]
  troubles: readonly OpenTrouble[]
  roadmap: readonly Pick<RoadmapItem, 'level' | 'title'>[]
  milestones: readonly Milestone[]
  /** Key figures of the last day, and of the last week. */
  day: readonly Kpi[]
  week: readonly Kpi[]
}
