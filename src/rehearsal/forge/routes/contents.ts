// Files and folders by path, and commits of single files (https://docs.github.com/rest/repos/contents).

import { z } from 'zod'
import { param, parseBody } from '../body.ts'
import { HttpError, notFound } from '../http-error.ts'
import { personOf } from '../merging.ts'
import { moveRef } from '../move-ref.ts'
import { type Blocker, refusalText } from '../policy.ts'
import { renderGitCommit } from '../render/commit.ts'
import { renderContent } from '../render/content.ts'
import { created, ok, type Reply, type Route, type RouteContext } from '../route.ts'
import { personSchema } from '../schemas.ts'

const PATH = '/repos/{owner}/{repo}/contents/{path}'
const write = { permission: 'contents', level: 'write' } as const
/** Larger files come without content, with encoding `none` (https://docs.github.com/rest/repos/contents). */
const MAX_INLINE_BYTES = 1024 * 1024

const base64 = z
  .string()
  .refine((text) => /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text), 'content is not valid Base64')

const change = {
  message: z.string().min(1),
  branch: z.string().optional(),
  committer: personSchema.optional(),
  author: personSchema.optional(),
}
const putSchema = z.strictObject({ ...change, content: base64, sha: z.string().optional() })
const deleteSchema = z.strictObject({ ...change, sha: z.string() })

/** A trailing or doubled slash means nothing in a path; `..` never leaves the tree. */
function pathOf(c: RouteContext): string {
  const path = (c.params['path'] ?? '').split('/').filter(Boolean).join('/')
  if (path.split('/').includes('..')) throw new HttpError(400, 'path contains a malformed path component')
  return path
}

async function get(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const { git } = c.forge
  const path = pathOf(c)
  const ref = c.query.get('ref') ?? repo.defaultBranch
  const commit = await git.resolve(repo, ref)
  if (commit === undefined) throw new HttpError(404, `No commit found for the ref ${ref}`)
  const at = { path, ref, commit }
  const accept = c.headers.accept ?? ''
  const folder = path === '' ? await git.tree(repo, commit, false) : undefined
  const entry = folder === undefined ? await git.info(repo, `${commit}:${path}`) : undefined
  const entries = entry?.type === 'tree' ? await git.tree(repo, entry.sha, false) : folder
  if (entries !== undefined) {
    const prefix = path === '' ? '' : `${path}/`
    return ok(
      entries.map((one) => renderContent(c.forge, repo, { ...at, path: `${prefix}${one.path}` }, one)),
    )
  }
  const file = await git.fileAt(repo, commit, path)
  if (file === undefined) throw notFound()
  if (accept.includes('raw')) {
    return {
      status: 200,
      raw: file.data,
      headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' },
    }
  }
  const parent = path.split('/').slice(0, -1).join('/')
  const siblings = (await git.tree(repo, parent === '' ? commit : `${commit}:${parent}`, false)) ?? []
  const mode =
    siblings.find(({ sha, path: name }) => sha === file.sha && path.endsWith(name))?.mode ?? '100644'
  const rendered = renderContent(c.forge, repo, at, {
    mode,
    type: 'blob',
    sha: file.sha,
    path,
    size: file.data.length,
  })
  if (mode === '120000') return ok({ ...rendered, target: file.data.toString() })
  const inline = file.data.length <= MAX_INLINE_BYTES
  return ok({
    ...rendered,
    encoding: inline ? 'base64' : 'none',
    content: inline ? wrapped(file.data.toString('base64')) : '',
  })
}

/** GitHub breaks Base64 after 60 characters. */
const wrapped = (text: string): string => text.replace(/.{1,60}/g, '$&\n')

interface Edit {
  path: string
  message: string
  branch: string | undefined
  author: z.infer<typeof personSchema> | undefined
  committer: z.infer<typeof personSchema> | undefined
  /** The blob that the client believes to be there. */
  expected: string | undefined
  /** Undefined removes the file. */
  data: Buffer | undefined
}

/** Commits one file on a branch and moves the branch. */
async function commitFile(c: RouteContext, edit: Edit): Promise<Reply> {
  const repo = c.repo()
  const { git } = c.forge
  const branch = (edit.branch ?? repo.defaultBranch).replace(/^refs\/heads\//, '')
  const ref = `refs/heads/${branch}`
  return git.exclusive(repo, async () => {
    const before = await git.resolve(repo, ref)
    if (before === undefined) throw new HttpError(404, `Branch ${branch} not found`)
    const present = await git.fileAt(repo, before, edit.path)
    if (present === undefined && edit.data === undefined) throw notFound()
    if (present !== undefined && edit.expected === undefined) {
      throw new HttpError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    }
    if (edit.expected !== undefined && present?.sha !== edit.expected) {
      throw new HttpError(409, `${edit.path} does not match ${edit.expected}`)
    }
    const sha = edit.data === undefined ? null : await git.writeBlob(repo, edit.data)
    const tree = await git.writeTree(repo, before, [{ path: edit.path, mode: '100644', sha }])
    const self = personOf(c.forge, c.actor())
    const dated = (person: z.infer<typeof personSchema>) => ({ ...person, date: person.date ?? self.date })
    const committer = edit.committer ? dated(edit.committer) : self
    const author = edit.author ? dated(edit.author) : committer
    const after = await git.writeCommit(repo, {
      tree,
      parents: [before],
      message: edit.message,
      author,
      committer,
    })
    const verb = edit.data === undefined ? 'delete' : present === undefined ? 'create' : 'update'
    await moveRef(c, { ref, before, after }, (blockers) => refusal(verb, blockers))
    const commit = await git.commit(repo, after)
    const entry = {
      mode: '100644',
      type: 'blob',
      sha: sha ?? '',
      path: edit.path,
      size: edit.data?.length,
    } as const
    const content =
      sha === null
        ? null
        : renderContent(c.forge, repo, { path: edit.path, ref: branch, commit: after }, entry)
    const answer = { content, commit: commit === undefined ? null : renderGitCommit(c.forge, repo, commit) }
    return verb === 'create' ? created(answer) : ok(answer)
  })
}

const refusal = (verb: string, blockers: readonly Blocker[]): HttpError => {
  const classic = blockers.every(({ source }) => source === 'protection')
  return new HttpError(409, `${classic ? `Could not ${verb} file: ` : ''}${refusalText(blockers)}`)
}

/** What PUT and DELETE have in common. */
const editOf = (c: RouteContext, body: z.infer<typeof deleteSchema> | z.infer<typeof putSchema>): Edit => ({
  path: pathOf(c),
  message: body.message,
  branch: body.branch,
  author: body.author,
  committer: body.committer,
  expected: body.sha,
  data: 'content' in body ? Buffer.from(body.content, 'base64') : undefined,
})

export const contentRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, access: { permission: 'contents', level: 'read' }, handle: get },
  {
    method: 'PUT',
    path: PATH,
    access: write,
    handle(c) {
      param(c, 'path')
      return commitFile(c, editOf(c, parseBody(c, putSchema)))
    },
  },
  {
    method: 'DELETE',
    path: PATH,
    access: write,
    handle(c) {
      param(c, 'path')
      return commitFile(c, editOf(c, parseBody(c, deleteSchema)))
    },
  },
]
