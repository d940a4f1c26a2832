// Workflows and their runs.

import type { Forge } from '../forge.ts'
import { nodeId, type Repository, type WorkflowRun } from '../world.ts'
import { renderSimpleCommit } from './commit.ts'
import { renderPullsOf } from './pull.ts'
import { renderRepository, repositoryPage, repositoryUrl } from './repository.ts'
import { renderUser } from './user.ts'

/** `workflow`: a file below .github/workflows of the default branch. */
export function renderWorkflow(
  forge: Forge,
  repo: Repository,
  workflow: { id: number; name: string; path: string },
) {
  const page = repositoryPage(forge, repo)
  return {
    id: workflow.id,
    node_id: nodeId('W', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: repo.createdAt,
    updated_at: repo.pushedAt,
    url: `${repositoryUrl(forge, repo)}/actions/workflows/${workflow.id}`,
    html_url: `${page}/blob/${repo.defaultBranch}/${workflow.path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
  }
}

/** `workflow-run`. */
export async function renderWorkflowRun(forge: Forge, repo: Repository, run: WorkflowRun) {
  const api = repositoryUrl(forge, repo)
  const url = `${api}/actions/runs/${run.id}`
  const commit = await forge.git.commit(repo, run.headSha)
  return {
    id: run.id,
    node_id: run.nodeId,
    name: run.workflowName,
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CS', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflowPath,
    display_title: run.displayTitle,
    run_number: run.runNumber,
    run_attempt: run.runAttempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflowId,
    url,
    html_url: `${repositoryPage(forge, repo)}/actions/runs/${run.id}`,
    pull_requests: await renderPullsOf(forge, repo, run.headSha),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.startedAt ?? run.createdAt,
    actor: renderUser(forge, run.actor),
    triggering_actor: renderUser(forge, run.actor),
    referenced_workflows: [],
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.runAttempt > 1 ? `${url}/attempts/${run.runAttempt - 1}` : null,
    workflow_url: `${api}/actions/workflows/${run.workflowId}`,
    head_commit: commit === undefined ? null : renderSimpleCommit(commit),
    repository: renderRepository(forge, repo),
    head_repository: renderRepository(forge, repo),
  }
}
