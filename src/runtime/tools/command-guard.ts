// Says no to commands that are outside the run's authority before the sandbox is asked. The sandbox is what holds.

import { commandRefusal, type CommandAuthority } from '../../domain/authority/verdict.ts'
import { AuthorityFailure } from '../tool.ts'

/** Throws AuthorityFailure when this command may not be run. */
export type CommandGuard = (command: string) => void

/** As much of what was tried as the journal keeps, on one line. */
export const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= 120 ? line : `${line.slice(0, 119).toWellFormed()}…`
}

export function commandGuard(authority: CommandAuthority): CommandGuard {
  return (command) => {
    const refusal = commandRefusal(authority, command)
    if (refusal === undefined) return
    const { rule, breach, reason } = refusal
    throw new AuthorityFailure(`The command was not run. ${reason}`, {
      tool: 'Bash',
      argument: shortened(command),
      rule,
      breach,
    })
  }
}
