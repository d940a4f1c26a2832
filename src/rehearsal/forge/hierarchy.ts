// The tree of sub-issues: how deep it is, and which additions GitHub's rules leave room for.

import { HttpError } from './http-error.ts'
import type { Issue, Repository } from './world.ts'

/** https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/adding-sub-issues */
const MAX_SUB_ISSUES = 100
const MAX_LEVELS = 8

/** The chain of parents above an issue, nearest first. */
export function ancestors(repo: Repository, issue: Issue): Issue[] {
  const chain: Issue[] = []
  for (let at = issue.parent; at !== undefined; at = chain.at(-1)?.parent) {
    const parent = repo.issues.get(at)
    if (parent === undefined) break
    chain.push(parent)
  }
  return chain
}

/** Levels of sub-issues below an issue; 0 when it has none. */
export function height(repo: Repository, issue: Issue): number {
  const below = issue.subIssues.flatMap((number) => repo.issues.get(number) ?? [])
  return below.length === 0 ? 0 : 1 + Math.max(...below.map((child) => height(repo, child)))
}

/** Throws 422 when `child` cannot go below `parent`. `replaces`: it may have another parent now. */
export function checkAddition(repo: Repository, parent: Issue, child: Issue, replaces: boolean): void {
  const refuse = (message: string) => new HttpError(422, message)
  const above = ancestors(repo, parent)
  if (child === parent || above.includes(child)) {
    throw refuse('Sub-issue cannot be the issue itself or one of its parents.')
  }
  if (child.parent === parent.number) throw refuse('Issue may not contain duplicate sub-issues.')
  if (child.parent !== undefined && !replaces) throw refuse('Sub issue may only have one parent.')
  if (parent.subIssues.length >= MAX_SUB_ISSUES) {
    throw refuse(`Parent cannot have more than ${MAX_SUB_ISSUES} sub-issues.`)
  }
  if (above.length + 1 + height(repo, child) > MAX_LEVELS) {
    throw refuse(`Sub-issues cannot be nested more than ${MAX_LEVELS} levels deep.`)
  }
}
