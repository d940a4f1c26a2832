// `baton explain`: what our checks say of a pull request's newest head, and where its task stands.

import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { UserError } from '../errors.ts'
import type { ReadTask } from './explain-record.ts'
import { print } from './print.ts'
import { numberedOf } from './repository-name.ts'
import { withStore } from './with-store.ts'

/** A store that is in use or not there is no reason to say nothing: GitHub has the checks. */
const readTask: ReadTask = async (ref, guess) => {
  const { storedTask } = await import('./explain-record.ts')
  try {
    return await withStore(({ store }) => storedTask(store.db, ref, guess, Date.now()))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { unread: `where the task stands is left out: ${error.message} (${error.fix})` }
  }
}

async function run(name: string, number: string | undefined, options: { json?: boolean }): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const at = numberedOf(name, number)
  // Loaded only now: --help needs none of it.
  const { hasCredentials, readConfig } = await import('../config.ts')
  const { createGitHub } = await import('../github/apps.ts')
  const { explainNumber } = await import('./explain-record.ts')
  const { explainJson, explainText } = await import('./explain-text.ts')
  if (!hasCredentials(process.env))
    throw new UserError(
      'there are no credentials of an App: checks are read as the App sees them',
      'set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET in the environment or a file .env, as for `baton start`',
    )
  const { github: configured } = readConfig(process.env)
  const log = { debug: () => undefined, warn: () => undefined }
  const github = createGitHub({ ...configured, baseUrl: configured.apiUrl, log })
  const found = await explainNumber(github, at, readTask)
  print(options.json === true ? explainJson(found) : explainText(found))
}

export const explainCommand = new Command('explain')
  .description(
    "What our checks say of a pull request's newest head, who still has to act, and where its task stands",
  )
  .argument('<owner/repo#number>', 'a pull request, or the issue of a task: then each of its pull requests')
  .argument('[number]', 'where the first argument is owner/repo alone')
  .option('--json', 'print one JSON object')
  .addHelpText(
    'after',
    `
It only reads. Checks are those that the App itself wrote on the head that GitHub has now; another App's of the same name are not
shown. Credentials come from the environment or a file .env, as for \`baton start\`. Where the task stands comes from the data folder
or DATABASE_URL, and is left out where neither can be opened (an embedded store must not be in use).

Exit code: 0 when it was found, whatever its checks say; 1 when not.`,
  )
  .action(run)
