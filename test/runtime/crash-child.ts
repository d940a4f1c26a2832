// A real process that runs an agent on a file journal and kills itself at one point of the run, without any clean-up.
// Arguments: base URL, journal folder, file of effects, event to die after (or mid-tool, or before-tool), its count.

import { appendFileSync } from 'node:fs'
import Anthropic from '@anthropic-ai/sdk'
import { z } from 'zod'
import { createEngine } from '../../src/runtime/engine.ts'
import { fileJournal } from '../../src/runtime/journal-file.ts'
import type { Journal } from '../../src/runtime/journal.ts'
import { createPricing } from '../../src/runtime/pricing.ts'
import type { AgentTool } from '../../src/runtime/tool.ts'

const [url, folder = '', effects = '', dieAt = '', dieCount = '0'] = process.argv.slice(2)
let left = Number(dieCount)
const dieIf = (point: string): void => {
  if (point !== dieAt) return
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
}

const files = fileJournal(folder)
const journal: Journal = {
  load: (runId) => files.load(runId),
  async append(runId, seq, event) {
    await files.append(runId, seq, event)
    dieIf(event.type)
  },
}

const append: AgentTool = {
  name: 'Append',
  description: 'Adds a line.',
  input: z.strictObject({ line: z.string() }),
  repeatable: false,
  async run(input, context) {
    dieIf('before-tool')
    const { line } = z.object({ line: z.string() }).parse(input)
    appendFileSync(effects, `${context.toolUseId}:${line}\n`)
    dieIf('mid-tool')
    return `ok ${line}`
  },
}

const quiet = (): void => {}
const engine = createEngine({
  client: new Anthropic({ apiKey: 'rehearsal', baseURL: url, logLevel: 'off' }),
  pricing: createPricing(),
  clock: Date.now,
  log: { info: quiet, warn: quiet, error: quiet },
  rehearsal: true,
})
const result = await engine.run(
  {
    runId: 'acme/widgets#1/w1/a/implement/1',
    label: 'a/implement/1',
    agent: { name: 'a', prompt: 'You add lines.', model: 'sonnet' },
    purpose: 'implement',
    worktree: folder,
    readOnly: false,
    task: 'Add three lines.',
    routing: 'test',
    // Another day on every attempt: a resumed run must go on with the prompt it began with.
    date: dieAt === '' ? '2026-11-22' : '2026-11-21',
    context: [],
    untrusted: [{ source: 'issue #1 body', text: 'three lines please' }],
    tools: [append],
    budget: { usd: 3, turns: 20, wallMs: 60_000 },
    signal: new AbortController().signal,
  },
  journal,
)
process.stdout.write(JSON.stringify(result))
