// POST /graphql: parsed, validated against GitHub's published schema and executed over the world.

import type { ExecutionResult } from 'graphql'
import { execute } from 'graphql'
import { z } from 'zod'
import type { Contract } from '../../contract/contract.ts'
import type { Forge } from '../forge.ts'
import { unauthorized } from '../http-error.ts'
import type { RateLimits, RateState } from '../ratelimit.ts'
import type { Caller, Reply } from '../route.ts'
import { commitView } from './commit.ts'
import type { Cost } from './cost.ts'
import { costOf, MAX_NODES } from './cost.ts'
import type { FormattedError } from './errors.ts'
import { formatError, formatRefusal } from './errors.ts'
import { objectView, refView } from './git-object.ts'
import { issueView } from './issue.ts'
import { actorView } from './people.ts'
import { pullView } from './pull.ts'
import { repositoryView } from './repository.ts'
import { rootView } from './root.ts'
import { checkQuery, githubSchema } from './schema.ts'
import type { Scope } from './scope.ts'

export interface GraphqlContext {
  forge: Forge
  caller: Caller
  /** Counts the request, and each query that GitHub's schema refuses. */
  contract: Contract
  /** The caller's GraphQL points. The server has charged one for the request; a query that costs more is charged the rest. */
  limits: Pick<RateLimits, 'peek' | 'charge'>
}

const request = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

/**
 * Answers a GraphQL request: HTTP 200 with `data` and `errors` as GitHub shapes them, 400 for a body without a query. Throws
 * HttpError 401 for callers without a token and for JWTs, 403 when the rate limit is exceeded.
 */
export async function handleGraphql(context: GraphqlContext, body: unknown): Promise<Reply> {
  const { caller, contract, limits } = context
  if (caller.kind === 'anonymous' || caller.kind === 'app')
    throw unauthorized('This endpoint requires you to be authenticated.')
  const sent = request.safeParse(body)
  if (!sent.success) {
    const errors = [{ message: 'A query attribute must be specified and must be a string.' }]
    contract.graphql(errors)
    return { status: 400, json: { errors } }
  }
  const variables = sent.data.variables ?? {}
  const { document, errors } = checkQuery(sent.data.query)
  if (errors !== undefined) {
    const refusals = errors.map(formatRefusal)
    contract.graphql(refusals)
    return answer(undefined, refusals)
  }

  const cost = costOf(document, variables)
  if (cost.nodes > MAX_NODES) {
    contract.graphql([tooManyNodes(cost.nodes)])
    return answer(undefined, [tooManyNodes(cost.nodes)])
  }
  const rate = chargeRest(limits, caller, cost)
  const result = await execute({
    schema: githubSchema(),
    document,
    rootValue: rootView(createScope(context.forge, caller), cost, rate),
    variableValues: variables,
    ...(typeof sent.data.operationName === 'string' ? { operationName: sent.data.operationName } : {}),
  })
  // Variables of the wrong type are refused by the schema as well, though only now: execution did not begin.
  contract.graphql(result.data === undefined ? (result.errors ?? []) : [])
  return answer(result.data, (result.errors ?? []).map(formatError))
}

function chargeRest(limits: GraphqlContext['limits'], caller: Caller, cost: Cost): RateState {
  for (let point = 1; point < cost.points; point += 1) limits.charge(caller, false)
  return limits.peek(caller)
}

function createScope(forge: Forge, caller: Extract<Caller, { kind: 'user' | 'installation' }>): Scope {
  const scope: Scope = {
    forge,
    caller,
    viewer: caller.actor,
    views: {
      actor: (user) => actorView(scope, user),
      repository: (repo) => repositoryView(scope, repo),
      issue: (repo, issue) => issueView(scope, repo, issue),
      pull: (repo, pull) => pullView(scope, repo, pull),
      commit: (repo, sha) => commitView(scope, repo, sha),
      ref: (repo, name, sha) => refView(scope, repo, name, sha),
      object: (repo, expression) => objectView(scope, repo, expression),
    },
  }
  return scope
}

const answer = (data: ExecutionResult['data'], errors: readonly FormattedError[]): Reply => ({
  status: 200,
  json: { ...(data === undefined ? {} : { data }), ...(errors.length === 0 ? {} : { errors }) },
})

const tooManyNodes = (nodes: number): FormattedError => ({
  type: 'MAX_NODE_LIMIT_EXCEEDED',
  message: `This query requests up to ${nodes} possible nodes which exceeds the maximum limit of ${MAX_NODES}.`,
})
