// The part of the world that GitHub Actions has: workflow runs, their jobs, steps and artifacts.

import type { User } from './world.ts'

export interface Artifact {
  id: number
  nodeId: string
  name: string
  runId: number
  data: Buffer
  createdAt: string
  expired: boolean
}

export interface WorkflowStep {
  name: string
  number: number
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: string | null
  startedAt: string | null
  completedAt: string | null
}

export interface WorkflowJob {
  id: number
  nodeId: string
  runId: number
  name: string
  labels: string[]
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: string | null
  runnerName: string | null
  steps: WorkflowStep[]
  /** Plain text log, uploaded by the runner. */
  log: string
  createdAt: string
  startedAt: string | null
  completedAt: string | null
}

export interface WorkflowRun {
  id: number
  nodeId: string
  runNumber: number
  runAttempt: number
  workflowId: number
  workflowPath: string
  workflowName: string
  /** `run-name` with its expressions evaluated, or the workflow's name. */
  displayTitle: string
  event: 'workflow_dispatch'
  headBranch: string
  headSha: string
  actor: User
  inputs: Record<string, string>
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: string | null
  jobs: WorkflowJob[]
  createdAt: string
  updatedAt: string
  startedAt: string | null
}
