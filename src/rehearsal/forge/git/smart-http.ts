// Clone, fetch and push over HTTP through git's own CGI program, with the policy asked for every ref of a push.

import { spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { authorize } from '../access.ts'
import { authenticate } from '../auth.ts'
import type { Forge } from '../forge.ts'
import { HttpError } from '../http-error.ts'
import { findRepository } from '../lookup.ts'
import { readBody } from '../read-body.ts'
import type { Caller } from '../route.ts'
import type { Repository } from '../world.ts'
import { hookEnvironment, type Referee, serveHook } from './push-hook.ts'
import { refereeOf } from './push-policy.ts'
import { gitEnvironment, SAFE_CONFIG } from './process.ts'
import { listRefs, ZERO } from './refs.ts'

const PUSH_LIMIT = 512 * 1024 * 1024
const PATH = /^\/([^/]+)\/([^/]+)\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/

/**
 * Answers git's smart HTTP requests below `/<owner>/<repo>.git/`; false when the path is none of them. Refusals are answered as
 * github.com does: 401 with a challenge, 403, or 404 for what the caller may not see.
 */
export async function handleGit(
  forge: Forge,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
): Promise<boolean> {
  const [, owner, name, service] = PATH.exec(path) ?? []
  if (owner === undefined || name === undefined || service === undefined) return false
  const query = new URL(req.url ?? '/', forge.url).searchParams
  const asked = service === 'info/refs' ? query.get('service') : service
  if (asked !== 'git-upload-pack' && asked !== 'git-receive-pack')
    return refuse(res, 403, 'Please upgrade your git client.')
  const pushing = asked === 'git-receive-pack'
  let caller: Caller
  let repo: Repository
  try {
    caller = authenticate(forge.world, req.headers.authorization)
    repo = admit(forge, caller, decodeURIComponent(owner), decodeURIComponent(name), pushing)
  } catch (error) {
    if (error instanceof HttpError) return refuse(res, error.status, textOf(error, name))
    if (error instanceof URIError) return refuse(res, 400, 'Bad request')
    throw error
  }
  const request: GitRequest = { req, res, repo, service, query: query.toString() }
  if (service === 'git-receive-pack') await push(forge, caller, request)
  else await runBackend(request, undefined, undefined)
  return true
}

interface GitRequest {
  req: IncomingMessage
  res: ServerResponse
  repo: Repository
  service: string
  query: string
}

/** Reading needs contents: read, pushing contents: write. Throws what the REST API would. */
function admit(forge: Forge, caller: Caller, owner: string, name: string, pushing: boolean): Repository {
  const repo = findRepository(forge.world, owner, name)
  // Git asks for credentials on a 401 only, so an anonymous caller gets one for whatever it cannot see.
  const hidden = repo === undefined || (repo.private && caller.kind === 'anonymous')
  if (caller.kind === 'anonymous' && (hidden || pushing)) throw new HttpError(401, 'Authentication required')
  if (repo === undefined) throw new HttpError(404, 'Not Found')
  authorize(caller, repo, { permission: 'contents', level: pushing ? 'write' : 'read' })
  return repo
}

function textOf(error: HttpError, name: string): string {
  switch (error.status) {
    case 401:
      return 'Invalid username or token. Password authentication is not supported for Git operations.'
    case 404:
      return 'Repository not found.'
    default:
      return `Write access to repository ${name} not granted.`
  }
}

function refuse(res: ServerResponse, status: number, message: string): true {
  const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...challenge })
  res.end(`${message}\n`)
  return true
}

/** Holds the repository's lock from the first ref that is checked to the last webhook that is queued. */
async function push(forge: Forge, caller: Caller, request: GitRequest): Promise<void> {
  const { repo } = request
  if (!('actor' in caller)) throw new HttpError(401, 'Authentication required')
  // Read before the lock is taken: a slow client must not hold up everybody else.
  const body = await readBody(request.req, PUSH_LIMIT)
  await forge.git.exclusive(repo, async () => {
    const before = await listRefs(repo.gitDir, 'refs/')
    const { finish, failure } = await runBackend(request, body, refereeOf(forge, repo, caller))
    const after = await listRefs(repo.gitDir, 'refs/')
    for (const ref of new Set([...before.keys(), ...after.keys()])) {
      const [from, to] = [before.get(ref) ?? ZERO, after.get(ref) ?? ZERO]
      if (from !== to) await forge.refChanged(repo, ref, from, to, caller.actor)
    }
    // What moved has moved, even when judging another ref went wrong.
    if (failure !== undefined) throw failure
    finish()
  })
}

