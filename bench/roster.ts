// What a large roster costs: 1,000 agent files of all three formats, from the disk to a checked roster.

import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadBuiltInPacks, loadTargetRoster, PACKS_DIR } from '../src/roster/index.ts'
import type { BenchResult } from './support/engine.ts'
import { route } from '../src/domain/roster/route.ts'
import { percentile } from './support/load.ts'

const AGENTS = 1000
const ROUNDS = 5
/** Half of the agent files in public collections have a longer prompt than this. */
const PROMPT = 6000

const prompt = (index: number): string =>
  `You are specialist ${index}.\n\n${'- Read what is there before you change it, and say what you saw.\n'.repeat(PROMPT / 64)}`

/** In turn: one of ours, one of GitHub's, and one of Claude Code's whose description is no YAML and has to be mended. */
function agentFile(index: number): { name: string; text: string } {
  const tools = ['[Read, Grep]', "['read', 'search', 'github/*']", 'Read, Grep, Bash(git log:*), WebFetch']
  const keys = [
    `description: Knows part ${index}.\nmodel: sonnet\nseat: false\nexpertise: [part ${index}]\nmax_turns: 40`,
    `description: 'Knows part ${index}.'\nmodel: Claude Sonnet 4.5 (copilot)\nargument-hint: the part`,
    `description: Use this agent when: part ${index} changes.\\n\\n<example>\\nuser: "Change it"\\n</example>\ncolor: red`,
  ]
  const kind = index % 3
  const name = kind === 1 ? `specialist-${index}.agent.md` : `specialist-${index}.md`
  return {
    name,
    text: `---\nname: specialist-${index}\n${keys[kind]}\ntools: ${tools[kind]}\n---\n\n${prompt(index)}`,
  }
}

/** Median milliseconds from the folder to the roster; fails when an agent was refused, as then something else was measured. */
async function load(dir: string): Promise<number> {
  const { packs } = await loadBuiltInPacks(PACKS_DIR)
  const [pack] = packs.values()
  if (pack === undefined) throw new Error('there is no pack')
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = performance.now()
    const names = await readdir(dir)
    const entries = await Promise.all(
      names.map(async (name) => ({ name, text: await readFile(join(dir, name), 'utf8') })),
    )
    const { own, problems } = loadTargetRoster(entries, pack)
    times.push(performance.now() - from)
    if (own.length !== AGENTS || problems.length > 0)
      throw new Error(`${own.length} agents, ${problems.length} problems: ${problems[0]?.message}`)
  }
  return percentile(times, 0.5)
}

const ROUTES = 2000

/** Median milliseconds to route an issue of every kind against the largest pack, reasons and all. */
async function routing(): Promise<number> {
  const { packs } = await loadBuiltInPacks(PACKS_DIR)
  const pack = packs.get('bitnet-rust')
  if (pack === undefined) throw new Error('the pack bitnet-rust is missing')
  const types = Object.keys(pack.types)
  const times = Array.from({ length: ROUTES }, (_, i) => {
    const labels = [
      `type:${types[i % types.length]}`,
      'complexity:critical',
      'component:bitnet-core',
      'needs:performance',
    ]
    const from = performance.now()
    route({ labels, pack })
    return performance.now() - from
  })
  return percentile(times, 0.5)
}

export async function run(): Promise<BenchResult> {
  const dir = await mkdtemp(join(tmpdir(), 'baton-bench-'))
  try {
    const agents = join(dir, 'agents')
    await mkdir(agents)
    for (let index = 0; index < AGENTS; index += 1) {
      const { name, text } = agentFile(index)
      await writeFile(join(agents, name), text)
    }
    return {
      name: 'roster',
      rows: [
        { what: 'load and check 1,000 agent files', value: await load(agents), unit: 'ms' },
        { what: 'route, 26 agents and their orchestrator', value: await routing(), unit: 'ms' },
      ],
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

if (import.meta.main) console.table((await run()).rows)
