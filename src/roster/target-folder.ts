// A target repository on disk: its policy, its own agents, and the agents that it keeps for other products.

import { isUtf8 } from 'node:buffer'
import { readFile, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { POLICY_PATH, ROSTER_PATH } from '../domain/policy/configuration-files.ts'
import { effectivePolicy, type EffectivePolicy } from '../domain/policy/effective.ts'
import type { AgentSpec } from '../domain/roster/agent.ts'
import { compareProblems, type Problem } from '../domain/roster/problem.ts'
import { asError } from '../errors.ts'
import { readAgents, type NamedText } from './pack.ts'
import type { PackFolder } from './pack-folder.ts'
import { parsePolicy } from './policy-file.ts'
import { quote, visible } from './show.ts'
import { loadTargetRoster } from './target-roster.ts'
import { readYaml } from './yaml-source.ts'

const MAX_FILE_BYTES = 1024 * 1024

/** Where agents of other products lie. Baton leaves them alone; copied to its own folder they load as they are. */
export const FOREIGN_PATHS = ['.claude/agents', '.github/agents'] as const

export interface TargetFiles {
  policy: NamedText | undefined
  roster: NamedText[]
  foreign: NamedText[]
  /** Entries of the roster's folder that are not read, as they may be shown. */
  unread: string[]
  /** Files that could not be read. */
  problems: Problem[]
  /** Of these, those that Baton itself does not need. */
  foreignProblems: Problem[]
}

const unreadable = (file: string, message: string): Problem => ({
  file,
  line: 1,
  key: '',
  message,
  expected: 'a readable text file in UTF-8',
  example: file.endsWith('.md') ? 'name: rust-engineer' : 'version: 1',
})

async function readText(file: string, shown: string): Promise<{ read: NamedText } | { problem: Problem }> {
  try {
    const { size } = await stat(file)
    if (size > MAX_FILE_BYTES)
      return {
        problem: unreadable(shown, `it has ${size} bytes; at most ${MAX_FILE_BYTES} are read`),
      }
    const bytes = await readFile(file)
    if (!isUtf8(bytes)) return { problem: unreadable(shown, 'it is not a text file') }
    return { read: { name: shown, text: bytes.toString('utf8') } }
  } catch (error) {
    return { problem: unreadable(shown, `it could not be read: ${visible(asError(error).message)}`) }
  }
}

const isMissing = (error: unknown): boolean => {
  const cause = asError(error)
  return 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
}

const isAgentFile = (name: string): boolean => /\.md$/i.test(name) && !/^readme\.md$/i.test(name)

interface Folder {
  files: NamedText[]
  others: string[]
  problems: Problem[]
}

async function readFolder(root: string, folder: string): Promise<Folder> {
  const found: Folder = { files: [], others: [], problems: [] }
  const at = path.join(root, folder)
  let names: string[]
  try {
    names = (await readdir(at)).toSorted()
  } catch (error) {
    if (!isMissing(error))
      found.problems.push(unreadable(visible(at), `it could not be read: ${visible(asError(error).message)}`))
    return found
  }
  for (const name of names) {
    const shown = visible(path.join(root, folder, name))
    if (!isAgentFile(name)) {
      if (!/^(readme\.md|\..*)$/i.test(name)) found.others.push(shown)
      continue
    }
    const read = await readText(path.join(at, name), shown)
    if ('read' in read) found.files.push(read.read)
    else found.problems.push(read.problem)
  }
  return found
}

/** Reads what concerns Baton in a repository's folder. Nothing is raised: what cannot be read is a problem. */
export async function readTargetFiles(root: string): Promise<TargetFiles> {
  const policyFile = path.join(root, POLICY_PATH)
  const exists = await stat(policyFile).then(
    () => true,
    (error: unknown) => !isMissing(error),
  )
  const policy = exists ? await readText(policyFile, visible(policyFile)) : undefined
  const roster = await readFolder(root, ROSTER_PATH)
  const foreign: Folder[] = []
  for (const folder of FOREIGN_PATHS) foreign.push(await readFolder(root, folder))
  return {
    policy: policy !== undefined && 'read' in policy ? policy.read : undefined,
    roster: roster.files,
    foreign: foreign.flatMap(({ files }) => files),
    unread: roster.others,
    problems: [...(policy !== undefined && 'problem' in policy ? [policy.problem] : []), ...roster.problems],
    foreignProblems: foreign.flatMap(({ problems }) => problems),
  }
}

export interface TargetReading {
  /** Undefined without a policy, and with any problem. */
  policy: EffectivePolicy | undefined
  /** The repository's own agents that could be read. */
  own: AgentSpec[]
  problems: Problem[]
}

/** The pack that a policy names, whatever else is wrong with it. */
function extendsOf({ name, text }: NamedText): string | undefined {
  const read = readYaml({ file: name, text, maxLength: MAX_FILE_BYTES, example: '' })
  const data: unknown = 'source' in read ? read.source.data : undefined
  const value: unknown =
    typeof data === 'object' && data !== null && 'extends' in data ? data.extends : undefined
  return typeof value === 'string' ? value : undefined
}

/** A pack that is broken itself is not unknown: its own problems say what to repair. */
function explainBroken(problems: readonly Problem[], name: string, { broken }: PackFolder): Problem[] {
  const own = broken.get(name)
  if (own === undefined) return [...problems]
  return problems.flatMap((problem) =>
    problem.key === 'extends'
      ? [{ ...problem, message: `the pack ${quote(name)} is broken` }, ...own]
      : [problem],
  )
}

/** Reads policy and roster together, with everything that is wrong with either. */
export function readTarget(
  { policy, roster, problems }: Pick<TargetFiles, 'policy' | 'roster' | 'problems'>,
  packs: PackFolder,
): TargetReading {
  const agents = readAgents(roster)
  const own = agents.agents
  if (policy === undefined)
    return { policy: undefined, own, problems: [...problems, ...agents.problems].toSorted(compareProblems) }
  const name = extendsOf(policy) ?? ''
  const pack = packs.packs.get(name)
  const merged = pack && loadTargetRoster(roster, pack)
  // An agent that cannot take its place in the pack is reported once, in its own file; the policy is read with the pack's.
  const fitting =
    merged !== undefined && merged.problems.length > 0
      ? own.filter((agent) => !merged.pack.agents.some((other) => other.name === agent.name))
      : own
  const parsed = parsePolicy({ path: policy.name, text: policy.text, agents: fitting }, packs.packs)
  const all = [
    ...problems,
    ...('problems' in parsed ? explainBroken(parsed.problems, name, packs) : []),
    ...(merged?.problems ?? agents.problems),
  ].toSorted(compareProblems)
  const usable = all.length === 0 && 'policy' in parsed && merged !== undefined
  return { policy: usable ? effectivePolicy(merged.pack, parsed.policy) : undefined, own, problems: all }
}
