// Checks the configuration in a folder: a target repository, a folder of packs, or one pack. It finds out which.

import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { POLICY_PATH } from '../domain/policy/configuration-files.ts'
import type { Pack } from '../domain/roster/pack.ts'
import { compareProblems, type Problem } from '../domain/roster/problem.ts'
import { asError, UserError } from '../errors.ts'
import { parseAgentFile } from './agent-file.ts'
import { fileNotes, idleNotes } from './notes.ts'
import { loadPack } from './pack.ts'
import { foldersIn, isPack, loadPackFolder, type PackFolder } from './pack-folder.ts'
import { visible } from './show.ts'
import { readTarget, readTargetFiles, type TargetFiles } from './target-folder.ts'

export interface FolderReport {
  kind: 'target' | 'packs' | 'pack'
  /** As it was given. */
  dir: string
  problems: Problem[]
  /** What works and may surprise. */
  notes: Problem[]
  /** The packs that are in order; of a target repository the one that its policy uses. */
  packs: { name: string; title: string; agents: number }[]
  /** Agents in these packs; in a target repository those of the whole team. */
  agents: number
  /** What the policy of a target repository makes of its pack; null without one, or with any problem. */
  policy: { file: string; extends: string; label: string; own: string[] } | null
}

const summary = ({ name, title, agents }: Pack): FolderReport['packs'][number] => ({
  name,
  title,
  agents: agents.length,
})

const total = (packs: FolderReport['packs']): number => packs.reduce((sum, { agents }) => sum + agents, 0)

async function packNotes(pack: Pack): Promise<Problem[]> {
  const notes = idleNotes(pack)
  for (const { source } of pack.agents) {
    notes.push(...fileNotes({ name: source.file, text: await readFile(source.file, 'utf8') }))
  }
  return notes
}

async function checkPacks(kind: 'packs' | 'pack', dir: string, folder: PackFolder): Promise<FolderReport> {
  const packs = [...folder.packs.values()]
  const notes: Problem[] = []
  for (const pack of packs) notes.push(...(await packNotes(pack)))
  const summaries = packs.map(summary)
  return {
    kind,
    dir,
    problems: [...folder.broken.values()].flat().toSorted(compareProblems),
    notes: notes.toSorted(compareProblems),
    packs: summaries,
    agents: total(summaries),
    policy: null,
  }
}

async function onePack(dir: string): Promise<FolderReport> {
  const loaded = await loadPack(dir)
  const folder: PackFolder =
    'pack' in loaded
      ? { packs: new Map([[loaded.pack.name, loaded.pack]]), broken: new Map() }
      : { packs: new Map(), broken: new Map([[dir, loaded.problems]]) }
  return await checkPacks('pack', dir, folder)
}

const note = (file: string, message: string, expected: string, example: string): Problem => ({
  file,
  line: 1,
  key: '',
  message,
  expected,
  example,
})

async function checkTarget(dir: string, files: TargetFiles, packsDir: string): Promise<FolderReport> {
  const packs = await loadPackFolder(packsDir)
  const { policy, own, problems } = readTarget(files, packs)
  const policyFile = visible(path.join(dir, POLICY_PATH))
  const missing = files.policy === undefined && !problems.some(({ file }) => file === policyFile)
  const foreign = files.foreign.flatMap((file) => {
    const parsed = parseAgentFile({ path: file.name, text: file.text })
    return 'problems' in parsed ? parsed.problems : fileNotes(file)
  })
  const notes = [
    ...files.roster.flatMap(fileNotes),
    ...(policy === undefined ? [] : idleNotes(policy.pack, own)),
    ...files.unread.map((file) =>
      note(
        file,
        'it is not read: agents are .md files directly in this folder',
        'a file <name>.md',
        'implementer.md',
      ),
    ),
    ...(missing
      ? [
          note(
            policyFile,
            'there is no policy, so Baton does nothing here',
            'a policy that names a pack',
            'extends: asa-swarm',
          ),
        ]
      : []),
    ...files.foreignProblems,
    ...foreign,
  ].toSorted(compareProblems)
  const used = policy === undefined ? [] : [summary(policy.pack)]
  return {
    kind: 'target',
    dir,
    problems,
    notes,
    packs: used,
    agents: policy === undefined ? own.length : total(used),
    policy:
      policy === undefined
        ? null
        : {
            file: policyFile,
            extends: policy.pack.name,
            label: policy.label,
            own: own.map((agent) => agent.name),
          },
  }
}

/** Nothing in it is Baton's: the error says what was looked for, and what may have been meant. */
async function nothingFound(dir: string): Promise<never> {
  const shown = visible(dir)
  const entries = await readdir(dir)
  if (entries.length === 0)
    throw new UserError(`${shown} is empty`, `give a repository with ${POLICY_PATH}, or a folder of packs`)
  const below: string[] = []
  for (const name of await foldersIn(dir)) {
    for (const inner of await foldersIn(path.join(dir, name)).catch(() => []))
      if (await isPack(path.join(dir, name, inner))) below.push(name)
  }
  const found = [...new Set(below)][0]
  const agents = entries.some((name) => name.endsWith('.md'))
  throw new UserError(
    `${shown} holds no configuration of Baton: neither ${POLICY_PATH} nor agents nor a pack.yml`,
    found !== undefined
      ? `check the packs in it: baton check ${visible(path.join(dir, found))}`
      : agents
        ? 'a pack needs a pack.yml beside its agents; agents of a repository lie in .github/baton/agents'
        : `give a repository with ${POLICY_PATH}, a folder of packs, or a folder with a pack.yml`,
  )
}

async function requireFolder(dir: string): Promise<void> {
  try {
    await readdir(dir)
  } catch (error) {
    const cause = asError(error)
    const code = 'code' in cause ? cause.code : undefined
    const shown = visible(dir)
    if (code === 'ENOENT')
      throw new UserError(`there is no folder ${shown}`, 'give a folder, for example: baton check .', {
        cause,
      })
    if (code === 'ENOTDIR')
      throw new UserError(`${shown} is not a folder`, 'give the folder that it is in', { cause })
    throw new UserError(
      `the folder ${shown} cannot be read: ${visible(cause.message)}`,
      'give a folder that you may read',
      { cause },
    )
  }
}

/**
 * Checks a folder. Raises UserError when it cannot be read or holds nothing of Baton's; everything else that is wrong is in the
 * report. `packsDir` holds the packs that a policy may extend.
 */
export async function checkFolder(dir: string, packsDir: string): Promise<FolderReport> {
  await requireFolder(dir)
  if (await isPack(dir)) return await onePack(dir)
  const files = await readTargetFiles(dir)
  const { policy, roster, foreign, problems, foreignProblems } = files
  const found = [policy, ...roster, ...foreign, ...problems, ...foreignProblems].some(
    (one) => one !== undefined,
  )
  if (found) return await checkTarget(dir, files, packsDir)
  for (const name of await foldersIn(dir)) {
    if (await isPack(path.join(dir, name))) return await checkPacks('packs', dir, await loadPackFolder(dir))
  }
  return await nothingFound(dir)
}
