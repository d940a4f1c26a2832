// Finds things in the world the way GitHub does: names without regard to case, issues by number or database id.

import { notFound } from './http-error.ts'
import type { App, Comment, Installation, Issue, Label, Pull, Repository, User, World } from './world.ts'

/** The person, organisation or bot of this login. */
export const findUser = (world: World, login: string): User | undefined =>
  world.users.get(login.toLowerCase())

/** The repository, whoever may see it: callers check that with access.ts. */
export const findRepository = (world: World, owner: string, name: string): Repository | undefined =>
  world.repositories.get(`${owner}/${name}`.toLowerCase())

/** The repository's label of this name. */
export const findLabel = (repo: Repository, name: string): Label | undefined =>
  repo.labels.get(name.toLowerCase())

/** The installation of `app` that covers `repo`, if there is one. */
export function installationOn(world: World, app: App, repo: Repository): Installation | undefined {
  for (const installation of world.installations.values()) {
    if (installation.app.id !== app.id || installation.account.id !== repo.owner.id) continue
    if (installation.repositories === 'all' || installation.repositories.has(repo.id)) return installation
  }
  return undefined
}

/** The issue or pull request with this number. Throws 404 when there is none. */
export function issueByNumber(repo: Repository, number: number): Issue {
  const issue = repo.issues.get(number)
  if (issue === undefined) throw notFound()
  return issue
}

/** The pull request with this number. Throws 404 when there is none. */
export function pullByNumber(repo: Repository, number: number): Pull {
  const pull = repo.pulls.get(number)
  if (pull === undefined) throw notFound()
  return pull
}

/** The issue with this database id, which sub-issues and dependencies are addressed by. */
export function issueById(repo: Repository, id: number): Issue | undefined {
  for (const issue of repo.issues.values()) if (issue.id === id) return issue
  return undefined
}

/** The comment with this database id and the issue it is on. Throws 404 when there is none. */
export function commentById(repo: Repository, id: number): { issue: Issue; comment: Comment } {
  for (const issue of repo.issues.values()) {
    const comment = issue.comments.find((one) => one.id === id)
    if (comment !== undefined) return { issue, comment }
  }
  throw notFound()
}
