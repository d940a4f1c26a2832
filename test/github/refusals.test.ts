// How each refusal by GitHub is classified: what may pass, after how long it may be tried again, and what never will.

import { RequestError } from '@octokit/request-error'
import { describe, expect, test } from 'vitest'
import { InternalError, TerminalError, TransientError, UserError } from '../../src/errors.ts'
import { githubError } from '../../src/github/request-error.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const inSeconds = (seconds: number): string => String(NOW / 1000 + seconds)

function refusal(status: number, headers: Record<string, string> = {}, message = 'no'): RequestError {
  const request = { method: 'GET' as const, url: 'https://github.test/x', headers: {} }
  return new RequestError(message, status, { request, response: { status, url: 'u', headers, data: {} } })
}

describe('limits and failures that pass', () => {
  test.each<[string, RequestError, number | undefined]>([
    ['retry-after in seconds', refusal(403, { 'retry-after': '17' }), 17_000],
    ['retry-after 0', refusal(429, { 'retry-after': '0' }), 0],
    ['a negative retry-after', refusal(429, { 'retry-after': '-5' }), 0],
    ['a retry-after of years', refusal(429, { 'retry-after': '999999999' }), 3_600_000],
    ['retry-after as a date', refusal(429, { 'retry-after': 'Sat, 21 Nov 2026 12:00:30 GMT' }), 30_000],
    ['retry-after that is no time', refusal(429, { 'retry-after': 'soon' }), 60_000],
    [
      'retry-after before the reset',
      refusal(403, { 'retry-after': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(90) }),
      5000,
    ],
    [
      'a used-up primary limit',
      refusal(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(90) }),
      90_000,
    ],
    [
      'a reset that has passed by our clock',
      refusal(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(-90) }),
      1000,
    ],
    [
      'a reset of a broken proxy',
      refusal(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(9_000_000) }),
      3_600_000,
    ],
    ['a used-up limit without a reset', refusal(403, { 'x-ratelimit-remaining': '0' }), 60_000],
    ['a secondary limit in words only', refusal(403, {}, 'You have exceeded a secondary rate limit'), 60_000],
    ['a primary limit in words only', refusal(403, {}, 'API rate limit exceeded for installation 5'), 60_000],
    ['429 without a word', refusal(429), 60_000],
    ['408', refusal(408), undefined],
    ['409', refusal(409), undefined],
    ['500', refusal(500), undefined],
    ['502 with a page', refusal(502, {}, '<html>Bad Gateway</html>'), undefined],
    ['503 with retry-after', refusal(503, { 'retry-after': '120' }), 120_000],
  ])('%s', (_name, error, retryAfterMs) => {
    const judged = githubError(error, 'asking', NOW)
    expect(judged).toBeInstanceOf(TransientError)
    expect(judged).toMatchObject({ retryAfterMs, cause: error })
    expect(judged.message).toContain(`asking: GitHub answered ${error.status}`)
  })

  test('a page that a proxy answers is not poured into logs whole', () => {
    expect(githubError(refusal(502, {}, 'x'.repeat(100_000)), 'asking', NOW).message.length).toBeLessThan(700)
  })
})

describe('refusals that last', () => {
  test.each([400, 401, 403, 404, 410, 413, 422, 451])('%i', (status) => {
    expect(githubError(refusal(status), 'asking', NOW)).toBeInstanceOf(TerminalError)
  })

  test('403 with calls left is a missing permission, not a limit', () => {
    const error = refusal(403, { 'x-ratelimit-remaining': '4999' }, 'Resource not accessible by integration')
    expect(githubError(error, 'asking', NOW)).toBeInstanceOf(TerminalError)
  })
})

describe('GraphQL answers of 200 with errors', () => {
  const graphql = (errors: object[], headers: Record<string, string> = {}): Error =>
    Object.assign(new Error(errors.map((error) => JSON.stringify(error)).join()), {
      name: 'GraphqlResponseError',
      headers,
      errors,
      data: { repository: null },
    })

  test.each<[string, Error, number | undefined]>([
    [
      'RATE_LIMITED with a reset',
      graphql([{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }], {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': inSeconds(45),
      }),
      45_000,
    ],
    ['RATE_LIMITED without a header', graphql([{ type: 'RATE_LIMITED', message: 'limit' }]), 60_000],
    ['a secondary limit', graphql([{ message: 'You have exceeded a secondary rate limit.' }]), 60_000],
    ['a time-out', graphql([{ message: 'Something went wrong while executing your query.' }]), undefined],
    ['a type of the future', graphql([{ type: 'SERVICE_UNAVAILABLE', message: 'later' }]), undefined],
    [
      'a limit beside a lasting error',
      graphql([
        { type: 'FORBIDDEN', message: 'no' },
        { type: 'RATE_LIMITED', message: 'limit' },
      ]),
      60_000,
    ],
  ])('%s passes', (_name, error, retryAfterMs) => {
    const judged = githubError(error, 'asking', NOW)
    expect(judged).toBeInstanceOf(TransientError)
    expect(judged).toMatchObject({ retryAfterMs })
  })

  test.each<[string, object]>([
    [
      'FORBIDDEN',
      { type: 'FORBIDDEN', message: 'Resource not accessible by integration', path: ['repository'] },
    ],
    ['NOT_FOUND', { type: 'NOT_FOUND', message: 'Could not resolve to a Repository', path: ['repository'] }],
    ['a field an older server lacks', { message: 'no field', extensions: { code: 'undefinedField' } }],
    ['too many nodes', { type: 'MAX_NODE_LIMIT_EXCEEDED', message: 'too many' }],
  ])('%s lasts', (_name, error) => {
    expect(githubError(graphql([error]), 'asking', NOW)).toBeInstanceOf(TerminalError)
  })

  test('used-up headers beside an error that is no limit do not make it one', () => {
    const error = graphql([{ type: 'FORBIDDEN', message: 'no' }], { 'x-ratelimit-remaining': '0' })
    expect(githubError(error, 'asking', NOW)).toBeInstanceOf(TerminalError)
  })
})

describe('what is no refusal', () => {
  test.each([
    new UserError('wrong', 'mend it'),
    new TransientError('later'),
    new TerminalError('never'),
    new InternalError('bug'),
  ])('$name stays what it is', (error) => {
    expect(githubError(error, 'asking', NOW)).toBe(error)
  })

  test('a mistake of ours is not retried for hours; an unknown failure may pass', () => {
    expect(githubError(new TypeError('x is not a function'), 'asking', NOW)).toBeInstanceOf(InternalError)
    expect(githubError(new Error('socket hang up'), 'asking', NOW)).toBeInstanceOf(TransientError)
    expect(githubError('thrown text', 'asking', NOW)).toBeInstanceOf(InternalError)
  })
})
