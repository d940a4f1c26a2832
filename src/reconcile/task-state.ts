// What is remembered about a task beside GitHub, the runs and the validations.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { RoadmapLevel } from '../domain/roster/routing-tables.ts'
import { BranchUpdate } from '../domain/branch-update.ts'
import { Shown } from '../domain/board/shown.ts'
import { Desired } from '../domain/commands/desired.ts'
import { HookRecord } from '../domain/hooks/record.ts'
import { StoredTrouble, StoredTroubles } from '../domain/escalation/stored.ts'
import { AwaitedSignal } from '../domain/plan/names.ts'
import { WAVE_STATES } from '../domain/schedule/state.ts'
import { RecordedRoute } from '../domain/roster/recorded-route.ts'

const Progress = z.strictObject({
  state: z.enum(WAVE_STATES),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  since: z.number().optional(),
  attempts: z.int(),
  why: z.string().optional(),
})

export const TaskState = z.strictObject({
  /** The person with write permission whose act handed the issue over. */
  authorisedBy: z.string().optional(),
  /** Branches to observe, by wave, and their open pull requests. */
  waves: z
    .array(z.strictObject({ index: z.int(), branch: z.string(), pull: z.int().optional() }))
    .default([]),
  /** When it had its first route, in milliseconds since 1970. */
  begunAt: z.number().optional(),
  /** The route that the task is on. */
  routed: RecordedRoute.optional(),
  /** Where the waves of its plan stand, by `plan/wave`, and since when. */
  progress: z.record(z.string(), Progress).default({}),
  /** Issues that show who sends its own signals, by signal. */
  senders: z.record(z.string(), z.int()).default({}),
  /** The same of those that it waits for, once other tasks have said it. */
  foreignSenders: z.record(z.string(), z.int()).default({}),
  /** The text of its plan that was last valid. */
  plan: z.string().optional(),
  trouble: StoredTrouble.optional(),
  /** What triggers have set off. */
  troubles: StoredTroubles.default({}),
  /** Moments of lifecycle hooks that have come, and what became of what hung on them. */
  hooks: HookRecord.optional(),
  /** What people want, as their commands left it. */
  desired: Desired.optional(),
  /** Signals that it is woken by. */
  waitsFor: z.array(AwaitedSignal).default([]),
  /** As its waiting runs were last placed by it. */
  priority: z.strictObject({ level: RoadmapLevel, score: z.number() }).optional(),
  /** Who of those that changed its labels may write; asked once. */
  permissions: z.record(z.string(), z.boolean()).default({}),
  /** What those that put labels `tier:*` on may do with a decision's tier; asked once. */
  tierPeople: z.record(z.string(), z.enum(['none', 'raise', 'lower'])).default({}),
  /** The issue that looks back at this one. */
  postMortem: z.int().optional(),
  /** What came of bringing the newest base into a branch, the last of each branch. */
  updates: z.array(BranchUpdate).default([]),
  /** The merged change that it takes back. */
  rollbackOf: Sha.optional(),
  /** What was put into a merge queue, the last of each pull request. */
  enqueued: z
    .array(
      z.strictObject({
        pull: z.int(),
        sha: Sha,
        after: z.string().optional(),
        leaving: z.boolean().optional(),
      }),
    )
    .default([]),
  /** Conflicts that the task which has to ask for the ruling was told of. */
  toldRivals: z.array(z.string()).default([]),
  mergeRefusal: z.strictObject({ sha: Sha, message: z.string(), at: z.number() }).optional(),
  /** What boards and key figures tell of it; left out: no pass has looked since this is kept. */
  shown: Shown.optional(),
  /** Where the task stood after the last pass, for status views. */
  explanation: z.array(z.string()).default([]),
})
export type TaskState = z.infer<typeof TaskState>

export const emptyTaskState = (): TaskState => ({
  waves: [],
  permissions: {},
  tierPeople: {},
  waitsFor: [],
  updates: [],
  enqueued: [],
  toldRivals: [],
  progress: {},
  troubles: {},
  senders: {},
  foreignSenders: {},
  explanation: [],
})
