// What a REST route is: an OpenAPI path template, the permission GitHub asks for, and a handler over the world.

import type { IncomingHttpHeaders } from 'node:http'
import type { Forge } from './forge.ts'
import type { App, InstallationToken, Level, Permission, Repository, Role, User, World } from './world.ts'

/** Who sent the request, after authentication. `actor` is what shows up as author or sender. */
export type Caller =
  | { kind: 'anonymous' }
  | { kind: 'user'; actor: User }
  | { kind: 'app'; app: App }
  | { kind: 'installation'; actor: User; app: App; token: InstallationToken }

/** `jwt`: App authentication only. `user-or-installation`: any token. Otherwise an installation needs the permission, a person the matching role. */
export type Access = 'public' | 'jwt' | 'authenticated' | PermissionAccess

export interface PermissionAccess {
  permission: Permission
  level: Level
  /** Another permission that GitHub takes instead, at the same level (a pull request's labels: issues or pull_requests). */
  or?: Permission
  /** The role a person needs; by default the one in access.ts. `read` lets anybody who can see the repository in. */
  role?: Role
}

export interface RouteContext {
  forge: Forge
  world: World
  caller: Caller
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** Parsed JSON body, `{}` when there was none. Handlers parse it with zod; the contract has already checked it against OpenAPI. */
  body: unknown
  rawBody: Buffer
  /** The acting user. Throws 401 for anonymous callers and JWTs. */
  actor(): User
  /** The App behind an installation token, undefined for people. */
  viaApp(): App | undefined
  /** The repository of `{owner}/{repo}`. Throws 404 when it does not exist or the caller may not see it. */
  repo(): Repository
  /** A page of `items` by `page`/`per_page` (default 30, at most 100); the server adds the Link header. */
  page<T>(items: readonly T[]): T[]
}

export interface Reply {
  status: number
  /** Serialised as JSON unless `raw` is given. `undefined` with 204. */
  json?: unknown
  raw?: Buffer | string
  headers?: Record<string, string>
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Template exactly as in GitHub's OpenAPI description, e.g. `/repos/{owner}/{repo}/issues/{issue_number}`. */
  path: string
  access: Access
  handle: (c: RouteContext) => Promise<Reply> | Reply
}

export const ok = (json: unknown): Reply => ({ status: 200, json })
export const created = (json: unknown): Reply => ({ status: 201, json })
export const noContent = (): Reply => ({ status: 204 })
