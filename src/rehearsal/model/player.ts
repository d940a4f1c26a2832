// The script player: an HTTP server that stands in for the Messages API in rehearsals and tests. No model is involved.

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { asError } from '../../errors.ts'
import { afterPause, play, turnIndex } from './play.ts'
import { blocksOf, CountRequest, MessagesRequest } from './request-schema.ts'
import { brokenRule } from './rules.ts'
import { findScript, type Mismatch, type Script, type ScriptUsage } from './script.ts'
import { messageOf, streamMessage } from './message.ts'
import { modelPage, MODELS, type PlayerModel } from './models.ts'
import { fail, listen, parse, reply } from './wire.ts'
import { type Segment, segments, total, usageOf } from './usage.ts'

/** One request for a turn, in the order of arrival. */
export interface PlayerRequest {
  script: string
  /** From 0. */
  turn: number
  /** From 0: how often this turn of this conversation was asked before. */
  attempt: number
  /** The HTTP status; a stream that was cut had 200. */
  status: number
  cut: boolean
  /** Of the request, in bytes. */
  bytes: number
  /** Only with `keepBodies`. */
  body?: MessagesRequest
}

export interface ScriptPlayer {
  /** For the SDK's `baseURL`. */
  url: string
  log: readonly PlayerRequest[]
  mismatches: readonly Mismatch[]
  /** What whole answers have used, summed up. */
  usage: Readonly<ScriptUsage>
  close(): Promise<void>
}

export interface PlayerOptions {
  scripts: readonly Script[]
  /** 0, the default, takes a free one. Always on 127.0.0.1. */
  port?: number
  keepBodies?: boolean
  /** What `/v1/models` lists, newest first. */
  models?: readonly PlayerModel[]
}

/** Starts the player. Raises when the port is taken. */
export async function startScriptPlayer(options: PlayerOptions): Promise<ScriptPlayer> {
  const log: PlayerRequest[] = []
  const mismatches: Mismatch[] = []
  const usage: ScriptUsage = {
    input_tokens: 0,
    output_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  }
  /** Per conversation: what its last whole answer left in the cache, and how often each turn was asked. */
  const cached = new Map<string, readonly Segment[]>()
  const attempts = new Map<string, number>()
  let served = 0

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) fail(response, 500, asError(error).message)
      else response.destroy(asError(error))
    })
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readText(request)
    const route = `${request.method} ${new URL(request.url ?? '/', 'http://player').pathname}`
    const bearer = /^Bearer \S+$/.test(request.headers.authorization ?? '')
    if (!bearer && !request.headers['x-api-key']) return fail(response, 401, 'x-api-key header is required')
    if (!request.headers['anthropic-version'])
      return fail(response, 400, 'anthropic-version: header is required')
    if (route === 'GET /v1/models') return reply(response, modelPage(options.models ?? MODELS))
    if (route === 'POST /v1/messages') return messages(request, response, body)
    if (route !== 'POST /v1/messages/count_tokens') return fail(response, 404, `no such endpoint: ${route}`)
    const parsed = parse(CountRequest, body)
    if (!parsed.ok) return fail(response, 400, parsed.message)
    return reply(response, { input_tokens: total(segments(parsed.value)) })
  }

  function messages(request: IncomingMessage, response: ServerResponse, body: string): void {
    const parsed = parse(MessagesRequest, body)
    if (!parsed.ok) return fail(response, 400, parsed.message)
    const asked = parsed.value
    const header = request.headers['x-rehearsal-script']
    const named = typeof header === 'string' ? header : (asked.metadata?.user_id ?? '')
    // A run has several names, as a list in the manner of HTTP.
    const keys = named.split(', ')
    const found = findScript(options.scripts, keys)
    const { key } = found ?? { key: keys.at(-1) ?? '' }
    const index = turnIndex(asked)
    const conversation = conversationOf(key, asked)
    const attempt = attempts.get(`${conversation}/${index}`) ?? 0
    attempts.set(`${conversation}/${index}`, attempt + 1)
    const entry: PlayerRequest = {
      script: key,
      turn: index,
      attempt,
      status: 200,
      cut: false,
      bytes: Buffer.byteLength(body),
    }
    if (options.keepBodies) entry.body = asked
    log.push(entry)
    const refuse = (status: number, message: string, headers?: Record<string, string>): void => {
      entry.status = status
      fail(response, status, message, headers)
    }
    const mismatch = (wrong: Mismatch): void => {
      mismatches.push(wrong)
      refuse(
        400,
        `rehearsal script ${wrong.script}, turn ${wrong.turn}: expected ${wrong.expected}; got ${wrong.got}`,
      )
    }

    const script = found?.script
    const broken = brokenRule(asked, script !== undefined && afterPause(script, asked))
    if (broken) return refuse(400, broken)
    if (!script) {
      const known = options.scripts.map((one) => String(one.key)).join(', ')
      return mismatch({
        script: key,
        turn: index,
        expected: `a script among ${known || 'none'}`,
        got: keys.map((one) => `the key "${one}"`).join(' or '),
      })
    }
    const played = play(script, key, asked)
    if (!played.ok) return mismatch(played.mismatch)
    const failure = played.turn.failures?.[attempt]
    if (failure && 'status' in failure)
      return refuse(
        failure.status,
        failure.message ?? 'scripted',
        failure.retryAfter === undefined ? {} : { 'retry-after': String(failure.retryAfter) },
      )

    const counted = usageOf(
      segments(asked),
      Boolean(asked.cache_control),
      cached.get(conversation),
      JSON.stringify(played.content),
    )
    served += 1
    const message = messageOf(asked.model, served, played.turn, played.content, counted.usage)
    if (failure) {
      entry.cut = true
      return streamMessage(response, message, failure.cutAfterEvents)
    }
    cached.set(conversation, counted.cached)
    usage.input_tokens += message.usage.input_tokens
    usage.output_tokens += message.usage.output_tokens
    usage.cache_read_input_tokens += message.usage.cache_read_input_tokens
    usage.cache_creation_input_tokens += message.usage.cache_creation_input_tokens
    if (asked.stream) streamMessage(response, message)
    else reply(response, message)
  }

  const url = await listen(server, options.port ?? 0)
  let closed: Promise<void> | undefined
  const close = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()))
      server.closeAllConnections()
    })
  return { url, log, mismatches, usage, close: () => (closed ??= close()) }
}

/** A conversation is known by its script and its first user message, which holds the run's random fence id. */
function conversationOf(key: string, { messages: [first] }: MessagesRequest): string {
  return `${key}/${createHash('sha256')
    .update(JSON.stringify(first && blocksOf(first)))
    .digest('hex')}`
}