/**
 * Runs `git http-backend`. With a body it is a push: the answer is held back until `finish` is called, so that
 * whoever pushed finds everything done that follows from it.
 */
function runBackend(
  request: GitRequest,
  body: Buffer | undefined,
  referee: Referee | undefined,
): Promise<{ finish: () => void; failure: Error | undefined }> {
  const { req, res } = request
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['http-backend'], {
      env: gitEnvironment(backendEnvironment(request, body, referee !== undefined)),
      // 3 and 4 are inherited down to the update hook: its question and our answer.
      stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    })
    const hook = serveHook(child.stdio[3], child.stdio[4], referee)
    const held: Buffer[] = []
    let head = Buffer.alloc(0)
    let started = false
    child.stdout.on('data', (chunk: Buffer) => {
      if (started) {
        if (body === undefined) forward(chunk)
        else held.push(chunk)
        return
      }
      head = Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      started = true
      writeHead(res, head.subarray(0, end).toString())
      held.push(head.subarray(end + 4))
      if (body === undefined) forward(held.pop())
    })
    const forward = (chunk: Buffer | undefined): void => {
      if (chunk === undefined || res.write(chunk)) return
      child.stdout.pause()
      res.once('drain', () => child.stdout.resume())
    }
    child.stderr.resume()
    child.on('error', reject)
    // A client that goes away must not leave git waiting for it.
    if (body === undefined) res.on('close', () => child.kill())
    child.stdin.on('error', () => child.stdin.destroy())
    if (body === undefined) req.pipe(child.stdin)
    else child.stdin.end(body)
    child.on('close', () => {
      hook.close()
      const finish = (): void => {
        if (!started) res.writeHead(500)
        for (const chunk of held) res.write(chunk)
        res.end()
      }
      if (body === undefined) finish()
      resolve({ finish, failure: hook.failure })
    })
  })
}

function backendEnvironment(
  { req, repo, service, query }: GitRequest,
  body: Buffer | undefined,
  hooked: boolean,
): Record<string, string> {
  const config = [
    ...SAFE_CONFIG.filter(([key]) => key !== 'core.hooksPath'),
    ...hookEnvironment(repo.gitDir, hooked),
    ['http.receivepack', 'true'],
    ['uploadpack.allowAnySHA1InWant', 'true'],
    ['uploadpack.allowFilter', 'true'],
    ['receive.fsckObjects', 'true'],
    ['receive.autogc', 'false'],
    // GitHub's own refs, which nobody pushes to (`deny updating a hidden ref`) but everybody may fetch.
    ['receive.hideRefs', 'refs/pull'],
    ['receive.denyDeleteCurrent', 'refuse'],
  ] as const
  const numbered = config.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ])
  const encoding = req.headers['content-encoding']
  const length = body === undefined ? req.headers['content-length'] : String(body.length)
  return {
    ...Object.fromEntries(numbered),
    GIT_CONFIG_COUNT: String(config.length),
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_PROJECT_ROOT: repo.gitDir,
    PATH_INFO: `/${service}`,
    REQUEST_METHOD: req.method ?? 'GET',
    QUERY_STRING: query,
    REMOTE_USER: 'git',
    REMOTE_ADDR: '127.0.0.1',
    CONTENT_TYPE: req.headers['content-type'] ?? '',
    GIT_PROTOCOL: String(req.headers['git-protocol'] ?? ''),
    ...(encoding === undefined ? {} : { HTTP_CONTENT_ENCODING: encoding }),
    ...(length === undefined ? {} : { CONTENT_LENGTH: length }),
  }
}

/** Turns CGI headers into an HTTP head. */
function writeHead(res: ServerResponse, text: string): void {
  const fields = text.split('\r\n').map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  const status = fields.find(([name]) => name === 'status')?.[1]
  const headers = Object.fromEntries(fields.filter(([name]) => name !== 'status'))
  res.writeHead(status === undefined ? 200 : Number.parseInt(status, 10), headers)
}
