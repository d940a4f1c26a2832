// Baton in a process of its own, killed with SIGKILL at named points: after a restart the world ends the same, and nothing
// happens twice.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createQueue } from '../../src/queue/queue.ts'
import { connect } from '../../src/rehearsal/stage.ts'
import { clusterDir } from '../../src/store/embedded/cluster.ts'
import { servingPid } from '../../src/store/embedded/pidfile.ts'
import { openStore } from '../../src/store/open.ts'
import { EMBEDDED_SETTINGS, type ChildOptions } from '../support/child-options.ts'
import { isDone, issueOf, smallStage, type SmallStage } from '../support/small-stage.ts'
import { expectWholeWorld } from '../support/whole-world.ts'
import { until } from '../support/engine.ts'
import { silent } from '../support/postgres.ts'

const program = path.resolve(import.meta.dirname, '../support/child-baton.ts')
const TIMEOUT_MS = 120_000

interface Life {
  child: ChildProcess
  url: string
  /** The signal that ended it, or its exit code. */
  ended: Promise<NodeJS.Signals | number | null>
}

let template: string
let small: SmallStage
let port: number
let life: Life | undefined

/** The same port in every life: GitHub knows one webhook address. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function start(kill: ChildOptions['kill']): Promise<Life> {
  const file = path.join(small.workDir, 'child.json')
  const options: ChildOptions = { config: { ...small.stage.config, port }, kill }
  await writeFile(file, JSON.stringify(options))
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? code)),
  )
  // A life may end before it is up: what a crash left is taken up at once.
  const url = await Promise.race([
    new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())),
    ),
    ended.then(() => ''),
  ])
  life = { child, url, ended }
  return life
}

/** Making a cluster and its tables takes longer than a crash: made once, copied for each test with its owner. */
beforeAll(async () => {
  template = await mkdtemp(path.join(tmpdir(), 'baton-cluster-'))
  const store = await openStore({
    databaseUrl: undefined,
    dataDir: template,
    log: silent,
    embeddedSettings: EMBEDDED_SETTINGS,
  })
  const queue = await createQueue({ store, log: silent })
  await queue.stop()
  await store.close()
})

afterAll(async () => {
  await rm(template, { recursive: true, force: true, maxRetries: 5 })
})

beforeEach(async () => {
  small = await smallStage()
  execFileSync('cp', ['-a', template, small.stage.config.dataDir])
  port = await freePort()
  connect(small.stage, { url: `http://127.0.0.1:${port}` })
})

afterEach(async () => {
  life?.child.kill('SIGTERM')
  await life?.ended
  // A test that failed between two lives leaves the server of the one that was killed.
  const server = servingPid(clusterDir(small.stage.config.dataDir))
  if (server !== undefined) process.kill(server, 'SIGQUIT')
  await small.close()
})

/** Files the issue, lives through each kill in turn, then to the end. */
async function crashAt(kills: readonly { point: string; nth: number }[]): Promise<void> {
  const [first, ...others] = kills
  let current = await start(first)
  await small.stage.fileIssue()
  for (const next of [...others, undefined]) {
    // A life that goes on for too long has passed its point by: then that is what fails, and not the clock.
    const late = sleep(30_000, 'still up, its point was not reached', { ref: false })
    expect(await Promise.race([current.ended, late])).toBe('SIGKILL')
    current = await start(next)
  }
  await until('the work is merged', () => isDone(small.repo, 1), 60_000)
  current.child.kill('SIGTERM')
  expect(await current.ended).toBe(0)
  await small.stage.forge.drain()
}

test(
  'kill -9 after intake, during an agent run, and between opening the pull request and recording it',
  async () => {
    await crashAt([
      { point: 'intake:stored', nth: 1 },
      // After a paid turn, before the outcome.
      { point: 'journal:assistant', nth: 4 },
      { point: 'open_pull:after', nth: 1 },
    ])
    await expectWholeWorld(small)
  },
  TIMEOUT_MS,
)

test(
  'an issue filed while nobody listens is found at the next start',
  async () => {
    await small.stage.fileIssue()
    await small.stage.forge.drain()
    expect(small.stage.forge.deliveries.map(({ statusCode }) => statusCode)).not.toContain(202)
    await start(undefined)
    await until('work has started', () => issueOf(small.repo, 1).comments.length > 0)
  },
  TIMEOUT_MS,
)

test(
  'kill -9 at one point after the other, all in one task',
  async () => {
    const points = [
      'comment:after',
      'start_run:between',
      'journal:tool_start',
      'run:implement:engine-done',
      'run:implement:before-record',
      'push:after',
      'check:after',
      'dispatch:after',
      'collect_result:before',
      'run:review:recorded',
      'review:after',
      'merge:after',
    ]
    await crashAt(points.map((point) => ({ point, nth: 1 })))
    await expectWholeWorld(small)
  },
  TIMEOUT_MS,
)
