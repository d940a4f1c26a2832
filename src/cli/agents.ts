// `baton agents`: the agents of the packs, one of them in full, and as files for other products.

import { Command, Option } from 'commander'
import { plural } from '../domain/render/figures.ts'
import type { AgentSpec } from '../domain/roster/agent.ts'
import { UserError } from '../errors.ts'
import type { ExportFormat } from '../roster/export-agent.ts'
import { print } from './print.ts'

interface Listed {
  pack: string
  agent: AgentSpec
}

/** The agents of one pack, or of all packs. Packs with problems are named when nobody asked for one of them. */
async function listed(name: string | undefined): Promise<{ agents: Listed[]; broken: string[] }> {
  // Loaded only now: --help needs none of it.
  const { builtInPacks, namedPack } = await import('./choose-team.ts')
  const folder = await builtInPacks()
  const packs = name === undefined ? [...folder.packs.values()] : [namedPack(folder, name)]
  return {
    agents: packs.flatMap((pack) => pack.agents.map((agent) => ({ pack: pack.name, agent }))),
    broken: name === undefined ? [...folder.broken.keys()] : [],
  }
}

const says = (broken: readonly string[]): string =>
  broken.length === 0
    ? ''
    : `Left out: ${broken.join(', ')}. \`baton check\` says what is wrong with ${broken.length === 1 ? 'it' : 'them'}.\n`

const list = new Command('list')
  .description('List agents with their purposes and tools')
  .option('--pack <name>', 'only those of this pack')
  .option('--json', 'print one JSON array')
  .action(async (flags: { pack?: string; json?: boolean }) => {
    const { agents, broken } = await listed(flags.pack)
    if (flags.json === true) {
      const rows = agents.map(({ pack, agent: { prompt: _prompt, ...agent } }) => ({ pack, ...agent }))
      print(`${JSON.stringify(rows)}\n`)
      return
    }
    const { textTable } = await import('./text-table.ts')
    const rows = agents.map(({ pack, agent }) => [
      pack,
      agent.name,
      agent.model ?? 'default',
      agent.purposes.join(', '),
      agent.tools.join(', '),
    ])
    print(`${textTable([['pack', 'agent', 'model', 'purposes', 'tools'], ...rows]).join('\n')}\n`)
    process.stderr.write(says(broken))
  })

/** The one agent of that name. Raises UserError when there is none, or one in several packs. */
export async function findAgent(name: string, pack: string | undefined): Promise<Listed> {
  const { didYouMean } = await import('../domain/did-you-mean.ts')
  const { visible } = await import('../roster/show.ts')
  const { agents } = await listed(pack)
  const found = agents.filter(({ agent }) => agent.name === name)
  const [first, ...more] = found
  if (first === undefined) {
    const names = [...new Set(agents.map(({ agent }) => agent.name))]
    const meant = didYouMean(name, names)
    throw new UserError(
      `there is no agent ${visible(name, 60)}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
      `choose one of: ${names.join(', ')}`,
    )
  }
  if (more.length > 0)
    throw new UserError(
      `several packs have an agent ${name}`,
      `add --pack with one of: ${found.map((one) => one.pack).join(', ')}`,
    )
  return first
}

/** An agent in full, as a person reads it. */
export async function agentText({ pack, agent }: Listed): Promise<string> {
  const { textTable } = await import('./text-table.ts')
  const none = (names: readonly string[]): string => names.join(', ') || 'none'
  const rows = [
    ['agent', `${agent.name} (${agent.title})`],
    ['pack', pack],
    ['description', agent.description.trim().replaceAll(/\s+/g, ' ')],
    ['model', agent.model ?? 'default'],
    ['purposes', none(agent.purposes)],
    ['tools', none(agent.tools)],
    ['seat', agent.seat ? 'yes' : 'no'],
    ['background', agent.background ? 'yes' : 'no'],
    ['wake_enabled', agent.wakeEnabled ? 'yes' : 'no'],
    ['expertise', none(agent.expertise)],
    ['intersects_with', none(agent.intersectsWith)],
    ['max_turns', agent.budget.maxTurns === null ? "the policy's" : String(agent.budget.maxTurns)],
    ['budget_usd', agent.budget.usd === null ? "the policy's" : String(agent.budget.usd)],
  ]
  return `${textTable(rows).join('\n')}\n\n${agent.prompt}`
}

const show = new Command('show')
  .description('Show one agent with its prompt')
  .argument('<name>', 'as `list` shows it')
  .option('--pack <name>', 'the pack that it belongs to; needed when several have one of that name')
  .option('--json', 'print one JSON object')
  .action(async (name: string, flags: { pack?: string; json?: boolean }) => {
    const found = await findAgent(name, flags.pack)
    const json = (): string => JSON.stringify({ pack: found.pack, ...found.agent })
    print(`${flags.json === true ? json() : await agentText(found)}\n`)
  })

/**
 * Writes the agents of a pack as files of another product. Returns what was written and what the files do not say. Raises UserError
 * when a file is there already and `force` is not set; then nothing is written.
 */
export async function exportPack(flags: {
  to: ExportFormat
  pack: string
  out: string
  force?: boolean
}): Promise<string> {
  const { exportAgent } = await import('../roster/export-agent.ts')
  const { writeNew } = await import('./write-files.ts')
  const { line } = await import('./text-table.ts')
  const { agents } = await listed(flags.pack)
  const files = agents.map(({ agent }) => exportAgent(agent, flags.to))
  await writeNew(flags.out, files, flags.force === true)
  return [
    ...files.flatMap(({ path, lost }) => [path, ...lost.map((what) => `    not in it: ${line(what)}`)]),
    `${plural(files.length, 'file')} written.`,
  ].join('\n')
}

const exportCommand = new Command('export')
  .description('Write the agents of a pack as Claude Code subagents or GitHub custom agents')
  .addOption(
    new Option('--to <format>', 'claude (.claude/agents) or github (.github/agents)')
      .choices(['claude', 'github'])
      .makeOptionMandatory(),
  )
  .option('--pack <name>', 'the pack', 'asa-swarm')
  .option('--out <dir>', 'the repository to write them to', '.')
  .option('--force', 'write over files that are there')
  .addHelpText('after', '\nExit code: 0 when all files are written, 1 when none is.')
  .action(async (flags: { to: ExportFormat; pack: string; out: string; force?: boolean }) => {
    print(`${await exportPack(flags)}\n`)
  })

export const agentsCommand = new Command('agents')
  .description('List and show the agents of the packs, and write them for other products')
  .addCommand(list)
  .addCommand(show)
  .addCommand(exportCommand)
