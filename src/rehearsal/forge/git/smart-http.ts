// Clone, fetch and push over HTTP through git's own CGI program, with the policy asked for every ref of a push.

import { spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { launch } from '../../../launcher/launcher.ts'
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

/** Of a request's body, and of an answer that is not a push's. */
const LIMIT = 512 * 1024 * 1024
const TIMEOUT_MS = 600_000
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
  else await read(request)
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
  const body = await readBody(request.req, LIMIT)
  await forge.git.exclusive(repo, async () => {
    const before = await listRefs(repo.gitDir, 'refs/')
    const { finish, failure } = await runPush(request, body, refereeOf(forge, repo, caller))
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

/** Clone and fetch. A client that goes away must not leave git at work for it. */
async function read(request: GitRequest): Promise<void> {
  const { req, res } = request
  const body = await readBody(req, LIMIT)
  const gone = new AbortController()
  const left = (): void => gone.abort()
  res.once('close', left)
  const { stdout, truncated } = await launch(
    {
      file: 'git',
      args: ['http-backend'],
      cwd: request.repo.gitDir,
      env: gitEnvironment(backendEnvironment(request, body, false)),
      input: body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: LIMIT,
    },
    gone.signal,
  )
  res.off('close', left)
  answer(res, truncated ? Buffer.alloc(0) : stdout)
}

const HEAD_END = '\r\n\r\n'

/** Turns what the CGI program said into an answer; 500 when it did not even say a head. */
function answer(res: ServerResponse, said: Buffer): void {
  const end = said.indexOf(HEAD_END)
  if (end < 0) res.writeHead(500).end()
  else {
    writeHead(res, said.subarray(0, end).toString())
    res.end(said.subarray(end + HEAD_END.length))
  }
}

/**
 * A push, through `git http-backend`. The answer is held back until `finish` is called, so that whoever pushed finds everything done
 * that follows from it.
 */
function runPush(
  request: GitRequest,
  body: Buffer,
  referee: Referee | undefined,
): Promise<{ finish: () => void; failure: Error | undefined }> {
  const { res } = request
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['http-backend'], {
      env: gitEnvironment(backendEnvironment(request, body, referee !== undefined)),
      // 3 and 4 are inherited down to the update hook: its question and our answer.
      stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    })
    const hook = serveHook(child.stdio[3], child.stdio[4], referee)
    const said: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
    child.stderr.resume()
    child.on('error', reject)
    child.stdin.on('error', () => child.stdin.destroy())
    child.stdin.end(body)
    child.on('close', () => {
      hook.close()
      resolve({ finish: () => answer(res, Buffer.concat(said)), failure: hook.failure })
    })
  })
}

function backendEnvironment(
  { req, repo, service, query }: GitRequest,
  body: Buffer,
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
    CONTENT_LENGTH: String(body.length),
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
