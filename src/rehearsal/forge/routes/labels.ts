// A repository's labels.

import { z } from 'zod'
import { param, parseBody } from '../body.ts'
import { invalid, notFound } from '../http-error.ts'
import { removeLabels } from '../issue-events.ts'
import { checkLabel, createLabel } from '../labels.ts'
import { findLabel } from '../lookup.ts'
import { renderLabel } from '../render/label.ts'
import { created, noContent, ok } from '../route.ts'
import type { Route, RouteContext } from '../route.ts'
import type { Label } from '../world.ts'

const read = { permission: 'issues', or: 'pull_requests', level: 'read' } as const
const write = { permission: 'issues', or: 'pull_requests', level: 'write', role: 'write' } as const

const newLabel = z.strictObject({
  name: z.string(),
  color: z.string().optional(),
  description: z.string().nullish(),
})
const changedLabel = z.strictObject({
  name: z.string().optional(),
  new_name: z.string().optional(),
  color: z.string().optional(),
  description: z.string().nullish(),
})

function labelOf(c: RouteContext): Label {
  const label = findLabel(c.repo(), param(c, 'name'))
  if (label === undefined) throw notFound()
  return label
}

/** Applies an update and tells what changed in the shape of the webhook's `changes`. */
function change(c: RouteContext, label: Label): Record<string, { from: string }> {
  const { labels } = c.repo()
  const { new_name: name, color, description } = parseBody(c, changedLabel)
  checkLabel({ name, color, description })
  const changes: Record<string, { from: string }> = {}
  if (name !== undefined && name !== label.name) {
    const taken = findLabel(c.repo(), name)
    if (taken !== undefined && taken !== label) {
      throw invalid([{ resource: 'Label', field: 'name', code: 'already_exists' }])
    }
    changes['name'] = { from: label.name }
    labels.delete(label.name.toLowerCase())
    label.name = name
    labels.set(name.toLowerCase(), label)
  }
  if (color !== undefined && color.toLowerCase() !== label.color) {
    changes['color'] = { from: label.color }
    label.color = color.toLowerCase()
  }
  if (description !== undefined && description !== label.description) {
    changes['description'] = { from: label.description ?? '' }
    label.description = description
  }
  return changes
}

export const labelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/labels',
    access: read,
    handle: (c) =>
      ok(c.page([...c.repo().labels.values()]).map((one) => renderLabel(c.forge, c.repo(), one))),
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/labels',
    access: write,
    handle: (c) =>
      created(
        renderLabel(c.forge, c.repo(), createLabel(c.forge, c.repo(), parseBody(c, newLabel), c.actor())),
      ),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/labels/{name}',
    access: read,
    handle: (c) => ok(renderLabel(c.forge, c.repo(), labelOf(c))),
  },
  {
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/labels/{name}',
    access: write,
    handle(c) {
      const label = labelOf(c)
      const changes = change(c, label)
      const rendered = renderLabel(c.forge, c.repo(), label)
      if (Object.keys(changes).length > 0) {
        const payload = { label: rendered, changes }
        c.forge.emit({ event: 'label', action: 'edited', repo: c.repo(), sender: c.actor(), payload })
      }
      return ok(rendered)
    },
  },
  {
    method: 'DELETE',
    path: '/repos/{owner}/{repo}/labels/{name}',
    access: write,
    async handle(c) {
      const repo = c.repo()
      const label = labelOf(c)
      const payload = { label: renderLabel(c.forge, repo, label) }
      for (const issue of repo.issues.values()) {
        await removeLabels(c.forge, repo, issue, [label], { actor: c.actor(), app: c.viaApp() })
      }
      repo.labels.delete(label.name.toLowerCase())
      c.forge.emit({ event: 'label', action: 'deleted', repo, sender: c.actor(), payload })
      return noContent()
    },
  },
]
