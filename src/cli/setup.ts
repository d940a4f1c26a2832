// `baton setup`: puts in place on GitHub what a target repository needs.

import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { UserError } from '../errors.ts'
import { print } from './print.ts'
import { repositoryOf } from './repository-name.ts'
import { setupFilesCommand } from './setup-files.ts'

interface Options {
  dryRun?: boolean
  json?: boolean
  token?: boolean
  branch?: string
  mergeQueue?: boolean | 'squash' | 'merge' | 'rebase'
}

async function ruleset(name: string, options: Options): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const repo = repositoryOf(name)
  // Loaded only now: --help needs none of it.
  const { readConfig } = await import('../config.ts')
  const { createGitHub } = await import('../github/apps.ts')
  const { rulesetsAs } = await import('../github/rulesets-api.ts')
  const { applyRuleset, rulesetText } = await import('./apply-ruleset.ts')
  const { github: configured } = readConfig(process.env)
  const log = { debug: () => undefined, warn: () => undefined }
  const github = createGitHub({ ...configured, baseUrl: configured.apiUrl, log })
  const { GITHUB_TOKEN: token } = process.env
  if (options.token === true && (token === undefined || token === ''))
    throw new UserError('--token is given and GITHUB_TOKEN is not set', "set it to an administrator's token")
  const api =
    options.token === true && token !== undefined
      ? rulesetsAs(token, configured.apiUrl, repo)
      : (await github.author(repo)).rulesets
  const queue = options.mergeQueue === true ? 'squash' : options.mergeQueue
  const report = await applyRuleset(api, {
    authorAppId: configured.author.appId,
    branch: options.branch,
    mergeQueue: queue === false ? undefined : queue,
    mode: (await github.reviewer(repo)) === undefined ? 'one App' : 'two Apps',
    dryRun: options.dryRun === true,
  })
  print(options.json === true ? `${JSON.stringify(report)}\n` : rulesetText(name, report))
}

const METHODS = ['squash', 'merge', 'rebase'] as const

function mergeMethod(value: string): (typeof METHODS)[number] {
  const method = METHODS.find((one) => one === value)
  if (method === undefined)
    throw new UserError(`there is no merge method ${value}`, `one of ${METHODS.join(', ')}`)
  return method
}

export const setupCommand = new Command('setup').description('Put in place what a target repository needs')

setupCommand
  .command('ruleset')
  .description('Make baton/gates and baton/consensus required checks of the author App, and one approval')
  .argument('<owner/repo>', 'the target repository')
  .option('--dry-run', 'change nothing: print the differences and the body that would be sent')
  .option('--json', 'print one JSON object')
  .option('--branch <name>', 'the integration branch of the policy; left out: the default branch')
  .option('--merge-queue [method]', 'with a merge queue that merges by squash, merge or rebase', mergeMethod)
  .option('--token', "write with the administrator's token in GITHUB_TOKEN instead of as the App")
  .addHelpText(
    'after',
    `
Rules, checks and branches that people have added to the ruleset are kept, and what is stricter stays. Doing it twice changes
nothing. Writing needs \`administration: write\`, which the App does not ask for by itself: give it, or use --token.
Configuration comes from the environment or a file .env, as for \`baton start\`.`,
  )
  .action(ruleset)

setupCommand.addCommand(setupFilesCommand)
