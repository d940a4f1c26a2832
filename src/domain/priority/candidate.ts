// An agent that may take a run: what it has to do, how it has done, and how much it may do at once.

import type { AgentName } from '../ids.ts'
import type { TaskType } from '../outcomes.ts'

/** What an agent has to do in a repository now. */
export interface Workload {
  running: number
  waiting: number
  /** Milliseconds since 1970; undefined when it never ran. */
  lastStartedAt: number | undefined
}

/** How an agent has done on tasks of one type: its runs that have ended, cancelled ones left out. */
export interface TrackRecord {
  done: number
  failed: number
  /** Successful runs of one purpose per wave; undefined when none succeeded. */
  meanRounds: number | undefined
  /** US dollars a run; undefined when no cost is on record. */
  meanUsd: number | undefined
}

export interface Candidate {
  agent: AgentName
  workload: Workload
  record: ReadonlyMap<TaskType, TrackRecord>
  /** The most runs at once; undefined for no limit. */
  cap: number | undefined
}

/** The workload of an agent that the store knows nothing of. */
export const IDLE: Workload = { running: 0, waiting: 0, lastStartedAt: undefined }

export const openRuns = ({ workload }: Candidate): number => workload.running + workload.waiting

/** Whether another run could start at once: those that wait already come first. */
export const hasRoom = (candidate: Candidate): boolean =>
  candidate.cap === undefined || openRuns(candidate) < candidate.cap
