// Which team a command is about: a pack by name, or what a policy makes of its pack.

import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { readFile } from 'node:fs/promises'
import { POLICY_PATH } from '../domain/policy/configuration-files.ts'
import type { EffectivePolicy } from '../domain/policy/effective.ts'
import { plural } from '../domain/render/figures.ts'
import type { Pack } from '../domain/roster/pack.ts'
import { formatProblem, type Problem } from '../domain/roster/problem.ts'
import { asError, UserError } from '../errors.ts'
import { didYouMean } from '../domain/did-you-mean.ts'
import { PACKS_DIR } from '../roster/index.ts'
import { loadPackFolder, type PackFolder } from '../roster/pack-folder.ts'
import { visible } from '../roster/show.ts'
import { readTarget, readTargetFiles } from '../roster/target-folder.ts'

/** The team of whoever names none. */
export const DEFAULT_PACK = 'asa-swarm'

export interface Team {
  pack: Pack
  /** Undefined where a pack stands alone. */
  policy: EffectivePolicy | undefined
  /** Where it comes from, in words. */
  from: string
}

function refuse(what: string, problems: readonly Problem[], checked: string): never {
  throw new UserError(
    `${what} has ${plural(problems.length, 'problem')}:\n${problems.map(formatProblem).join('\n')}`,
    `correct them; baton check ${checked} says when they are gone`,
  )
}

/** A pack that Baton brings. Raises UserError for a name that there is not, and for a pack with problems. */
export function namedPack({ packs, broken }: PackFolder, name: string): Pack {
  const pack = packs.get(name)
  if (pack !== undefined) return pack
  const problems = broken.get(name)
  if (problems !== undefined) refuse(`the pack ${name}`, problems, `agents/${name}`)
  const names = [...packs.keys()]
  const meant = didYouMean(name, names)
  throw new UserError(
    `there is no pack ${visible(name, 60)}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    `choose one of: ${names.join(', ')}`,
  )
}

export const builtInPacks = async (): Promise<PackFolder> => await loadPackFolder(PACKS_DIR)

/** The repository that a policy file lies in; undefined for a file that lies elsewhere. */
function repositoryOf(file: string): string | undefined {
  const at = resolve(file)
  const github = dirname(at)
  return basename(at) === 'baton.yml' && basename(github) === '.github' ? dirname(github) : undefined
}

async function teamOfPolicy(file: string, packs: PackFolder): Promise<Team> {
  const repository = repositoryOf(file)
  const beside = repository === undefined ? undefined : await readTargetFiles(repository)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(
      `the policy cannot be read: ${visible(asError(error).message)}`,
      `give the path of a file such as ${POLICY_PATH}`,
      { cause: error },
    )
  })
  const policy = { name: visible(file), text }
  const read = readTarget({ policy, roster: beside?.roster ?? [], problems: [] }, packs)
  if (read.policy === undefined) refuse(`the policy ${visible(file)}`, read.problems, '.')
  const { pack } = read.policy
  const own = read.own.length === 0 ? '' : ` with ${plural(read.own.length, 'agent')} of the repository's own`
  return { pack, policy: read.policy, from: `the policy ${visible(file)}${own}` }
}

/**
 * The team that the flags ask for: a pack, a policy, else the policy of the current folder, else the default pack. Raises UserError
 * when both are named, and for what cannot be read or has problems.
 */
export async function chooseTeam(flags: {
  pack: string | undefined
  policy: string | undefined
}): Promise<Team> {
  if (flags.pack !== undefined && flags.policy !== undefined)
    throw new UserError('--pack and --policy do not go together', 'a policy names its pack; leave --pack out')
  const packs = await builtInPacks()
  if (flags.pack !== undefined)
    return { pack: namedPack(packs, flags.pack), policy: undefined, from: '--pack' }
  const file = flags.policy ?? (existsSync(POLICY_PATH) ? POLICY_PATH : undefined)
  if (file !== undefined) return await teamOfPolicy(file, packs)
  return {
    pack: namedPack(packs, DEFAULT_PACK),
    policy: undefined,
    from: `the default: there is no ${POLICY_PATH} here`,
  }
}
