// A directive for the whole repository in words: what is wrong with it, how far its tasks have come, and that it is closed.

import type { Broadcast } from '../directives/broadcast.ts'
import { subjectOf } from '../directives/directive.ts'
import { titleOf } from '../directives/fields.ts'
import type { AddressedTask } from '../directives/progress.ts'
import { taskRef } from '../ids.ts'
import { plural, shortSha } from './figures.ts'
import { capped, list, oneLine } from './text.ts'

/** Why an issue that means to be a directive was not given; none: what was wrong is mended. */
export function broadcastProblems(problems: readonly string[]): string {
  if (problems.length === 0) return '### Baton: the directive is valid again\n\nIt was given.'
  return capped(`### Baton: the directive was not given

${list(problems)}

Nobody was told anything. Edit the issue: it is read again at once.`)
}

function stateOf({ open, entry }: AddressedTask): string {
  if (entry?.closed === undefined)
    return open ? (entry === undefined ? 'not told yet' : 'open') : 'the task has ended'
  if (entry.overruled === true) return 'a ruling went against it'
  if (entry.lapsed === 'ended') return 'the task has ended'
  if (entry.lapsed === 'withdrawn') return 'it was taken back'
  if (entry.to.length === 0) return 'it concerns nobody there'
  switch (entry.said.kind) {
    case 'alignment':
      return 'everybody has acted'
    case 'priority-shift':
      return `the priority is ${entry.said.level}`
    case 'checkpoint':
      return entry.held === undefined ? 'its conditions held' : `held at ${shortSha(entry.held.sha)}`
  }
}

/** Rows by number of the issue, so that the same state makes the same text. */
function table(addressed: readonly AddressedTask[]): string {
  const rows = addressed
    .map((task) => ({ task, number: taskRef(task.key).number }))
    .toSorted((a, b) => a.number - b.number)
    .map(({ task, number }) => `| #${number} | ${task.entry?.to.join(', ') ?? ''} | ${stateOf(task)} |`)
  return `| task | for | state |\n|---|---|---|\n${rows.join('\n')}`
}

const headOf = ({ said, by, to }: Broadcast): string =>
  `### ${titleOf(said.kind)}: ${oneLine(subjectOf(said))}

By @${by}, for ${to.length === 0 ? 'everybody' : to.join(', ')}.`

/** Kept up to date while it is open. What agents did is said on the issues of their tasks. */
export const broadcastComment = (given: Broadcast, addressed: readonly AddressedTask[]): string =>
  capped(`${headOf(given)} It was given to ${plural(given.tasks.length, 'task')}: those that were open then. Its text counts as it was then, too.

${given.tasks.length === 0 ? 'No task was open, so nobody was told.' : table(addressed)}

Closing this issue before everybody has acted takes the directive back.`)

/** The last word: a comment of its own, because GitHub notifies nobody of an edit. */
export const broadcastClosing = (given: Broadcast, addressed: readonly AddressedTask[]): string =>
  capped(`### Directive closed

${
  given.tasks.length === 0
    ? 'No task was open when it was given, so there was nobody to act.'
    : `Nothing is left to do about it in ${plural(given.tasks.length, 'task')}.\n\n${table(addressed)}`
}`)
