// Writes replies and errors to the socket the way GitHub's API does.

import { createHash, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { asError } from '../../errors.ts'
import { invalidRequest } from './body.ts'
import { HttpError } from './http-error.ts'
import type { Reply } from './route.ts'

/** The Content-Type of GitHub's JSON. */
export const JSON_TYPE = 'application/json; charset=utf-8'
const DOCUMENTATION_URL = 'https://docs.github.com/rest'

/** The headers every API answer has. */
export const commonHeaders = (): Record<string, string> => ({
  'x-github-request-id': randomBytes(10).toString('hex').toUpperCase(),
  'x-github-media-type': 'github.v3; format=json',
  'access-control-allow-origin': '*',
  vary: 'Accept, Authorization, Cookie',
})

/** What a failure looks like to the client. Anything but an HttpError or a ZodError is a fault of ours: 500. */
export function errorReply(thrown: unknown): Reply {
  const error = thrown instanceof z.ZodError ? invalidRequest(thrown) : asError(thrown)
  if (!(error instanceof HttpError)) {
    return { status: 500, json: { message: `Server Error: ${error.stack ?? error.message}`, status: '500' } }
  }
  return {
    status: error.status,
    json: {
      message: error.message,
      ...(error.errors === undefined ? {} : { errors: error.errors }),
      documentation_url: DOCUMENTATION_URL,
      status: String(error.status),
    },
    ...(error.headers === undefined ? {} : { headers: error.headers }),
  }
}

/** The ETag of an answer, so that an unchanged one can be a 304. */
export const etagOf = (body: string): string => `W/"${createHash('sha256').update(body).digest('hex')}"`

/** Sends a reply; `extra` headers lose against the reply's own. */
export function send(res: ServerResponse, reply: Reply, extra: Record<string, string> = {}): void {
  const json = reply.raw === undefined && reply.json !== undefined
  const body = reply.raw ?? (reply.json === undefined ? '' : JSON.stringify(reply.json))
  res.writeHead(reply.status, {
    ...extra,
    ...(json ? { 'content-type': JSON_TYPE } : {}),
    'content-length': Buffer.byteLength(body),
    ...reply.headers,
  })
  res.end(body)
}
