// The jobs of a run: a job with a matrix becomes one for each combination of its values.

import { UserError } from '../../errors.ts'
import { interpolate, interpolateValue, type Scope } from './expression/evaluate.ts'
import { isList, record, toValue, type Value } from './expression/value.ts'
import type { Job, Workflow } from './workflow.ts'

/** "A matrix will generate a maximum of 256 jobs per workflow run" (https://docs.github.com/actions/reference/limits). */
const MOST_JOBS = 256

/** The vectors of a matrix: a list, or an expression whose value is one, by key. */
export type Vectors = Readonly<Record<string, string | readonly unknown[]>>

/** The `matrix` context of each combination, the first key varying slowest. Throws a UserError for a vector that is no list with values. */
export function combinations(vectors: Vectors, scope: Scope): Value[] {
  let found: (readonly [string, Value])[][] = [[]]
  for (const [key, source] of Object.entries(vectors)) {
    const values = typeof source === 'string' ? interpolateValue(source, scope) : toValue(source)
    if (!isList(values) || values.length === 0) {
      throw new UserError(
        `the matrix vector ${key} is ${JSON.stringify(values).slice(0, 80)}; expected a list with values`,
        `Give a list, for example ${key}: \${{ fromJSON(inputs.platforms) }} with [{"name":"linux"}].`,
      )
    }
    found = found.flatMap((combination) => values.map((value) => [...combination, [key, value] as const]))
    if (found.length > MOST_JOBS)
      throw new UserError(`the matrix has more than ${MOST_JOBS} jobs`, 'Give it fewer values.')
  }
  return found.map(record)
}

/** One job of a run, with the scope that its own fields are evaluated in. */
export interface PlannedJob {
  id: string
  job: Job
  name: string
  scope: Scope
}

/** All jobs of a run. Throws a UserError for a matrix that cannot be expanded and for two jobs of one name. */
export function plannedJobs(workflow: Workflow, scope: Scope): PlannedJob[] {
  const planned = Object.entries(workflow.jobs).flatMap(([id, job]) =>
    scopes(job, scope).map((own) => ({ id, job, name: interpolate(job.name ?? id, own), scope: own })),
  )
  const twice = planned.find(({ name }, index) => planned.findIndex((one) => one.name === name) !== index)
  if (twice)
    throw new UserError(
      `two jobs are named ${JSON.stringify(twice.name)}`,
      'The local runner knows jobs by their names: use the matrix in the name.',
    )
  return planned
}

function scopes(job: Job, scope: Scope): Scope[] {
  if (job.strategy === undefined) return [scope]
  const all = combinations(job.strategy.matrix, scope)
  return all.map((matrix, index) => {
    const strategy = toValue({ 'fail-fast': false, 'job-index': index, 'job-total': all.length })
    return { ...scope, contexts: { ...scope.contexts, matrix, strategy } }
  })
}
