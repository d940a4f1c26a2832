// Baton in processes of its own, one after the other on the same data: each is killed at a named point, the next goes on.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { createQueue } from '../../src/queue/queue.ts'
import { connect, type Stage } from '../../src/rehearsal/stage.ts'
import { clusterDir } from '../../src/store/embedded/cluster.ts'
import { servingPid } from '../../src/store/embedded/pidfile.ts'
import { openStore } from '../../src/store/open.ts'
import { EMBEDDED_SETTINGS, type ChildOptions, type Kill } from './child-options.ts'
import { silent } from './postgres.ts'

const program = path.join(import.meta.dirname, 'child-baton.ts')

export interface Life {
  child: ChildProcess
  url: string
  /** The signal that ended it, or its exit code. */
  ended: Promise<NodeJS.Signals | number | null>
}

export interface Lives {
  start(kill: Kill | undefined): Promise<Life>
  /**
   * Begins in a first life, lives through each kill in turn, and on in a last one until `done`; that one is then ended in peace.
   * Fails when a life does not come to the point where it is to be killed.
   */
  through(
    kills: readonly { point: string; nth: number }[],
    begin: () => Promise<unknown>,
    done: () => Promise<void>,
  ): Promise<void>
  /** Ends what is still up, the database server of a killed life too. */
  end(): Promise<void>
}

/** Making a cluster and its tables takes longer than a crash: made once, copied for each test with its owner. */
export async function clusterTemplate(): Promise<{ dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'baton-cluster-'))
  const store = await openStore({
    databaseUrl: undefined,
    dataDir: dir,
    log: silent,
    embeddedSettings: EMBEDDED_SETTINGS,
  })
  const queue = await createQueue({ store, log: silent })
  await queue.stop()
  await store.close()
  return { dir, remove: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }) }
}

/** The same port in every life: GitHub knows one webhook address. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/**
 * Lives on a stage, and the stage's webhooks sent to them. `template` is the data to begin with; undefined where the stage names a
 * database.
 */
export async function createLives(
  { stage, workDir }: { stage: Stage; workDir: string },
  template: string | undefined,
): Promise<Lives> {
  if (template !== undefined) execFileSync('cp', ['-a', template, stage.config.dataDir])
  const port = await freePort()
  connect(stage, { url: `http://127.0.0.1:${port}` })
  let life: Life | undefined

  async function start(kill: Kill | undefined): Promise<Life> {
    const file = path.join(workDir, 'child.json')
    const options: ChildOptions = { config: { ...stage.config, port }, kill }
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

  return {
    start,
    async through([first, ...others], begin, done) {
      let current = await start(first)
      await begin()
      for (const next of first === undefined ? [] : [...others, undefined]) {
        // A life that goes on for too long has passed its point by: then that is what fails, and not the clock.
        const late = sleep(120_000, 'still up, its point was not reached', { ref: false })
        expect(await Promise.race([current.ended, late])).toBe('SIGKILL')
        current = await start(next)
      }
      await done()
      current.child.kill('SIGTERM')
      expect(await current.ended).toBe(0)
      await stage.forge.drain()
    },
    async end() {
      life?.child.kill('SIGTERM')
      await life?.ended
      const server = servingPid(clusterDir(stage.config.dataDir))
      if (server !== undefined) process.kill(server, 'SIGQUIT')
    },
  }
}
