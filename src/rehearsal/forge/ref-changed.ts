// Everything that follows from a moved ref, however it was moved: webhooks, pull requests, stale approvals, check suites.

import { ensureSuite, suitesOf } from './checks.ts'
import type { Forge } from './forge.ts'
import { ZERO } from './git/refs.ts'
import type { Commit } from './git/plumbing.ts'
import { closeIssue } from './issue-events.ts'
import { issueByNumber, installationOn } from './lookup.ts'
import { closeReferenced, markMerged } from './merged.ts'
import { rulesFor } from './policy/branch-rules.ts'
import { recordPusher } from './pushers.ts'
import { noreplyEmail, renderPushCommit } from './render/commit.ts'
import { renderSuiteEvent } from './render/check-suite.ts'
import { renderPull, renderPullSimple } from './render/pull.ts'
import { repositoryPage } from './render/repository.ts'
import { renderReviewEvent } from './render/review.ts'
import type { Pull, Repository, User } from './world.ts'

/** Commits described in one push payload; GitHub's own limit is 2,048, ours keeps long histories cheap. */
const MAX_PUSH_COMMITS = 100

interface Move {
  repo: Repository
  ref: string
  before: string
  after: string
  actor: User
}

/** The forge's reaction to a moved ref. To be called with the ref already moved, and by whoever moved it. */
export function createRefChanged(forge: Forge): Forge['refChanged'] {
  return async (repo, ref, before, after, actor) => {
    const kind = ref.startsWith('refs/heads/') ? 'branch' : ref.startsWith('refs/tags/') ? 'tag' : undefined
    if (before === after || kind === undefined) return
    const move: Move = { repo, ref, before, after, actor }
    repo.pushedAt = forge.world.iso()
    recordPusher(repo, ref, actor)
    announceCreation(forge, move, kind)
    await announcePush(forge, move)
    if (kind === 'tag') return
    const branch = ref.slice('refs/heads/'.length)
    if (after !== ZERO) await requestSuites(forge, move, branch)
    if (branch === repo.defaultBranch && before !== ZERO && after !== ZERO) await closeNamed(forge, move)
    for (const pull of repo.pulls.values()) {
      if (issueByNumber(repo, pull.number).state === 'closed') continue
      if (after === ZERO) {
        if (pull.headRef === branch || pull.baseRef === branch) await closeOrphan(forge, move, pull)
      } else if (pull.headRef === branch) {
        await moveHead(forge, move, pull)
      } else if (pull.baseRef === branch) {
        await markIfContained(forge, move, pull)
      }
    }
  }
}

function announceCreation(
  forge: Forge,
  { repo, ref, before, after, actor }: Move,
  kind: 'branch' | 'tag',
): void {
  if (before !== ZERO && after !== ZERO) return
  const name = ref.split('/').slice(2).join('/')
  const payload = { ref: name, ref_type: kind, pusher_type: 'user' }
  if (after === ZERO) {
    forge.emit({ event: 'delete', action: null, repo, sender: actor, payload })
    return
  }
  const more = { master_branch: repo.defaultBranch, description: repo.description }
  forge.emit({ event: 'create', action: null, repo, sender: actor, payload: { ...payload, ...more } })
}

async function announcePush(forge: Forge, { repo, ref, before, after, actor }: Move): Promise<void> {
  const heard = [...forge.world.apps.values()].some(
    (app) => app.webhook !== undefined && app.events.includes('push'),
  )
  if (!heard) return
  const created = before === ZERO
  const deleted = after === ZERO
  const from = created ? `refs/heads/${repo.defaultBranch}` : before
  const head = deleted ? undefined : await forge.git.resolve(repo, after)
  const commits = head === undefined ? [] : await forge.git.commits(repo, from, head)
  const newest = await Promise.all(
    commits.slice(-MAX_PUSH_COMMITS).map((commit) => pushCommit(forge, repo, commit)),
  )
  const tip = head === undefined ? undefined : await forge.git.commit(repo, head)
  const page = repositoryPage(forge, repo)
  const compare =
    created || deleted
      ? `${page}/commit/${deleted ? before : after}`
      : `${page}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`
  const payload = {
    ref,
    before,
    after,
    created,
    deleted,
    forced: !created && !deleted && !(await forge.git.isAncestor(repo, before, after)),
    base_ref: null,
    compare,
    commits: newest,
    head_commit: tip === undefined ? null : await pushCommit(forge, repo, tip),
    pusher: { name: actor.login, email: noreplyEmail(actor) },
  }
  forge.emit({ event: 'push', action: null, repo, sender: actor, payload })
}

