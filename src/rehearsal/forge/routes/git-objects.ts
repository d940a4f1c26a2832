// Git commits, trees and blobs one by one (https://docs.github.com/rest/git).

import { z } from 'zod'
import { UserError } from '../../../errors.ts'
import { param, parseBody } from '../body.ts'
import type { TreeEntry } from '../git/plumbing.ts'
import { HttpError, notFound } from '../http-error.ts'
import { personOf } from '../merging.ts'
import { renderGitCommit } from '../render/commit.ts'
import { repositoryUrl } from '../render/repository.ts'
import { created, ok, type Route, type RouteContext } from '../route.ts'
import { personSchema, shaSchema } from '../schemas.ts'

const BASE = '/repos/{owner}/{repo}/git'
const read = { permission: 'contents', level: 'read' } as const
const write = { permission: 'contents', level: 'write' } as const
/** GET …/git/trees cuts recursive listings here (https://docs.github.com/rest/git/trees). */
const MAX_TREE_ENTRIES = 100_000

const createCommit = z.strictObject({
  message: z.string(),
  tree: shaSchema,
  parents: z.array(shaSchema).default([]),
  author: personSchema.optional(),
  committer: personSchema.optional(),
})

const createTree = z.strictObject({
  base_tree: z.string().optional(),
  tree: z
    .array(
      z.strictObject({
        path: z.string(),
        mode: z.string(),
        type: z.enum(['blob', 'tree', 'commit']).optional(),
        sha: z.string().nullish(),
        content: z.string().optional(),
      }),
    )
    .min(1),
})

const createBlob = z.strictObject({
  content: z.string(),
  encoding: z.enum(['utf-8', 'base64']).default('utf-8'),
})

function renderEntry(c: RouteContext, entry: TreeEntry) {
  const url = `${repositoryUrl(c.forge, c.repo())}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`
  const { path, mode, type, sha, size } = entry
  // A submodule's commit is in another repository: no address.
  return {
    path,
    mode,
    type,
    sha,
    ...(size === undefined ? {} : { size }),
    ...(type === 'commit' ? {} : { url }),
  }
}

async function renderTree(c: RouteContext, sha: string, recursive: boolean) {
  const entries = await c.forge.git.tree(c.repo(), sha, recursive)
  if (entries === undefined) throw notFound()
  return {
    sha,
    url: `${repositoryUrl(c.forge, c.repo())}/git/trees/${sha}`,
    tree: entries.slice(0, MAX_TREE_ENTRIES).map((entry) => renderEntry(c, entry)),
    truncated: entries.length > MAX_TREE_ENTRIES,
  }
}

/** Runs git's own checks; what it refuses is the client's mistake here. */
async function asUnprocessable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UserError) throw new HttpError(422, error.message)
    throw error
  }
}

export const gitObjectRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${BASE}/commits/{commit_sha}`,
    access: read,
    handle: async (c) => {
      const commit = await c.forge.git.commit(c.repo(), param(c, 'commit_sha'))
      if (commit === undefined) throw notFound()
      return ok(renderGitCommit(c.forge, c.repo(), commit))
    },
  },
  {
    method: 'POST',
    path: `${BASE}/commits`,
    access: write,
    handle: async (c) => {
      const repo = c.repo()
      const { git } = c.forge
      const body = parseBody(c, createCommit)
      if ((await git.info(repo, body.tree))?.type !== 'tree')
        throw new HttpError(422, 'Tree SHA does not exist')
      for (const parent of body.parents) {
        if ((await git.commit(repo, parent)) === undefined) {
          throw new HttpError(422, 'Parent SHA does not exist or is not a commit object')
        }
      }
      const self = personOf(c.forge, c.actor())
      const author = { ...self, ...body.author, date: body.author?.date ?? self.date }
      const committer = body.committer
        ? { ...body.committer, date: body.committer.date ?? author.date }
        : author
      const input = { tree: body.tree, parents: body.parents, message: body.message, author, committer }
      const sha = await git.writeCommit(repo, input)
      const commit = await git.commit(repo, sha)
      return created(renderGitCommit(c.forge, repo, commit ?? { ...input, sha }))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/trees/{tree_sha}`,
    access: read,
    handle: async (c) => {
      const info = await c.forge.git.info(c.repo(), `${param(c, 'tree_sha')}^{tree}`)
      if (info === undefined) throw notFound()
      return ok(await renderTree(c, info.sha, c.query.has('recursive')))
    },
  },
  {
    method: 'POST',
    path: `${BASE}/trees`,
    access: write,
    handle: async (c) => {
      const repo = c.repo()
      const body = parseBody(c, createTree)
      const sha = await asUnprocessable(async () => {
        const edits = await Promise.all(
          body.tree.map(async ({ path, mode, sha, content }) => {
            if (content !== undefined && typeof sha === 'string') {
              throw new HttpError(422, 'Must supply either tree.sha or tree.content, not both')
            }
            if (content === undefined && sha === undefined) {
              throw new HttpError(422, 'Must supply either tree.sha or tree.content')
            }
            const blob =
              content === undefined ? undefined : await c.forge.git.writeBlob(repo, Buffer.from(content))
            return { path, mode, sha: blob ?? sha ?? null }
          }),
        )
        return c.forge.git.writeTree(repo, body.base_tree, edits)
      })
      return created(await renderTree(c, sha, false))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/blobs/{file_sha}`,
    access: read,
    handle: async (c) => {
      const sha = param(c, 'file_sha')
      const data = shaSchema.safeParse(sha).success ? await c.forge.git.blob(c.repo(), sha) : undefined
      if (data === undefined) throw notFound()
      if ((c.headers.accept ?? '').includes('raw')) {
        return {
          status: 200,
          raw: data,
          headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' },
        }
      }
      return ok({
        sha,
        node_id: `B_${Buffer.from(`${c.repo().id}:${sha}`).toString('base64url')}`,
        size: data.length,
        url: `${repositoryUrl(c.forge, c.repo())}/git/blobs/${sha}`,
        content: data.toString('base64'),
        encoding: 'base64',
      })
    },
  },
  {
    method: 'POST',
    path: `${BASE}/blobs`,
    access: write,
    handle: async (c) => {
      const { content, encoding } = parseBody(c, createBlob)
      const data = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8')
      const sha = await c.forge.git.writeBlob(c.repo(), data)
      return created({ sha, url: `${repositoryUrl(c.forge, c.repo())}/git/blobs/${sha}` })
    },
  },
]
