// Who may see, write and administrate what: repository visibility, people's roles, installations' permissions.

import { unreachable } from '../../errors.ts'
import { HttpError, notFound, unauthorized } from './http-error.ts'
import type { Caller, PermissionAccess, RouteContext } from './route.ts'
import type { Installation, InstallationToken, Level, Permission, Repository, Role, User } from './world.ts'

const RANK: Record<Role, number> = { none: 0, read: 1, triage: 2, write: 3, maintain: 4, admin: 5 }

/** The role that lets a person do what an App needs the permission for, where a route does not say otherwise. */
const PERSON_ROLES: Record<Permission, Record<Level, Role>> = {
  metadata: { read: 'read', write: 'admin' },
  contents: { read: 'read', write: 'write' },
  issues: { read: 'read', write: 'triage' },
  pull_requests: { read: 'read', write: 'triage' },
  checks: { read: 'read', write: 'write' },
  statuses: { read: 'read', write: 'write' },
  actions: { read: 'read', write: 'write' },
  administration: { read: 'admin', write: 'admin' },
  members: { read: 'read', write: 'admin' },
  workflows: { read: 'read', write: 'write' },
  merge_queues: { read: 'read', write: 'write' },
}

/** Whether a role includes everything `needed` may do. */
export const atLeast = (role: Role, needed: Role): boolean => RANK[role] >= RANK[needed]

/** A person's role. The owner is admin; a stranger reads what is public, as the collaborator permission endpoint has it. */
export function roleOf(repo: Repository, user: User): Role {
  if (user.id === repo.owner.id) return 'admin'
  return repo.collaborators.get(user.login.toLowerCase()) ?? (repo.private ? 'none' : 'read')
}

/** The legacy `permission` of a role: maintain counts as write, triage as read (GET …/collaborators/{username}/permission). */
export function legacyPermission(role: Role): 'admin' | 'write' | 'read' | 'none' {
  if (role === 'maintain') return 'write'
  return role === 'triage' ? 'read' : role
}

/** Whether an installation, or a token narrowed from it, was given this repository. */
export function covers(token: InstallationToken | Installation, repo: Repository): boolean {
  const installation = 'installation' in token ? token.installation : token
  if (installation.account.id !== repo.owner.id) return false
  return [installation.repositories, token.repositories].every((set) => set === 'all' || set.has(repo.id))
}

/** Whether the repository exists as far as this caller can tell. A JWT sees where its App is installed (see app routes). */
export function canSee(caller: Caller, repo: Repository): boolean {
  if (!repo.private) return true
  switch (caller.kind) {
    case 'anonymous':
    case 'app':
      return false
    case 'user':
      return atLeast(roleOf(repo, caller.actor), 'read')
    case 'installation':
      return covers(caller.token, repo)
    default:
      return unreachable(caller)
  }
}

/** Whether the caller may push: `contents: write` for an installation, the write role for a person. */
export function canWrite(caller: Caller, repo: Repository): boolean {
  return allowed(caller, repo, { permission: 'contents', level: 'write' })
}

const grants = (token: InstallationToken, permission: Permission, level: Level): boolean => {
  const granted = permission === 'metadata' ? 'read' : token.permissions[permission]
  return granted !== undefined && (level === 'read' || granted === 'write')
}

function allowed(caller: Caller, repo: Repository, access: PermissionAccess): boolean {
  switch (caller.kind) {
    case 'anonymous':
      return access.level === 'read' && !repo.private
    case 'app':
      return false
    case 'user':
      return atLeast(roleOf(repo, caller.actor), access.role ?? PERSON_ROLES[access.permission][access.level])
    case 'installation': {
      // "This endpoint can be used without … the aforementioned permissions if only public resources are requested."
      // administration is the permission whose reads GitHub does not open up in this way.
      if (access.level === 'read' && !repo.private && access.permission !== 'administration') return true
      if (!covers(caller.token, repo)) return false
      const { permission, or, level } = access
      return grants(caller.token, permission, level) || (or !== undefined && grants(caller.token, or, level))
    }
    default:
      return unreachable(caller)
  }
}

/** The `X-Accepted-GitHub-Permissions` value of a 403: alternatives are separated by a semicolon. */
const accepted = ({ permission, or, level }: PermissionAccess): string =>
  [permission, or].flatMap((name) => (name === undefined ? [] : [`${name}=${level}`])).join('; ')

/** Throws what GitHub answers when the caller may not do this to the repository: 401, 403, or 404 when it is hidden. */
export function authorize(caller: Caller, repo: Repository, access: PermissionAccess): void {
  if (caller.kind === 'app') throw unauthorized()
  if (!canSee(caller, repo)) throw notFound()
  if (allowed(caller, repo, access)) return
  if (caller.kind === 'anonymous') throw unauthorized()
  const message =
    caller.kind === 'user'
      ? 'Must have admin rights to Repository.'
      : 'Resource not accessible by integration'
  throw new HttpError(403, message, undefined, { 'x-accepted-github-permissions': accepted(access) })
}

/** For what an author may do to their own text and others only with a role. Throws 403. */
export function requireAuthorOr(c: RouteContext, author: User, role: Role): void {
  if (c.caller.kind !== 'user' || c.caller.actor.id === author.id) return
  if (!atLeast(roleOf(c.repo(), c.caller.actor), role)) {
    throw new HttpError(403, 'Must have admin rights to Repository.')
  }
}

/** The App of a JWT. Throws 401 for every other caller. */
export function requireApp(caller: Caller): Extract<Caller, { kind: 'app' }>['app'] {
  if (caller.kind !== 'app') throw unauthorized('A JSON web token could not be decoded')
  return caller.app
}
