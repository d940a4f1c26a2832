// The primary rate limit with its headers, and a secondary limit that tests can switch on.

import { unreachable } from '../../errors.ts'
import { HttpError } from './http-error.ts'
import type { Caller } from './route.ts'

/** Requests an hour (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api). */
const DEFAULT_LIMIT = 5000
const ANONYMOUS_LIMIT = 60
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

export interface RateState {
  limit: number
  used: number
  remaining: number
  /** Seconds since the epoch, as in `x-ratelimit-reset`. */
  reset: number
  /** REST and GraphQL requests are counted apart. */
  resource: 'core' | 'graphql'
}

export interface RateLimits {
  /** Where a caller stands; counts nothing. */
  peek(caller: Caller): RateState
  /** Counts one request. Throws 403 with GitHub's headers when a limit is exceeded. */
  charge(caller: Caller, writes: boolean): RateState
  /** Takes a counted request back: an authenticated 304 is free. */
  refund(caller: Caller): void
}

/** The `x-ratelimit-*` headers of a state. */
export const rateHeaders = (state: RateState): Record<string, string> => ({
  'x-ratelimit-limit': String(state.limit),
  'x-ratelimit-remaining': String(state.remaining),
  'x-ratelimit-reset': String(state.reset),
  'x-ratelimit-used': String(state.used),
  'x-ratelimit-resource': state.resource,
})

/** GitHub counts per installation, per person and, for JWTs, per App, however many tokens there are. */
function subject(caller: Caller): string {
  switch (caller.kind) {
    case 'anonymous':
      return 'IP address 127.0.0.1'
    case 'user':
      return `user ID ${caller.actor.id}`
    case 'app':
      return `app ID ${caller.app.id}`
    case 'installation':
      return `installation ID ${caller.token.installation.id}`
    default:
      return unreachable(caller)
  }
}

/** Fresh counters. `limit` is requests an hour, `secondary` writes a minute; `now` gives milliseconds. */
export function createRateLimits(options: {
  now: () => number
  resource: RateState['resource']
  limit?: number | undefined
  secondary?: number | undefined
}): RateLimits {
  const { now, resource, limit = DEFAULT_LIMIT, secondary = Infinity } = options
  const hours = new Map<string, { used: number; resetAt: number }>()
  const writes = new Map<string, number[]>()

  const hour = (caller: Caller) => {
    const key = subject(caller)
    const open = hours.get(key)
    if (open !== undefined && open.resetAt > now()) return open
    const fresh = { used: 0, resetAt: now() + HOUR_MS }
    hours.set(key, fresh)
    return fresh
  }

  const peek = (caller: Caller): RateState => {
    const { used, resetAt } = hour(caller)
    const most = caller.kind === 'anonymous' ? Math.min(ANONYMOUS_LIMIT, limit) : limit
    return {
      limit: most,
      used,
      remaining: Math.max(0, most - used),
      reset: Math.ceil(resetAt / 1000),
      resource,
    }
  }

  /** Seconds until the oldest write of the last minute no longer counts, or undefined when there is room. */
  const secondaryWait = (caller: Caller): number | undefined => {
    const recent = (writes.get(subject(caller)) ?? []).filter((at) => at > now() - MINUTE_MS)
    if (recent.length >= secondary) {
      return Math.max(1, Math.ceil(((recent[0] ?? now()) + MINUTE_MS - now()) / 1000))
    }
    writes.set(subject(caller), [...recent, now()])
    return undefined
  }

  return {
    peek,
    charge(caller, isWrite) {
      const before = peek(caller)
      if (before.remaining === 0) {
        throw new HttpError(
          403,
          `API rate limit exceeded for ${subject(caller)}.`,
          undefined,
          rateHeaders(before),
        )
      }
      hour(caller).used += 1
      const wait = isWrite && secondary !== Infinity ? secondaryWait(caller) : undefined
      if (wait !== undefined) {
        throw new HttpError(
          403,
          'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
          undefined,
          { ...rateHeaders(peek(caller)), 'retry-after': String(wait) },
        )
      }
      return peek(caller)
    },
    refund(caller) {
      hour(caller).used -= 1
    },
  }
}
