// Lists: the front page, a repository's overview, its issues, pull requests and workflow runs.

import type { Forge } from '../../forge.ts'
import type { Issue, Repository, WorkflowRun } from '../../world.ts'
import type { Html } from '../html.ts'
import { markup } from '../html.ts'
import type { Page } from '../layout.ts'
import { avatar, chip, outcome, pathOf, person, stateDot, time } from '../parts.ts'

/** How many runs an overview shows. */
const RECENT_RUNS = 10

export function homePage(forge: Forge): Page {
  const repos = [...forge.world.repositories.values()]
  const body = repos.map(
    (repo) =>
      markup`<h1>
          <a href="${pathOf(repo)}">${repo.owner.login}/<b>${repo.name}</b></a>
          ${repo.private && markup`<span class="tag">private</span>`}
        </h1>
        <p class="dim">${repo.description}</p>
        ${overview(repo)}`,
  )
  return { title: 'Repositories', body: markup`${body}`, live: true }
}

export const repositoryPage = (repo: Repository): Page => ({
  title: `${repo.owner.login}/${repo.name}`,
  repo,
  body: overview(repo),
  live: true,
})

function overview(repo: Repository): Html {
  const runs = newest(repo.runs).slice(0, RECENT_RUNS)
  return markup`<h2>Issues</h2>
    ${issueList(repo, false)}
    <h2>Pull requests</h2>
    ${issueList(repo, true)}
    ${
      runs.length > 0 &&
      markup`<h2>Workflow runs</h2>
        ${runList(repo, runs)}`
    }`
}

export const issuesPage = (repo: Repository): Page => ({
  title: `Issues · ${repo.name}`,
  repo,
  tab: 'issues',
  body: issueList(repo, false),
  live: true,
})

export const pullsPage = (repo: Repository): Page => ({
  title: `Pull requests · ${repo.name}`,
  repo,
  tab: 'pulls',
  body: issueList(repo, true),
  live: true,
})

export const runsPage = (repo: Repository): Page => ({
  title: `Actions · ${repo.name}`,
  repo,
  tab: 'actions',
  body: runList(repo, newest(repo.runs)),
  live: true,
})

const newest = (runs: readonly WorkflowRun[]): WorkflowRun[] => runs.toSorted((a, b) => b.id - a.id)

/** Open ones first, then by number, newest first. */
function issueList(repo: Repository, pulls: boolean): Html {
  const rank = (issue: Issue): number => (issue.state === 'open' ? 0 : 1)
  const issues = [...repo.issues.values()]
    .filter((issue) => issue.isPull === pulls)
    .sort((a, b) => rank(a) - rank(b) || b.number - a.number)
  if (issues.length === 0) return markup`<div class="card empty">None yet.</div>`
  const rows = issues.map((issue) => {
    const comments = issue.comments.length + (repo.pulls.get(issue.number)?.reviews.length ?? 0)
    return markup`<div class="row">
      ${stateDot(issue, repo.pulls.get(issue.number))}
      <div class="grow">
        <a class="title" href="${pathOf(repo)}/${pulls ? 'pull' : 'issues'}/${issue.number}"
          >${issue.title}</a
        >
        ${issue.labels.map(chip)}
        <div class="dim">#${issue.number} by ${person(issue.user)} ${time(issue.createdAt)}</div>
      </div>
      ${issue.assignees.map(avatar)}<span class="dim"
        >${comments > 0 && `${comments} ${comments === 1 ? 'comment' : 'comments'}`}</span
      >
    </div>`
  })
  return markup`<div class="card">${rows}</div>`
}

function runList(repo: Repository, runs: readonly WorkflowRun[]): Html {
  if (runs.length === 0) return markup`<div class="card empty">None yet.</div>`
  const rows = runs.map(
    (run) =>
      markup`<div class="row">
        ${outcome(run.status, run.conclusion)}
        <div class="grow">
          <a class="title" href="${pathOf(repo)}/actions/runs/${run.id}">${run.displayTitle}</a>
          <div class="dim">
            ${run.workflowName} #${run.runNumber} on <span class="mono">${run.headBranch}</span> by
            ${person(run.actor)}
          </div>
        </div>
        ${time(run.createdAt)}
      </div>`,
  )
  return markup`<div class="card">${rows}</div>`
}
