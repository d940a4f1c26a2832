// Reads the body of a request up to a limit.

import type { IncomingMessage } from 'node:http'

export type Body = { kind: 'whole'; bytes: Buffer } | { kind: 'too-large' } | { kind: 'aborted' }

/**
 * Collects the body. Past `limit` bytes it stops at once and the rest is thrown away as it arrives, so that the sender can
 * finish and read the answer. `aborted`: the sender went away.
 */
export async function readBody(req: IncomingMessage, limit: number): Promise<Body> {
  if (Number(req.headers['content-length'] ?? 0) > limit) {
    req.resume()
    return { kind: 'too-large' }
  }
  return await new Promise((resolve) => {
    let chunks: Buffer[] = []
    let length = 0
    let tooLarge = false
    req.on('data', (chunk: Buffer) => {
      if (tooLarge) return
      length += chunk.length
      if (length > limit) {
        tooLarge = true
        chunks = []
        resolve({ kind: 'too-large' })
      } else chunks.push(chunk)
    })
    req.on('end', () => {
      const [only] = chunks
      resolve({
        kind: 'whole',
        bytes: chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks),
      })
    })
    req.on('error', () => resolve({ kind: 'aborted' }))
    req.on('close', () => resolve({ kind: 'aborted' }))
  })
}
