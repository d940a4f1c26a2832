// A limit for a figure: a number, what is on record for the base, or a target of the project.

import { z } from 'zod'
import { againstRecord, within, type Standing } from '../../benchmarks/against.ts'
import { figuresOf, type Figure } from '../../benchmarks/figures-of.ts'
import { field } from '../../policy/field.ts'
import { allOf, reason, type Reason } from '../../reason.ts'
import { figure } from '../../render/figures.ts'
import { readable } from '../../reports/units.ts'
import { PlatformName, type WorkflowResult } from '../../results.ts'
import { converted } from '../../truth/units.ts'
import { everyRule } from '../applies.ts'
import { baselineOf } from '../baselines.ts'
import { defineGate, type GateFacts } from '../gate.ts'
import { resultOf } from '../records.ts'
import { reached } from '../targets.ts'

const METRIC = z.string().regex(/^[\w.-]{1,80}$/, 'expected letters, digits, `_`, `.` and `-`, at most 80')

const rule = z
  .strictObject({
    ...everyRule,
    metric: field(
      METRIC,
      'the name of a metric that a command prints, or coverage.lines, tests.passed or tests.total',
      'node.bytes',
    ),
    min: field(z.number(), 'the least that it may be', 1).optional(),
    max: field(z.number(), 'the most that it may be', 48).optional(),
    max_regression_pct: field(
      z.number().min(0).max(1000),
      'by how many percent it may be worse than the baseline; 0: not at all',
      25,
    ).optional(),
    baseline: field(
      z.enum(['saved', 'target']),
      "what it is compared with: saved, the newest figure of a merged wave on the same machine, or target, the pack's target, which must be reached unless max_regression_pct says how far it may be missed",
      'saved',
    ).optional(),
    any_machine: field(
      z.boolean(),
      'true: the figure is the same on every machine, as a size is, so that one of another machine is on record for it',
      true,
    ).default(false),
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
  .refine(
    (wanted) =>
      [wanted.min, wanted.max, wanted.max_regression_pct].some((value) => value !== undefined) ||
      wanted.baseline === 'target',
    { message: 'one of min, max, max_regression_pct and baseline: target must be given' },
  )
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    message: 'min is greater than max',
  })
type Rule = z.output<typeof rule>

interface Found extends Figure {
  platform: PlatformName
  values: readonly number[]
}

const foundIn = ({ metric }: Rule, platform: PlatformName, result: WorkflowResult): Found[] =>
  figuresOf(result)
    .filter((one) => one.metric === metric)
    .map((one) => ({
      ...one,
      platform,
      values: result.benchmarks.find((benchmark) => benchmark.metric === metric)?.candidate ?? [],
    }))

const say = ({ holds, why }: Standing, limit: string): Reason =>
  reason(holds ? 'pass' : 'fail', `${limit}: ${why}`)

function againstTarget(wanted: Rule, { targets }: GateFacts, found: Found): Reason {
  const target = targets.find(({ metric }) => metric === wanted.metric)
  if (target === undefined) return reason('fail', 'the pack has no target for it')
  const own = converted(found.median, found.unit, target.unit)
  if (own === undefined) return reason('fail', `measured in ${found.unit}, the target is in ${target.unit}`)
  const goal = `the target ${target.op} ${figure(target.value)} ${target.unit}`
  if (wanted.max_regression_pct === undefined || reached(target, own))
    return reason(reached(target, own) ? 'pass' : 'fail', goal)
  const better = target.op === '<=' ? 'lower' : 'higher'
  return say(
    within({ ...found, better }, own, target.value, wanted.max_regression_pct),
    `at most ${figure(wanted.max_regression_pct)} % short of ${goal}`,
  )
}

function againstSaved(wanted: Rule, { baselines }: GateFacts, found: Found, maxPct: number): Reason {
  const saved = baselineOf(baselines, found, wanted.any_machine)
  if (saved === undefined)
    return reason('info', `nothing is on record for ${found.machineName} to compare with`)
  const limit = `at most ${figure(maxPct)} % worse than at ${saved.sha.slice(0, 7)}`
  if (saved.unit !== found.unit)
    return reason('fail', `${limit}: measured in ${found.unit}, on record in ${saved.unit}`)
  return say(againstRecord(found, found.values, found.median, saved, maxPct), limit)
}

function limits(wanted: Rule, facts: GateFacts, found: Found): Reason[] {
  const { min, max, max_regression_pct: maxPct } = wanted
  const meant = wanted.unit ?? found.unit
  const own = converted(found.median, found.unit, meant)
  if (own === undefined) return [reason('fail', `it has to be measured in ${meant}`)]
  const within = (holds: boolean, limit: string): Reason => reason(holds ? 'pass' : 'fail', limit)
  return [
    ...(max === undefined ? [] : [within(own <= max, `at most ${figure(max)} ${meant} allowed`)]),
    ...(min === undefined ? [] : [within(own >= min, `at least ${figure(min)} ${meant} required`)]),
    ...(wanted.baseline === 'target'
      ? [againstTarget(wanted, facts, found)]
      : maxPct === undefined
        ? []
        : [againstSaved(wanted, facts, found, maxPct)]),
  ]
}

export const metricGate = defineGate({
  rule,
  title: ({ metric }) => metric,
  judge: (wanted, facts) => {
    const { head, validations, platforms } = facts
    const asked = (['validate', 'benchmark'] as const).flatMap((kind) =>
      platforms[kind].map((platform) => ({ kind, platform, confirms: false })),
    )
    const on = asked.filter(({ platform }) => wanted.platform === undefined || wanted.platform === platform)
    const results = on.map((question) => ({ ...question, result: resultOf(validations, question, head) }))
    const waiting = results.filter(({ result }) => result === undefined)
    if (waiting.length > 0) return { reason: reason('pending', `${wanted.metric}: not every result is in`) }
    const found = results.flatMap(({ platform, result }) =>
      result === undefined ? [] : foundIn(wanted, platform, result),
    )
    if (found.length === 0) return { reason: reason('fail', `${wanted.metric}: no command measured it`) }
    const children = found.map((one) =>
      allOf(`${readable(one.median, one.unit)} on ${one.platform}`, limits(wanted, facts, one)),
    )
    return { reason: allOf(wanted.metric, children) }
  },
})
