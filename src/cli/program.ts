// The command line: `baton <command>`. Each command is a file in this folder.

import { Command } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { agentsCommand } from './agents.ts'
import { baselineCommand } from './baseline.ts'
import { checkCommand, endWrongCall } from './check.ts'
import { deadLettersCommand } from './dead-letters.ts'
import { doctorCommand } from './doctor.ts'
import { experimentsCommand } from './experiments.ts'
import { explainCommand } from './explain.ts'
import { failure } from './failure.ts'
import { kpisCommand } from './kpis.ts'
import { planCommand } from './plan.ts'
import { rehearseCommand } from './rehearse.ts'
import { reportCommand } from './report.ts'
import { rhythmCommand } from './rhythm.ts'
import { routeCommand } from './route.ts'
import { setupCommand } from './setup.ts'
import { leave, Stopped } from './signals.ts'
import { statusCommand } from './status.ts'
import { startCommand } from './start.ts'
import { trendsCommand } from './trends.ts'
import { truthCommand } from './truth.ts'

const program = new Command('baton')
  .description(packageJson.description)
  .version(packageJson.version)
  .showHelpAfterError('(add --help for what there is)')

const commands = [
  startCommand,
  setupCommand,
  doctorCommand,
  rehearseCommand,
  checkCommand,
  routeCommand,
  agentsCommand,
  planCommand,
  truthCommand,
  reportCommand,
  baselineCommand,
  trendsCommand,
  experimentsCommand,
  statusCommand,
  rhythmCommand,
  kpisCommand,
  explainCommand,
  deadLettersCommand,
]
for (const command of commands) {
  program.addCommand(command.copyInheritedSettings(program))
}
checkCommand.exitOverride(endWrongCall)
truthCommand.exitOverride(endWrongCall)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${failure(error)}\n`)
  leave(error instanceof Stopped ? error.exitCode : 1)
}
