// An issue or a pull request: everything said about it, in order, and what stands beside it.

import type { Forge } from '../../forge.ts'
import { closingReferences } from '../../merged.ts'
import { fullName } from '../../world.ts'
import type { Issue, Pull, Repository, Review, TimelineEvent } from '../../world.ts'
import { changedFiles, hunks } from '../diff.ts'
import type { Content, Html } from '../html.ts'
import { join, markup } from '../html.ts'
import type { Page } from '../layout.ts'
import { markdown } from '../markdown.ts'
import { mergeBox } from '../merge-box.ts'
import {
  avatar,
  chip,
  pathOf,
  person,
  post,
  reactions,
  reviewWord,
  shortSha,
  stateBadge,
  stateDot,
  time,
} from '../parts.ts'

export function issuePage(repo: Repository, issue: Issue): Page {
  const body = markup`${title(issue, undefined)}
    <div class="columns">
      <div>${thread(repo, issue, undefined)}</div>
      ${sidebar(repo, issue)}
    </div>`
  return { title: `${issue.title} · #${issue.number}`, repo, tab: 'issues', body, live: true }
}

export async function pullPage(forge: Forge, repo: Repository, issue: Issue, pull: Pull): Promise<Page> {
  const base = pull.baseShaAtClose ?? `refs/heads/${pull.baseRef}`
  const [changes, commits] = await Promise.all([
    forge.git.changes(repo, base, pull.headSha),
    forge.git.commits(repo, base, pull.headSha),
  ])
  const list = commits.map(
    (commit) =>
      markup`<div class="row">
        <span class="grow">${commit.message.split('\n')[0]}</span
        ><span class="dim">${commit.author.name}</span>${shortSha(repo, commit.sha)}
      </div>`,
  )
  const body = markup`${title(issue, pull)}
    <div class="columns">
      <div>${thread(repo, issue, pull)}${await mergeBox(forge, repo, pull)}</div>
      ${sidebar(repo, issue, pull)}
    </div>
    <h2>Commits <span class="count">${commits.length}</span></h2>
    <div class="card">${list}</div>
    <h2>Files changed</h2>
    ${changedFiles(changes)}`
  return {
    title: `${issue.title} · #${issue.number}`,
    repo,
    tab: 'pulls',
    body,
    live: issue.state === 'open',
  }
}

function title(issue: Issue, pull: Pull | undefined): Html {
  const branches =
    pull !== undefined &&
    markup` wants <span class="mono tag">${pull.headRef}</span> merged into
      <span class="mono tag">${pull.baseRef}</span>`
  return markup`<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
    <p>
      ${stateBadge(issue, pull)}
      <span class="dim">${person(issue.user)}${branches || ' opened this'} ${time(issue.createdAt)}</span>
    </p>`
}

interface Entry {
  /** Ids come from one counter, so they order what happened within the same second too. */
  id: number
  html: Html
}

function thread(repo: Repository, issue: Issue, pull: Pull | undefined): Html {
  const entries: Entry[] = [
    ...issue.comments.map((comment) => ({
      id: comment.id,
      html: post(repo, comment.user, comment.createdAt, comment.body, {
        id: `issuecomment-${comment.id}`,
        after: reactions(comment),
        note: comment.editedAt === null ? 'wrote' : 'wrote (edited)',
      }),
    })),
    ...issue.timeline.flatMap((event) => {
      const told = tell(repo, event)
      return told === undefined ? [] : [{ id: event.id, html: told }]
    }),
    ...(pull?.reviews ?? []).map((review) => ({ id: review.id, html: reviewCard(repo, pull, review) })),
  ]
  const opening = post(repo, issue.user, issue.createdAt, issue.body, { after: reactions(issue) })
  return markup`${opening}${entries.sort((a, b) => a.id - b.id).map((entry) => entry.html)}`
}

