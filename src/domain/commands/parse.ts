// Slash commands in a comment: `/baton <verb> [arguments]` at the start of a line, several to a comment.

import { didYouMean } from '../did-you-mean.ts'
import { nameArguments } from './arguments.ts'
import { commands, isVerb, VERBS, type Command, type Verb } from './verbs/index.ts'
import { visibleLines } from './visible-lines.ts'
import { splitWords } from './words.ts'

/** A longer list is somebody's mistake, or meant to make work. */
export const MOST_COMMANDS = 20
/** As much of a command as a reply shows. */
const SHOWN = 160

export interface CommandProblem {
  kind: 'verb' | 'arguments' | 'invisible' | 'too-many' | 'edited'
  line: number
  /** What was written, cut. */
  text: string
  /** Why it is no command, in one sentence without a full stop. It may hold what was written. */
  why: string
  /** Whose right form helps; undefined when that is not known. */
  verb: Verb | undefined
}

export interface Parsed {
  commands: Command[]
  problems: CommandProblem[]
}

const SPACES = '[ \\t\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000]'
/**
 * Control characters, marks that turn the direction of writing, and others without a width. The tab is a space, and joiners
 * belong to words and emoji.
 */
const INVISIBLE = /(?![\t\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/u
const COMMAND = new RegExp(`^${SPACES}{0,3}/baton(?:${SPACES}+(.*))?$`, 'isu')
/** The App by its name, as GitHub writes it for people and for Apps, and what follows. */
const mentionOf = (slug: string): RegExp =>
  new RegExp(
    `^${SPACES}{0,3}@${slug.replaceAll(/[^a-z0-9-]/gi, '')}(?:\\[bot\\])?(?=$|[:,]|${SPACES})[:,]?(.*)$`,
    'isu',
  )
const AGENT_AND_TASK = new RegExp(`^${SPACES}*([^:,\\s]*)[:,]?(.*)$`, 'su')

/** By policy a verb may stand alone, as \`/hold\`. */
const BARE = new RegExp(`^${SPACES}{0,3}/([a-z]+)(?:${SPACES}+(.*))?$`, 'isu')

const VERB_AND_REST = new RegExp(`^(\\S*)${SPACES}*(.*)$`, 'su')

const isInvisible = (c: string): boolean => INVISIBLE.test(c)
const codePoint = (c: string): string =>
  `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** The line without what cannot be seen in front: such marks do not hide a command. */
function afterMarks(line: string): string {
  let start = 0
  for (let i = 0; i < line.length && i < 16; i += 1) {
    if (!isInvisible(line.charAt(i))) continue
    if (line.slice(start, i).trim() !== '') break
    start = i + 1
  }
  return line.slice(start)
}

/** Only A to Z: the small letter of a Kelvin sign is a k, and a verb that only looks like one is none. */
const small = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())

/** What stands after `/baton`, undefined when the line is no command. */
function commandText(rest: string, bare: boolean): string | undefined {
  const found = COMMAND.exec(rest)
  if (found !== null) return (found[1] ?? '').trim()
  if (!bare) return undefined
  const [, verb = '', after = ''] = BARE.exec(rest) ?? []
  return isVerb(small(verb)) ? `${verb} ${after}`.trim() : undefined
}

const cut = (text: string): string => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`)

/** The first thing that is wrong with the arguments, in words. */
function firstIssue(
  issues: readonly { code: string; path: readonly PropertyKey[]; message: string }[],
  raw: Readonly<Record<string, string>>,
): string {
  const [issue] = issues
  if (issue === undefined) return 'the arguments do not fit'
  const at = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    const keys = 'keys' in issue && Array.isArray(issue.keys) ? issue.keys : []
    return `it has no argument ${keys.map((key) => `--${String(key)}`).join(', ')}`
  }
  if (!Object.hasOwn(raw, at)) return `${at} is missing`
  return `${at} is ${JSON.stringify(cut(raw[at] ?? ''))}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`
}

type One = { command: Command } | { problem: Omit<CommandProblem, 'line' | 'text'> }

/** A problem with what nobody can see in a text; undefined when there is nothing. */
function unseen(text: string): One | undefined {
  const hidden = INVISIBLE.exec(text)?.[0]
  if (hidden === undefined) return undefined
  const why = `it holds a character that nobody can see (${codePoint(hidden)}); write it again by hand`
  return { problem: { kind: 'invisible', why, verb: undefined } }
}

/** `researcher: is it so?` after a mention. What is asked stands as written: quotes and dashes mean nothing in it. */
function parseMention(text: string, line: number): One {
  const hidden = unseen(text)
  if (hidden !== undefined) return hidden
  const [, agent = '', task = ''] = AGENT_AND_TASK.exec(text) ?? []
  const raw = { ...(agent === '' ? {} : { agent }), ...(task.trim() === '' ? {} : { task: task.trim() }) }
  const read = commands.wake.read(raw, line)
  return read.ok
    ? { command: read.command }
    : { problem: { kind: 'arguments', why: firstIssue(read.issues, raw), verb: 'wake' } }
}

function parseOne(text: string, line: number): One {
  const hidden = unseen(text)
  if (hidden !== undefined) return hidden
  const [, written = '', after = ''] = VERB_AND_REST.exec(text) ?? []
  const verb = written === '' ? 'help' : small(written)
  if (!isVerb(verb)) {
    const meant = didYouMean(verb, VERBS)
    const known = meant !== undefined && isVerb(meant) ? meant : undefined
    const why = `there is no command ${cut(written)}${known === undefined ? '' : `; did you mean ${known}?`}`
    return { problem: { kind: 'verb', why, verb: known } }
  }
  const wrong = (why: string): One => ({ problem: { kind: 'arguments', why, verb } })
  const words = splitWords(after)
  if (!words.ok) return wrong(words.why)
  const spec = commands[verb]
  const named = nameArguments(spec, words.words)
  if (!named.ok) return wrong(named.why)
  const read = spec.read(named.raw, line)
  return read.ok ? { command: read.command } : wrong(firstIssue(read.issues, named.raw))
}

export interface ReadOptions {
  /** Also `/hold` for `/baton hold`. */
  bare?: boolean
  /** The App's name: a line that begins with a mention of it wakes an agent. */
  mention?: string | undefined
}

/**
 * Reads the commands of a comment, mentions of the App among them. Never raises, takes linear time, and looks at no more
 * than MOST_COMMANDS; the rest is one problem.
 */
export function parseCommands(body: string, { bare = false, mention }: ReadOptions = {}): Parsed {
  const mentioned = mention === undefined || mention === '' ? undefined : mentionOf(mention)
  const found: Parsed = { commands: [], problems: [] }
  let seen = 0
  let first: { line: number; text: string } | undefined
  for (const { number: line, text: written } of visibleLines(body)) {
    const rest = afterMarks(written)
    const asked = mentioned?.exec(rest)?.[1]
    const text = asked ?? commandText(rest, bare)
    if (text === undefined) continue
    seen += 1
    if (seen > MOST_COMMANDS) {
      first ??= { line, text: cut(text) }
      continue
    }
    const one = asked === undefined ? parseOne(text, line) : parseMention(text, line)
    if ('command' in one) found.commands.push(one.command)
    else found.problems.push({ ...one.problem, line, text: cut(text) })
  }
  if (first !== undefined) {
    const why = `only the first ${MOST_COMMANDS} commands of a comment are read; ${seen - MOST_COMMANDS} more were left out`
    found.problems.push({ kind: 'too-many', ...first, why, verb: undefined })
  }
  return found
}
