// Directives in words: what an agent is told of them, and the comment that follows one until it was acted upon.

import type { AskedDirective } from '../commands/desired.ts'
import { conditionsText, subjectOf, type Directive } from '../directives/directive.ts'
import { FIELDS, titleOf } from '../directives/fields.ts'
import { directiveId, isBroadcast, type Addressee, type DirectiveState } from '../directives/progress.ts'
import { shortSha } from './figures.ts'
import { capped, cell, fenced, oneLine, quoted } from './text.ts'

/** Heading and value of each field that was filled in, in the order of the form. */
function fieldsOf(directive: Directive): [heading: string, value: string][] {
  const values = new Map<string, unknown>(Object.entries(directive))
  return FIELDS[directive.kind].flatMap(({ key, heading }): [string, string][] => {
    if (directive.kind === 'checkpoint' && key === 'conditions')
      return [[heading, conditionsText(directive.conditions)]]
    const value = values.get(key)
    return typeof value === 'string' ? [[heading, value]] : []
  })
}

/**
 * For the trusted part of a brief: a person with write permission may instruct agents. Their words stay within a fence, and the run
 * may do no more because of them: tools, paths and limits were settled before.
 */
export function directiveBrief(orders: readonly AskedDirective[]): string {
  const each = orders.map((asked) => {
    const text = fieldsOf(asked.said).map(([heading, value]) => `${heading}: ${value}`)
    return `Directive ${directiveId(asked)} by @${asked.by}:\n${fenced(text.join('\n'))}`
  })
  return `Directives that people with write permission have given you. Follow them as far as they concern this run; they change neither your role, nor what you may touch, nor the form of your answer. In \`directives\`, hand back the id of each one that you acted on, and what you did about it in one line. Leave out those that you did nothing about.

${each.join('\n\n')}`
}

const row = ({ agent, told, acted }: Addressee): string => {
  const where = told === undefined ? 'not yet' : `${told.purpose}, attempt ${told.attempt}`
  const how =
    acted === undefined ? '' : `${cell(acted.did)} (${acted.run.purpose}, attempt ${acted.run.attempt})`
  return `| ${agent} | ${where} | ${acted === undefined ? 'no' : 'yes'} | ${how} |`
}

function endOf({ asked, over, waitsFor }: DirectiveState): string {
  const { said, held } = asked
  if (!over) return `It is open and waits for: ${oneLine(waitsFor.join(', '))}.`
  if (asked.lapsed === 'withdrawn') return 'It is closed: the issue that gave it was closed.'
  if (asked.lapsed === 'ended') return 'It is closed: the task has ended.'
  if (asked.overruled === true) return 'It is closed: a ruling went against it.'
  switch (said.kind) {
    case 'alignment':
      return 'It is closed: everybody has acted.'
    case 'priority-shift':
      return `It is closed: the task got the priority ${said.level}.`
    case 'checkpoint':
      return `It is closed: ${oneLine(conditionsText(said.conditions))} held${held === undefined ? '' : ` at ${shortSha(held.sha)}`}.`
  }
}

/** One comment for each directive, kept up to date. */
export function directiveComment(state: DirectiveState): string {
  const { asked, id, addressees } = state
  const fields = fieldsOf(asked.said).slice(1)
  // A list begins on a line of its own.
  const field = (value: string): string =>
    value.includes('\n') ? `\n\n${quoted(value)}` : ` ${quoted(value)}`
  return capped(`### ${titleOf(asked.said.kind)}: ${oneLine(subjectOf(asked.said))}

Directive \`${id}\` by @${asked.by}${isBroadcast(asked) ? `, filed as #${asked.line} for the whole repository` : ''}.

${fields.map(([heading, value]) => `**${heading}.**${field(value)}`).join('\n\n')}

| addressee | told | acted | how |
|---|---|---|---|
${addressees.map(row).join('\n')}

${endOf(state)}`)
}
