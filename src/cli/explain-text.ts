// What `baton explain` prints. Nothing of GitHub's texts reaches the terminal but printable characters.

import type { Reason, ReasonState } from '../domain/reason.ts'
import type { Explained, ExplainedCheck, ExplainedPull, ExplainedTask } from './explain-record.ts'
import { line, textTable } from './text-table.ts'

const WORDS: Record<ReasonState, string> = {
  pass: 'ok: ',
  fail: 'FAILED: ',
  pending: 'waits: ',
  unproven: 'not shown: ',
  info: '',
}

const indented = (lines: readonly string[], by = '  '): string[] => lines.map((text) => `${by}${text}`)

const treeLines = (root: Reason): string[] => [
  `- ${WORDS[root.state]}${line(root.text)}`,
  ...indented(root.children.flatMap(treeLines)),
]

const outcomeOf = ({ status, conclusion }: ExplainedCheck): string =>
  line(conclusion ?? status).replaceAll('_', ' ')

function checkLines(check: ExplainedCheck): string[] {
  const parts = [
    check.notes.map(line),
    check.trees.flatMap(treeLines),
    ...check.tables.map(textTable),
    ...check.outputs.map(({ of, text }) => [
      `output of ${line(of)}:`,
      ...indented(text.split('\n').map(line)),
    ]),
  ].filter((part) => part.length > 0)
  return [
    `${line(check.name)}: ${outcomeOf(check)}, ${line(check.title)}`,
    ...parts.flatMap((part, i) => [...(i === 0 ? [] : ['']), ...indented(part)]),
  ]
}

function pullLines(pull: ExplainedPull): string[] {
  const state = pull.draft && pull.state === 'open' ? 'open, a draft' : pull.state
  const open = [
    ...pull.missing.map((name) => `- ${name}: not on this head yet`),
    ...pull.outstanding.map(({ check, text }) => `- ${line(check)}: ${line(text)}`),
  ]
  return [
    `#${pull.number} ${line(pull.title)} (${state})`,
    `head ${pull.head} of ${line(pull.branch)}`,
    ...(pull.checks.length === 0 ? ['no check of ours is on this head yet'] : []),
    ...pull.checks.flatMap((check) => ['', ...checkLines(check)]),
    ...(open.length === 0 ? [] : ['', 'Still to come:', ...indented(open)]),
  ]
}

function taskLines({ key, open, stands, wished }: ExplainedTask): string[] {
  const steps = stands.length === 0 ? ['nothing has been looked at yet'] : stands
  return [
    `Task ${key} (${open ? 'open' : 'closed'}) stands so:`,
    ...indented(steps.map((text) => `- ${line(text)}`)),
    ...(wished.length === 0 ? [] : ['By command:', ...indented(wished.map((text) => `- ${line(text)}`))]),
  ]
}

/** Ends with a line end. */
export function explainText({ repository, number, kind, title, task, pulls, notes }: Explained): string {
  const head = kind === 'issue' ? [`${repository}#${number} ${line(title)} (issue)`] : [repository]
  const parts = [
    head,
    ...pulls.map(pullLines),
    ...(task === undefined ? [] : [taskLines(task)]),
    ...(notes.length === 0 ? [] : [notes.map((text) => `Note: ${line(text)}.`)]),
  ]
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`
}

const unitEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** One line of JSON in which everything that a terminal might obey is an escape; the data stays what it is. */
export const explainJson = (found: Explained): string =>
  `${JSON.stringify(found).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (text) => text.replaceAll(/[^]/g, unitEscape))}\n`
