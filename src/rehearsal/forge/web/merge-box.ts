// What stands between a pull request and its merge: checks, blockers, state.

import { latestChecks, latestStatuses } from '../checks.ts'
import type { Forge } from '../forge.ts'
import { issueByNumber } from '../lookup.ts'
import type { MergeState } from '../merge-state.ts'
import { mergeState } from '../merge-state.ts'
import { mergeBlockers } from '../policy.ts'
import type { CheckRun, CommitStatus, Pull, Repository } from '../world.ts'
import type { Html } from './html.ts'
import { markup } from './html.ts'
import { outcome, pathOf, person, shortSha, time } from './parts.ts'

const words: Readonly<Record<MergeState['state'], readonly [kind: string, text: string]>> = {
  clean: ['ready', 'Ready to merge'],
  unstable: ['waiting', 'Can be merged; not all checks have passed'],
  behind: ['waiting', 'The head branch is out of date'],
  draft: ['waiting', 'Still a draft'],
  blocked: ['stop', 'Merging is blocked'],
  dirty: ['stop', 'Has conflicts with the base branch'],
  unknown: ['waiting', 'Not known yet'],
}

/** The box below a pull request's conversation. */
export async function mergeBox(forge: Forge, repo: Repository, pull: Pull): Promise<Html> {
  const checks = checkRows(repo, pull.headSha)
  if (pull.merged)
    return markup`<div class="card merge merged">
      <div class="head">
        <b class="violet">Merged</b>
        <span class="dim"
          >${pull.mergedBy !== null && markup`by ${person(pull.mergedBy)}`}
          ${pull.mergeCommitSha !== null && markup`as ${shortSha(repo, pull.mergeCommitSha)}`}
          ${pull.mergedAt !== null && time(pull.mergedAt)}</span
        >
      </div>
      ${checks}
    </div>`
  if (issueByNumber(repo, pull.number).state === 'closed')
    return markup`<div class="card merge">
      <div class="head"><b>Closed without a merge</b></div>
      ${checks}
    </div>`
  const [{ state }, blockers] = await Promise.all([
    mergeState(forge, repo, pull),
    mergeBlockers(forge, repo, pull),
  ])
  const [kind, text] = words[state]
  const reasons = [...new Set(blockers)].map(
    (blocker) => markup`<div class="row"><span class="dot bad">✕</span><span>${blocker}</span></div>`,
  )
  return markup`<div class="card merge ${kind}">
    <div class="head"><b>${text}</b> <span class="dim">at ${shortSha(repo, pull.headSha)}</span></div>
    ${reasons}${checks}
  </div>`
}

/** A row per check run and commit status of a commit, the newest of each name. */
export function checkRows(repo: Repository, sha: string): Html[] {
  return [
    ...latestChecks(repo, sha).map((run) => checkRow(repo, run)),
    ...latestStatuses(repo, sha).map(statusRow),
  ]
}

const checkRow = (repo: Repository, run: CheckRun): Html =>
  markup`<div class="row">
    ${outcome(run.status, run.conclusion)}<span class="grow"
      ><a class="title" href="${pathOf(repo)}/runs/${run.id}">${run.name}</a>
      <span class="dim">${run.output.title}</span></span
    ><span class="tag">${run.app.slug}</span>
  </div>`

function statusRow(status: CommitStatus): Html {
  const pending = status.state === 'pending'
  return markup`<div class="row">
    ${outcome(pending ? 'in_progress' : 'completed', pending ? null : status.state)}
    <span class="grow"><b>${status.context}</b> <span class="dim">${status.description}</span></span
    ><span class="tag">${status.creator.login}</span>
  </div>`
}
