// What the agent loop costs beside the model: milliseconds a turn and megabytes a run, against the script player.
//
// The player runs in a process of its own, so its work is not counted as the loop's memory; the time of a bare SDK call
// to the same player is measured in the same rounds, interleaved, and the difference is the loop's own.

import { fork } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import Anthropic from '@anthropic-ai/sdk'
import { z } from 'zod'
import { type ScriptTurn } from '../src/rehearsal/model/script.ts'
import { startScriptPlayer } from '../src/rehearsal/model/player.ts'
import { createEngine } from '../src/runtime/engine.ts'
import { fileJournal } from '../src/runtime/journal-file.ts'
import { type Journal, memoryJournal } from '../src/runtime/journal.ts'
import { createPricing } from '../src/runtime/pricing.ts'
import type { AgentEngine, RunRequest } from '../src/runtime/request.ts'
import type { AgentTool } from '../src/runtime/tool.ts'

export interface BenchRow {
  what: string
  value: number
  unit: string
  /** What design.md asks for, where it does. */
  target?: string
}

const TURNS = 40
const ROUNDS = 5
const OPEN_RUNS = 200
/** Journal events of a turn with one tool call: assistant, tool_start, tool_end, results. */
const EVENTS = 4
const RESULT = 'x'.repeat(2000)

const turns: ScriptTurn[] = [
  ...Array.from({ length: TURNS - 1 }, (_, n) => ({
    content: [
      { type: 'text' as const, text: 'I look at the next part. '.repeat(8) },
      { type: 'tool_use' as const, name: 'Look', input: { n } },
    ],
  })),
  { content: [{ type: 'json', value: { title: 't', summary: 's', answers: [], notes: [] } }] },
]

/** Of repeated times the least is the one that other work on the machine disturbed least. */
const least = (times: Times[], kind: keyof Times): number =>
  Math.min(...times.map((time) => time[kind])) / TURNS

/** Measures and returns the rows; prints nothing. */
export async function run(): Promise<{ name: string; rows: BenchRow[] }> {
  const player = fork(fileURLToPath(import.meta.url), ['player'])
  const url = await new Promise<string>((resolve, reject) => {
    player.once('message', (message) => resolve(z.string().parse(message)))
    player.once('error', reject)
  })
  const folder = await mkdtemp(join(tmpdir(), 'baton-bench-'))
  try {
    const client = new Anthropic({ apiKey: 'rehearsal', baseURL: url, logLevel: 'off' })
    const quiet = (): void => {}
    const log = { info: quiet, warn: quiet, error: quiet }
    const engine = createEngine({ client, pricing: createPricing(), clock: Date.now, log, rehearsal: true })

    const journals: Record<'memory' | 'file', () => Journal> = {
      memory: memoryJournal,
      file: () => fileJournal(folder),
    }
    const times = { memory: [] as Times[], file: [] as Times[], bare: [] as Times[], sync: [] as Times[] }
    await once(engine, memoryJournal(), 'warm-up')
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const kind of ['memory', 'file'] as const) {
        times[kind].push(await timed(() => once(engine, journals[kind](), `${kind}/${round}`)))
      }
      times.bare.push(await timed(() => bare(client)))
      times.sync.push(await timed(() => syncAlone(join(folder, `sync-${round}`))))
    }
    const row = (what: string, ms: number, target?: string): BenchRow => ({
      what,
      value: ms,
      unit: 'ms',
      ...(target && { target }),
    })
    return {
      name: `agent loop (best of ${ROUNDS} rounds of ${TURNS} turns)`,
      rows: [
        row('bare SDK call, a turn', least(times.bare, 'wall')),
        row(`${EVENTS} lines written and synced alone, a turn`, least(times.sync, 'wall')),
        row('run with a journal in memory, a turn', least(times.memory, 'wall')),
        row('run with a journal on disk, a turn', least(times.file, 'wall')),
        row(
          'loop overhead (CPU), memory, a turn',
          least(times.memory, 'cpu') - least(times.bare, 'cpu'),
          '≤ 5 ms',
        ),
        row(
          'loop overhead (CPU), disk, a turn',
          least(times.file, 'cpu') - least(times.bare, 'cpu'),
          '≤ 5 ms',
        ),
        {
          what: `memory of an open run (${OPEN_RUNS} open)`,
          value: await megabytes(engine),
          unit: 'MB',
          target: '≤ 2 MB',
        },
      ],
    }
  } finally {
    player.kill()
    await rm(folder, { recursive: true })
  }
}

