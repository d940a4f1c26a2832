// What a plan, a wave or an agent is granted. Whoever grants can only hand on what it has itself.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { field } from '../policy/field.ts'
import { Glob } from '../policy/glob.ts'
import { ToolName } from '../roster/tools.ts'

/**
 * A command by its words: the program, then the operands that follow in this order. `*` stands for any text in a word. A word
 * that starts with a dash must be there, wherever it stands; other options are passed over, so `npm publish` is also
 * `npm --tag next publish`.
 */
export const CommandPattern = z
  .string()
  .max(200)
  .regex(
    /^[^\s;&|<>$`"'\\(){}\p{Cc}]+(?: [^\s;&|<>$`"'\\(){}\p{Cc}]+)*$/u,
    'expected a command by its words, with one space between them and nothing of shell syntax, for example npm publish',
  )

/** A signal, or several with `*`. */
export const SignalPattern = z
  .string()
  .regex(
    /^[a-z0-9*][a-z0-9*._/-]{0,99}$/,
    'expected a signal in lower case, with * for several, for example plan-2-wave-3-complete or plan-2-*',
  )

const Paths = z.strictObject({
  allow: field(z.array(Glob).max(100), 'the only paths that may change', ['crates/core/**']).optional(),
  deny: field(z.array(Glob).max(100), 'paths that may not change all the same', [
    'crates/core/src/parser/**',
  ]).optional(),
})

const Commands = z.strictObject({
  allow: field(z.array(CommandPattern).max(100), 'the only commands that Bash may run', [
    'cargo *',
  ]).optional(),
  deny: field(z.array(CommandPattern).max(100), 'commands that Bash may not run', [
    'cargo publish',
  ]).optional(),
})

const Max = z.strictObject({
  files: field(z.int().min(1).max(3000), 'the most files of one patch', 20).optional(),
  bytes: field(z.int().min(1).max(50_000_000), 'the most bytes of one patch', 100_000).optional(),
  usd: field(
    z.number().positive().max(10_000),
    'the most that one run may cost, in US dollars',
    2,
  ).optional(),
  turns: field(z.int().min(1).max(500), 'the most turns of one run', 30).optional(),
})

/**
 * Every key may be left out: then it is as the grantor's. What is denied to the grantor stays denied below it; `deny` only adds.
 * An empty list of what is allowed grants nothing of it.
 *
 * `commands` is a guard rail: it keeps a willing agent from what is not its business and tells it why. A program that the
 * agent writes can start any other program without Bash seeing it. The sandbox, which has no network, no token and a read-only
 * .git, is the wall, and the commit gate looks at what came out.
 */
export const Authority = z.strictObject({
  paths: field(Paths, 'which paths may change: allow and deny', { allow: ['src/**'] }).optional(),
  tools: field(z.array(ToolName).max(10), 'the tools that may be used', ['Read', 'Edit', 'Bash']).optional(),
  commands: field(Commands, 'which commands Bash may run: allow and deny', {
    deny: ['npm publish'],
  }).optional(),
  spawn: field(z.array(AgentName).max(50), 'the agents that waves may be handed to', [
    'rust-engineer',
  ]).optional(),
  signals: field(z.array(SignalPattern).max(50), 'the signals that may be sent', ['plan-2-*']).optional(),
  max: field(Max, 'limits of one run and its patch: files, bytes, usd, turns', { usd: 2 }).optional(),
})
export type Authority = z.infer<typeof Authority>

/** What nobody can be granted, in the words that agents and people are told. */
export const NEVER_GRANTED: readonly string[] = [
  'Merging, into the integration branch or any other: the conductor merges.',
  'Skipping or weakening gates, checks or hooks.',
  'Plan documents, workflows, policy and roster (.github), and the other protected paths.',
  "Branches, tags and refs: Baton makes this wave's commit and pushes it.",
  'GitHub itself: there is no token and no network.',
]
