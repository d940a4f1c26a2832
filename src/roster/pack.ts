// A pack's folder (`pack.yml` and one Markdown file per agent) → a checked Pack, or everything that is wrong with it at once.

import { readFile, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { AgentSpec } from '../domain/roster/agent.ts'
import { checkPack, danglingIntersections } from '../domain/roster/check-pack.ts'
import { PackFile } from '../domain/roster/pack.ts'
import type { Pack } from '../domain/roster/pack.ts'
import { compareProblems } from '../domain/roster/problem.ts'
import type { Problem } from '../domain/roster/problem.ts'
import { asError } from '../errors.ts'
import { readAgentFile } from './agent-file.ts'
import { AGENT_EXAMPLE } from './front-matter.ts'
import { quote } from './show.ts'
import { readYaml } from './yaml-source.ts'
import type { YamlSource } from './yaml-source.ts'
import { inputSchema, problemsFromFindings, problemsFromZod } from './zod-problems.ts'

const MAX_FILE_BYTES = 1024 * 1024
const MAX_AGENTS = 200
const PACK_EXAMPLE = `name: my-pack
title: My team
description: What the team is for.
orchestrator: orchestrator`

const schema = { ...inputSchema(PackFile), examples: [{ name: 'my-pack', title: 'My team' }] }

export interface NamedText {
  name: string
  text: string
}

interface ReadAgents {
  agents: AgentSpec[]
  /** Where the keys of an agent stand, by its file. */
  lines: Map<string, YamlSource['lineOf']>
  problems: Problem[]
}

/** Parses agent files; a name used twice is a problem of the second file. */
export function readAgents(files: readonly NamedText[]): ReadAgents {
  const read: ReadAgents = { agents: [], lines: new Map(), problems: [] }
  for (const file of files) {
    const result = readAgentFile({ path: file.name, text: file.text })
    if ('problems' in result) {
      read.problems.push(...result.problems)
      continue
    }
    const { agent, lineOf } = result
    const first = read.agents.find((other) => other.name === agent.name)
    if (first) {
      read.problems.push({
        file: file.name,
        line: lineOf(['name']),
        key: 'name',
        message: `${quote(agent.name)} is the name of ${first.source.file} too`,
        expected: 'a name used once',
        example: `name: ${agent.name}-2`,
      })
      continue
    }
    read.agents.push(agent)
    read.lines.set(agent.source.file, lineOf)
  }
  return read
}

/** Names in `intersects_with` that no agent has, or the agent itself (the agents given may be more than those read). */
export function intersectionProblems(read: ReadAgents, agents: readonly AgentSpec[]): Problem[] {
  return danglingIntersections(agents).flatMap(({ agent, index, name }) => {
    const lineOf = read.lines.get(agent.source.file)
    return lineOf === undefined
      ? []
      : [
          {
            file: agent.source.file,
            line: lineOf(['intersects_with', index]),
            key: `intersects_with[${index}]`,
            message:
              name === agent.name
                ? `${quote(name)} is this agent itself`
                : `there is no agent ${quote(name)}`,
            expected: `one of: ${agents.flatMap((one) => (one === agent ? [] : [one.name])).join(', ')}`,
            example: `intersects_with: [${agents.find((one) => one !== agent)?.name ?? 'critic'}]`,
          },
        ]
  })
}

function readManifest(
  file: NamedText,
  folder: string,
  agents: ReadAgents,
): { pack: Pack } | { problems: Problem[] } {
  const text = file.text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  const read = readYaml({ file: file.name, text, maxLength: 256 * 1024, example: PACK_EXAMPLE })
  if ('problems' in read) return read
  const context = { file: file.name, source: read.source, schema }
  const parsed = PackFile.safeParse(read.source.data ?? {})
  if (!parsed.success) return { problems: problemsFromZod(context, parsed.error) }
  const manifest = parsed.data
  // With an agent file broken, every name of that agent would be reported as missing: noise.
  const findings = agents.problems.length === 0 ? checkPack(manifest, agents.agents) : []
  if (manifest.name !== folder) {
    findings.push({
      path: ['name'],
      message: `the pack is called ${quote(manifest.name)} and its folder ${quote(folder)}`,
      expected: 'the name of the folder',
      example: `name: ${folder}`,
    })
  }
  const problems = problemsFromFindings(context, findings)
  return problems.length > 0 ? { problems } : { pack: { ...manifest, agents: agents.agents } }
}

/** Checks the files of a pack, wherever they came from. `folder` is the pack's folder name. */
export function parsePack(
  folder: string,
  manifest: NamedText,
  agentFiles: readonly NamedText[],
): { pack: Pack } | { problems: Problem[] } {
  const agents = readAgents(agentFiles)
  const read = readManifest(manifest, folder, agents)
  const problems = [
    ...agents.problems,
    ...(agents.problems.length === 0 ? intersectionProblems(agents, agents.agents) : []),
    ...('problems' in read ? read.problems : []),
  ]
  if ('problems' in read || problems.length > 0) return { problems: problems.sort(compareProblems) }
  return read
}

async function readText(file: string): Promise<string> {
  const { size } = await stat(file)
  if (size > MAX_FILE_BYTES) throw new RangeError(`it has ${size} bytes; at most ${MAX_FILE_BYTES} are read`)
  return await readFile(file, 'utf8')
}

/** Loads a pack from its folder. Unreadable files are problems too; nothing is thrown. */
export async function loadPack(dir: string): Promise<{ pack: Pack } | { problems: Problem[] }> {
  const fail = (
    file: string,
    message: string,
    expected: string,
    example: string,
  ): { problems: Problem[] } => ({
    problems: [{ file, line: 1, key: '', message, expected, example }],
  })
  const unreadable = (file: string, error: unknown): { problems: Problem[] } =>
    fail(file, `it could not be read: ${asError(error).message}`, 'a readable file', PACK_EXAMPLE)
  let names: string[]
  try {
    names = (await readdir(dir)).sort()
  } catch (error) {
    return unreadable(dir, error)
  }
  const manifestFile = path.join(dir, 'pack.yml')
  if (!names.includes('pack.yml')) {
    return fail(manifestFile, 'the pack has no pack.yml', 'a pack.yml beside the agent files', PACK_EXAMPLE)
  }
  const markdown = names.filter((name) => name.endsWith('.md') && name.toLowerCase() !== 'readme.md')
  if (markdown.length === 0 || markdown.length > MAX_AGENTS) {
    return fail(
      dir,
      `it holds ${markdown.length} agent files`,
      `1 to ${MAX_AGENTS} agent files`,
      AGENT_EXAMPLE,
    )
  }
  const files: NamedText[] = []
  for (const file of [manifestFile, ...markdown.map((name) => path.join(dir, name))]) {
    try {
      files.push({ name: file, text: await readText(file) })
    } catch (error) {
      return unreadable(file, error)
    }
  }
  const [manifest, ...agentFiles] = files
  if (!manifest) return fail(manifestFile, 'the pack has no pack.yml', 'a pack.yml', PACK_EXAMPLE)
  return parsePack(path.basename(path.resolve(dir)), manifest, agentFiles)
}
