// The four runner endpoints and a git server, just enough of a forge to test the runner against real HTTP and real git.

import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { UserError } from '../../src/errors.ts'
import { conclusionOf } from '../../src/rehearsal/forge/runs.ts'
import { inputsOf } from '../../src/rehearsal/runner/contexts.ts'
import { toValue } from '../../src/rehearsal/runner/expression/value.ts'
import { startRunner, type Runner } from '../../src/rehearsal/runner/index.ts'
import { plannedJobs } from '../../src/rehearsal/runner/matrix.ts'
import type { JobReport, RunUpdate } from '../../src/rehearsal/runner/wire.ts'
import { parseWorkflow } from '../../src/rehearsal/runner/workflow.ts'

export const RUNNER_TOKEN = 'runner-token-of-the-test'
export const JOB_TOKEN = 'ghs_tokenOfTheJob1234567890'

/** One job that waits for a runner. */
interface Queued {
  id: number
  name: string
  path: string
  text: string
  inputs: Record<string, string>
}

export interface FinishedRun {
  title: string
  conclusion: string
  /** Its first job and that one's log. */
  job: JobReport
  log: string
  jobs: JobReport[]
  /** Files by artifact name and path. */
  artifacts: Record<string, Record<string, string>>
}

export interface StandIn {
  readonly url: string
  readonly root: string
  /** Bodies of all PATCH requests of one run, oldest first. */
  updates(id: number): RunUpdate[]
  /** Writes files and commits them on main. Gives the SHA. */
  commit(files: Record<string, string>): string
  /** Copies a directory over the work tree and commits it on main. */
  commitFrom(directory: string): string
  /** Commits on top of main as a fork's pull request would: to be fetched by its SHA, and on no branch. Gives the SHA. */
  foreign(files: Record<string, string>): string
  /** Queues a run; a path without text is read from main's work tree. */
  enqueue(path: string, text: string, inputs?: Record<string, string>): number
  finished(id: number): Promise<FinishedRun>
  run(text: string, inputs?: Record<string, string>): Promise<FinishedRun>
  /** Answers the next PATCH requests of the run with this status. */
  answerUpdatesWith(status: number | undefined): void
  start(labels?: readonly string[]): Promise<Runner>
  readonly log: string[]
  close(): Promise<void>
}

export const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.test', ...args], {
    cwd,
    encoding: 'utf8',
  }).trim()

/** Names of the jobs that a forge would hand out, in the runner's own reading of the file. */
function jobNames(path: string, text: string, sent: Record<string, string>): string[] {
  try {
    const workflow = parseWorkflow(path, text)
    const contexts = { inputs: inputsOf(workflow, sent), github: toValue({}) }
    return plannedJobs(workflow, { contexts, status: 'success' }).map(({ name }) => name)
  } catch (error) {
    // The runner is to say what is wrong with the file.
    if (error instanceof UserError) return ['job']
    throw error
  }
}

