// Directives as commands: a comment in their own form, what is kept of one, and what is wrong with whom or what it names.

import { didYouMean } from '../did-you-mean.ts'
import type { Directive, DirectiveKind } from '../directives/directive.ts'
import { directiveKind, directiveOfLine, parseDirective, type DirectiveProblem } from '../directives/parse.ts'
import type { AgentName } from '../ids.ts'
import { isLater, put, sameStamp, type AskedDirective, type Desired, type Stamp } from './desired.ts'
import type { Facts } from './facts.ts'
import type { CommandProblem, Parsed } from './parse.ts'

/** A problem in one line, with what was expected and an example. */
export const directiveProblem = ({ line, what, expected, example }: DirectiveProblem): string =>
  `line ${line}: ${what}; expected ${expected}, for example \`${example}\``

/** A comment that is a directive as a command that holds all of it, or as every problem with it. */
export function directiveInComment(body: string): Parsed {
  const kind = directiveKind(body)
  const read = parseDirective(body)
  if (kind === undefined || read === undefined) return { commands: [], problems: [] }
  if ('directive' in read)
    return { commands: [{ verb: 'directive', args: { kind, text: body }, line: 1 }], problems: [] }
  return {
    commands: [],
    problems: read.problems.map((one): CommandProblem => ({
      kind: 'arguments',
      line: one.line,
      text: one.what,
      why: directiveProblem(one),
      verb: undefined,
    })),
  }
}

/** Everything that a directive names and that is not there, one text each. */
export function unknownNames(
  directive: Directive,
  to: readonly string[],
  facts: Pick<Facts, 'team' | 'checkable'>,
): string[] {
  const missing = (what: string, name: string, known: readonly string[]): string[] => {
    if (known.includes(name)) return []
    const meant = didYouMean(name, known)
    const hint = meant === undefined ? `known: ${known.join(', ') || 'none'}` : `did you mean ${meant}?`
    return [`there is no ${what} ${name}; ${hint}`]
  }
  const conditions = directive.kind === 'checkpoint' ? directive.conditions : []
  return [
    ...to.flatMap((name) => missing('agent', name, facts.team)),
    ...conditions.flatMap((condition) => {
      if (condition.on === 'gates') return []
      const { validations, points } = facts.checkable
      return condition.on === 'validation'
        ? missing('validation', condition.name, validations)
        : missing('integration point', condition.name, points)
    }),
  ]
}

/** A priority shift sets the level, unless somebody has set another since. */
export function withLevel(desired: Desired, { said, by, at, comment, line }: AskedDirective): Desired {
  if (said.kind !== 'priority-shift') return desired
  const stamp = { by, at, comment, line }
  const known = desired.priority
  return known !== undefined && isLater(known, stamp)
    ? desired
    : { ...desired, priority: { ...stamp, level: said.level } }
}

/**
 * Keeps a directive. To whom it is said is settled now: those that it names, else everybody who has a wave before them. A priority
 * shift sets the priority of the task, as `/baton priority` does.
 */
export function directiveGiven(
  desired: Desired,
  args: { kind: DirectiveKind; to?: string | undefined; text: string },
  stamp: Stamp,
  facts: Pick<Facts, 'team' | 'waves' | 'checkable'>,
): { desired: Desired } | { refused: string } {
  if (desired.directives.some((entry) => sameStamp(entry, stamp))) return { desired }
  const read = parseDirective(args.text) ?? directiveOfLine(args.kind, args.text)
  if ('problems' in read) return { refused: read.problems.map(directiveProblem).join('; ') }
  const { directive } = read
  if (directive.kind !== args.kind)
    return {
      refused: `the text is a directive of the kind ${directive.kind}, and the command says ${args.kind}`,
    }
  const named = [...new Set([...(args.to?.toLowerCase().split(',') ?? []), ...read.to])]
  const wrong = unknownNames(directive, named, facts)
  if (wrong.length > 0) return { refused: wrong.join('; ') }
  const everybody: readonly AgentName[] = facts.waves.map(({ agent }) => agent)
  const to = named.length === 0 ? [...new Set(everybody)] : facts.team.filter((name) => named.includes(name))
  if (to.length === 0)
    return { refused: 'no wave of this task is open, so there is nobody to tell; name agents with --to' }
  const fresh: AskedDirective = { ...stamp, to, said: directive }
  const directives = put(desired.directives, fresh, (entry) => sameStamp(entry, fresh))
  return { desired: withLevel({ ...desired, directives }, fresh) }
}
