// A repository's milestones: listed, opened, changed.

import { z } from 'zod'
import { choice, numberParam, parseBody } from '../body.ts'
import { invalid, notFound } from '../http-error.ts'
import { renderMilestone } from '../render/milestone.ts'
import { created, ok } from '../route.ts'
import type { Route, RouteContext } from '../route.ts'
import { nodeId } from '../world.ts'
import type { Milestone } from '../world.ts'

const LIST = '/repos/{owner}/{repo}/milestones'
const ONE = `${LIST}/{milestone_number}`
const read = { permission: 'issues', or: 'pull_requests', level: 'read' } as const
const write = { permission: 'issues', or: 'pull_requests', level: 'write', role: 'write' } as const

const fields = {
  state: z.enum(['open', 'closed']).optional(),
  description: z.string().nullish(),
  due_on: z.iso.datetime().nullish(),
}
const newMilestone = z.strictObject({ ...fields, title: z.string() })
const changedMilestone = z.strictObject({ ...fields, title: z.string().optional() })

const ORDERS = {
  due_on: ({ dueOn }: Milestone): number => (dueOn === null ? Number.MAX_SAFE_INTEGER : Date.parse(dueOn)),
  completeness: ({ number }: Milestone): number => number,
} as const

/** The repository's milestone of the number in the path. Throws 404 when there is none. */
function milestoneOf(c: RouteContext): Milestone {
  const milestone = c.repo().milestones.get(numberParam(c, 'milestone_number'))
  if (milestone === undefined) throw notFound()
  return milestone
}

/** Throws 422 for no title, and for one that another milestone has. */
function checkTitle(c: RouteContext, title: string, own?: Milestone): void {
  if (title.trim() === '') throw invalid([{ resource: 'Milestone', field: 'title', code: 'missing_field' }])
  const taken = [...c.repo().milestones.values()].some((one) => one !== own && one.title === title)
  if (taken) throw invalid([{ resource: 'Milestone', field: 'title', code: 'already_exists' }])
}

/** GitHub keeps a day, which it prints as a moment of it, without milliseconds. */
const dayOf = (due: string | null): string | null => due && `${due.slice(0, 10)}T08:00:00Z`

function open(c: RouteContext): Milestone {
  const { title, description, due_on: due, state = 'open' } = parseBody(c, newMilestone)
  checkTitle(c, title)
  const { milestones } = c.repo()
  const id = c.world.nextId()
  const now = c.world.iso()
  const milestone: Milestone = {
    id,
    nodeId: nodeId('MI', id),
    number: Math.max(0, ...milestones.keys()) + 1,
    title,
    description: description ?? null,
    state,
    creator: c.actor(),
    createdAt: now,
    updatedAt: now,
    closedAt: state === 'closed' ? now : null,
    dueOn: dayOf(due ?? null),
  }
  milestones.set(milestone.number, milestone)
  return milestone
}

function change(c: RouteContext): Milestone {
  const milestone = milestoneOf(c)
  const { title, description, due_on: due, state } = parseBody(c, changedMilestone)
  if (title !== undefined) checkTitle(c, title, milestone)
  const now = c.world.iso()
  if (state !== undefined && state !== milestone.state) {
    milestone.closedAt = state === 'closed' ? now : null
    milestone.state = state
  }
  milestone.title = title ?? milestone.title
  if (description !== undefined) milestone.description = description
  if (due !== undefined) milestone.dueOn = dayOf(due)
  milestone.updatedAt = now
  return milestone
}

export const milestoneRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: LIST,
    access: read,
    handle(c) {
      const state = choice(c, 'state', ['open', 'closed', 'all'])
      const key = ORDERS[choice(c, 'sort', ['due_on', 'completeness'])]
      const sign = choice(c, 'direction', ['asc', 'desc']) === 'asc' ? 1 : -1
      const listed = [...c.repo().milestones.values()]
        .filter((one) => state === 'all' || one.state === state)
        .sort((a, b) => sign * (key(a) - key(b) || a.number - b.number))
      return ok(c.page(listed).map((one) => renderMilestone(c.forge, c.repo(), one)))
    },
  },
  {
    method: 'POST',
    path: LIST,
    access: write,
    handle: (c) => created(renderMilestone(c.forge, c.repo(), open(c))),
  },
  {
    method: 'GET',
    path: ONE,
    access: read,
    handle: (c) => ok(renderMilestone(c.forge, c.repo(), milestoneOf(c))),
  },
  {
    method: 'PATCH',
    path: ONE,
    access: write,
    handle: (c) => ok(renderMilestone(c.forge, c.repo(), change(c))),
  },
]
