// Repository rulesets (https://docs.github.com/rest/repos/rules).

import type { z } from 'zod'
import { numberParam, param, parseBody } from '../body.ts'
import { HttpError, invalid, notFound } from '../http-error.ts'
import { rulesetsFor } from '../policy/branch-rules.ts'
import { renderBranchRules, renderRuleset, renderRulesetSummary } from '../render/ruleset.ts'
import { rulesetSchema, rulesetUpdate } from '../policy/ruleset-schema.ts'
import { created, noContent, ok, type Route, type RouteContext } from '../route.ts'
import { nodeId, type Ruleset } from '../world.ts'

const BASE = '/repos/{owner}/{repo}'
const read = { permission: 'metadata', level: 'read' } as const
const write = { permission: 'administration', level: 'write' } as const

function rulesetOf(c: RouteContext): Ruleset {
  const ruleset = c.repo().rulesets.get(numberParam(c, 'ruleset_id'))
  if (ruleset === undefined) throw notFound()
  return ruleset
}

/** Two rulesets of one repository cannot share a name. */
function checkName(c: RouteContext, name: string, self: Ruleset | undefined): void {
  for (const other of c.repo().rulesets.values()) {
    if (other !== self && other.name === name) {
      throw invalid(['Name must be unique'])
    }
  }
}

/** Queues are for repositories of organizations only (https://docs.github.com/repositories, "Managing a merge queue"). */
function checkQueue(c: RouteContext, rules: readonly { type: string }[] | undefined): void {
  if (c.repo().owner.type === 'Organization') return
  if (rules?.some(({ type }) => type === 'merge_queue') === true)
    throw invalid(["Invalid rule 'merge_queue': "])
}

type Sent = z.infer<typeof rulesetUpdate>

/** What was sent, as the world keeps it; fields left out keep `before`. */
function merged(sent: Sent, before: Ruleset): Ruleset {
  return {
    ...before,
    name: sent.name ?? before.name,
    target: sent.target ?? before.target,
    enforcement: sent.enforcement ?? before.enforcement,
    bypassActors:
      sent.bypass_actors?.map((actor) => ({ ...actor, actor_id: actor.actor_id ?? null })) ??
      before.bypassActors,
    include: sent.conditions?.ref_name.include ?? before.include,
    exclude: sent.conditions?.ref_name.exclude ?? before.exclude,
    rules:
      sent.rules?.map(({ type, ...rest }) =>
        'parameters' in rest && rest.parameters !== undefined
          ? { type, parameters: rest.parameters }
          : { type },
      ) ?? before.rules,
  }
}

export const rulesetRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${BASE}/rulesets`,
    access: read,
    handle: (c) =>
      ok(c.page([...c.repo().rulesets.values()]).map((one) => renderRulesetSummary(c.forge, c.repo(), one))),
  },
  {
    method: 'POST',
    path: `${BASE}/rulesets`,
    access: write,
    handle: (c) => {
      const body = parseBody(c, rulesetSchema)
      checkName(c, body.name, undefined)
      checkQueue(c, body.rules)
      const id = c.world.nextId()
      const now = c.world.iso()
      const ruleset = merged(body, {
        id,
        nodeId: nodeId('RRS', id),
        name: body.name,
        target: 'branch',
        enforcement: body.enforcement,
        bypassActors: [],
        include: [],
        exclude: [],
        rules: [],
        createdAt: now,
        updatedAt: now,
      })
      c.repo().rulesets.set(id, ruleset)
      return created(renderRuleset(c.forge, c.repo(), ruleset))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/rulesets/{ruleset_id}`,
    access: read,
    handle: (c) => ok(renderRuleset(c.forge, c.repo(), rulesetOf(c))),
  },
  {
    method: 'PUT',
    path: `${BASE}/rulesets/{ruleset_id}`,
    access: write,
    handle: (c) => {
      const before = rulesetOf(c)
      const body = parseBody(c, rulesetUpdate)
      if (body.name !== undefined) checkName(c, body.name, before)
      checkQueue(c, body.rules)
      const after = { ...merged(body, before), updatedAt: c.world.iso() }
      c.repo().rulesets.set(after.id, after)
      return ok(renderRuleset(c.forge, c.repo(), after))
    },
  },
  {
    method: 'DELETE',
    path: `${BASE}/rulesets/{ruleset_id}`,
    access: write,
    handle: (c) => {
      c.repo().rulesets.delete(rulesetOf(c).id)
      return noContent()
    },
  },
  {
    method: 'GET',
    path: `${BASE}/rules/branches/{branch}`,
    access: read,
    handle: (c) => {
      const ref = `refs/heads/${param(c, 'branch')}`
      if (ref.includes('\n')) throw new HttpError(404, 'Not Found')
      const rules = rulesetsFor(c.repo(), ref).flatMap((ruleset) => renderBranchRules(c.repo(), ruleset))
      return ok(c.page(rules))
    },
  },
]
