// Whether a metric got worse: base and head measured in turns on one machine. One measurement alone does not convict.

import { z } from 'zod'
import { compare, type Comparison } from '../../benchmarks/compare.ts'
import { DEFAULT_RULE } from '../../benchmarks/rule.ts'
import { field } from '../../policy/field.ts'
import { allOf, reason, told, type Reason } from '../../reason.ts'
import { figure } from '../../render/figures.ts'
import { readable } from '../../reports/units.ts'
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
    'changes of the cost up to so many percent are of no account; more blocks when two runs show it',
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

const figures = ({ estimate, unit, samples }: Comparison): string =>
  estimate === undefined
    ? 'no ratio'
    : `${readable(estimate.baseline, unit)} → ${readable(estimate.candidate, unit)}, ${figure(estimate.ratio)}× over ${samples} paired samples`

/** What one run says by itself. `fail`: it raises a suspicion, when there are figures at all. */
function holds(wanted: Rule, compared: Comparison): Reason {
  const { verdict, regressionRuledOut, why, estimate } = compared
  const limit = `at most ${figure(wanted.max_regression_pct)} % worse than the base`
  const children = [
    verdict === 'regressed'
      ? reason('fail', `${limit}: ${why} (${figures(compared)})`)
      : reason(
          'pass',
          regressionRuledOut
            ? `${limit} (${figures(compared)})`
            : `${limit}: not shown to be more, and not ruled out either: ${why} (${figures(compared)})`,
        ),
  ]
  if (wanted.min_ratio !== undefined) {
    const sure = estimate?.interval[0] ?? 0
    const state = sure >= wanted.min_ratio ? 'pass' : 'fail'
    children.push(
      reason(state, `at least ${figure(wanted.min_ratio)}× the base: surely ${figure(sure)}× and more`),
    )
  }
  return allOf(wanted.metric, children)
}

/** Figures that decide nothing, however often they are taken: none, no pairs, or too few rounds. */
const undecidable = ({ samples, estimate }: Comparison): boolean =>
  estimate === undefined || samples < DEFAULT_RULE.minSamples

function compared(wanted: Rule, facts: GateFacts, question: Question): Comparison | undefined {
  const found = resultOf(facts.validations, question, facts.head)?.benchmarks.find(
    (benchmark) => benchmark.metric === wanted.metric,
  )
  return found && compare(found, { ...DEFAULT_RULE, effectFloorPct: wanted.max_regression_pct })
}

function onPlatform(wanted: Rule, facts: GateFacts, platform: string): Judged {
  const first: Question = { kind: 'benchmark', platform, confirms: false }
  if (resultOf(facts.validations, first, facts.head) === undefined)
    return { reason: reason('pending', `${platform}: no result yet`) }
  const seen = compared(wanted, facts, first)
  if (seen === undefined) return { reason: reason('fail', `${platform}: it was not measured`) }
  if (undecidable(seen)) return { reason: reason('fail', `${platform}: ${seen.why}`) }
  const verdict = holds(wanted, seen)
  if (verdict.state === 'pass') return { reason: reason('pass', platform, verdict.children) }
  // A suspicion: measured once more, and only what both say counts.
  const again: Question = { ...first, confirms: true }
  const record = latestValidation(facts.validations, again, facts.head)
  const confirming = compared(wanted, facts, again)
  if (record !== undefined && record.state !== 'requested' && record.state !== 'running') {
    if (confirming === undefined || undecidable(confirming)) {
      const why = record.detail ?? confirming?.why ?? 'it measured no such metric'
      const children = [verdict, reason('fail', `the confirming run has no figures: ${why}`)]
      // A result that was refused may have been made up: nobody's word takes the place of finding out.
      const unshown = record.state === 'refused' ? { unshown: 'the confirming run was refused' } : {}
      return { reason: reason('fail', platform, children), ...unshown }
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
    const judged = on.map((platform): Judged => {
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
    const unshown = judged.find((one) => one.unshown !== undefined)?.unshown
    return {
      reason: allOf(
        wanted.metric,
        judged.map((one) => one.reason),
      ),
      ...(confirm === undefined ? {} : { confirm }),
      ...(unshown === undefined ? {} : { unshown }),
    }
  },
})