interface Times {
  wall: number
  /** Of this process only: what the loop itself costs, however busy the machine is. */
  cpu: number
}

/** Milliseconds. */
async function timed(work: () => Promise<unknown>): Promise<Times> {
  const start = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { wall: performance.now() - start, cpu: (user + system) / 1000 }
}

async function once(
  engine: AgentEngine,
  journal: Journal,
  runId: string,
  look = async () => RESULT,
): Promise<void> {
  const { outcome } = await engine.run(request(runId, look), journal)
  if (outcome.kind !== 'done') throw new Error(`the run ended with ${JSON.stringify(outcome)}`)
}

function request(runId: string, look: () => Promise<string>): RunRequest<'implement'> {
  const tool: AgentTool = {
    name: 'Look',
    description: 'Looks.',
    input: z.strictObject({ n: z.int() }),
    repeatable: true,
    run: look,
  }
  return {
    runId,
    label: 'bench',
    agent: { name: 'bench', prompt: 'You look.', model: 'sonnet' },
    purpose: 'implement',
    worktree: '/nonexistent',
    readOnly: true,
    task: 'Look.',
    routing: 'bench',
    date: '2026-11-21',
    context: [],
    untrusted: [],
    tools: [tool],
    budget: { usd: 100, turns: TURNS + 1, wallMs: 600_000 },
    signal: new AbortController().signal,
  }
}

/** The same conversation by the SDK alone: no journal, no tools run, no checks. */
async function bare(client: Anthropic): Promise<void> {
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: `Look. ${performance.now()}` }]
  for (let turn = 0; turn < TURNS; turn += 1) {
    const stream = client.messages.stream(
      {
        model: 'claude-sonnet-5-5',
        max_tokens: 1000,
        messages,
        cache_control: { type: 'ephemeral' },
        tools: [{ name: 'Look', input_schema: { type: 'object', properties: { n: { type: 'integer' } } } }],
      },
      { headers: { 'x-rehearsal-script': 'bench' } },
    )
    const { content } = await stream.finalMessage()
    const results = content.flatMap((block) =>
      block.type === 'tool_use'
        ? [{ type: 'tool_result' as const, tool_use_id: block.id, content: RESULT }]
        : [],
    )
    messages.push({ role: 'assistant', content }, { role: 'user', content: results })
  }
}

/** What the disk takes for as many durable lines as the runs write, with nothing around them. */
async function syncAlone(path: string): Promise<void> {
  for (let line = 0; line < TURNS * EVENTS; line += 1) {
    const file = await open(path, 'a')
    await file.appendFile(`${RESULT.slice(0, 600)}\n`)
    await file.datasync()
    await file.close()
  }
}

/** Resident memory that a run takes when it stands at its last tool call, in megabytes, over many runs at once. */
async function megabytes(engine: AgentEngine): Promise<number> {
  setFlagsFromString('--expose-gc')
  const gc = z.function().parse(runInNewContext('gc'))
  const folder = await mkdtemp(join(tmpdir(), 'baton-bench-'))
  gc()
  const before = process.memoryUsage().rss
  let waiting = 0
  let release: () => void = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  let allWait: () => void = () => {}
  const standing = new Promise<void>((resolve) => (allWait = resolve))
  const runs = Array.from({ length: OPEN_RUNS }, (_, index) => {
    let looks = 0
    // A file journal, as the memory that a journal in memory takes is not the loop's.
    return once(engine, fileJournal(folder), `open/${index}`, async () => {
      looks += 1
      if (looks < TURNS - 1) return RESULT
      waiting += 1
      if (waiting === OPEN_RUNS) allWait()
      await released
      return RESULT
    })
  })
  await Promise.race([standing, Promise.all(runs)])
  gc()
  const used = process.memoryUsage().rss - before
  release()
  await Promise.all(runs)
  await rm(folder, { recursive: true })
  return used / OPEN_RUNS / 1e6
}

if (process.argv[2] === 'player' && process.send) {
  const player = await startScriptPlayer({ scripts: [{ key: 'bench', turns }] })
  process.send(player.url)
} else if (import.meta.main) {
  const { name, rows } = await run()
  console.log(name)
  for (const { what, value, unit, target } of rows) {
    console.log(
      `  ${what.padEnd(44)} ${value.toFixed(2).padStart(8)} ${unit}${target ? `  (target ${target})` : ''}`,
    )
  }
}
