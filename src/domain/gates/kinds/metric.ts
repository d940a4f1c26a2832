// A limit for a figure, such as the size of a node in bytes.

import { z } from 'zod'
import { median } from '../../evidence/statistics.ts'
import { field } from '../../policy/field.ts'
import { allOf, reason } from '../../reason.ts'
import { figure } from '../../render/figures.ts'
import { readable } from '../../reports/units.ts'
import { PlatformName } from '../../results.ts'
import { converted } from '../../truth/units.ts'
import { everyRule } from '../applies.ts'
import { defineGate } from '../gate.ts'
import { resultOf } from '../records.ts'

const METRIC = z.string().regex(/^[\w.-]{1,80}$/, 'expected letters, digits, `_`, `.` and `-`, at most 80')

const rule = z
  .strictObject({
    ...everyRule,
    metric: field(METRIC, 'the name of a metric that a command prints', 'node.bytes'),
    min: field(z.number(), 'the least that it may be', 1).optional(),
    max: field(z.number(), 'the most that it may be', 48).optional(),
    unit: field(
      z.string().min(1).max(20),
      'the unit of min and max; left out: that of the metric',
      'bytes',
    ).optional(),
    platform: field(
      PlatformName,
      'the platform whose figure counts; left out: each that measures it',
      'linux-x64',
    ).optional(),
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, {
    message: 'min or max must be given',
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    message: 'min is greater than max',
  })

export const metricGate = defineGate({
  rule,
  title: ({ metric }) => metric,
  judge: (wanted, { head, validations, platforms }) => {
    const asked = (['validate', 'benchmark'] as const).flatMap((kind) =>
      platforms[kind].map((platform) => ({ kind, platform, confirms: false })),
    )
    const on = asked.filter(({ platform }) => wanted.platform === undefined || wanted.platform === platform)
    const results = on.map((question) => ({ ...question, result: resultOf(validations, question, head) }))
    const waiting = results.filter(({ result }) => result === undefined)
    if (waiting.length > 0) return { reason: reason('pending', `${wanted.metric}: not every result is in`) }
    const found = results.flatMap(({ platform, result }) =>
      (result?.benchmarks ?? [])
        .filter(({ metric, candidate }) => metric === wanted.metric && candidate.length > 0)
        .map(({ unit, candidate }) => ({ platform, unit, value: median(candidate) })),
    )
    if (found.length === 0) return { reason: reason('fail', `${wanted.metric}: no command measured it`) }
    const children = found.map(({ platform, unit, value }) => {
      const said = `${readable(value, unit)} on ${platform}`
      const meant = wanted.unit ?? unit
      const own = converted(value, unit, meant)
      if (own === undefined) return reason('fail', `${said}, but it has to be measured in ${meant}`)
      if (wanted.max !== undefined && !(own <= wanted.max))
        return reason('fail', `${said}, at most ${figure(wanted.max)} ${meant} allowed`)
      if (wanted.min !== undefined && !(own >= wanted.min))
        return reason('fail', `${said}, at least ${figure(wanted.min)} ${meant} required`)
      return reason('pass', said)
    })
    return { reason: allOf(wanted.metric, children) }
  },
})
