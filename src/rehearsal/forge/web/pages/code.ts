// A commit, a check run and a workflow run.

import type { Forge } from '../../forge.ts'
import type { CheckRun, Repository, User, WorkflowJob, WorkflowRun } from '../../world.ts'
import { changedFiles } from '../diff.ts'
import type { Html } from '../html.ts'
import { markup } from '../html.ts'
import type { Page } from '../layout.ts'
import { logLines } from '../log.ts'
import { markdown } from '../markdown.ts'
import { checkRows } from '../merge-box.ts'
import { outcome, pathOf, person, shortSha, time } from '../parts.ts'

export async function commitPage(forge: Forge, repo: Repository, sha: string): Promise<Page | undefined> {
  const commit = await forge.git.commit(repo, sha)
  if (commit === undefined) return undefined
  const [parent] = commit.parents
  const changes = parent === undefined ? undefined : await forge.git.changes(repo, parent, sha)
  const checks = checkRows(repo, sha)
  const [subject, ...rest] = commit.message.split('\n')
  const text = rest.join('\n').trim()
  const body = markup`<h1>${subject}</h1>
    <p class="dim">
      ${commit.author.name} · ${time(commit.author.date)} ·
      <span class="mono">${sha}</span> ${commit.parents.map((one) => markup` · parent ${shortSha(repo, one)}`)}
    </p>
    ${text !== '' && markup`<div class="card"><pre class="body">${text}</pre></div>`}
    ${
      checks.length > 0 &&
      markup`<h2>Checks</h2>
        <div class="card">${checks}</div>`
    }
    <h2>Files changed</h2>
    ${changes === undefined ? markup`<p class="dim">The first commit: everything was added.</p>` : changedFiles(changes)}`
  return { title: `${subject ?? sha} · ${sha.slice(0, 7)}`, repo, body, live: false }
}

/** Who presses is chosen: there is no sign-in. */
function buttons(repo: Repository, run: CheckRun, people: readonly User[]): Html | null {
  if (run.status !== 'completed' || run.actions.length === 0 || people.length === 0) return null
  return markup`<form class="card row" method="post" action="${pathOf(repo)}/runs/${run.id}/press">
      <label>as <select name="login">${people.map(({ login }) => markup`<option>${login}</option>`)}</select></label>
      ${run.actions.map((one) => markup`<button name="identifier" value="${one.identifier}" title="${one.description}">${one.label}</button> `)}
    </form>`
}

/** `people`: those who may press a button of a check here. */
export function checkPage(repo: Repository, run: CheckRun, people: readonly User[]): Page {
  const { title, summary, text, annotations } = run.output
  const notes = annotations.map(
    (note) =>
      markup`<div class="row">
        <span class="tag">${note.annotation_level}</span>
        <div class="grow">
          <span class="mono">${note.path}:${note.start_line}</span>
          <b>${note.title}</b>
          ${note.message}${note.raw_details !== undefined && markup`<pre>${note.raw_details}</pre>`}
        </div>
      </div>`,
  )
  const part = (content: string | null): Html | null =>
    content === null || content.trim() === ''
      ? null
      : markup`<div class="card"><div class="body md">${markdown(content, pathOf(repo))}</div></div>`
  const body = markup`<h1>${outcome(run.status, run.conclusion)} ${run.name}</h1>
    <p class="dim">
      ${run.conclusion ?? run.status} · by <b>${run.app.slug}</b> on ${shortSha(repo, run.headSha)} ·
      ${time(run.completedAt ?? run.startedAt)}
    </p>
    ${buttons(repo, run, people)}${title !== null && markup`<h2>${title}</h2>`}${part(summary)}${part(text)}
    ${
      notes.length > 0 &&
      markup`<h2>Annotations <span class="count">${notes.length}</span></h2>
        <div class="card">${notes}</div>`
    }`
  return { title: `${run.name} · ${repo.name}`, repo, body, live: run.status !== 'completed' }
}

export function runPage(repo: Repository, run: WorkflowRun): Page {
  const inputs = Object.entries(run.inputs).map(
    ([name, value]) =>
      markup`<tr>
        <th class="left">${name}</th>
        <td class="mono">${value}</td>
      </tr>`,
  )
  const artifacts = repo.artifacts.filter((artifact) => artifact.runId === run.id)
  const body = markup`<h1>${outcome(run.status, run.conclusion)} ${run.displayTitle}</h1>
    <p class="dim">
      ${run.workflowName} #${run.runNumber}, attempt ${run.runAttempt} ·
      <span class="mono">${run.workflowPath}</span> on
      <span class="mono tag">${run.headBranch}</span> ${shortSha(repo, run.headSha)} · by ${person(run.actor)}
      ${time(run.createdAt)}
    </p>
    ${
      inputs.length > 0 &&
      markup`<h2>Inputs</h2>
        <div class="card">
          <div class="body md">
            <div class="scroll">
              <table>
                ${inputs}
              </table>
            </div>
          </div>
        </div>`
    }
    <h2>Jobs</h2>
    ${run.jobs.length === 0 ? markup`<div class="card empty">Waiting for a runner.</div>` : run.jobs.map(job)}
    ${
      artifacts.length > 0 &&
      markup`<h2>Artifacts</h2>
        <div class="card">
          ${artifacts.map((artifact) => markup`<div class="row"><b class="grow">${artifact.name}</b><span class="dim">${artifact.data.length} bytes</span></div>`)}
        </div>`
    }`
  return {
    title: `${run.displayTitle} · ${run.workflowName}`,
    repo,
    tab: 'actions',
    body,
    live: run.status !== 'completed',
  }
}

function job(one: WorkflowJob): Html {
  const steps = one.steps.map(
    (step) =>
      markup`<div class="row">
        ${outcome(step.status, step.conclusion)}<span class="grow">${step.name}</span
        ><span class="dim">${took(step)}</span>
      </div>`,
  )
  const log =
    one.log !== '' &&
    markup`<details class="log-box" open>
      <summary>Log</summary>
      <pre class="log">${logLines(one.log)}</pre>
    </details>`
  return markup`<div class="card">
    <div class="head">
      ${outcome(one.status, one.conclusion)} <b>${one.name}</b>
      <span class="dim"
        >${one.labels.join(', ')}${one.runnerName !== null && ` on ${one.runnerName}`}${took(one) !== '' && ` · ${took(one)}`}</span
      >
    </div>
    <div class="steps">${steps}</div>
    ${log}
  </div>`
}

/** How long a job or step took, in whole seconds as GitHub counts them; nothing while it runs. */
function took({ startedAt, completedAt }: Pick<WorkflowJob, 'startedAt' | 'completedAt'>): string {
  if (startedAt === null || completedAt === null) return ''
  return `took ${Math.round((Date.parse(completedAt) - Date.parse(startedAt)) / 1000)} s`
}
