// The one form of the pages: a person presses a button of a check run.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { press } from '../check-buttons.ts'
import type { Forge } from '../forge.ts'
import { HttpError } from '../http-error.ts'
import { findRepository, findUser } from '../lookup.ts'
import { readBody } from '../read-body.ts'

const LIMIT = 10_000
const PATH = /^\/([^/]+)\/([^/]+)\/runs\/(\d+)\/press$/

/**
 * Answers a POST of that form and returns true; false, with nothing read, when it is another request. Throws 403, 404 and 413 as
 * the API does.
 */
export async function handlePress(
  forge: Forge,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
): Promise<boolean> {
  const found = PATH.exec(path)
  if (req.method !== 'POST' || found === null) return false
  const [, owner = '', name = '', id = ''] = found
  // Another site that a browser has open may send forms here: it names itself.
  const { origin, host } = req.headers
  if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host))
    throw new HttpError(403, 'The form was sent from another page.')
  const form = new URLSearchParams((await readBody(req, LIMIT)).toString('utf8'))
  const repo = findRepository(forge.world, owner, name)
  const run = repo?.checks.find((one) => one.id === Number(id))
  const user = findUser(forge.world, form.get('login') ?? '')
  if (repo === undefined || run === undefined || user === undefined) throw new HttpError(404, 'Not Found')
  await press(forge, repo, run, user, form.get('identifier') ?? '')
  res.writeHead(303, { location: `/${owner}/${name}/runs/${id}` })
  res.end()
  return true
}
