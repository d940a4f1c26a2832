// Requests and answers of the script player on the wire: parsing, errors, JSON, the listening socket.

import type { Server, ServerResponse } from 'node:http'
import { z } from 'zod'
import { asError, InternalError } from '../../errors.ts'

/** Error types by status (https://platform.claude.com/docs/en/api/errors). */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

/** Listens on 127.0.0.1; 0 takes a free port. Returns the base URL. Rejects when the port is taken. */
export function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address) resolve(`http://127.0.0.1:${address.port}`)
      else reject(new InternalError('the script player has no port'))
    })
  })
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string }

/** Parses a body; the message lists every fault with its path, unknown keys in the API's words. */
export function parse<T>(schema: z.ZodType<T>, body: string): Parsed<T> {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch (error) {
    return { ok: false, message: `The request body is not valid JSON: ${asError(error).message}` }
  }
  const result = schema.safeParse(value)
  if (result.success) return { ok: true, value: result.data }
  const issues = result.error.issues.flatMap((issue) => {
    const path = z.core.toDotPath(issue.path)
    if (issue.code !== 'unrecognized_keys') return [`${path}: ${issue.message}`]
    return issue.keys.map((name) => `${path ? `${path}.` : ''}${name}: Extra inputs are not permitted`)
  })
  return { ok: false, message: issues.join('; ') }
}

export function reply(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

/** An error answer in the API's form. */
export function fail(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  const type = ERROR_TYPES[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error')
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify({ type: 'error', error: { type, message }, request_id: null }))
}
