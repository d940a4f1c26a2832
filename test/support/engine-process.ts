// A whole engine in a process of its own, to be killed: intake on a port, queue with handlers that record what they do.
// Run as: node engine-process.ts <database url>. Prints its webhook address when it works.

import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { RunId } from '../../src/domain/ids.ts'
import { createIntake } from '../../src/intake/intake.ts'
import { createQueue } from '../../src/queue/queue.ts'
import { createJournal } from '../../src/store/journal.ts'
import { openStore } from '../../src/store/open.ts'
import { createClient } from '../../src/store/pool.ts'
import { finishRun, startRun } from '../../src/store/runs.ts'
import { SECRET, serve } from './engine.ts'
import { silent } from './postgres.ts'

const url = process.argv[2]
if (url === undefined) throw new Error('no database url')
const store = await openStore({ databaseUrl: url, dataDir: '', log: silent })
const queue = await createQueue({ store, log: silent })
const journal = createJournal(store.db)

/** Runs `body` under a lock of the database's own and records when somebody else held it: an overlap. */
async function alone(key: string, body: () => Promise<void>): Promise<void> {
  const client = createClient(url ?? '', 'overlap check')
  await client.connect()
  try {
    const { rows } = await client.query<{ got: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as got',
      [key],
    )
    if (rows[0]?.got !== true) await client.query('insert into overlap values ($1)', [key])
    await body()
  } finally {
    await client.end()
  }
}

await queue.start({
  reconcile: async (key) => {
    await alone(key, async () => {
      await sleep(Math.random() * 15)
      await store.pool.query('insert into pass (key, at) values ($1, clock_timestamp())', [key])
    })
    return {}
  },
  run: async (id, _signal, touch) => {
    await alone(id, async () => {
      if (!(await startRun(store.db, id))) return
      const done = await journal.load(RunId.parse(id))
      for (let seq = done.length; seq < 4; seq++) {
        await sleep(Math.random() * 30)
        await touch()
        await journal.append(id, seq, { step: seq })
      }
      // In one transaction: a kill between the two would leave a run that ended and was not counted.
      await store.db.transaction().execute(async (trx) => {
        if (!(await finishRun(trx, id, { state: 'done', outcome: {}, usage: {} }))) return
        await sql`insert into pass (key, at) values (${id}, clock_timestamp())`.execute(trx)
      })
    })
  },
})
const server = await serve(
  createIntake({ store, secret: SECRET, log: silent, onStored: () => queue.deliveriesStored() }),
)
process.once('SIGTERM', () => {
  void (async () => {
    await server.close()
    await queue.stop()
    await store.close()
  })()
})
process.stdout.write(`${server.url}\n`)
