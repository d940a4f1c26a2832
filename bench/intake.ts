// What a durable answer to a webhook costs, against bare node:http with HMAC in the same run on the same machine.

import type { RequestListener } from 'node:http'
import { createIntake } from '../src/intake/intake.ts'
import { verifySignature } from '../src/intake/signature.ts'
import { createQueue } from '../src/queue/queue.ts'
import type { Store } from '../src/store/open.ts'
import { quiet, round, SECRET, withServer, withStore, type BenchResult } from './support/engine.ts'
import { load, percentile, type LoadResult } from './support/load.ts'

const CONNECTIONS = 32
const ISSUES = 200
const RATE = 500

const bare: RequestListener = (req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    const signature = req.headers['x-hub-signature-256']
    const valid = typeof signature === 'string' && verifySignature(SECRET, Buffer.concat(chunks), signature)
    res.writeHead(valid ? 200 : 401, { 'content-length': 2 }).end('{}')
  })
}

async function closedLoop(listener: RequestListener, durationMs: number): Promise<number> {
  return await withServer(listener, async (port) => {
    const options = { port, secret: SECRET, connections: CONNECTIONS, issues: ISSUES }
    await load({ ...options, durationMs: 700, rate: undefined })
    const result = await load({ ...options, durationMs, rate: undefined })
    if (result.refused > 0) throw new Error(`${result.refused} requests were refused`)
    return result.answered / (result.elapsedMs / 1000)
  })
}

async function openLoop(listener: RequestListener, durationMs: number): Promise<LoadResult> {
  return await withServer(listener, async (port) => {
    const result = await load({
      port,
      secret: SECRET,
      connections: CONNECTIONS,
      issues: ISSUES,
      durationMs,
      rate: RATE,
    })
    if (result.refused > 0) throw new Error(`${result.refused} requests were refused`)
    return result
  })
}

function listenerFor(store: Store, onStored: () => void): RequestListener {
  const intake = createIntake({ store, secret: SECRET, log: quiet, onStored })
  return (req, res) => void intake(req, res)
}

/** Milliseconds from each delivery's row to the first start of its task after it. */
async function startDelays(
  store: Store,
  starts: ReadonlyMap<string, number[]>,
  since: Date,
): Promise<number[]> {
  const rows = await store.db
    .selectFrom('delivery')
    .select(['task_key', 'received_at'])
    .where('received_at', '>=', since)
    .execute()
  return rows.map(({ task_key: key, received_at: at }) => {
    const start = starts.get(key ?? '')?.find((time) => time >= at.getTime())
    if (start === undefined) throw new Error(`${key} was not started`)
    return start - at.getTime()
  })
}

export async function run(): Promise<BenchResult> {
  const bareRate = await closedLoop(bare, 2500)
  return await withStore(async (store) => {
    const storing = await closedLoop(
      listenerFor(store, () => undefined),
      2500,
    )
    await store.db.deleteFrom('delivery').execute()

    const starts = new Map<string, number[]>()
    const queue = await createQueue({ store, log: quiet, limits: { reconciles: 32 } })
    await queue.start({
      reconcile: async (key) => {
        const times = starts.get(key)
        if (times === undefined) starts.set(key, [Date.now()])
        else times.push(Date.now())
        return {}
      },
      run: async () => undefined,
    })
    const listener = listenerFor(store, () => queue.deliveriesStored())
    await openLoop(listener, 700)
    await queue.idle()
    const since = new Date()
    const open = await openLoop(listener, 4000)
    await queue.idle()
    const delays = await startDelays(store, starts, since)
    const all = await closedLoop(listener, 2500)
    await queue.stop()
    return {
      name: 'intake',
      rows: [
        { what: 'bare node:http + HMAC', value: round(bareRate, 0), unit: 'answers/s' },
        { what: 'verified and durably stored', value: round(storing, 0), unit: 'answers/s' },
        { what: 'of bare', value: round((storing / bareRate) * 100), unit: '%' },
        { what: 'stored, with drain and workers beside it', value: round(all, 0), unit: 'answers/s' },
        {
          what: 'of bare, with drain and workers beside it',
          value: round((all / bareRate) * 100),
          unit: '%',
        },
        {
          what: `answer p50 at ${RATE}/s, drain and workers beside it`,
          value: round(percentile(open.latencies, 0.5)),
          unit: 'ms',
        },
        {
          what: `answer p99 at ${RATE}/s, drain and workers beside it`,
          value: round(percentile(open.latencies, 0.99)),
          unit: 'ms',
        },
        { what: 'stored → reconcile started p50', value: round(percentile(delays, 0.5)), unit: 'ms' },
        { what: 'stored → reconcile started p99', value: round(percentile(delays, 0.99)), unit: 'ms' },
      ],
    }
  })
}

if (import.meta.main) console.table((await run()).rows)
