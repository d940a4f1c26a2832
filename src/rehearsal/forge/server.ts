// The HTTP side of the forge: which part answers a request, and everything a REST request goes through.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Contract } from '../contract/contract.ts'
import { authorize, requireApp } from './access.ts'
import { JSON_TYPE, commonHeaders, errorReply, etagOf, send } from './answer.ts'
import { authenticate } from './auth.ts'
import { createContext } from './context.ts'
import type { Forge } from './forge.ts'
import { handleGit } from './git/smart-http.ts'
import { handleGraphql } from './graphql/index.ts'
import { HttpError } from './http-error.ts'
import { createRateLimits, rateHeaders } from './ratelimit.ts'
import type { RateLimits } from './ratelimit.ts'
import { parseJson, readBody } from './read-body.ts'
import type { Caller, Reply, RouteContext } from './route.ts'
import { createRouter } from './router.ts'
import type { Match } from './router.ts'
import { createRoutes } from './routes/index.ts'
import type { RouteDependencies } from './routes/index.ts'
import { runnerRoutes } from './runner-routes.ts'
import { handleWeb } from './web/index.ts'
import { handlePress } from './web/press.ts'

const MEGABYTE = 1024 * 1024
const API_BODY_LIMIT = 25 * MEGABYTE
/** Artifacts and logs that the runner uploads. */
const RUNNER_BODY_LIMIT = 512 * MEGABYTE
/** The default of github.com, and the only version this forge speaks. */
const API_VERSION = '2022-11-28'

export interface ServerOptions extends Pick<RouteDependencies, 'webhooks'> {
  contract: Contract
  rateLimit: number | undefined
  secondaryRateLimit: number | undefined
  /** 501 rather than 404 for routes this forge lacks. */
  strict: boolean
}

type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/** The request handler of a forge. Every failure becomes an answer; it never rejects. */
export function createHandler(forge: Forge, options: ServerOptions): Handler {
  const { contract } = options
  const now = forge.world.now
  const limits = createRateLimits({
    now,
    resource: 'core',
    limit: options.rateLimit,
    secondary: options.secondaryRateLimit,
  })
  const graphqlLimits = createRateLimits({ now, resource: 'graphql', limit: options.rateLimit })
  const matchApi = createRouter(createRoutes({ webhooks: options.webhooks, limits, graphqlLimits }))
  const matchRunner = createRouter(runnerRoutes)

  const graphql: Endpoint = async (exchange, caller) => {
    const body = parseJson(await readBody(exchange.req, API_BODY_LIMIT))
    return handleGraphql({ forge, caller, contract, limits: graphqlLimits }, body)
  }

  const rest: Endpoint = async (exchange, caller) => {
    const { req, method, path } = exchange
    const rawBody = method === 'GET' ? Buffer.alloc(0) : await readBody(req, API_BODY_LIMIT)
    const body = parseJson(rawBody)
    const match = matchApi(method, path)
    if (match === undefined) throw unknownRoute(method, path, options.strict)
    exchange.match = match
    contract.request({
      method,
      template: match.route.path,
      params: match.params,
      query: exchange.url.searchParams,
      body,
    })
    const { context, link } = createContext({
      forge,
      caller,
      params: match.params,
      url: exchange.url,
      headers: req.headers,
      body,
      rawBody,
    })
    admit(context, match)
    const reply = await match.route.handle(context)
    const next = link()
    return next === undefined ? reply : { ...reply, headers: { link: next, ...reply.headers } }
  }

  const api = async (exchange: Exchange, endpoint: Endpoint, counted: RateLimits): Promise<void> => {
    const { req, res, method, path } = exchange
    const log = { method, path, caller: 'anonymous', status: 0 }
    forge.requests.push(log)
    const headers = { ...commonHeaders(), 'x-github-api-version-selected': API_VERSION }
    let caller: Caller = { kind: 'anonymous' }
    let reply: Reply
    try {
      requireUserAgent(req)
      requireVersion(req)
      caller = authenticate(forge.world, req.headers.authorization)
      log.caller = nameOf(caller)
      const free = path === '/rate_limit'
      const state = free
        ? counted.peek(caller)
        : counted.charge(caller, counted === limits && method !== 'GET')
      Object.assign(headers, rateHeaders(state))
      reply = await endpoint(exchange, caller)
    } catch (error) {
      reply = errorReply(error)
    }
    // A 501 says that this forge lacks something; it claims nothing about GitHub.
    if (exchange.match !== undefined && reply.status !== 501) {
      contract.response({
        method,
        template: exchange.match.route.path,
        status: reply.status,
        contentType: contentTypeOf(reply),
        body: reply.json,
      })
    }
    reply = conditional(req, method, reply)
    // An authenticated 304 is free.
    if (reply.status === 304 && caller.kind !== 'anonymous') counted.refund(caller)
    Object.assign(headers, rateHeaders(counted.peek(caller)))
    log.status = reply.status
    send(res, reply, headers)
  }

  const runner = async ({ req, res, method, path, url }: Exchange): Promise<void> => {
    const match = matchRunner(method, path)
    if (match === undefined) throw unknownRoute(method, path, true)
    const rawBody = await readBody(req, RUNNER_BODY_LIMIT)
    const json = (req.headers['content-type'] ?? '').includes('json')
    const { context } = createContext({
      forge,
      caller: { kind: 'anonymous' },
      params: match.params,
      url,
      headers: req.headers,
      body: json ? parseJson(rawBody) : {},
      rawBody,
    })
    send(res, await match.route.handle(context))
  }

  return async (req, res) => {
    try {
      const url = new URL(req.url ?? '/', forge.url)
      // A HEAD is a GET whose answer has no body: node leaves it out.
      const method = req.method === 'HEAD' ? 'GET' : (req.method ?? 'GET')
      const path = url.pathname.replace(/^\/api\/v3(?=\/|$)/, '')
      const exchange: Exchange = { req, res, url, method, path, match: undefined }
      if (path.startsWith('/_runner/')) return await runner(exchange)
      if (/^\/[^/]+\/[^/]+\.git(\/|$)/.test(path) && (await handleGit(forge, req, res, path))) return
      const page = method === 'GET' && (req.headers.accept ?? '').includes('text/html')
      if (page && (await handleWeb(forge, req, res))) return
      if (await handlePress(forge, req, res, url.pathname)) return
      const isGraphql = method === 'POST' && (path === '/graphql' || path === '/api/graphql')
      return await (isGraphql ? api(exchange, graphql, graphqlLimits) : api(exchange, rest, limits))
    } catch (error) {
      if (res.headersSent) res.destroy()
      else send(res, errorReply(error), commonHeaders())
    }
  }
}

