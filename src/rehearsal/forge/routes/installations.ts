// Installations: finding them, listing their repositories, and the tokens made for them.

import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { covers, requireApp } from '../access.ts'
import { numberParam, param, parseBody } from '../body.ts'
import { HttpError, forbidden, notFound } from '../http-error.ts'
import { findRepository, findUser, installationOn } from '../lookup.ts'
import { renderInstallation } from '../render/app.ts'
import { renderRepository } from '../render/repository.ts'
import { created, noContent, ok } from '../route.ts'
import type { Route, RouteContext } from '../route.ts'
import type { App, Installation, InstallationToken, Permissions, Repository, User } from '../world.ts'

/** https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app */
const TOKEN_LIFETIME_MS = 3_600_000
const MAX_REPOSITORIES = 500

const level = z.enum(['read', 'write'])
const tokenRequest = z.strictObject({
  repositories: z.array(z.string()).max(MAX_REPOSITORIES).optional(),
  repository_ids: z.array(z.int()).max(MAX_REPOSITORIES).optional(),
  permissions: z.record(z.string(), level).optional(),
})

function installationsOf(c: RouteContext, app: App): Installation[] {
  return [...c.world.installations.values()].filter((one) => one.app.id === app.id)
}

function installationForAccount(
  c: RouteContext,
  login: string,
  types: readonly User['type'][],
): Installation {
  const account = findUser(c.world, login)
  const found = installationsOf(c, requireApp(c.caller)).find((one) => one.account.id === account?.id)
  if (found === undefined || !types.includes(found.account.type)) throw notFound()
  return found
}

/** Installation permissions cut down to what was asked for. Throws 422 for anything beyond them. */
function narrowPermissions(installation: Installation, asked: Record<string, 'read' | 'write'>): Permissions {
  const granted = new Map(Object.entries(installation.permissions))
  for (const [name, wanted] of Object.entries(asked)) {
    const have = granted.get(name)
    if (have === undefined || (wanted === 'write' && have === 'read')) {
      throw new HttpError(422, 'The permissions requested are not granted to this installation.')
    }
  }
  // Every token can read metadata.
  return { metadata: 'read', ...asked }
}

const repositoriesOf = (c: RouteContext, scope: InstallationToken | Installation): Repository[] =>
  [...c.world.repositories.values()].filter((repo) => covers(scope, repo))

/** Ids of the repositories asked for by name or id. Throws 422 when the installation lacks one. */
function narrowRepositories(
  c: RouteContext,
  installation: Installation,
  asked: { names: readonly string[]; ids: readonly number[] },
): Set<number> {
  const mine = repositoriesOf(c, installation)
  const byName = asked.names.map((name) =>
    mine.find((repo) => repo.name.toLowerCase() === name.toLowerCase()),
  )
  const byId = asked.ids.map((id) => mine.find((repo) => repo.id === id))
  const chosen = [...byName, ...byId].map((repo) => {
    if (repo !== undefined) return repo.id
    throw new HttpError(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    )
  })
  return new Set(chosen)
}

function createToken(c: RouteContext, installation: Installation): InstallationToken {
  const { repositories, repository_ids: ids, permissions } = parseBody(c, tokenRequest)
  const narrowed = repositories !== undefined || ids !== undefined
  const token: InstallationToken = {
    kind: 'installation',
    token: `ghs_${randomBytes(18).toString('hex')}`,
    installation,
    permissions:
      permissions === undefined
        ? { ...installation.permissions }
        : narrowPermissions(installation, permissions),
    repositories: narrowed
      ? narrowRepositories(c, installation, { names: repositories ?? [], ids: ids ?? [] })
      : installation.repositories,
    expiresAt: c.world.now() + TOKEN_LIFETIME_MS,
  }
  c.world.tokens.set(token.token, token)
  return token
}

export const installationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/app/installations',
    access: 'jwt',
    handle: (c) =>
      ok(c.page(installationsOf(c, requireApp(c.caller))).map((one) => renderInstallation(c.forge, one))),
  },
  {
    method: 'GET',
    path: '/app/installations/{installation_id}',
    access: 'jwt',
    handle: (c) => ok(renderInstallation(c.forge, ownInstallation(c))),
  },
  {
    method: 'POST',
    path: '/app/installations/{installation_id}/access_tokens',
    access: 'jwt',
    handle(c) {
      const installation = ownInstallation(c)
      const token = createToken(c, installation)
      const selected = token.repositories !== 'all'
      return created({
        token: token.token,
        expires_at: new Date(token.expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
        permissions: token.permissions,
        repository_selection: selected ? 'selected' : 'all',
        ...(selected
          ? { repositories: repositoriesOf(c, token).map((repo) => renderRepository(c.forge, repo)) }
          : {}),
      })
    },
  },
  {
    method: 'DELETE',
    path: '/installation/token',
    access: 'authenticated',
    handle(c) {
      if (c.caller.kind !== 'installation') throw forbidden()
      c.world.tokens.delete(c.caller.token.token)
      return noContent()
    },
  },
  {
    method: 'GET',
    path: '/installation/repositories',
    access: 'authenticated',
    handle(c) {
      if (c.caller.kind !== 'installation') {
        throw forbidden(
          'You must authenticate with an installation access token in order to list repositories for an installation.',
        )
      }
      const repositories = repositoriesOf(c, c.caller.token)
      return ok({
        total_count: repositories.length,
        repository_selection: c.caller.token.repositories === 'all' ? 'all' : 'selected',
        repositories: c.page(repositories).map((repo) => renderRepository(c.forge, repo)),
      })
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/installation',
    access: 'jwt',
    handle(c) {
      const repo = findRepository(c.world, param(c, 'owner'), param(c, 'repo'))
      const found = repo === undefined ? undefined : installationOn(c.world, requireApp(c.caller), repo)
      if (found === undefined) throw notFound()
      return ok(renderInstallation(c.forge, found))
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/installation',
    access: 'jwt',
    handle: (c) =>
      ok(renderInstallation(c.forge, installationForAccount(c, param(c, 'org'), ['Organization']))),
  },
  {
    method: 'GET',
    path: '/users/{username}/installation',
    access: 'jwt',
    handle: (c) =>
      ok(
        renderInstallation(
          c.forge,
          installationForAccount(c, param(c, 'username'), ['User', 'Organization']),
        ),
      ),
  },
]

/** The installation in the path. Throws 404 when it is another App's. */
function ownInstallation(c: RouteContext): Installation {
  const installation = c.world.installations.get(numberParam(c, 'installation_id'))
  if (installation === undefined || installation.app.id !== requireApp(c.caller).id) throw notFound()
  return installation
}
