// A workflow job as GitHub's `job`.

import type { Forge } from '../forge.ts'
import type { Repository, WorkflowJob, WorkflowRun } from '../world.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'

export function renderJob(forge: Forge, repo: Repository, run: WorkflowRun, job: WorkflowJob) {
  const api = repositoryUrl(forge, repo)
  return {
    id: job.id,
    node_id: job.nodeId,
    run_id: run.id,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: run.runAttempt,
    workflow_name: run.workflowName,
    head_branch: run.headBranch,
    head_sha: run.headSha,
    url: `${api}/actions/jobs/${job.id}`,
    html_url: `${repositoryPage(forge, repo)}/actions/runs/${run.id}/job/${job.id}`,
    check_run_url: `${api}/check-runs/${job.id}`,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.createdAt,
    // GitHub shows the time of creation until a runner has started the job.
    started_at: job.startedAt ?? job.createdAt,
    completed_at: job.completedAt,
    labels: job.labels,
    runner_id: job.runnerName === null ? null : 1,
    runner_name: job.runnerName,
    runner_group_id: job.runnerName === null ? null : 1,
    runner_group_name: job.runnerName === null ? null : 'Default',
    steps: job.steps.map((step) => ({
      name: step.name,
      number: step.number,
      status: step.status,
      conclusion: step.conclusion,
      started_at: step.startedAt,
      completed_at: step.completedAt,
    })),
  }
}
