// `baton check`: policy, roster and packs of a folder, with every problem at once.

import { styleText } from 'node:util'
import { Command, type CommanderError } from 'commander'
import { UserError } from '../errors.ts'
import type { Paint } from './check-report.ts'
import { failure } from './failure.ts'
import { print } from './print.ts'

const PROBLEMS = 1
const USAGE = 2

/** Colours on a terminal only, and never where NO_COLOR is set. */
const paint: Paint = (style, text) => styleText(style, text, { stream: process.stdout })

async function run(dir: string, options: { json?: boolean; strict?: boolean }): Promise<void> {
  // Loaded only now: --help needs none of it.
  const { checkFolder } = await import('../roster/check-folder.ts')
  const { PACKS_DIR } = await import('../roster/index.ts')
  const { checkJson, checkText, outcomeOf } = await import('./check-report.ts')
  let outcome: ReturnType<typeof outcomeOf>
  try {
    outcome = outcomeOf(await checkFolder(dir, PACKS_DIR), options.strict === true)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    process.stderr.write(`${failure(error)}\n`)
    process.exitCode = USAGE
    return
  }
  print(options.json === true ? `${JSON.stringify(checkJson(outcome))}\n` : `${checkText(outcome, paint)}\n`)
  if (outcome.problems.length > 0) process.exitCode = PROBLEMS
}

/** Ends a wrong call of this command with its own exit code: 1 is taken for problems found. */
export function endWrongCall(error: CommanderError): never {
  process.exit(error.exitCode === 0 ? 0 : USAGE)
}

export const checkCommand = new Command('check')
  .description('Check policy, agents and packs, with every problem at once')
  .argument('[dir]', 'a target repository, a folder of packs, or one pack', '.')
  .option('--json', 'print one JSON object')
  .option('--strict', 'notes count as problems: keys and tools without effect, agents that never run')
  .addHelpText(
    'after',
    `
In a target repository it reads .github/baton.yml and .github/baton/agents, and says what would have no effect in the
agents of .claude/agents and .github/agents.

Exit code: 0 when everything is in order, 1 when there are problems, 2 when the call is wrong or there is nothing to check.`,
  )
  .action(run)
