// What the commands that change nothing answer.

import { reasonMarkdown, type Reason } from '../reason.ts'
import { shortSha, usd } from '../render/figures.ts'
import { cell, inCode, list, quoted } from '../render/text.ts'
import { didYouMean } from '../did-you-mean.ts'
import { frozenAt, type Desired } from './desired.ts'
import type { BudgetFacts, Facts } from './facts.ts'
import { commands, isVerb, VERBS, type Command, type Verb } from './verbs/index.ts'

export type { Facts } from './facts.ts'

const PLACES = { issue: 'issue', pull: 'pull request', both: 'issue, pull request' } as const

const row = (verb: Verb): string => {
  const { summary, permission, where, showing } = commands[verb]
  return `| \`${verb}\` | ${cell(summary)} | ${permission}${showing === undefined ? '' : ` (${showing} to look)`} | ${PLACES[where]} |`
}

/** The right form, for a reply. */
export const formOf = (verb: Verb): string => `\`${inCode(commands[verb].usage)}\``

export const helpTable = (): string =>
  `| command | what it does | permission | where |
|---|---|---|---|
${VERBS.map(row).join('\n')}`

function oneInFull(verb: Verb): string {
  const { summary, examples, permission, where } = commands[verb]
  return `### /baton ${verb}

${summary}.

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
  const { held, stopped, planned, replan, priority, escalated, approved, rejected, assigned } = desired
  const { budget: asked, merges, overrides } = desired
  return [
    ...(stopped === undefined ? [] : [`stopped by @${stopped.by}${said(stopped.reason)}`]),
    ...(held === undefined ? [] : [`held by @${held.by}${said(held.reason)}`]),
    ...(priority === undefined ? [] : [`priority ${priority.level}, set by @${priority.by}`]),
    ...(planned === undefined ? [] : [`a plan is wanted by @${planned.by}${said(planned.wish)}`]),
    ...(replan === undefined ? [] : [`the plan is made anew for @${replan.by}${said(replan.reason)}`]),
    ...(escalated === undefined ? [] : [`escalated by @${escalated.by}${said(escalated.reason)}`]),
    ...(asked === undefined ? [] : [`may cost ${usd(asked.usd)}, set by @${asked.by}`]),
    ...assigned
      .filter(({ undone }) => undone === undefined)
      .map(({ agent, number, by }) => `wave ${number} is for ${agent}, assigned by @${by}`),
    ...approved.map(
      ({ by, on, sha }) => `approved by @${by} on #${on}${sha === undefined ? '' : ` at ${shortSha(sha)}`}`,
    ),
    ...rejected.map(({ by, on, reason }) => `rejected by @${by} on #${on}: ${reason}`),
    ...merges.map(({ by, on, sha }) => `the merge of #${on} at ${shortSha(sha)} is asked for by @${by}`),
    ...overrides.map(
      ({ by, on, sha, gate, reason }) =>
        `${gate} of #${on} at ${shortSha(sha)} is overridden by @${by}: ${reason}`,
    ),
    ...frozenAt(desired, now).map(({ what, by, reason }) => `${what} is frozen by @${by}${said(reason)}`),
  ]
}

function status({ explanation, now }: Facts, desired: Desired): string {
  const lines = explanation.length === 0 ? ['nothing has been looked at yet'] : explanation
  const asked = wishes(desired, now)
  return `### Where this task stands

${list(lines)}${asked.length === 0 ? '' : `\n\n**By command**\n${list(asked)}`}`
}

const tree = (title: string, reasons: readonly Reason[], nothing: string): string =>
  `### ${title}\n\n${reasons.length === 0 ? nothing : reasons.map((entry) => reasonMarkdown(entry)).join('\n')}`

/** What keeps the task from going on: what people want of it, then where the last pass had to stop. */
function holds({ explanation, now }: Facts, desired: Desired): string {
  const { held, stopped } = desired
  const lines = [
    ...(stopped === undefined ? [] : [`stopped by @${stopped.by}${said(stopped.reason)}`]),
    ...(held === undefined ? [] : [`held by @${held.by}${said(held.reason)}`]),
    ...frozenAt(desired, now).map(({ what, by }) => `${what} is frozen by @${by}`),
    ...explanation.slice(-1),
  ]
  return `### What it waits for\n\n${lines.length === 0 ? 'Nothing has been looked at yet.' : list(lines)}`
}

type About = 'route' | 'priority' | 'gates' | 'consensus' | 'holds'

function explain(about: About, facts: Facts, desired: Desired): string {
  switch (about) {
    case 'route':
      return tree('Why this route', facts.route, 'The task is not routed yet.')
    case 'priority':
      return tree(
        'Why this priority',
        facts.priority === undefined ? [] : [facts.priority],
        'The task has no priority yet.',
      )
    case 'gates':
      return tree('Gates', facts.gates, 'No pull request is open.')
    case 'consensus':
      return tree('Consensus', facts.consensus, 'No pull request is open.')
    case 'holds':
      return holds(facts, desired)
  }
}

const ABOUT: readonly About[] = ['route', 'gates', 'consensus', 'holds']

/** Takes US dollars. */
function budget({ spent, reserved, limit, usual, most, perRun }: BudgetFacts, desired: Desired): string {
  const by =
    desired.budget === undefined ? '' : `, set by @${desired.budget.by}; the policy has ${usd(usual)}`
  return `### What this task costs

- spent: ${usd(spent)}
- reserved for runs under way: ${usd(reserved)}
- limit: ${usd(limit)}${by}
- left: ${usd(Math.max(0, limit - spent - reserved))}; a run may cost up to ${usd(perRun)}
- the most that \`/baton budget\` may set: ${usd(most)}`
}

/** The answer to a command that changes nothing, as Markdown; undefined for one that does. */
export function answer(command: Command, facts: Facts, desired: Desired): string | undefined {
  if (command.verb === 'help') return help(command.args.command)
  if (command.verb === 'status') return status(facts, desired)
  if (command.verb === 'explain') {
    const { about } = command.args
    return (about === undefined ? ABOUT : [about]).map((one) => explain(one, facts, desired)).join('\n\n')
  }
  if (command.verb === 'budget' && command.args.usd === undefined) return budget(facts.budget, desired)
  if (command.verb === 'coordinate') {
    return `### How this goes together\n\n${facts.coordination ?? 'No other task has to do with this one.'}`
  }
  if (command.verb === 'handoff' && command.args.agent === undefined) return facts.handoff()
  return undefined
}

/** As text in a list item of a reply. */
export const point = (why: string, verb: Verb | undefined): string =>
  `- ${quoted(why)}${why.endsWith('?') ? '' : '.'}${verb === undefined ? '' : ` The right form: ${formOf(verb)}`}`
