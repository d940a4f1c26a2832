// What `baton check` says about a folder: every problem with what was expected, the notes, and one line that sums up.

import { plural } from '../domain/render/figures.ts'
import { formatProblem, type Problem } from '../domain/roster/problem.ts'
import type { FolderReport } from '../roster/check-folder.ts'
import { line } from './text-table.ts'

/** Colours a piece of text; the text itself where there are no colours. */
export type Paint = (style: 'red' | 'yellow' | 'green' | 'dim', text: string) => string

export const noPaint: Paint = (_style, text) => text

/** The outcome of a check: what counts as a problem depends on `--strict`. */
export interface Outcome {
  report: FolderReport
  problems: readonly Problem[]
  notes: readonly Problem[]
}

/** With `strict`, notes are problems. */
export const outcomeOf = (report: FolderReport, strict: boolean): Outcome => ({
  report,
  problems: strict ? [...report.problems, ...report.notes] : report.problems,
  notes: strict ? [] : report.notes,
})

const KINDS: Readonly<Record<FolderReport['kind'], string>> = {
  target: 'a target repository',
  packs: 'a folder of packs',
  pack: 'one pack',
}

const place = ({ file, line: at, key }: Problem): string =>
  `${file}:${at}${key === '' ? '' : ` ${line(key)}`}`

function painted(problem: Problem, paint: Paint): string {
  const [first = '', ...rest] = formatProblem(problem).split('\n')
  return [paint('red', first), ...rest.map((text) => paint('dim', text))].join('\n')
}

const contents = ({ packs, policy }: FolderReport): string[] => [
  ...(policy === null
    ? []
    : [
        `  ${policy.file} extends ${policy.extends}; the label ${line(policy.label)} assigns an issue`,
        `  agents of its own: ${policy.own.join(', ') || 'none'}`,
      ]),
  ...packs.map(({ name, title, agents }) => `  ${name} (${line(title)}): ${plural(agents, 'agent')}`),
]

/** The whole report as a person reads it. */
export function checkText({ report, problems, notes }: Outcome, paint: Paint = noPaint): string {
  const counts = [
    report.kind === 'target' ? [] : [plural(report.packs.length, 'pack')],
    plural(report.agents, 'agent'),
    plural(problems.length, 'problem'),
    notes.length > 0 ? [plural(notes.length, 'note')] : [],
  ].flat()
  return [
    `${line(report.dir)}: ${KINDS[report.kind]}`,
    ...contents(report),
    ...problems.map((problem) => painted(problem, paint)),
    ...notes.map((note) => `${paint('yellow', 'note')}  ${place(note)}: ${line(note.message)}`),
    paint(problems.length > 0 ? 'red' : 'green', counts.join(', ')),
  ].join('\n')
}

/** The report as one object for other programs. */
export const checkJson = ({ report, problems, notes }: Outcome): object => ({
  kind: report.kind,
  dir: report.dir,
  ok: problems.length === 0,
  problems,
  notes,
  packs: report.packs,
  agents: report.agents,
  policy: report.policy,
})
