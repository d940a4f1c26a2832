// What every GraphQL view is built with: who asks, the world, and the other views (so that files need not import each other).

import type { Forge } from '../forge.ts'
import type { Caller } from '../route.ts'
import type { Issue, Pull, Repository, User } from '../world.ts'

/** An object whose properties are field values, or functions of a field's arguments; nothing is computed before it is asked for. */
export type View = Readonly<Record<string, unknown>> & { readonly __typename: string }

export interface Scope {
  readonly forge: Forge
  readonly caller: Caller
  /** The signed-in account: a person, or an App's bot. */
  readonly viewer: User
  readonly views: Views
}

export interface Views {
  actor(user: User): View
  repository(repo: Repository): View
  /** Checks that the caller may read issues. */
  issue(repo: Repository, issue: Issue): View
  /** Checks that the caller may read pull requests. */
  pull(repo: Repository, pull: Pull): View
  commit(repo: Repository, sha: string): View
  /** A ref by its full name. */
  ref(repo: Repository, name: string, sha: string): View
  /** The object that a revision names (`HEAD:path`, a branch, a SHA), or null. */
  object(repo: Repository, expression: string): Promise<View | null>
}
