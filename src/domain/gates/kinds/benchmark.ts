// Whether a metric got worse: base and head measured in turns on one machine. One measurement alone does not convict.

import { z } from 'zod'
import { measure, type Measurement } from '../../evidence/statistics.ts'
import { field } from '../../policy/field.ts'
import { allOf, reason, told, type Reason } from '../../reason.ts'
import { figure } from '../../render/figures.ts'
import { PlatformName } from '../../results.ts'
import { everyRule } from '../applies.ts'
import { defineGate, type GateFacts, type Judged } from '../gate.ts'
import { latestValidation, resultOf, type Question } from '../records.ts'

const rule = z.strictObject({
  ...everyRule,
  metric: field(
    z.string().regex(/^[\w.-]{1,80}$/, 'expected letters, digits, `_`, `.` and `-`, at most 80'),
    'the name of a metric that a benchmark command prints',
    'attention.ms',
  ),
  max_regression_pct: field(
    z.number().min(0).max(1000),
    'the regression allowed against the base, in percent',
    5,
  ).default(5),
  min_ratio: field(
    z.number().positive().max(1_000_000),
    'how many times better than the base the head must be',
    2,
  ).optional(),
  platform: field(
    PlatformName,
    'the platform whose figures decide; left out: each that benchmarks',
    'macos-metal',
  ).optional(),
  strict: field(
    z.boolean(),
    'true: a regression blocks; left out: it blocks on platforms with bare_metal only, and is told on others',
    true,
  ).optional(),
})
type Rule = z.output<typeof rule>

const figures = (measured: Measurement): string =>
  `${figure(measured.baseline)} → ${figure(measured.candidate)} ${measured.unit}, ${figure(measured.ratio)}× over ${measured.samples} paired samples`

function holds(wanted: Rule, measured: Measurement): Reason {
  const floor = 1 - wanted.max_regression_pct / 100
  const children = [
    reason(
      measured.ratio >= floor ? 'pass' : 'fail',
      `at most ${figure(wanted.max_regression_pct)} % slower than the baseline (${figures(measured)})`,
    ),
  ]
  if (wanted.min_ratio !== undefined) {
    const state = measured.ratio >= wanted.min_ratio ? 'pass' : 'fail'
    children.push(reason(state, `at least ${figure(wanted.min_ratio)}× the baseline`))
  }
  return allOf(wanted.metric, children)
}

const measured = (facts: GateFacts, question: Question, metric: string): Measurement | undefined => {
  const found = resultOf(facts.validations, question, facts.head)?.benchmarks.find(
    (benchmark) => benchmark.metric === metric,
  )
  return found && measure(found)
}

function onPlatform(wanted: Rule, facts: GateFacts, platform: string): Judged {
  const first: Question = { kind: 'benchmark', platform, confirms: false }
  if (resultOf(facts.validations, first, facts.head) === undefined)
    return { reason: reason('pending', `${platform}: no result yet`) }
  const seen = measured(facts, first, wanted.metric)
  if (seen === undefined) return { reason: reason('fail', `${platform}: no paired samples were recorded`) }
  const verdict = holds(wanted, seen)
  if (verdict.state === 'pass') return { reason: reason('pass', platform, verdict.children) }
  // A suspicion: measured once more, and only what both say counts.
  const again: Question = { ...first, confirms: true }
  const record = latestValidation(facts.validations, again, facts.head)
  const confirming = measured(facts, again, wanted.metric)
  if (record !== undefined && record.state !== 'requested' && record.state !== 'running') {
    if (confirming === undefined) {
      const why = record.detail ?? 'it measured no such metric'
      const children = [verdict, reason('fail', `the confirming run has no figures: ${why}`)]
      return { reason: reason('fail', platform, children) }
    }
    const second = holds(wanted, confirming)
    const children = [verdict, second]
    return second.state === 'pass'
      ? {
          reason: reason('pass', `${platform}: the confirming run does not bear the first one out`, [
            reason('info', `first run: ${figures(seen)}`),
            second,
          ]),
        }
      : { reason: reason('fail', `${platform}: confirmed by a second run`, children) }
  }
  return {
    reason: reason('pending', `${platform}: suspected, a confirming run is asked for`, [
      reason('info', figures(seen)),
    ]),
    confirm: { platform },
  }
}

export const benchmarkGate = defineGate({
  rule,
  title: ({ metric }) => metric,
  judge: (wanted, facts) => {
    const on = facts.platforms.benchmark.filter(
      (platform) => wanted.platform === undefined || wanted.platform === platform,
    )
    if (on.length === 0)
      return {
        reason: reason('fail', `${wanted.metric}: no benchmark runs on ${wanted.platform ?? 'any platform'}`),
      }
    const judged = on.map((platform) => {
      const strict = wanted.strict ?? facts.bareMetal.has(platform)
      const one = onPlatform(wanted, facts, platform)
      if (strict) return one
      // Without a machine of its own a figure is news, not evidence: no second run is spent on it.
      const { state } = one.reason
      const said =
        state === 'pending' && one.confirm === undefined
          ? one.reason
          : reason('info', `${platform}: advisory, because no machine of its own measures it`, [
              told(one.reason),
            ])
      return { reason: said }
    })
    const confirm = judged.find((one) => one.confirm !== undefined)?.confirm
    return {
      reason: allOf(
        wanted.metric,
        judged.map((one) => one.reason),
      ),
      ...(confirm === undefined ? {} : { confirm }),
    }
  },
})
