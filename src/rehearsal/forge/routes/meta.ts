// What the API says about itself: rate limits and metadata.

import type { RateLimits, RateState } from '../ratelimit.ts'
import { ok } from '../route.ts'
import type { Route } from '../route.ts'

/** Searches a minute on github.com; this forge has no search, so none is ever used. */
const SEARCH_LIMIT = 30

const figures = ({ limit, used, remaining, reset }: RateState) => ({ limit, used, remaining, reset })

/** The routes that report on the two sets of counters. */
export const createMetaRoutes = (limits: RateLimits, graphqlLimits: RateLimits): readonly Route[] => [
  {
    method: 'GET',
    path: '/rate_limit',
    access: 'public',
    handle(c) {
      const core = figures(limits.peek(c.caller))
      const graphql = figures(graphqlLimits.peek(c.caller))
      const search = { limit: SEARCH_LIMIT, used: 0, remaining: SEARCH_LIMIT, reset: core.reset }
      return ok({ resources: { core, graphql, search }, rate: core })
    },
  },
  {
    method: 'GET',
    path: '/meta',
    access: 'public',
    handle: (c) =>
      ok({
        verifiable_password_authentication: false,
        web: [c.forge.url],
        api: [`${c.forge.url}/api/v3`],
        git: [c.forge.url],
      }),
  },
]
