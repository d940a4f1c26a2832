// Files and labels of a target repository: what is missing is put into one pull request, or into a folder, for people to look at.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digest } from '../domain/digest.ts'
import { Sha } from '../domain/ids.ts'
import { POLICY_PATH } from '../domain/policy/configuration-files.ts'
import { labelDefinitions, type LabelDefinition } from '../domain/roster/labels.ts'
import type { Pack } from '../domain/roster/pack.ts'
import { startingPolicy } from '../domain/setup/starting-policy.ts'
import { filesProposal } from '../domain/setup/proposal-text.ts'
import { fileChanges, type FileChange } from '../domain/setup/target-files.ts'
import { asError, isErrno, TerminalError, UserError } from '../errors.ts'
import type { ProposedPull, SetupApi } from '../github/setup-api.ts'
import { readablePolicy, targetTemplates, textsAt } from './target.ts'

const REFERENCE = 'docs/configuration.md of Baton'

export interface SetupChoices {
  /** Needed where there is no policy yet. */
  pack: string | undefined
  tests: readonly string[]
  setup: readonly string[]
}

export interface FilesReport {
  dryRun: boolean
  changes: Pick<FileChange, 'path' | 'change'>[]
  /** Undefined: nothing is to be changed, or nothing was to be opened. */
  pull: (ProposedPull & { branch: string }) | undefined
  /** Names of labels that were missing. */
  labels: string[]
}

/** A pack that Baton brings, by name; raises UserError for one that there is not. */
export type FindPack = (name: string) => Promise<Pack>

/** What has to be committed: a policy that is there already is people's own. Raises UserError for choices that are missing. */
async function missingFiles(
  templates: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
  choices: SetupChoices,
  findPack: FindPack,
): Promise<FileChange[]> {
  if (found.has(POLICY_PATH)) return fileChanges(templates, found)
  const { pack, tests } = choices
  if (pack === undefined || tests.length === 0)
    throw new UserError(
      `there is no ${POLICY_PATH} yet, and ${pack === undefined ? 'no team was chosen' : 'no test command was given'}`,
      "choose both, for example --pack asa-swarm --test 'npm test'",
    )
  await findPack(pack)
  const policy = startingPolicy({ ...choices, pack }, REFERENCE)
  return fileChanges(new Map([[POLICY_PATH, policy], ...templates]), found)
}

export const listed = (changes: readonly FileChange[]): FilesReport['changes'] =>
  changes.map(({ path, change }) => ({ path, change }))

/** What a token lacks, in GitHub's words: scopes of a classic one, permissions of a fine-grained one. */
function refused(error: unknown): unknown {
  if (!(error instanceof TerminalError) || !/answered (?:403|404|422):/.test(error.message)) return error
  return new UserError(
    `the pull request cannot be made: ${asError(error).message}`,
    'GITHUB_TOKEN has to be of somebody who may write to the repository, with the scopes `repo` and `workflow` (classic) or contents, issues, pull requests and workflows `write` (fine-grained)',
    { cause: error },
  )
}

async function propose(
  api: SetupApi,
  base: { branch: string; sha: Sha },
  files: readonly FileChange[],
): Promise<FilesReport['pull']> {
  const branch = `baton/setup-${digest(JSON.stringify(files)).slice(0, 8)}`
  return { ...(await api.propose({ branch, base, files, ...filesProposal(files) })), branch }
}

/**
 * Opens a pull request with what is missing and makes the labels that are missing. Its branch is named by what is in it, and never
 * written over: the same again changes nothing. Raises UserError for missing choices and for a token that may not.
 */
export async function setUpRepository(
  api: SetupApi,
  choices: SetupChoices,
  findPack: FindPack,
  dryRun: boolean,
): Promise<FilesReport> {
  const branch = await api.repository.defaultBranch()
  const tip = await api.refs.sha(branch)
  if (tip === undefined)
    throw new UserError(
      'the repository has no commit yet, so there is nothing to propose files to',
      'push a first commit, for example a README.md',
    )
  const sha = Sha.parse(tip)
  const templates = await targetTemplates()
  const found = await textsAt(api.texts, sha, [POLICY_PATH, ...templates.keys()])
  const changes = await missingFiles(templates, found, choices, findPack)
  const labels = await missingLabels(api, choices, found.get(POLICY_PATH), findPack)
  const report = { dryRun, changes: listed(changes), labels: labels.map(({ name }) => name) }
  if (dryRun) return { ...report, pull: undefined }
  try {
    const pull = changes.length === 0 ? undefined : await propose(api, { branch, sha }, changes)
    for (const label of labels) await api.createLabel(label)
    return { ...report, pull }
  } catch (error) {
    throw refused(error)
  }
}

async function missingLabels(
  api: SetupApi,
  choices: SetupChoices,
  policy: string | undefined,
  findPack: FindPack,
): Promise<LabelDefinition[]> {
  const own = readablePolicy(policy)
  const pack = own?.extends ?? choices.pack
  if (pack === undefined) return []
  const there = new Set((await api.repository.labels()).map((name) => name.toLowerCase()))
  return labelDefinitions(await findPack(pack), own?.label).filter(
    ({ name }) => !there.has(name.toLowerCase()),
  )
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw new UserError(
      `${file} cannot be read: ${asError(error).message}`,
      'make it readable, or move it away',
      { cause: error },
    )
  }
}

/** What is missing in a checkout. Raises UserError for missing choices and for files that cannot be read. */
export async function missingInFolder(
  dir: string,
  choices: SetupChoices,
  findPack: FindPack,
): Promise<FileChange[]> {
  const templates = await targetTemplates()
  const found = new Map<string, string>()
  for (const path of [POLICY_PATH, ...templates.keys()]) {
    const text = await textOf(join(dir, path))
    if (text !== undefined) found.set(path, text)
  }
  return missingFiles(templates, found, choices, findPack)
}
