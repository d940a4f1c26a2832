// `baton rehearse --repo`: a scenario made of somebody's own repository, issue and script.

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { plural } from '../domain/render/figures.ts'
import { asError, UserError } from '../errors.ts'
import type { Script } from '../rehearsal/model/script.ts'
import { parseIssueFile, type Scenario } from '../rehearsal/scenario.ts'
import { loadBuiltInPacks, PACKS_DIR } from '../roster/index.ts'
import { git } from '../workspace/git.ts'
import { requireGit } from '../workspace/git-version.ts'

export interface OwnRepositoryFlags {
  repo: string
  issue: string | undefined
  pack: string
  script: string | undefined
  live: boolean
}

async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new UserError(
      `the ${what} cannot be read: ${asError(error).message}`,
      `give the path of a Markdown file`,
      { cause: error },
    )
  }
}

/** The shape that matters before a script is played; the player checks each turn when it comes. */
const ScriptModule = z.object({
  scripts: z
    .array(
      z.custom<Script>(
        (value) =>
          z
            .object({ key: z.union([z.string(), z.instanceof(RegExp)]), turns: z.array(z.unknown()).min(1) })
            .safeParse(value).success,
        'expected { key, turns: [ … ] }',
      ),
    )
    .min(1),
})

async function loadScripts(path: string): Promise<readonly Script[]> {
  let loaded: unknown
  try {
    loaded = await import(pathToFileURL(resolve(path)).href)
  } catch (error) {
    throw new UserError(
      `the script cannot be loaded: ${asError(error).message}`,
      'give a module that exports `scripts`',
      { cause: error },
    )
  }
  const parsed = ScriptModule.safeParse(loaded)
  if (!parsed.success) {
    throw new UserError(
      `the script ${path} is malformed:\n${z.prettifyError(parsed.error)}`,
      'see src/rehearsal/scenarios/asa-swarm/script.ts for one that works',
    )
  }
  return parsed.data.scripts
}

/** Repository names are narrower than folder names. */
const repositoryName = (dir: string): string =>
  basename(resolve(dir))
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/\.git$/, '') || 'repository'

/** Raises UserError for what is no git repository. Returns what the copy leaves out, in words. */
async function inspect(repo: string): Promise<string[]> {
  const workTree = resolve(repo)
  if (!existsSync(workTree))
    throw new UserError(`there is no folder ${workTree}`, 'give the folder of a git repository')
  // A bare repository is its own git directory and has nothing uncommitted.
  const gitDir = existsSync(join(workTree, '.git')) ? join(workTree, '.git') : workTree
  const inside = await git(['rev-parse', '--git-dir'], { gitDir })
  if (inside.exitCode !== 0) {
    throw new UserError(`${workTree} is not a git repository`, 'give its top folder, the one with .git in it')
  }
  if (gitDir === workTree) return []
  const { stdout } = await git(['status', '--porcelain'], { gitDir, workTree })
  const changes = stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '').length
  return changes === 0 ? [] : [`Not in the copy: ${plural(changes, 'uncommitted change')} of ${repo}.`]
}

async function requirePack(name: string): Promise<void> {
  const { packs } = await loadBuiltInPacks(PACKS_DIR)
  if (packs.has(name)) return
  throw new UserError(`there is no pack ${name}`, `choose one of: ${[...packs.keys()].join(', ')}`)
}

/**
 * The scenario, and what should be said about it. Raises UserError for a missing issue, an unreadable file, an unknown pack,
 * what is no git repository, or neither script nor live model.
 */
export async function ownRepository(
  flags: OwnRepositoryFlags,
): Promise<{ scenario: Scenario; notes: string[] }> {
  const { repo, pack, script } = flags
  if (flags.issue === undefined) {
    throw new UserError('--repo needs an issue', 'write one in a Markdown file and give it with --issue FILE')
  }
  if (script === undefined && !flags.live) {
    throw new UserError(
      'nobody would answer: there is neither a script nor a live model',
      'give --script FILE (offline), or --live with ANTHROPIC_API_KEY set',
    )
  }
  await requireGit()
  await requirePack(pack)
  const notes = await inspect(repo)
  const issue = parseIssueFile(await readText(flags.issue, 'issue'))
  const name = repositoryName(repo)
  const scenario: Scenario = {
    name,
    summary: `a copy of ${repo}`,
    pack,
    repository: { owner: 'local', name, source: { clone: repo, pack } },
    issue: { ...issue, labels: ['baton'], author: 'you' },
    people: [{ login: 'you', role: 'admin' }],
    scripts: script === undefined ? [] : await loadScripts(script),
  }
  return { scenario, notes }
}
