// Git references and annotated tags (https://docs.github.com/rest/git/refs).

import { z } from 'zod'
import { fullRef, shaSchema } from '../schemas.ts'
import { param, parseBody } from '../body.ts'
import type { Forge } from '../forge.ts'
import { HttpError, notFound } from '../http-error.ts'
import { isValidRef, ZERO } from '../git/refs.ts'
import type { Tag } from '../git/plumbing.ts'
import { personOf } from '../merging.ts'
import { moveRef } from '../move-ref.ts'
import { type Blocker, refusalText } from '../policy.ts'
import { repositoryUrl } from '../render/repository.ts'
import { created, noContent, ok, type Route } from '../route.ts'
import type { Repository } from '../world.ts'

const BASE = '/repos/{owner}/{repo}/git'
const read = { permission: 'contents', level: 'read' } as const
const write = { permission: 'contents', level: 'write' } as const

const unprocessable = (message: string): HttpError => new HttpError(422, message)
const refuse = (blockers: readonly Blocker[]): HttpError => unprocessable(refusalText(blockers))

function renderRef(forge: Forge, repo: Repository, ref: string, object: { sha: string; type: string }) {
  const api = repositoryUrl(forge, repo)
  return {
    ref,
    node_id: `REF_${Buffer.from(`${repo.id}:${ref}`).toString('base64url')}`,
    url: `${api}/git/${ref}`,
    object: { ...object, url: `${api}/git/${object.type}s/${object.sha}` },
  }
}

const renderTag = (forge: Forge, repo: Repository, tag: Tag) => {
  const api = repositoryUrl(forge, repo)
  return {
    node_id: `TA_${Buffer.from(`${repo.id}:${tag.sha}`).toString('base64url')}`,
    tag: tag.tag,
    sha: tag.sha,
    url: `${api}/git/tags/${tag.sha}`,
    message: tag.message,
    tagger: tag.tagger,
    object: { ...tag.object, url: `${api}/git/${tag.object.type}s/${tag.object.sha}` },
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  }
}

const createRef = z.strictObject({ ref: z.string(), sha: shaSchema })
const updateRef = z.strictObject({ sha: shaSchema, force: z.boolean().default(false) })
const createTag = z.strictObject({
  tag: z.string().min(1),
  message: z.string(),
  object: shaSchema,
  type: z.enum(['commit', 'tree', 'blob']),
  tagger: z.strictObject({ name: z.string(), email: z.string(), date: z.string().optional() }).optional(),
})

export const refRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${BASE}/ref/{ref}`,
    access: read,
    handle: async (c) => {
      const ref = fullRef(param(c, 'ref'))
      const object = isValidRef(ref) ? await c.forge.git.info(c.repo(), ref) : undefined
      if (object === undefined) throw notFound()
      return ok(renderRef(c.forge, c.repo(), ref, { sha: object.sha, type: object.type }))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/matching-refs/{ref}`,
    access: read,
    handle: async (c) => {
      const repo = c.repo()
      const prefix = fullRef(param(c, 'ref'))
      const all = await c.forge.git.refs(repo, 'refs/')
      const matching = c.page([...all].filter(([ref]) => ref.startsWith(prefix)))
      const refs = matching.map(async ([ref, sha]) => {
        const type = (await c.forge.git.info(repo, sha))?.type ?? 'commit'
        return renderRef(c.forge, repo, ref, { sha, type })
      })
      return ok(await Promise.all(refs))
    },
  },
  {
    method: 'POST',
    path: `${BASE}/refs`,
    access: write,
    handle: (c) => {
      const repo = c.repo()
      const { ref, sha } = parseBody(c, createRef)
      return c.forge.git.exclusive(repo, async () => {
        if (!isValidRef(ref) || ref.startsWith('refs/pull/'))
          throw unprocessable(`${ref} is not a valid ref name.`)
        const object = await c.forge.git.info(repo, sha)
        if (object === undefined) throw unprocessable('Object does not exist')
        if ((await c.forge.git.info(repo, ref)) !== undefined) throw unprocessable('Reference already exists')
        await moveRef(c, { ref, before: ZERO, after: sha }, refuse)
        return created(renderRef(c.forge, repo, ref, { sha, type: object.type }))
      })
    },
  },
  {
    method: 'PATCH',
    path: `${BASE}/refs/{ref}`,
    access: write,
    handle: (c) => {
      const repo = c.repo()
      const ref = fullRef(param(c, 'ref'))
      const { sha, force } = parseBody(c, updateRef)
      return c.forge.git.exclusive(repo, async () => {
        const known = isValidRef(ref) ? await c.forge.git.info(repo, ref) : undefined
        if (known === undefined || ref.startsWith('refs/pull/'))
          throw unprocessable('Reference does not exist')
        const object = await c.forge.git.info(repo, sha)
        if (object === undefined) throw unprocessable('Object does not exist')
        if (!force && !(await c.forge.git.isAncestor(repo, known.sha, sha))) {
          throw unprocessable('Update is not a fast forward')
        }
        await moveRef(c, { ref, before: known.sha, after: sha }, refuse)
        return ok(renderRef(c.forge, repo, ref, { sha, type: object.type }))
      })
    },
  },
  {
    method: 'DELETE',
    path: `${BASE}/refs/{ref}`,
    access: write,
    handle: (c) => {
      const repo = c.repo()
      const ref = fullRef(param(c, 'ref'))
      return c.forge.git.exclusive(repo, async () => {
        const known = isValidRef(ref) ? await c.forge.git.info(repo, ref) : undefined
        if (known === undefined || ref.startsWith('refs/pull/'))
          throw unprocessable('Reference does not exist')
        if (ref === `refs/heads/${repo.defaultBranch}`)
          throw unprocessable('Cannot delete the default branch')
        await moveRef(c, { ref, before: known.sha, after: ZERO }, refuse)
        return noContent()
      })
    },
  },
  {
    method: 'POST',
    path: `${BASE}/tags`,
    access: write,
    handle: async (c) => {
      const repo = c.repo()
      const body = parseBody(c, createTag)
      const object = await c.forge.git.info(repo, body.object)
      if (object?.type !== body.type) throw unprocessable(`object ${body.object} is not a ${body.type}`)
      const self = personOf(c.forge, c.actor())
      const input = {
        tag: body.tag,
        message: body.message,
        object: { sha: object.sha, type: object.type },
        tagger: { ...self, ...body.tagger, date: body.tagger?.date ?? self.date },
      }
      const sha = await c.forge.git.writeTag(repo, input)
      return created(renderTag(c.forge, repo, { ...input, sha }))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/tags/{tag_sha}`,
    access: read,
    handle: async (c) => {
      const tag = await c.forge.git.tag(c.repo(), param(c, 'tag_sha'))
      if (tag === undefined) throw notFound()
      return ok(renderTag(c.forge, c.repo(), tag))
    },
  },
]
