// What a command is: its words for people, the arguments it takes, and who may use it where.

import type { z } from 'zod'
import type { Role } from './role.ts'

/** The arguments of a command as written: words by name, flags by name, and none of them checked. */
export type RawArguments = Readonly<Record<string, string>>

export interface CommandText {
  /** What it does, in one sentence without a full stop. */
  summary: string
  /** The right form, as a reply shows it. */
  usage: string
  /** At least one, each a line that is valid. */
  examples: readonly [string, ...string[]]
}

export interface CommandTerms {
  /** The least role of whoever writes it, looked up when it is carried out. */
  permission: Exclude<Role, 'none'>
  /** What is enough to look: without arguments it only answers. Left out: it has no such form. */
  showing?: 'read' | undefined
  where: 'issue' | 'pull' | 'both'
  /** True: it is about a change that was merged, so that it is carried out when issue and pull request are closed. */
  onMerged?: true
  /** `answers` changes nothing, so it is answered on closed and locked issues too. */
  effect: 'answers' | 'sets'
}

export interface CommandShape<S extends z.ZodObject> {
  /** Names of the words after the verb, in order. */
  words?: readonly string[]
  /** Name of the argument that takes every word that is left, as one text. */
  rest?: string
  /** Whatever is no word is a flag. */
  args: S
}

/** One command as it was read: plain data. `line` counts from 1. */
export interface CommandOf<V extends string, S extends z.ZodObject> {
  verb: V
  args: z.infer<S>
  line: number
}

export type Read<V extends string, S extends z.ZodObject> =
  | { ok: true; command: CommandOf<V, S> }
  | { ok: false; issues: readonly z.core.$ZodIssue[] }

export interface CommandSpec<V extends string, S extends z.ZodObject>
  extends CommandText, CommandTerms, CommandShape<S> {
  verb: V
  /** Checks the arguments. Never raises. */
  read(raw: RawArguments, line: number): Read<V, S>
}

/** What counts for a command as it was written. */
export const termsOf = (
  { permission, effect, showing }: Pick<CommandTerms, 'permission' | 'effect' | 'showing'>,
  args: Readonly<Record<string, unknown>>,
): Pick<CommandTerms, 'permission' | 'effect'> =>
  showing !== undefined && Object.values(args).every((value) => value === undefined)
    ? { permission: showing, effect: 'answers' }
    : { permission, effect }

/** A command, from its description. */
export function defineCommand<V extends string, S extends z.ZodObject>(
  spec: CommandText & CommandTerms & CommandShape<S> & { verb: V },
): CommandSpec<V, S> {
  const { verb, args } = spec
  return {
    showing: undefined,
    ...spec,
    read(raw, line) {
      const parsed = args.safeParse(raw)
      return parsed.success
        ? { ok: true, command: { verb, args: parsed.data, line } }
        : { ok: false, issues: parsed.error.issues }
    },
  }
}