export async function startStandIn(): Promise<StandIn> {
  const root = mkdtempSync(join(tmpdir(), 'baton-runner-'))
  const work = join(root, 'git', 'acme', 'widgets.git')
  mkdirSync(work, { recursive: true })
  git(work, 'init', '--quiet', '--initial-branch=main')
  git(work, 'commit', '--quiet', '--allow-empty', '-m', 'first')

  const queue: Queued[] = []
  const updates = new Map<number, RunUpdate[]>()
  const artifacts = new Map<number, Record<string, Record<string, string>>>()
  const names = new Map<number, string[]>()
  const waiting = new Map<number, (run: FinishedRun) => void>()
  const runners: Runner[] = []
  const log: string[] = []
  let forcedStatus: number | undefined
  let nextId = 100

  const settle = (id: number): void => {
    const all = updates.get(id) ?? []
    const latest = new Map(all.flatMap(({ jobs = [] }) => jobs).map((job) => [job.name, job]))
    const jobs = [...latest.values()]
    const [job] = jobs
    const conclusion = jobs.length === names.get(id)?.length ? conclusionOf(jobs) : undefined
    if (conclusion === undefined || job === undefined) return
    waiting.get(id)?.({
      title: all.map((update) => update.display_title).find((title) => title !== undefined) ?? '',
      conclusion,
      job,
      log: job.log,
      jobs,
      artifacts: artifacts.get(id) ?? {},
    })
  }

  const api = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const body = await bytes(request)
    const reply = (status: number, json?: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(json === undefined ? undefined : JSON.stringify(json))
    }
    if (request.headers.authorization !== `Bearer ${RUNNER_TOKEN}`)
      return reply(401, { message: 'Bad credentials' })
    if (path.endsWith('/claim')) {
      const next = queue.shift()
      if (!next) return reply(204)
      return reply(200, {
        run: {
          id: next.id,
          run_number: 1,
          run_attempt: 1,
          event: 'workflow_dispatch',
          head_branch: 'main',
          head_sha: git(work, 'rev-parse', 'main'),
          inputs: next.inputs,
          actor: { login: 'ada' },
        },
        jobs: [{ name: next.name }],
        workflow: { path: next.path, text: next.text },
        repository: {
          full_name: 'acme/widgets',
          clone_url: `${url}/acme/widgets.git`,
          default_branch: 'main',
        },
        token: JOB_TOKEN,
      })
    }
    const artifact = /\/runs\/(\d+)\/artifacts\/([^/]+)$/.exec(path)
    if (artifact) {
      const files = Object.entries(unzipSync(new Uint8Array(body))).map(([name, data]) => [
        name,
        Buffer.from(data).toString(),
      ])
      const id = Number(artifact[1])
      artifacts.set(id, {
        ...artifacts.get(id),
        [decodeURIComponent(artifact[2]!)]: Object.fromEntries(files),
      })
      return reply(201)
    }
    const id = Number(/\/runs\/(\d+)$/.exec(path)?.[1])
    if (forcedStatus !== undefined) return reply(forcedStatus)
    updates.set(id, [...(updates.get(id) ?? []), JSON.parse(body.toString()) as RunUpdate])
    reply(200, {})
    settle(id)
  }

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const answer = path.startsWith('/_runner/')
      ? api(request, response, path)
      : gitBackend(join(root, 'git'), request, response)
    answer.catch((error: unknown) => {
      log.push(`stand-in: ${String(error)}`)
      response.writeHead(500).end()
    })
  })
  const { url } = await new Promise<{ url: string }>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({ url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` })
    })
  })

  const commitAll = (): string => {
    git(work, 'add', '--all')
    git(work, 'commit', '--quiet', '--allow-empty', '-m', 'change')
    return git(work, 'rev-parse', 'HEAD')
  }
  const standIn: StandIn = {
    url,
    root,
    log,
    updates: (id) => updates.get(id) ?? [],
    commit: (files) => {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(work, name)), { recursive: true })
        writeFileSync(join(work, name), text)
      }
      return commitAll()
    },
    commitFrom: (directory) => {
      cpSync(directory, work, { recursive: true })
      return commitAll()
    },
    foreign: (files) => {
      const main = git(work, 'rev-parse', 'HEAD')
      const sha = standIn.commit(files)
      git(work, 'update-ref', 'refs/pull/1/head', sha)
      git(work, 'reset', '--quiet', '--hard', main)
      return sha
    },
    enqueue: (path, text, inputs = {}) => {
      nextId += 1
      const id = nextId
      names.set(id, jobNames(path, text, inputs))
      queue.push(...(names.get(id) ?? []).map((name) => ({ id, name, path, text, inputs })))
      return id
    },
    finished: (id) =>
      new Promise((resolve) => {
        waiting.set(id, resolve)
        settle(id)
      }),
    run: (text, inputs) => standIn.finished(standIn.enqueue('.github/workflows/test.yml', text, inputs)),
    answerUpdatesWith: (status) => {
      forcedStatus = status
    },
    start: async (labels = ['self-hosted', 'linux']) => {
      const runner = await startRunner({
        forgeUrl: url,
        token: RUNNER_TOKEN,
        owner: 'acme',
        repo: 'widgets',
        workDir: join(root, 'work'),
        labels,
        name: 'test-runner',
        log: (line) => log.push(line),
      })
      runners.push(runner)
      return runner
    },
    close: async () => {
      await Promise.all(runners.map((runner) => runner.stop()))
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(root, { recursive: true, force: true })
    },
  }
  return standIn
}

async function bytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Serves the repositories below `root` for the job's token only, through git's own CGI program. */
async function gitBackend(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const expected = `basic ${Buffer.from(`x-access-token:${JOB_TOKEN}`).toString('base64')}`
  if (request.headers.authorization?.toLowerCase() !== expected.toLowerCase()) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
    return
  }
  const address = new URL(request.url ?? '/', 'http://localhost')
  const child = spawn('git', ['http-backend'], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: address.pathname,
      QUERY_STRING: address.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  })
  request.pipe(child.stdin)
  const chunks: Buffer[] = []
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer)
  const output = Buffer.concat(chunks)
  const end = output.indexOf('\r\n\r\n')
  const headers = output
    .subarray(0, end)
    .toString()
    .split('\r\n')
    .map((line) => line.split(/:\s*/, 2) as [string, string])
  const status = headers.find(([name]) => name.toLowerCase() === 'status')
  response.writeHead(
    Number(status?.[1].slice(0, 3) ?? 200),
    Object.fromEntries(headers.filter(([name]) => name.toLowerCase() !== 'status')),
  )
  response.end(output.subarray(end + 4))
}
