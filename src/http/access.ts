// Who may see the pages: whoever has the token.

import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Of one length whatever was sent, so that comparing takes as long for every guess. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The token in `Bearer TOKEN`, or the password of HTTP Basic with any user name; undefined where there is neither. */
export function tokenIn(header: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header ?? '') ?? []
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return undefined
  const pair = Buffer.from(value, 'base64').toString()
  const colon = pair.indexOf(':')
  return colon < 0 ? undefined : pair.slice(colon + 1)
}

/** Makes the check for a token: it answers 401 and returns false where a request does not have it. */
export function createAccess(token: string): (req: IncomingMessage, res: ServerResponse) => boolean {
  const wanted = digest(token)
  return (req, res) => {
    const given = tokenIn(req.headers.authorization)
    if (given !== undefined && timingSafeEqual(digest(given), wanted)) return true
    res
      .writeHead(401, {
        'www-authenticate': 'Basic realm="Baton", charset="UTF-8", Bearer realm="Baton"',
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
      })
      .end('The password is the token of this installation; any user name will do.\n')
    return false
  }
}

/** Only reading is there: anything else is answered with 405, and false. */
export function isReading({ method }: IncomingMessage, res: ServerResponse): boolean {
  if (method === 'GET' || method === 'HEAD') return true
  res.writeHead(405, { allow: 'GET, HEAD', 'content-type': 'text/plain; charset=utf-8' }).end('Only GET.\n')
  return false
}
