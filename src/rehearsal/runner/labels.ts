// Which labels a run asks for, and whether a runner has them all.

import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { interpolateValue, type Scope } from './expression/evaluate.ts'
import { isList, toText, type Value } from './expression/value.ts'
import type { Job } from './workflow.ts'

/** Labels of GitHub's Linux runners, for which a runner on this machine stands in. The step log says so. */
export const STAND_IN_LABELS: readonly string[] = ['ubuntu-latest']

const Labels = z.array(z.string().min(1)).min(1)

/** The labels in `runs-on` after evaluation (a label, a list, or `fromJSON` of either). Throws a UserError for anything else. */
export function requiredLabels(job: Job, scope: Scope): string[] {
  const source = job['runs-on']
  const value: Value = Array.isArray(source)
    ? source.map((label) => interpolateValue(label, scope))
    : interpolateValue(source, scope)
  const labels = Labels.safeParse(
    isList(value) ? value.map(toText) : typeof value === 'string' ? [value] : undefined,
  )
  if (!labels.success) {
    throw new UserError(
      `runs-on is ${JSON.stringify(value)}, not a label or a list of labels`,
      'Give a label as JSON, for example "ubuntu-latest" or ["self-hosted", "linux"].',
    )
  }
  return labels.data
}

/** The required labels that the runner lacks; labels ignore case, as on GitHub. */
export function missingLabels(required: readonly string[], offered: readonly string[]): string[] {
  const has = new Set(offered.map((label) => label.toLowerCase()))
  return required.filter((label) => !has.has(label.toLowerCase()))
}
