// Whether a metric got worse: base and head measured in turns on one machine. One measurement alone does not convict.

import { z } from 'zod'
import type { Comparison, PairedSamples } from '../../benchmarks/compare.ts'
import { bothRuns, confirm, isUndecidable, type Confirmation } from '../../benchmarks/confirm.ts'
import { DEFAULT_RULE, type ComparisonRule } from '../../benchmarks/rule.ts'
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

const limitOf = (wanted: Rule): string => `at most ${figure(wanted.max_regression_pct)} % worse than the base`

/** Whether the cost stays within the limit, as far as the runs so far can tell. */
function holds(wanted: Rule, { standing, why, first, both }: Confirmation): Reason {
  const limit = limitOf(wanted)
  const all = both?.together ?? first
  switch (standing) {
    case 'suspected':
      return reason('pending', `${limit}: suspected, a confirming run is asked for (${figures(first)})`)
    case 'confirmed':
    case 'unmeasured':
      return reason('fail', `${limit}: ${why} (${figures(all)})`)
    case 'clear':
      return reason('pass', `${limit} (${figures(first)})`)
    case 'refuted':
      return reason('pass', `${limit}: ${why} (${figures(all)})`)
    case 'unsettled':
      return reason(
        'pass',
        `${limit}: not shown to be more, and not ruled out either: ${why} (${figures(all)})`,
      )
  }
}

/** Whether the head is as much better as it has to be, surely; nothing where it does not have to be. */
function reached({ min_ratio: wanted }: Rule, { estimate }: Comparison): Reason[] {
  if (wanted === undefined) return []
  const sure = estimate?.interval[0] ?? 0
  const state = sure >= wanted ? 'pass' : 'fail'
  return [reason(state, `at least ${figure(wanted)}× the base: surely ${figure(sure)}× and more`)]
}

const samplesOf = (wanted: Rule, facts: GateFacts, question: Question): PairedSamples | undefined =>
  resultOf(facts.validations, question, facts.head)?.benchmarks.find(
    (benchmark) => benchmark.metric === wanted.metric,
  )

const ruleOf = (wanted: Rule): ComparisonRule => ({
  ...DEFAULT_RULE,
  effectFloorPct: wanted.max_regression_pct,
})

/** A suspicion: it is measured once more, and what both runs come to counts. */
function lookAgain(wanted: Rule, facts: GateFacts, again: Question, samples: PairedSamples): Judged {
  const { platform } = again
  const rule = ruleOf(wanted)
  const { first } = confirm(rule, samples, undefined)
  const record = latestValidation(facts.validations, again, facts.head)
  if (record === undefined || record.state === 'requested' || record.state === 'running')
    return {
      reason: reason('pending', `${platform}: suspected, a confirming run is asked for`, [
        reason('info', `${first.why} (${figures(first)})`),
        ...reached(wanted, first).map(told),
      ]),
      confirm: { platform },
    }
  const second = samplesOf(wanted, facts, again)
  const both = second === undefined ? 'it measured no such metric' : bothRuns(rule, samples, second)
  if (typeof both === 'string')
    return {
      reason: reason('fail', platform, [
        reason('info', `first run: ${first.why} (${figures(first)})`),
        reason('fail', `the confirming run has no figures: ${record.detail ?? both}`),
      ]),
      // What was refused may have been made up: nobody's word takes the place of finding out.
      ...(record.state === 'refused' ? { unshown: 'the confirming run was refused' } : {}),
    }
  const children = [holds(wanted, confirm(rule, samples, second)), ...reached(wanted, both.together)]
  const shown = children.some(({ state }) => state === 'fail')
  const runs = [
    reason('info', `first run: ${figures(first)}`),
    reason('info', `confirming run: ${figures(both.second)}`),
  ]
  return {
    reason: shown
      ? reason('fail', `${platform}: confirmed by a second run`, [...children, ...runs])
      : reason('pass', `${platform}: a second run does not confirm it`, [...runs, ...children]),
  }
}

function onPlatform(wanted: Rule, facts: GateFacts, platform: string): Judged {
  const question: Question = { kind: 'benchmark', platform, confirms: false }
  if (resultOf(facts.validations, question, facts.head) === undefined)
    return { reason: reason('pending', `${platform}: no result yet`) }
  const samples = samplesOf(wanted, facts, question)
  if (samples === undefined) return { reason: reason('fail', `${platform}: it was not measured`) }
  const rule = ruleOf(wanted)
  const first = confirm(rule, samples, undefined)
  if (isUndecidable(first.first, rule)) return { reason: reason('fail', `${platform}: ${first.first.why}`) }
  const children = [holds(wanted, first), ...reached(wanted, first.first)]
  if (children.every(({ state }) => state === 'pass')) return { reason: reason('pass', platform, children) }
  return lookAgain(wanted, facts, { ...question, confirms: true }, samples)
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
              ...(one.confirm === undefined ? [told(one.reason)] : one.reason.children),
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
