// A load generator in a worker thread: plain sockets with keep-alive, so that it costs as little of the machine as it can.

import { createHmac, randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

export interface LoadOptions {
  port: number
  secret: string
  connections: number
  durationMs: number
  /** Requests per second, started on a fixed schedule whatever the answers do; undefined: as many as are answered. */
  rate: number | undefined
  /** How many issues the webhooks are spread over. */
  issues: number
}

export interface LoadResult {
  answered: number
  refused: number
  /** Milliseconds from when a request was due to its answer. */
  latencies: Float64Array
  elapsedMs: number
}

/** A payload of the size GitHub sends for an issue event, 10 to 20 KB. */
function payload(number: number): string {
  const urls = Object.fromEntries(
    Array.from({ length: 90 }, (_, i) => [
      `field_${i}_url`,
      `https://api.github.com/repos/acme/widgets/resource-${i}{/sha}`,
    ]),
  )
  const user = { login: 'octocat', id: 1, type: 'User', site_admin: false, ...urls }
  return JSON.stringify({
    action: 'labeled',
    installation: { id: 7 },
    repository: { id: 2, name: 'widgets', owner: { login: 'acme', id: 3 }, default_branch: 'main', ...urls },
    issue: { number, title: `Issue ${number}`, body: 'Steps to reproduce. '.repeat(60), labels: [], user },
    sender: { login: 'octocat', id: 1 },
  })
}

/** Runs the load from a thread of its own. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const worker = new Worker(new URL(import.meta.url), { workerData: options })
  return await new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

async function generate(options: LoadOptions): Promise<LoadResult> {
  const requests = Array.from({ length: options.issues }, (_, i) => {
    const body = payload(i + 1)
    const signature = createHmac('sha256', options.secret).update(body).digest('hex')
    const head =
      `POST /api/github/webhooks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nx-github-event: issues\r\nx-hub-signature-256: sha256=${signature}\r\nx-github-delivery: `
    return { head, body: Buffer.from(`\r\n\r\n${body}`) }
  })
  const latencies: number[] = []
  let answered = 0
  let refused = 0
  let sent = 0
  const started = performance.now()
  const over = (): boolean => performance.now() - started >= options.durationMs

  /** One connection: sends a request, resolves with its status. */
  async function exchange(socket: Socket): Promise<number> {
    const { head, body } = requests[sent++ % requests.length]!
    socket.cork()
    socket.write(head + randomUUID())
    socket.write(body)
    socket.uncork()
    return await new Promise((resolve) => {
      socket.once('data', (data) => resolve(Number(data.subarray(9, 12).toString('latin1'))))
    })
  }

  let due = 0
  async function connection(): Promise<void> {
    const socket = connect(options.port, '127.0.0.1').setNoDelay()
    await new Promise((resolve) => socket.once('connect', resolve))
    while (!over()) {
      let from = performance.now()
      if (options.rate !== undefined) {
        from = started + (due++ * 1000) / options.rate
        const wait = from - performance.now()
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
        // A timer may fire late by a millisecond of its own: that is the generator's, not the server's.
        if (wait > 0) from = performance.now()
      }
      const status = await exchange(socket)
      latencies.push(performance.now() - from)
      if (status >= 200 && status < 300) answered++
      else refused++
    }
    socket.destroy()
  }
  await Promise.all(Array.from({ length: options.connections }, connection))
  return {
    answered,
    refused,
    latencies: Float64Array.from(latencies),
    elapsedMs: performance.now() - started,
  }
}

if (!isMainThread && parentPort !== null) {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a thread knows no origins
  parentPort.postMessage(await generate(workerData as LoadOptions))
}

/** The value below which a share of the samples lies, 0 for none. */
export function percentile(samples: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(samples).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
