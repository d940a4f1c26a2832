// How much of the code its tests have to reach.

import { z } from 'zod'
import { ANY_MACHINE, LINE_COVERAGE } from '../../benchmarks/figures-of.ts'
import { sharePct } from '../../evidence/coverage.ts'
import { field } from '../../policy/field.ts'
import { allOf, reason, type Reason } from '../../reason.ts'
import { figure } from '../../render/figures.ts'
import type { Coverage } from '../../results.ts'
import { everyRule } from '../applies.ts'
import { baselineOf } from '../baselines.ts'
import { defineGate, type Baseline } from '../gate.ts'
import { resultOf } from '../records.ts'

const percent = z.number().min(0).max(100)

const rule = z
  .strictObject({
    ...everyRule,
    lines: field(percent, 'the least share of lines that tests must reach, in percent', 80).optional(),
    branches: field(percent, 'the least share of branches, in percent', 70).optional(),
    functions: field(percent, 'the least share of functions, in percent', 80).optional(),
    max_drop: field(
      percent,
      'by how many percentage points the share of lines may fall below what is on record for the base',
      1,
    ).optional(),
  })
  .refine(
    (wanted) =>
      [wanted.lines, wanted.branches, wanted.functions, wanted.max_drop].some((value) => value !== undefined),
    {
      message: 'one of lines, branches, functions and max_drop must be given',
    },
  )

function drop(allowed: number, coverage: Coverage, baselines: readonly Baseline[], platform: string): Reason {
  const before = baselineOf(baselines, { ...ANY_MACHINE, metric: LINE_COVERAGE, platform })
  if (before === undefined) return reason('info', 'nothing is on record for the base to compare with')
  const now = sharePct(coverage.lines)
  return reason(
    before.value - now <= allowed ? 'pass' : 'fail',
    `lines: ${figure(before.value)} % at ${before.sha.slice(0, 7)}, ${figure(now)} % now, ${figure(allowed)} points less allowed`,
  )
}

export const coverageGate = defineGate({
  rule,
  title: () => 'coverage',
  judge: (wanted, { head, validations, platforms, baselines }) => {
    const results = platforms.validate.map((platform) => ({
      platform,
      result: resultOf(validations, { kind: 'validate', platform, confirms: false }, head),
    }))
    if (results.some(({ result }) => result === undefined))
      return { reason: reason('pending', 'coverage: not every result is in') }
    const reported = results.flatMap(({ platform, result }) =>
      result === undefined || result.coverage === null ? [] : [{ platform, coverage: result.coverage }],
    )
    if (reported.length === 0) return { reason: reason('fail', 'coverage: no command reported any') }
    const children = reported.map(({ platform, coverage }) => {
      const parts = (['lines', 'branches', 'functions'] as const).flatMap((part): Reason[] => {
        const least = wanted[part]
        if (least === undefined) return []
        const counted = coverage[part]
        if (counted === undefined) return [reason('fail', `${part}: the report does not count them`)]
        const share = sharePct(counted)
        return [
          reason(
            share >= least ? 'pass' : 'fail',
            `${part}: ${counted.covered} of ${counted.total}, ${figure(share)} %, at least ${figure(least)} % required`,
          ),
        ]
      })
      if (wanted.max_drop !== undefined) parts.push(drop(wanted.max_drop, coverage, baselines, platform))
      return allOf(platform, parts)
    })
    return { reason: allOf('coverage', children) }
  },
})
