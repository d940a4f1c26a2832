// The one place that says no to moving a ref: merges, the refs and contents API and pushes all ask here.

import type { Forge } from './forge.ts'
import type { Doer } from './issue-events.ts'
import { issueByNumber } from './lookup.ts'
import { isQueuedHead } from './merge-queue/entries.ts'
import { type RefRules, rulesFor } from './policy/branch-rules.ts'
import { checkMessages, reviewMessages } from './policy/requirements.ts'
import type { Pull, Repository } from './world.ts'
import { ZERO } from './git/refs.ts'

export interface Blocker {
  source: RefRules['source']
  message: string
  /** The head only needs the base merged into it. */
  behind?: true
}

export type MergeMethod = 'merge' | 'squash' | 'rebase'

/** GitHub's words for what keeps a pull request from being merged; none when rules and protection are satisfied. */
export async function mergeBlockers(forge: Forge, repo: Repository, pull: Pull): Promise<string[]> {
  return (await blockersOfMerge(forge, repo, pull)).map(({ message }) => message)
}

/** The same with where each comes from; rules that `by` may bypass do not apply. */
export async function blockersOfMerge(
  forge: Forge,
  repo: Repository,
  pull: Pull,
  by?: Doer,
  method?: MergeMethod,
): Promise<Blocker[]> {
  const ref = `refs/heads/${pull.baseRef}`
  const author = issueByNumber(repo, pull.number).user
  const blockers: Blocker[] = []
  for (const rules of rulesFor(repo, ref)) {
    if (by !== undefined && rules.bypasses(by, true)) continue
    const messages: string[] = []
    if (rules.update) messages.push('Cannot update this protected ref.')
    // The queue itself asks whether everything else is as it should be.
    if (rules.queue !== undefined && by !== undefined) messages.push(THROUGH_QUEUE)
    const { pullRequest } = rules
    if (pullRequest !== undefined) {
      messages.push(...reviewMessages(forge, repo, pull, author, pullRequest))
      if (method !== undefined && pullRequest.methods?.includes(method) === false) {
        messages.push(NOT_ALLOWED[method])
      }
    }
    if (rules.linear && method === 'merge') messages.push('This branch must not contain merge commits.')
    messages.push(...checkMessages(repo, pull.headSha, rules.checks))
    blockers.push(...messages.map((message) => ({ source: rules.source, message })))
    // Without a check to be up to date for, `strict` asks for nothing.
    if (rules.strict && rules.checks.length > 0 && !(await forge.git.isAncestor(repo, ref, pull.headSha))) {
      const message = 'Head branch is out of date. Review and try the merge again.'
      blockers.push({ source: rules.source, message, behind: true })
    }
  }
  return blockers
}

const THROUGH_QUEUE = 'Changes must be made through the merge queue'

/** GitHub's 405 for a merge method that the repository or a ruleset does not allow. */
const NOT_ALLOWED: Record<MergeMethod, string> = {
  merge: 'Merge commits are not allowed on this repository.',
  squash: 'Squash merges are not allowed on this repository.',
  rebase: 'Rebase merges are not allowed on this repository.',
}

const QUEUED_HEAD =
  'Branches that are queued for merging cannot be updated. To modify this branch, dequeue the associated pull request.'

export interface RefUpdate {
  ref: string
  /** 40 zeros: the ref is created. */
  before: string
  /** 40 zeros: the ref is deleted. */
  after: string
  fastForward: boolean
}

/** What keeps `by` from moving a ref directly, outside a pull request. */
export function blockersOfUpdate(repo: Repository, update: RefUpdate, by: Doer): Blocker[] {
  const created = update.before === ZERO
  const deleted = update.after === ZERO
  const kind = update.ref.startsWith('refs/tags/') ? 'tag' : 'branch'
  const blockers: Blocker[] = []
  if (isQueuedHead(repo, update.ref)) blockers.push({ source: 'protection', message: QUEUED_HEAD })
  for (const rules of rulesFor(repo, update.ref)) {
    if (rules.bypasses(by, false)) continue
    const messages: string[] = []
    if (created && rules.creation) messages.push('Cannot create ref due to creations being restricted.')
    if (deleted && rules.deletion) messages.push(`Cannot delete this ${kind}`)
    if (!created && !deleted) {
      if (rules.update) messages.push('Cannot update this protected ref.')
      if (rules.nonFastForward && !update.fastForward) messages.push(`Cannot force-push to this ${kind}`)
      if (rules.pullRequest !== undefined) messages.push('Changes must be made through a pull request.')
      if (rules.queue !== undefined) messages.push(THROUGH_QUEUE)
    }
    if (!deleted && (!created || rules.checksOnCreate)) {
      messages.push(...checkMessages(repo, update.after, rules.checks))
    }
    blockers.push(...messages.map((message) => ({ source: rules.source, message })))
  }
  return blockers
}

/** One text for several blockers, as the REST API words it. */
export function refusalText(blockers: readonly Blocker[]): string {
  const messages = [...new Set(blockers.map(({ message }) => message))]
  return blockers.some(({ source }) => source === 'ruleset')
    ? `Repository rule violations found\n\n${messages.join('\n\n')}\n\n`
    : messages.join(' ')
}

/** The lines git prints after `remote:` for a refused push. */
export function pushRefusal(ref: string, blockers: readonly Blocker[]): string[] {
  const lines = (source: RefRules['source'], head: string): string[] => {
    const own = blockers.filter((blocker) => blocker.source === source)
    return own.length === 0 ? [] : [head, '', ...own.flatMap(({ message }) => [`- ${message}`, ''])]
  }
  return [
    ...lines('protection', `error: GH006: Protected branch update failed for ${ref}.`),
    ...lines('ruleset', `error: GH013: Repository rule violations found for ${ref}.`),
  ]
}
