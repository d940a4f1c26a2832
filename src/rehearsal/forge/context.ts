// The context a handler works with: the caller, the repository, parameters and pagination.

import { canSee } from './access.ts'
import type { Forge } from './forge.ts'
import { notFound, unauthorized } from './http-error.ts'
import { findRepository } from './lookup.ts'
import { linkHeader, paginate } from './pages.ts'
import type { Caller, RouteContext } from './route.ts'
import type { Repository } from './world.ts'

export interface ContextInput {
  forge: Forge
  caller: Caller
  params: Record<string, string>
  url: URL
  headers: RouteContext['headers']
  body: unknown
  rawBody: Buffer
}

/** A context, and the Link header of the page its handler cut, once it has. */
export function createContext(input: ContextInput): {
  context: RouteContext
  link: () => string | undefined
} {
  const { forge, caller, params, url, headers, body, rawBody } = input
  let link: string | undefined
  let repository: Repository | undefined
  const context: RouteContext = {
    forge,
    world: forge.world,
    caller,
    params,
    query: url.searchParams,
    headers,
    body,
    rawBody,
    actor() {
      if (caller.kind === 'anonymous' || caller.kind === 'app') throw unauthorized()
      return caller.actor
    },
    viaApp: () => (caller.kind === 'installation' ? caller.app : undefined),
    repo() {
      repository ??= findRepository(forge.world, params['owner'] ?? '', params['repo'] ?? '')
      if (repository === undefined || !canSee(caller, repository)) throw notFound()
      return repository
    },
    page(items) {
      const page = paginate(items, url.searchParams)
      link = linkHeader(url, page)
      return page.items
    },
  }
  return { context, link: () => link }
}