async function pushCommit(forge: Forge, repo: Repository, commit: Commit) {
  const [parent] = commit.parents
  const changes = parent === undefined ? [] : await forge.git.changes(repo, parent, commit.sha)
  return renderPushCommit(forge, repo, commit, changes)
}

/** Every App that may write checks gets a suite for the new commit and is asked to fill it, subscribed or not. */
async function requestSuites(
  forge: Forge,
  { repo, before, after, actor }: Move,
  branch: string,
): Promise<void> {
  for (const app of forge.world.apps.values()) {
    if (installationOn(forge.world, app, repo)?.permissions.checks !== 'write') continue
    if (suitesOf(repo).some((suite) => suite.app.id === app.id && suite.headSha === after)) continue
    const suite = ensureSuite(forge, repo, app, { sha: after, branch, before })
    const payload = { check_suite: await renderSuiteEvent(forge, repo, suite) }
    forge.emit({ event: 'check_suite', action: 'requested', repo, sender: actor, payload, onlyApp: app.id })
  }
}

/** Deleting either branch of an open pull request closes it. */
async function closeOrphan(forge: Forge, { repo, before, actor }: Move, pull: Pull): Promise<void> {
  await closeIssue(forge, repo, issueByNumber(repo, pull.number), null, { actor, app: undefined })
  // A deleted base has no tip any more; the last one keeps the diff readable.
  pull.baseShaAtClose ??= before
}

async function moveHead(forge: Forge, { repo, before, after, actor }: Move, pull: Pull): Promise<void> {
  const ref = `refs/pull/${pull.number}/head`
  const known = pull.headSha
  pull.headSha = after
  issueByNumber(repo, pull.number).updatedAt = forge.world.iso()
  await forge.git.updateRef(repo, ref, after, known)
  await dismissStale(forge, repo, pull, known, actor)
  const payload = { number: pull.number, before, after, pull_request: await renderPull(forge, repo, pull) }
  forge.emit({ event: 'pull_request', action: 'synchronize', repo, sender: actor, payload })
}

/** Approvals end with a push that changes the diff, where protection or a ruleset of the base says so. */
async function dismissStale(
  forge: Forge,
  repo: Repository,
  pull: Pull,
  before: string,
  actor: User,
): Promise<void> {
  const rules = rulesFor(repo, `refs/heads/${pull.baseRef}`)
  if (!rules.some(({ pullRequest }) => pullRequest?.dismissStale === true)) return
  const approved = pull.reviews.filter((review) => review.state === 'APPROVED')
  if (approved.length === 0 || (await sameDiff(forge, repo, pull, before))) return
  for (const review of approved) {
    review.state = 'DISMISSED'
    const payload = {
      review: renderReviewEvent(forge, repo, pull, review),
      pull_request: await renderPullSimple(forge, repo, pull),
    }
    forge.emit({ event: 'pull_request_review', action: 'dismissed', repo, sender: actor, payload })
  }
}

async function sameDiff(forge: Forge, repo: Repository, pull: Pull, before: string): Promise<boolean> {
  const base = `refs/heads/${pull.baseRef}`
  const [old, now] = await Promise.all([
    forge.git.changes(repo, base, before),
    forge.git.changes(repo, base, pull.headSha),
  ])
  return JSON.stringify(old) === JSON.stringify(now)
}

/** A base that comes to contain a pull request's head by a push counts as its merge. */
async function markIfContained(
  forge: Forge,
  { repo, before, after, actor }: Move,
  pull: Pull,
): Promise<void> {
  if (!(await forge.git.isAncestor(repo, pull.headSha, after))) return
  await markMerged(forge, repo, pull, { baseBefore: before, mergeCommit: after }, { actor, app: undefined })
}

/** Commit messages close issues too, once they are on the default branch. */
async function closeNamed(forge: Forge, { repo, before, after, actor }: Move): Promise<void> {
  for (const commit of await forge.git.commits(repo, before, after)) {
    await closeReferenced(forge, repo, commit.message, { actor, app: undefined }, commit.sha)
  }
}
