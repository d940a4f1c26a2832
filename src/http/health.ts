// GET /health: whether this process can do its work, for load balancers and people.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { sql, type Kysely } from 'kysely'
import { asError } from '../errors.ts'
import type { Schema } from '../store/schema.ts'

export type HttpHandler = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>

/** Answers 200 `{"ok":true}` when the store answers, else 503 with the reason. */
export function health(db: Kysely<Schema>): HttpHandler {
  return async (req, res) => {
    if (req.method !== 'GET' || req.url?.split('?')[0] !== '/health') return false
    let status = 200
    let body: { ok: boolean; reason?: string } = { ok: true }
    try {
      await sql`select 1`.execute(db)
    } catch (error) {
      status = 503
      body = { ok: false, reason: asError(error).message }
    }
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    return true
  }
}
