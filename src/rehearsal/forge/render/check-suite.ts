// A check suite as GitHub's `check-suite`.

import { type CheckSuite, suiteState } from '../checks.ts'
import type { Forge } from '../forge.ts'
import type { Repository } from '../world.ts'
import { renderApp } from './app.ts'
import { renderSimpleCommit } from './commit.ts'
import { renderPullsOf } from './pull.ts'
import { renderRepository, repositoryUrl } from './repository.ts'

/** The suite without its commit and repository, as check_run webhooks carry it. */
export async function renderSuiteBrief(forge: Forge, repo: Repository, suite: CheckSuite) {
  const state = suiteState(repo, suite)
  const updated = state.runs.map((run) => run.completedAt ?? run.startedAt).sort()
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: state.status,
    conclusion: state.conclusion,
    url: `${repositoryUrl(forge, repo)}/check-suites/${suite.id}`,
    before: suite.before,
    after: suite.headSha,
    pull_requests: await renderPullsOf(forge, repo, suite.headSha),
    app: renderApp(forge, suite.app),
    created_at: suite.createdAt,
    updated_at: updated.at(-1) ?? suite.createdAt,
  }
}

/** The suite as check_suite webhooks carry it. */
export async function renderSuiteEvent(forge: Forge, repo: Repository, suite: CheckSuite) {
  const brief = await renderSuiteBrief(forge, repo, suite)
  const commit = await forge.git.commit(repo, suite.headSha)
  return {
    ...brief,
    latest_check_runs_count: suiteState(repo, suite).runs.length,
    check_runs_url: `${brief.url}/check-runs`,
    head_commit: commit === undefined ? null : renderSimpleCommit(commit),
  }
}

/** `check-suite`: GET /repos/{owner}/{repo}/check-suites/{check_suite_id}. */
export async function renderCheckSuite(forge: Forge, repo: Repository, suite: CheckSuite) {
  return { ...(await renderSuiteEvent(forge, repo, suite)), repository: renderRepository(forge, repo) }
}
