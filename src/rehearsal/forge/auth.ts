// Turns an Authorization header into a caller: App JWTs, installation tokens, people's tokens, and Basic auth for git.

import { verify } from 'node:crypto'
import { z } from 'zod'
import { HttpError, unauthorized } from './http-error.ts'
import type { Caller } from './route.ts'
import type { App, World } from './world.ts'

/** A JWT may be valid for ten minutes (https://docs.github.com/apps, "Generating a JSON Web Token (JWT)"). */
const MAX_JWT_SECONDS = 600
/** Clock drift that is let pass, in seconds. */
const DRIFT_SECONDS = 60

const jwtHeader = z.looseObject({ alg: z.literal('RS256') })
const jwtClaims = z.looseObject({
  iat: z.number(),
  exp: z.number(),
  iss: z.union([z.number(), z.string()]),
})

const undecodable = (): HttpError => unauthorized('A JSON web token could not be decoded')

/**
 * Who sends this request. No header is an anonymous caller.
 * Throws 401 with GitHub's message for credentials that do not hold, 404 for a JWT of an App that does not exist.
 */
export function authenticate(world: World, header: string | undefined): Caller {
  if (header === undefined || header === '') return { kind: 'anonymous' }
  const [scheme = '', credentials = ''] = header.trim().split(/\s+/, 2)
  switch (scheme.toLowerCase()) {
    case 'bearer':
    case 'token':
      return credentials.split('.').length === 3 ? byJwt(world, credentials) : byToken(world, credentials)
    case 'basic':
      return byToken(world, basicPassword(credentials))
    default:
      throw unauthorized('Bad credentials')
  }
}

/** Git sends the token as password (any user name) or, as some tools do, as user name with an empty password. */
function basicPassword(credentials: string): string {
  const pair = Buffer.from(credentials, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 0) return pair
  const password = pair.slice(colon + 1)
  return password === '' || password === 'x-oauth-basic' ? pair.slice(0, colon) : password
}

function byToken(world: World, value: string): Caller {
  const token = world.tokens.get(value)
  if (token === undefined) throw unauthorized('Bad credentials')
  if (token.kind === 'user') return { kind: 'user', actor: token.user }
  if (token.expiresAt <= world.now()) throw unauthorized('Bad credentials')
  const { app } = token.installation
  return { kind: 'installation', actor: app.bot, app, token }
}

function byJwt(world: World, jwt: string): Caller {
  const [head = '', body = '', signature = ''] = jwt.split('.')
  const header = jwtHeader.safeParse(decodePart(head))
  const claims = jwtClaims.safeParse(decodePart(body))
  if (!header.success || !claims.success) throw undecodable()
  const { iss, iat, exp } = claims.data
  const app = findIssuer(world, iss)
  if (app === undefined) throw new HttpError(404, 'Integration not found')
  const signed = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${body}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  )
  if (!signed) throw undecodable()
  const now = world.now() / 1000
  if (exp <= now) {
    throw unauthorized(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  }
  if (exp > now + MAX_JWT_SECONDS + DRIFT_SECONDS) {
    throw unauthorized("'Expiration time' claim ('exp') is too far in the future")
  }
  if (iat > now + DRIFT_SECONDS) {
    throw unauthorized(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    )
  }
  return { kind: 'app', app }
}

function findIssuer(world: World, iss: number | string): App | undefined {
  const byId = world.apps.get(Number(iss))
  if (byId !== undefined) return byId
  for (const app of world.apps.values()) if (app.clientId === iss) return app
  return undefined
}

/** The JSON of one JWT part, or undefined, which no schema accepts. */
function decodePart(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
