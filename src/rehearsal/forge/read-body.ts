// Reads a request's body up to a limit.

import type { IncomingMessage } from 'node:http'
import { HttpError } from './http-error.ts'

/** The whole body. Throws 413 when it is longer than `limit` bytes; the rest is then thrown away. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = (): HttpError => {
    // Read and thrown away: hanging up on unread data resets the connection, and the answer may be lost with it.
    req.resume()
    return new HttpError(413, `Payload too large: the limit is ${limit} bytes`)
  }
  if (Number(req.headers['content-length'] ?? 0) > limit) throw tooLarge()
  const chunks: Buffer[] = []
  let length = 0
  // `destroyOnReturn: false` keeps the socket open for the answer.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    length += bytes.length
    if (length > limit) throw tooLarge()
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** The JSON value of a body, `{}` for an empty one. Throws 400 with GitHub's message when it is not JSON. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new HttpError(400, 'Problems parsing JSON')
    throw error
  }
}