interface Exchange {
  req: IncomingMessage
  res: ServerResponse
  url: URL
  method: string
  /** Without `/api/v3`, still encoded. */
  path: string
  match: Match | undefined
}

type Endpoint = (exchange: Exchange, caller: Caller) => Promise<Reply>

/** Holds the caller against what the route asks for. Throws 401, 403 or 404. */
function admit(context: RouteContext, { route, params }: Match): void {
  const { access } = route
  if (access === 'public') return
  if (access === 'jwt') {
    requireApp(context.caller)
  } else if (access === 'authenticated') {
    context.actor()
  } else if (params['repo'] === undefined) {
    context.actor()
  } else {
    authorize(context.caller, context.repo(), access)
  }
}

/** GitHub refuses requests without one (https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api). */
function requireUserAgent(req: IncomingMessage): void {
  if (req.headers['user-agent'] !== undefined) return
  throw new HttpError(
    403,
    'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
  )
}

/** "If you specify an API version that is no longer supported, you will receive a 400 error" (docs, "API Versions"). */
function requireVersion(req: IncomingMessage): void {
  const version = req.headers['x-github-api-version'] ?? API_VERSION
  if (version !== API_VERSION) throw new HttpError(400, `${String(version)} is not a supported version`)
}

const unknownRoute = (method: string, path: string, strict: boolean): HttpError =>
  strict
    ? new HttpError(501, `The embedded GitHub has no route ${method} ${path}`)
    : new HttpError(404, 'Not Found')

const contentTypeOf = (reply: Reply): string | undefined => {
  if (reply.raw !== undefined) return reply.headers?.['content-type']
  return reply.json === undefined ? undefined : JSON_TYPE
}

/** Adds the ETag of a JSON answer, or turns it into a 304 when the client has it already. */
function conditional(req: IncomingMessage, method: string, reply: Reply): Reply {
  if (method !== 'GET' || reply.status !== 200 || reply.json === undefined) return reply
  const raw = JSON.stringify(reply.json)
  const etag = etagOf(raw)
  const headers = { etag, 'cache-control': 'private, max-age=60, s-maxage=60', ...reply.headers }
  if (req.headers['if-none-match'] === etag) return { status: 304, headers }
  return { status: 200, raw, headers: { 'content-type': JSON_TYPE, ...headers } }
}

/** How the request log names a caller. */
function nameOf(caller: Caller): string {
  if (caller.kind === 'anonymous') return 'anonymous'
  return caller.kind === 'app' ? `app:${caller.app.slug}` : caller.actor.login
}
