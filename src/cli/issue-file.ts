// An issue as a Markdown file: optional front matter with title and labels, else the first heading is the title.

import { z } from 'zod'
import { field } from '../domain/policy/field.ts'
import type { Problem } from '../domain/roster/problem.ts'
import { UserError } from '../errors.ts'
import { parseIssueFile } from '../rehearsal/scenario.ts'
import { readFrontMatter } from '../roster/front-matter.ts'
import { inputSchema, problemsFromZod } from '../roster/zod-problems.ts'

const EXAMPLE = 'for example\n---\ntitle: Repair the parser\nlabels: [type:bugfix, complexity:simple]\n---'

const label = z.string().trim().min(1).max(50)
const IssueKeys = z.strictObject({
  title: field(z.string().trim().min(1).max(256), 'the title of the issue', 'Repair the parser').optional(),
  labels: field(
    z.union([z.string().max(2000), z.array(label).max(100)]),
    'a list of labels, or their names with commas',
    ['type:bugfix'],
  ).optional(),
})

export interface IssueFile {
  title: string
  body: string
  labels: string[]
}

/** Label names from a text with commas. */
export const labelList = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

function refuse(problems: readonly Problem[]): never {
  const lines = problems.map(
    ({ file, line, key, message }) => `${file}:${line} ${key === '' ? '' : `${key}: `}${message}`,
  )
  throw new UserError(lines.join('\n'), EXAMPLE)
}

/** Reads an issue. Raises UserError for front matter that cannot be read; a file without any is as good. */
export function readIssue(path: string, text: string): IssueFile {
  const plain = text.replace(/^\uFEFF/, '')
  if (!/^---\s*$/m.test(plain.split('\n', 1)[0] ?? '')) return { ...parseIssueFile(plain), labels: [] }
  const read = readFrontMatter({ path, text: plain })
  if ('problems' in read) return refuse(read.problems)
  const parsed = IssueKeys.safeParse(read.source.data ?? {})
  if (!parsed.success) {
    const schema = inputSchema(IssueKeys)
    return refuse(problemsFromZod({ file: path, source: read.source, schema }, parsed.error))
  }
  const { title, labels } = parsed.data
  const rest = parseIssueFile(read.body)
  return {
    title: title ?? rest.title,
    body: title === undefined ? rest.body : read.body.trim(),
    labels: typeof labels === 'string' ? labelList(labels) : (labels ?? []),
  }
}
