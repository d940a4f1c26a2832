// Commit statuses (https://docs.github.com/rest/commits/statuses).

import { z } from 'zod'
import { param, parseBody } from '../body.ts'
import { latestStatuses } from '../checks.ts'
import { HttpError } from '../http-error.ts'
import { settleQueues } from '../merge-queue/process.ts'
import { renderShortBranch } from '../render/branch.ts'
import { renderCommit } from '../render/commit.ts'
import { renderCombinedStatus, renderStatus } from '../render/status.ts'
import { created, ok, type Route, type RouteContext } from '../route.ts'
import { type CommitStatus, fullName, nodeId } from '../world.ts'
import { commitOf } from './commits.ts'

const BASE = '/repos/{owner}/{repo}'
const read = { permission: 'statuses', level: 'read' } as const

const schema = z.strictObject({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  target_url: z.string().nullish(),
  description: z.string().max(140, 'description is too long (maximum is 140 characters)').nullish(),
  context: z.string().min(1).default('default'),
})

async function announce(c: RouteContext, status: CommitStatus): Promise<void> {
  const repo = c.repo()
  const heads = (await c.forge.git.branches(repo)).filter(({ sha }) => sha === status.sha)
  const payload = {
    id: status.id,
    sha: status.sha,
    name: fullName(repo),
    target_url: status.targetUrl,
    avatar_url: null,
    context: status.context,
    description: status.description,
    state: status.state,
    commit: renderCommit(c.forge, repo, await commitOf(c, status.sha)),
    branches: heads.map((branch) => renderShortBranch(c.forge, repo, branch)),
    created_at: status.createdAt,
    updated_at: status.createdAt,
  }
  c.forge.emit({ event: 'status', action: null, repo, sender: status.creator, payload })
}

export const statusRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: `${BASE}/statuses/{sha}`,
    access: { permission: 'statuses', level: 'write' },
    handle: async (c) => {
      const sha = param(c, 'sha')
      const body = parseBody(c, schema)
      if ((await c.forge.git.commit(c.repo(), sha)) === undefined) {
        throw new HttpError(422, `No commit found for SHA: ${sha}`)
      }
      const id = c.world.nextId()
      const status: CommitStatus = {
        id,
        nodeId: nodeId('SC', id),
        sha,
        context: body.context,
        state: body.state,
        description: body.description ?? null,
        targetUrl: body.target_url ?? null,
        creator: c.actor(),
        createdAt: c.world.iso(),
      }
      c.repo().statuses.push(status)
      await announce(c, status)
      await settleQueues(c.forge, c.repo())
      return created(renderStatus(c.forge, c.repo(), status))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/commits/{ref}/statuses`,
    access: read,
    handle: async (c) => {
      const { sha } = await commitOf(c, param(c, 'ref'))
      const all = c.repo().statuses.filter((status) => status.sha === sha)
      return ok(c.page(all.toReversed()).map((status) => renderStatus(c.forge, c.repo(), status)))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/commits/{ref}/status`,
    access: read,
    handle: async (c) => {
      const { sha } = await commitOf(c, param(c, 'ref'))
      return ok(renderCombinedStatus(c.forge, c.repo(), sha, c.page(latestStatuses(c.repo(), sha))))
    },
  },
]
