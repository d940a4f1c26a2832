// A GraphQL client for the tests of the embedded GitHub: plain HTTP, answers parsed, status checked.

import { expect } from 'vitest'
import { z } from 'zod'
import type { TestForge } from './support.ts'
import { tokenOf } from './support.ts'

const answer = z.strictObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string(), type: z.string().optional() })).optional(),
})

/** Posts a body as it is; without a token the request is anonymous. */
export async function post(t: TestForge, token: string | undefined, body: unknown) {
  const response = await fetch(`${t.forge.url}/api/graphql`, {
    method: 'POST',
    headers: { 'user-agent': 'test', ...(token === undefined ? {} : { authorization: `bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  const json: unknown = await response.json()
  return { status: response.status, json }
}

/** Sends a query as ada unless told otherwise, and expects HTTP 200. */
export async function query(
  t: TestForge,
  text: string,
  variables: Record<string, unknown> = {},
  token = tokenOf('ada'),
) {
  const { status, json } = await post(t, token, { query: text, variables })
  expect(status).toBe(200)
  return answer.parse(json)
}

/** A query on the seeded repository. */
export const inRepo = (selection: string): string =>
  `{ repository(owner: "ada", name: "engine") { ${selection} } }`