/** One line for a timeline event, or nothing for those that are cards of their own. */
function tell(repo: Repository, event: TimelineEvent): Html | undefined {
  if (event.event === 'commented' || event.event === 'reviewed') return undefined
  const label = event.label === undefined ? undefined : repo.labels.get(event.label.toLowerCase())
  const what: Content[] = [event.event.replaceAll('_', ' ')]
  if (event.label !== undefined) what.push(' ', label === undefined ? event.label : chip(label))
  if (event.assignee !== undefined) what.push(' ', person(event.assignee))
  if (event.commitId !== undefined) what.push(' in ', shortSha(repo, event.commitId))
  return markup`<div class="event">
    ${avatar(event.actor)} ${person(event.actor)} <span>${what}</span> ${time(event.createdAt)}
  </div>`
}

function reviewCard(repo: Repository, pull: Pull | undefined, review: Review): Html {
  const mark = {
    APPROVED: 'good',
    CHANGES_REQUESTED: 'bad',
    COMMENTED: 'idle',
    DISMISSED: 'idle',
    PENDING: 'wait',
  }[review.state]
  const comments = (pull?.reviewComments ?? []).filter((comment) => comment.reviewId === review.id)
  const inline = comments.map(
    (comment) =>
      markup`<div class="card">
        <div class="head mono">
          ${comment.path}${comment.line !== null && `:${comment.line}`}
          ${comment.resolved && markup`<span class="tag">resolved</span>`}
        </div>
        ${hunks(comment.diffHunk)}
        <div class="body">
          <div>
            ${avatar(comment.user)} ${person(comment.user)}
            <span class="dim">${time(comment.createdAt)}</span>
          </div>
          <div class="md">${markdown(comment.body, pathOf(repo))}</div>
          ${reactions(comment)}
        </div>
      </div>`,
  )
  const text =
    review.body.trim() !== '' && markup`<div class="md">${markdown(review.body, pathOf(repo))}</div>`
  const content = (text || inline.length > 0) && markup`<div class="body">${text}${inline}</div>`
  return markup`<article class="card" id="pullrequestreview-${review.id}">
    <div class="head">
      ${avatar(review.user)} ${person(review.user)} <b class="${mark}">${reviewWord[review.state]}</b>
      <span class="dim">at ${shortSha(repo, review.commitId)} ${time(review.submittedAt)}</span>
    </div>
    ${content}
  </article>`
}

/** The issues that a pull request's body closes, or the pull requests whose bodies close an issue. */
function linkedNumbers(repo: Repository, issue: Issue): number[] {
  const closed = (other: Issue): number[] => closingReferences(other.body ?? '', fullName(repo))
  if (issue.isPull) return closed(issue)
  return [...repo.issues.values()]
    .filter((other) => other.isPull && closed(other).includes(issue.number))
    .map(({ number }) => number)
}

function sidebar(repo: Repository, issue: Issue, pull?: Pull): Html {
  const section = (name: string, content: Content): Html =>
    markup`<section>
      <h3>${name}</h3>
      ${content}
    </section>`
  const none = markup`<span class="dim">None</span>`
  const link = (number: number): Content => {
    const other = repo.issues.get(number)
    return (
      other &&
      markup`<div>
        ${stateDot(other, repo.pulls.get(number))}
        <a href="${pathOf(repo)}/issues/${number}">${other.title}</a> <span class="dim">#${number}</span>
      </div>`
    )
  }
  const blocking = [...repo.issues.values()].filter((other) => other.blockedBy.includes(issue.number))
  const linked = linkedNumbers(repo, issue)
  return markup`<aside>
    ${section('Labels', issue.labels.length > 0 ? issue.labels.map(chip) : none)}
    ${section('Assignees', issue.assignees.length > 0 ? join(issue.assignees.map(person), ', ') : none)}
    ${pull !== undefined && pull.requestedReviewers.length > 0 && section('Asked to review', join(pull.requestedReviewers.map(person), ', '))}
    ${issue.parent !== undefined && section('Parent', link(issue.parent))}
    ${linked.length > 0 && section(pull === undefined ? 'Pull requests' : 'Closes', linked.map(link))}
    ${issue.subIssues.length > 0 && section('Sub-issues', issue.subIssues.map(link))}
    ${issue.blockedBy.length > 0 && section('Blocked by', issue.blockedBy.map(link))}
    ${
      blocking.length > 0 &&
      section(
        'Blocks',
        blocking.map((other) => link(other.number)),
      )
    }
    ${issue.locked && section('Conversation', 'Locked')}
  </aside>`
}
