#!/usr/bin/env node
// The command line: `baton <command>`. Each command is a file in src/cli/.

import { Command } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { deadLettersCommand } from './cli/dead-letters.ts'
import { failure } from './cli/failure.ts'
import { rehearseCommand } from './cli/rehearse.ts'
import { leave, Stopped } from './cli/signals.ts'
import { startCommand } from './cli/start.ts'

const program = new Command('baton')
  .description(packageJson.description)
  .version(packageJson.version)
  .showHelpAfterError('(add --help for what there is)')

for (const command of [startCommand, rehearseCommand, deadLettersCommand]) {
  program.addCommand(command.copyInheritedSettings(program))
}

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${failure(error)}\n`)
  leave(error instanceof Stopped ? error.exitCode : 1)
}
