// An architecture decision record of the target repository: what it says, and the file that it becomes.

import { z } from 'zod'
import { oneLine, quoted } from '../render/text.ts'

export interface AdrContent {
  title: string
  context: string
  decision: string
  rationale: string
  alternatives: readonly { option: string; why: string }[]
  consequences: readonly string[]
  dissent: readonly string[]
  /** Where it was decided and on what grounds: texts with links. */
  evidence: readonly string[]
}

/** A number that was taken for a record, once and for ever. */
export interface AdrRecord {
  /** What it records; unique within the task. */
  topic: string
  number: number
  title: string
  path: string
  branch: string
  /** The commit that the host has written; undefined until then. */
  sha: string | undefined
  /** Milliseconds since 1970. */
  reservedAt: number
}

/** A folder of the repository that is not hidden, so that no record can land in `.github`. */
export const AdrFolder = z
  .string()
  .max(100)
  .regex(
    /^[\w][\w-]*(?:\.[\w-]+)*(?:\/[\w][\w-]*(?:\.[\w-]+)*)*$/,
    'expected a folder from the top of the repository, without hidden ones and `..`',
  )

const SLUG = 50

/** Title to file name: `Keep one kernel!` becomes `keep-one-kernel`. */
export function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG)
    .replaceAll(/^-+|-+$/g, '')
  return slug === '' ? 'decision' : slug
}

/** Four digits, as tools for such records number them; more where there are more. */
export const adrName = (number: number, title: string): string =>
  `${String(number).padStart(4, '0')}-${slugOf(title)}.md`

/** The highest number among the files of a folder; 0: there is none. Numbers that no record would have are not looked at. */
export const highestNumber = (files: readonly string[]): number =>
  Math.max(
    0,
    ...files.flatMap((file) => {
      const digits = /^(\d{1,6})-[^/]*\.md$/.exec(file)?.[1]
      return digits === undefined ? [] : [Number(digits)]
    }),
  )

/** A quotation: a heading in somebody's words is none of the record's. */
const words = (text: string): string =>
  quoted(text)
    .trim()
    .split(/\r\n?|\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')

const section = (title: string, body: string): string => `## ${title}\n\n${body}\n`

/** The record as Markdown. Words of people and agents are quoted, so that they can neither mention, close nor forge anything, a part of the record included. */
export function renderAdr(number: number, content: AdrContent, reservedAt: number): string {
  const { title, context, decision, rationale, alternatives, consequences, dissent, evidence } = content
  const options = alternatives.map(({ option, why }) => `${option}: ${why}`)
  const orNone = (lines: readonly string[]): string =>
    lines.length === 0 ? 'None was recorded.' : lines.map((line) => `- ${oneLine(line)}`).join('\n')
  return [
    `# ${number}. ${oneLine(title)}\n`,
    `Date: ${new Date(reservedAt).toISOString().slice(0, 10)}\n`,
    section('Status', 'Accepted'),
    section('Context', words(context)),
    section('Decision', `${words(decision)}\n\n${words(rationale)}`),
    section('Alternatives', orNone(options)),
    section('Consequences', orNone(consequences)),
    section('Dissent', orNone(dissent)),
    section('Evidence', orNone(evidence)),
  ].join('\n')
}
