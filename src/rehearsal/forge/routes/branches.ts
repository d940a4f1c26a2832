// Branches and classic branch protection (https://docs.github.com/rest/branches).

import { z } from 'zod'
import { param, parseBody } from '../body.ts'
import { HttpError } from '../http-error.ts'
import { renderBranch, renderProtection, renderShortBranch } from '../render/branch.ts'
import { rulesFor } from '../policy/branch-rules.ts'
import { noContent, ok, type Route, type RouteContext } from '../route.ts'
import type { BranchProtection } from '../world.ts'

const BASE = '/repos/{owner}/{repo}/branches'
const read = { permission: 'contents', level: 'read' } as const
const seeProtection = { permission: 'administration', level: 'read' } as const
const administrate = { permission: 'administration', level: 'write' } as const
/** GitHub's range of `required_approving_review_count` (OpenAPI, update-branch-protection: 0–6). */
const MAX_APPROVALS = 6

const off = z.literal(false).nullish()
const protectionSchema = z.strictObject({
  required_status_checks: z
    .strictObject({
      strict: z.boolean(),
      contexts: z.array(z.string()).default([]),
      checks: z.array(z.strictObject({ context: z.string(), app_id: z.number().int().nullish() })).optional(),
    })
    .nullable(),
  enforce_admins: z.boolean().nullable(),
  required_pull_request_reviews: z
    .strictObject({
      dismiss_stale_reviews: z.boolean().default(false),
      require_code_owner_reviews: z.literal(false).optional(),
      required_approving_review_count: z.number().int().min(0).max(MAX_APPROVALS).default(1),
      require_last_push_approval: z.boolean().default(false),
    })
    .nullable(),
  // What this forge does not enforce can only be left off.
  restrictions: z.null(),
  required_linear_history: off,
  allow_force_pushes: off,
  allow_deletions: off,
  block_creations: off,
  required_conversation_resolution: off,
  lock_branch: off,
  allow_fork_syncing: off,
})

async function existing(c: RouteContext): Promise<{ name: string; sha: string }> {
  const name = param(c, 'branch')
  const sha = await c.forge.git.resolve(c.repo(), `refs/heads/${name}`)
  if (sha === undefined) throw new HttpError(404, 'Branch not found')
  return { name, sha }
}

async function protectionOf(c: RouteContext): Promise<BranchProtection> {
  const protection = c.repo().protections.get((await existing(c)).name)
  if (protection === undefined) throw new HttpError(404, 'Branch not protected')
  return protection
}

export const branchRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: BASE,
    access: read,
    handle: async (c) => {
      const repo = c.repo()
      const wanted = c.query.get('protected')
      const all = (await c.forge.git.branches(repo)).filter(
        ({ name }) =>
          wanted === null || (wanted === 'true') === rulesFor(repo, `refs/heads/${name}`).length > 0,
      )
      return ok(c.page(all).map((branch) => renderShortBranch(c.forge, repo, branch)))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/{branch}`,
    access: read,
    handle: async (c) => {
      const { name, sha } = await existing(c)
      const commit = await c.forge.git.commit(c.repo(), sha)
      if (commit === undefined) throw new HttpError(404, 'Branch not found')
      return ok(renderBranch(c.forge, c.repo(), name, commit))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/{branch}/protection`,
    access: seeProtection,
    handle: async (c) => ok(renderProtection(c.forge, c.repo(), await protectionOf(c))),
  },
  {
    method: 'PUT',
    path: `${BASE}/{branch}/protection`,
    access: administrate,
    handle: async (c) => {
      const { name } = await existing(c)
      const body = parseBody(c, protectionSchema)
      const required = body.required_status_checks
      const reviews = body.required_pull_request_reviews
      const protection: BranchProtection = {
        branch: name,
        checks:
          required?.checks?.map(({ context, app_id }) => ({ context, appId: app_id ?? null })) ??
          required?.contexts.map((context) => ({ context, appId: null })) ??
          [],
        strict: required?.strict ?? false,
        approvals: reviews?.required_approving_review_count,
        dismissStale: reviews?.dismiss_stale_reviews ?? false,
        requireLastPushApproval: reviews?.require_last_push_approval ?? false,
        enforceAdmins: body.enforce_admins ?? false,
      }
      c.repo().protections.set(name, protection)
      return ok(renderProtection(c.forge, c.repo(), protection))
    },
  },
  {
    method: 'DELETE',
    path: `${BASE}/{branch}/protection`,
    access: administrate,
    handle: async (c) => {
      c.repo().protections.delete((await protectionOf(c)).branch)
      return noContent()
    },
  },
]
