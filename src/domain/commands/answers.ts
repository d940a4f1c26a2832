// What the commands that change nothing answer.

import { reasonMarkdown, type Reason } from '../reason.ts'
import { shortSha } from '../render/figures.ts'
import { cell, inCode, list, quoted } from '../render/text.ts'
import { didYouMean } from '../did-you-mean.ts'
import { frozenAt, type Desired } from './desired.ts'
import { commands, isVerb, VERBS, type Command, type Verb } from './verbs/index.ts'

/** What is known when somebody asks. */
export interface Facts {
  /** Where the task stood after the last pass, in words. */
  explanation: readonly string[]
  /** Why the task is routed as it is; empty before it is routed. */
  route: readonly Reason[]
  /** Why the task has its place in the queue. */
  priority: Reason | undefined
  /** How the tasks go together, as Markdown that is safe to show; undefined when there is nothing to say. */
  coordination: string | undefined
  /** The hand-off documents of the work under way, as Markdown; made only when somebody asks. */
  handoff: () => string
  now: number
}

const PLACES = { issue: 'issue', pull: 'pull request', both: 'issue, pull request' } as const

const row = (verb: Verb): string => {
  const { summary, permission, where } = commands[verb]
  return `| \`${verb}\` | ${cell(summary)} | ${permission} | ${PLACES[where]} |`
}

/** The right form, for a reply. */
export const formOf = (verb: Verb): string => `\`${inCode(commands[verb].usage)}\``

export function helpTable(): string {
  const ready = VERBS.filter((verb) => commands[verb].carriedOut)
  const others = VERBS.filter((verb) => !commands[verb].carriedOut)
  return `| command | what it does | permission | where |
|---|---|---|---|
${ready.map(row).join('\n')}

Not available yet: ${others.map((verb) => `\`${verb}\``).join(', ')}.`
}

function oneInFull(verb: Verb): string {
  const { summary, examples, permission, where, carriedOut } = commands[verb]
  return `### /baton ${verb}

${summary}.${carriedOut ? '' : ' It is not available yet.'}

${formOf(verb)} · permission ${permission} · ${PLACES[where]}

${examples.map((example) => `    ${example}`).join('\n')}`
}

function help(asked: string | undefined): string {
  if (asked !== undefined) {
    const verb = asked.toLowerCase().replace(/^\//, '')
    if (isVerb(verb)) return oneInFull(verb)
    const meant = didYouMean(verb, VERBS)
    const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`
    return `There is no command \`${inCode(asked)}\`.${hint}\n\n${helpTable()}`
  }
  return `### Commands

${helpTable()}

A command stands at the start of a line, as \`/baton hold\`. \`/baton help <command>\` shows one in full.`
}

const said = (reason: string | undefined): string => (reason === undefined ? '' : `: ${reason}`)

/** What commands left behind, one line each; empty when none counts. */
export function wishes(desired: Desired, now: number): string[] {
  const { held, stopped, priority, escalated, approved, rejected } = desired
  return [
    ...(stopped === undefined ? [] : [`stopped by @${stopped.by}${said(stopped.reason)}`]),
    ...(held === undefined ? [] : [`held by @${held.by}${said(held.reason)}`]),
    ...(priority === undefined ? [] : [`priority ${priority.level}, set by @${priority.by}`]),
    ...(escalated === undefined ? [] : [`escalated by @${escalated.by}${said(escalated.reason)}`]),
    ...approved.map(
      ({ by, on, sha }) => `approved by @${by} on #${on}${sha === undefined ? '' : ` at ${shortSha(sha)}`}`,
    ),
    ...rejected.map(({ by, on, reason }) => `rejected by @${by} on #${on}: ${reason}`),
    ...frozenAt(desired, now).map(({ what, by, reason }) => `${what} is frozen by @${by}${said(reason)}`),
  ]
}

function status({ explanation, now }: Facts, desired: Desired): string {
  const lines = explanation.length === 0 ? ['nothing has been looked at yet'] : explanation
  const asked = wishes(desired, now)
  return `### Where this task stands

${list(lines)}${asked.length === 0 ? '' : `\n\n**By command**\n${list(asked)}`}`
}

function explain(about: 'route' | 'priority', { route, priority }: Facts): string {
  if (about === 'priority') {
    return `### Why this priority

${priority === undefined ? 'The task has no priority yet.' : reasonMarkdown(priority)}`
  }
  return `### Why this route

${route.length === 0 ? 'The task is not routed yet.' : route.map((entry) => reasonMarkdown(entry)).join('\n')}`
}

/** The answer to a command that changes nothing, as Markdown; undefined for one that does. */
export function answer(command: Command, facts: Facts, desired: Desired): string | undefined {
  if (command.verb === 'help') return help(command.args.command)
  if (command.verb === 'status') return status(facts, desired)
  if (command.verb === 'explain') return explain(command.args.about ?? 'route', facts)
  if (command.verb === 'coordinate') {
    return `### How this goes together\n\n${facts.coordination ?? 'No other task has to do with this one.'}`
  }
  if (command.verb === 'handoff' && command.args.agent === undefined) return facts.handoff()
  return undefined
}

/** As text in a list item of a reply. */
export const point = (why: string, verb: Verb | undefined): string =>
  `- ${quoted(why)}${why.endsWith('?') ? '' : '.'}${verb === undefined ? '' : ` The right form: ${formOf(verb)}`}`
