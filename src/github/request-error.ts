// GitHub's refusals as our four kinds of error (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).

import { RequestError } from '@octokit/request-error'
import { z } from 'zod'
import { asError, InternalError, TerminalError, TransientError, UserError } from '../errors.ts'

/** With no header to go by, GitHub asks for at least a minute. */
const SECONDARY_LIMIT_MS = 60_000
/** Primary limits are reset within the hour; a header that says more is a clock or a proxy gone wrong. */
const LONGEST_WAIT_MS = 3_600_000

type Headers = Readonly<Record<string, unknown>>

/** `retry-after` in seconds or as an HTTP date (RFC 9110 §10.2.3), in milliseconds from now. */
function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers['retry-after']
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const seconds = Number(value)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(String(value)) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_WAIT_MS) : undefined
}

/** GitHub's order: `retry-after`, then the reset of a used-up limit, then a minute. Undefined when no limit was hit. */
function rateLimited(headers: Headers, message: string, now: number): number | undefined {
  const told = retryAfter(headers, now)
  if (told !== undefined) return told
  if (String(headers['x-ratelimit-remaining']) === '0') {
    const reset = Number(headers['x-ratelimit-reset']) * 1000
    if (Number.isFinite(reset)) return Math.min(Math.max(reset - now, 1000), LONGEST_WAIT_MS)
    return SECONDARY_LIMIT_MS
  }
  return /rate limit|abuse detection/i.test(message) ? SECONDARY_LIMIT_MS : undefined
}

/** The HTTP status of a refusal by GitHub, undefined for anything else. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof RequestError ? error.status : undefined

/** An answer of 200 whose body lists errors. Recognised by its form: the class is Octokit's and not exported to us. */
const GraphqlRefusal = z.object({
  name: z.literal('GraphqlResponseError'),
  message: z.string(),
  headers: z.record(z.string(), z.unknown()),
  errors: z.array(
    z.object({
      type: z.string().optional(),
      message: z.string(),
      path: z.array(z.union([z.string(), z.number()])).optional(),
      extensions: z.object({ code: z.string().optional() }).optional(),
    }),
  ),
})
export type GraphqlRefusal = z.infer<typeof GraphqlRefusal>

/** The errors of a GraphQL answer, undefined for anything else that was thrown. */
export function graphqlRefusal(error: unknown): GraphqlRefusal | undefined {
  const parsed = GraphqlRefusal.safeParse(error)
  return parsed.success ? parsed.data : undefined
}

/**
 * Error types that stay whatever is tried; every other (a time-out, one without a type) may pass. From the answers that
 * GitHub documents for its GraphQL API (https://docs.github.com/graphql/guides/using-graphql-clients).
 */
const LASTING = new Set([
  'FORBIDDEN',
  'INSUFFICIENT_SCOPES',
  'MAX_NODE_LIMIT_EXCEEDED',
  'NOT_FOUND',
  'UNPROCESSABLE',
  'undefinedField',
])

function graphqlError(refusal: GraphqlRefusal, doing: string, cause: Error, now: number): Error {
  const { errors, headers } = refusal
  const text = `${doing}: GitHub answered: ${errors.map((error) => [error.type, error.message].filter(Boolean).join(' ')).join('; ')}`
  const limited = errors.some((error) => error.type === 'RATE_LIMITED')
  const wait = limited
    ? (rateLimited(headers, refusal.message, now) ?? SECONDARY_LIMIT_MS)
    : rateLimited({}, refusal.message, now)
  if (wait !== undefined) return new TransientError(text, { cause, retryAfterMs: wait })
  const lasting = errors.some(({ type, extensions }) => LASTING.has(type ?? extensions?.code ?? ''))
  return lasting ? new TerminalError(text, { cause }) : new TransientError(text, { cause })
}

/**
 * Classifies what a request threw: rate limits, 5xx, 409 races and network failures are transient; other 4xx are terminal
 * (asking again cannot help until something changes), and so are answers that lack what GitHub promises. `now` is in ms
 * since the epoch.
 */
export function githubError(error: unknown, doing: string, now: number = Date.now()): Error {
  if (error instanceof RequestError) {
    const headers = error.response?.headers ?? {}
    const text = `${doing}: GitHub answered ${error.status}: ${error.message.slice(0, 500)}`
    const { status } = error
    if (status === 403 || status === 429) {
      const wait =
        rateLimited(headers, error.message, now) ?? (status === 429 ? SECONDARY_LIMIT_MS : undefined)
      if (wait !== undefined) return new TransientError(text, { cause: error, retryAfterMs: wait })
    }
    if (status < 500 && status !== 408 && status !== 409) return new TerminalError(text, { cause: error })
    const wait = retryAfter(headers, now)
    return new TransientError(text, { cause: error, ...(wait === undefined ? {} : { retryAfterMs: wait }) })
  }
  const cause = asError(error)
  if (
    cause instanceof TransientError ||
    cause instanceof TerminalError ||
    cause instanceof InternalError ||
    cause instanceof UserError
  )
    return cause
  const refusal = graphqlRefusal(cause)
  if (refusal !== undefined) return graphqlError(refusal, doing, cause, now)
  if (cause instanceof z.ZodError)
    return new TerminalError(`${doing}: GitHub's answer lacks something: ${z.prettifyError(cause)}`, {
      cause,
    })
  if (cause instanceof TypeError) return new InternalError(`${doing}: ${cause.message}`, { cause })
  return new TransientError(`${doing}: ${cause.message}`, { cause })
}

/** Runs a request. What it raises is one of our kinds of error, and says what was being done. */
export async function classified<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw githubError(error, doing)
  }
}
