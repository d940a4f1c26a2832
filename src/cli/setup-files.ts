// `baton setup files`: what a target repository needs, in a pull request or in a checkout.

import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { plural } from '../domain/render/figures.ts'
import { UserError } from '../errors.ts'
import type { FilesReport, SetupChoices } from '../setup/files.ts'
import { print } from './print.ts'
import { repositoryOf } from './repository-name.ts'

interface Options {
  pack?: string
  test: string[]
  prepare: string[]
  to?: string
  dryRun?: boolean
  json?: boolean
}

const several = (value: string, before: string[]): string[] => [...before, value]

async function intoFolder(to: string, choices: SetupChoices, dryRun: boolean): Promise<FilesReport> {
  const dir = resolve(to)
  if (!existsSync(dir) || !statSync(dir).isDirectory())
    throw new UserError(
      `${to} is no folder`,
      'give the checkout of your repository, for example --to ../engine',
    )
  const { missingInFolder, listed } = await import('../setup/files.ts')
  const { writeNew } = await import('./write-files.ts')
  const changes = await missingInFolder(dir, choices, findPack)
  if (!dryRun) await writeNew(dir, changes, true)
  return { dryRun, changes: listed(changes), pull: undefined, labels: [] }
}

async function findPack(name: string) {
  const { builtInPacks, namedPack } = await import('./choose-team.ts')
  return namedPack(await builtInPacks(), name)
}

async function onGitHub(name: string, choices: SetupChoices, dryRun: boolean): Promise<FilesReport> {
  const repo = repositoryOf(name)
  const { GITHUB_TOKEN: token } = process.env
  if (token === undefined || token === '')
    throw new UserError(
      'GITHUB_TOKEN is not set, and the App may not write workflows',
      'set it to the token of somebody who may, for example GITHUB_TOKEN=$(gh auth token), or write into a checkout with --to',
    )
  const { readApiUrl } = await import('../config.ts')
  const { setupAs } = await import('../github/setup-api.ts')
  const { setUpRepository } = await import('../setup/files.ts')
  return await setUpRepository(setupAs(token, readApiUrl(process.env), repo), choices, findPack, dryRun)
}

/** The report for people. `place`: the repository or folder as it was named. */
export function filesText(place: string, { dryRun, changes, pull, labels }: FilesReport): string {
  const would = dryRun ? 'would be ' : ''
  const lines = [
    changes.length === 0
      ? `All files that Baton needs are in ${place}.`
      : `${plural(changes.length, 'file')} ${would}put into ${place}:`,
    ...changes.map(({ path, change }) => `  ${change === 'added' ? 'new     ' : 'replaced'} ${path}`),
    ...(labels.length === 0 ? [] : [`${plural(labels.length, 'label')} ${would}made: ${labels.join(', ')}`]),
    ...(pull === undefined
      ? []
      : [`#${pull.number} ${pull.opened ? 'was opened' : 'is open already'}: ${pull.url}`]),
  ]
  return `${lines.join('\n')}\n`
}

async function files(name: string | undefined, options: Options): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const { pack, test: tests, prepare: setup, to } = options
  const choices = { pack, tests, setup }
  const dryRun = options.dryRun === true
  const place = name ?? to
  if (place === undefined || (name !== undefined && to !== undefined))
    throw new UserError(
      place === undefined ? 'it is not said where' : 'a repository and a folder are both given',
      'give either a repository, owner/repo, or a checkout with --to',
    )
  const put = to === undefined ? onGitHub : intoFolder
  const report = await put(place, choices, dryRun)
  print(options.json === true ? `${JSON.stringify(report)}\n` : filesText(place, report))
}

export const setupFilesCommand = new Command('files')
  .description('Open a pull request with policy, workflows, actions and issue forms, and make the labels')
  .argument('[owner/repo]', 'the target repository; left out with --to')
  .option('--pack <name>', 'the team of agents, for a repository without a policy')
  .option('--test <command>', 'what must succeed on every wave, for the policy; may be repeated', several, [])
  .option(
    '--prepare <command>',
    'what prepares a checkout for it, such as npm ci; may be repeated',
    several,
    [],
  )
  .option('--to <folder>', 'write into this checkout instead, for a commit of your own')
  .option('--dry-run', 'change nothing: say what would be')
  .option('--json', 'print one JSON object')
  .addHelpText(
    'after',
    `
A policy that is there is left as it is. Files of another version are replaced in the pull request, to be looked at. Doing it twice
changes nothing, and a branch that is there is never written over.

GITHUB_TOKEN has to be of a person who may write, with the scopes repo and workflow: the App itself may not change workflows.

Example: GITHUB_TOKEN=$(gh auth token) baton setup files ada/engine --pack asa-swarm --prepare 'npm ci' --test 'npm test'`,
  )
  .action(files)
