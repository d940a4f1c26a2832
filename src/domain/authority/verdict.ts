// What a run may do, as a verdict on one path or one command: allowed, refused, or a breach.

import { alwaysProtectedBy, protectedBy } from '../policy/protected.ts'
import { matchingGlob } from '../policy/glob.ts'
import { matchesCommand } from './command-pattern.ts'
import { commandRules, type Refusal } from './command-rules.ts'
import type { CompiledAuthority } from './compile.ts'
import { invocations, type Invocation } from './invocations.ts'

export type { Refusal } from './command-rules.ts'

/** The part of a compiled authority that paths are judged by. */
export type PathAuthority = Pick<CompiledAuthority, 'allowPaths' | 'denyPaths'>
export type CommandAuthority = Pick<CompiledAuthority, 'allowedCommands' | 'deniedCommands' | 'branch'>

/**
 * Whether a path may be changed: relative to the repository's root, links resolved, slashes. Undefined: it may. A path that
 * leads out, or that no repository could hold, is refused.
 */
export function pathRefusal(authority: PathAuthority, path: string): Refusal | undefined {
  const always = alwaysProtectedBy(path)
  if (always !== undefined)
    return {
      rule: `path:${always}`,
      breach: true,
      reason: `${path} is protected (${always}): no agent may change it, whatever it was granted.`,
    }
  if (path === '' || path.startsWith('/') || path.split(/[/\\]/).includes('..'))
    return { rule: 'path:outside', breach: false, reason: `${path} is not a path inside the repository.` }
  const denied = protectedBy(authority.denyPaths, path)
  if (denied !== undefined)
    return {
      rule: `path:${denied}`,
      breach: false,
      reason: `${path} is protected (${denied}): this run may not change it.`,
    }
  if (matchingGlob(authority.allowPaths, path) !== undefined) return undefined
  const only = authority.allowPaths.length === 0 ? 'nothing' : authority.allowPaths.join(', ')
  return {
    rule: 'path:not-granted',
    breach: false,
    reason: `${path} is outside this run's authority: it may change ${only}. If the task needs this path, answer in the blocker form and say why.`,
  }
}

/** What every script needs and nobody is asked to grant: it changes nothing outside the shell, or only reads. */
const PLAIN = new Set(
  ': true false test [ [[ echo printf cd pwd export set unset local return exit shift read wait sleep ls cat head tail wc sort uniq grep sed awk tr cut diff env command exec xargs find time timeout'.split(
    ' ',
  ),
)

function granted(authority: CommandAuthority, { program, args }: Invocation): Refusal | undefined {
  const name = program ?? '$(…)'
  const words = [name, ...args]
  const denied = authority.deniedCommands.find((pattern) => matchesCommand(pattern, words))
  if (denied !== undefined)
    return {
      rule: `command:${denied}`,
      breach: false,
      reason: `\`${denied}\` is denied to this run. Do without it, or answer in the blocker form and say what needs it.`,
    }
  const { allowedCommands } = authority
  if (allowedCommands === null || PLAIN.has(name)) return undefined
  if (allowedCommands.some((pattern) => matchesCommand(pattern, words))) return undefined
  const only = allowedCommands.length === 0 ? 'none' : allowedCommands.map((one) => `\`${one}\``).join(', ')
  return {
    rule: 'command:not-granted',
    breach: false,
    reason: `\`${name}\` is not among the commands that this run may use: ${only}.`,
  }
}

/**
 * Whether Bash may run a script, judged by the words of every command in it, those inside quotes for a shell and inside
 * substitutions too. Undefined: it may. A breach outweighs a refusal. A guard rail: a script file or a program can do what its
 * command line does not show, and finds a sandbox without network, token or a writable .git.
 */
export function commandRefusal(authority: CommandAuthority, script: string): Refusal | undefined {
  const found = invocations(script)
  if (found === undefined)
    return {
      rule: 'command:too-long',
      breach: false,
      reason: 'The command line starts too many programs to be read. Put it into a script file, or split it.',
    }
  const refusals = found.flatMap((invocation) => [
    ...commandRules(invocation, authority.branch),
    ...[granted(authority, invocation) ?? []].flat(),
  ])
  return refusals.find(({ breach }) => breach) ?? refusals[0]
}
