#!/usr/bin/env node
// The command line: `baton <command>`. Each command is a file in src/cli/.

import { Command } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { agentsCommand } from './cli/agents.ts'
import { checkCommand, endWrongCall } from './cli/check.ts'
import { deadLettersCommand } from './cli/dead-letters.ts'
import { failure } from './cli/failure.ts'
import { planCommand } from './cli/plan.ts'
import { rehearseCommand } from './cli/rehearse.ts'
import { routeCommand } from './cli/route.ts'
import { leave, Stopped } from './cli/signals.ts'
import { statusCommand } from './cli/status.ts'
import { startCommand } from './cli/start.ts'

const program = new Command('baton')
  .description(packageJson.description)
  .version(packageJson.version)
  .showHelpAfterError('(add --help for what there is)')

const commands = [
  startCommand,
  rehearseCommand,
  checkCommand,
  routeCommand,
  agentsCommand,
  planCommand,
  statusCommand,
  deadLettersCommand,
]
for (const command of commands) {
  program.addCommand(command.copyInheritedSettings(program))
}
checkCommand.exitOverride(endWrongCall)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${failure(error)}\n`)
  leave(error instanceof Stopped ? error.exitCode : 1)
}
