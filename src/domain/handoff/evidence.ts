// By what a wave's work is borne out: the pull request, recorded validations and measurements, verdicts, sources of reports.

import type { Verdict } from '../consensus/verdicts.ts'
import { measure } from '../evidence/statistics.ts'
import { latestValidation } from '../gates/records.ts'
import type { Sha } from '../ids.ts'
import { readable } from '../reports/units.ts'
import { figure } from '../render/figures.ts'
import type { PullObservation, RunRecord, ValidationRecord } from '../snapshot.ts'
import { clipped, MOST_POINTS, type Evidence } from './handoff.ts'

/** What a recorded validation says, in one line. */
function saysOf({ result, state, detail }: ValidationRecord): string {
  if (result === undefined) return clipped(detail ?? `${state}, without a result`)
  const failed = result.steps.filter(({ exitCode }) => exitCode !== 0).map(({ name }) => name)
  const { tests } = result
  const counts =
    tests === null
      ? []
      : [
          `${tests.passed} of ${tests.total} tests passed`,
          ...(tests.skipped > 0 ? [`${tests.skipped} skipped`] : []),
        ]
  const steps = failed.length === 0 ? 'every command succeeded' : `failed: ${failed.join(', ')}`
  return clipped([steps, ...counts].join(', '))
}

/** What is in force for each question about a head, with what it measured. */
export function validationEvidence(validations: readonly ValidationRecord[], head: Sha): Evidence[] {
  const newest = validations.filter((record) => latestValidation(validations, record, head) === record)
  return newest.flatMap((record): Evidence[] => {
    if (record.state === 'requested' || record.state === 'running') return []
    const run = /^\d+$/.exec(record.workflowRunId ?? '')?.[0]
    const measured = (record.result?.benchmarks ?? []).flatMap((benchmark): Evidence[] => {
      const one = measure(benchmark)
      if (one === undefined) return []
      const says = `${one.metric}: ${readable(one.baseline, one.unit)} → ${readable(one.candidate, one.unit)}, ${figure(one.ratio)}× over ${one.samples} paired samples`
      return [{ kind: 'measured', says: clipped(says) }]
    })
    return [
      {
        kind: 'validation',
        of: record.kind,
        sha: head,
        ...(run === undefined ? {} : { run }),
        says: clipped(`${record.platform}: ${saysOf(record)}`),
      },
      ...measured,
    ]
  })
}

const sourcesOf = (works: readonly RunRecord[]): string[] => [
  ...new Set(
    works.flatMap(({ outcome }) =>
      outcome?.kind === 'done' && outcome.purpose === 'research'
        ? outcome.value.findings.flatMap(({ sources }) => sources)
        : [],
    ),
  ),
]

/** `works`: the runs that did the work; `verdicts`: those on the pull request's head. */
export function recordedEvidence(
  { validations }: { validations: readonly ValidationRecord[] },
  {
    pull,
    works,
    verdicts,
  }: { pull: PullObservation | undefined; works: readonly RunRecord[]; verdicts: readonly Verdict[] },
): Evidence[] {
  const onPull: Evidence[] =
    pull === undefined
      ? []
      : [
          {
            kind: 'pull',
            number: pull.number,
            sha: pull.headSha,
            ...(pull.mergeSha === undefined ? {} : { merged: pull.mergeSha }),
          },
          ...validationEvidence(validations, pull.headSha),
        ]
  const judged = verdicts.map(({ seat, sha, outcome }): Evidence => ({
    kind: 'verdict',
    seat,
    sha,
    position: outcome.position,
  }))
  const sources = sourcesOf(works).map((says): Evidence => ({ kind: 'source', says: clipped(says) }))
  const found = [...onPull, ...judged, ...sources]
  // A report without a source, or a wave that needed no change: the run itself is all there is.
  const runs = works.flatMap(({ agent, attempt, outcome }): Evidence[] =>
    outcome?.kind === 'done' ? [{ kind: 'run', agent, attempt, says: 'its outcome is on record' }] : [],
  )
  return (found.length > 0 ? found : runs).slice(0, MOST_POINTS * 2)
}
