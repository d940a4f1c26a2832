// A check run as GitHub's `check-run`, its annotations, and the suite inside its webhooks.

import { suitesOf } from '../checks.ts'
import type { Forge } from '../forge.ts'
import type { CheckAnnotation, CheckRun, Repository } from '../world.ts'
import { renderApp } from './app.ts'
import { renderSuiteBrief } from './check-suite.ts'
import { renderPullsOf } from './pull.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'

export async function renderCheckRun(forge: Forge, repo: Repository, run: CheckRun) {
  const url = `${repositoryUrl(forge, repo)}/check-runs/${run.id}`
  const html = `${repositoryPage(forge, repo)}/runs/${run.id}`
  return {
    id: run.id,
    node_id: run.nodeId,
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.output.title,
      summary: run.output.summary,
      text: run.output.text,
      annotations_count: run.output.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: renderApp(forge, run.app),
    pull_requests: await renderPullsOf(forge, repo, run.headSha),
  }
}

/** The same in a webhook, where the whole suite is in it. */
export async function renderCheckRunEvent(forge: Forge, repo: Repository, run: CheckRun) {
  const suite = suitesOf(repo).find((one) => one.id === run.suiteId)
  return {
    ...(await renderCheckRun(forge, repo, run)),
    ...(suite === undefined ? {} : { check_suite: await renderSuiteBrief(forge, repo, suite) }),
  }
}

export const renderAnnotation = (forge: Forge, repo: Repository, sha: string, one: CheckAnnotation) => ({
  path: one.path,
  blob_href: `${repositoryPage(forge, repo)}/blob/${sha}/${one.path.split('/').map(encodeURIComponent).join('/')}`,
  start_line: one.start_line,
  end_line: one.end_line,
  start_column: one.start_column ?? null,
  end_column: one.end_column ?? null,
  annotation_level: one.annotation_level,
  title: one.title ?? null,
  message: one.message,
  raw_details: one.raw_details ?? null,
})
