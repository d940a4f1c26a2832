// Gates that could never be met, or name what there is not.

import { DEFAULT_ROUNDS, DEFAULT_RULE } from '../benchmarks/rule.ts'
import { COUNTED } from '../benchmarks/figures-of.ts'
import { REPORT_FORMATS } from '../results.ts'
import type { Finding } from '../roster/problem.ts'
import type { Policy } from './schema.ts'

type Kind = keyof typeof REPORT_FORMATS

const reports = (commands: readonly { report: string }[], kind: Kind): boolean =>
  commands.some(({ report }) => REPORT_FORMATS[kind].some((format) => format === report))

function unmeasured({ gates, validate, benchmark }: Policy): Finding[] {
  const measures = benchmark?.commands ?? []
  const findings: Finding[] = []
  for (const [i, { min_passed: least }] of gates.tests.entries()) {
    if (least === undefined || reports(validate.commands, 'test')) continue
    findings.push({
      path: ['gates', 'tests', i, 'min_passed'],
      message: 'no validation command reports test counts, so this could never be met',
      expected: `a command under validate.commands with one of the reports ${REPORT_FORMATS.test.join(', ')}`,
      example: '- { name: tests, run: node --test --test-reporter=tap, report: tap }',
    })
  }
  if (gates.benchmark.length > 0 && !reports(measures, 'benchmark')) {
    findings.push({
      path: ['gates', 'benchmark'],
      message: 'no benchmark command reports metrics, so no gate could be met',
      expected: `a command under benchmark.commands with one of the reports ${REPORT_FORMATS.benchmark.join(', ')}`,
      example: 'benchmark: { commands: [{ name: attention, run: node bench/attention.mjs }] }',
    })
  }
  const { minSamples } = DEFAULT_RULE
  if (gates.benchmark.length > 0 && benchmark !== undefined && benchmark.rounds < minSamples) {
    findings.push({
      path: ['benchmark', 'rounds'],
      message: `${benchmark.rounds} rounds are too few for a gate to tell a regression from noise`,
      expected: `${minSamples} rounds or more; ${DEFAULT_ROUNDS} find a change of 5 %`,
      example: `rounds: ${DEFAULT_ROUNDS}`,
    })
  }
  if (
    gates.metric.some(({ metric }) => !COUNTED.has(metric)) &&
    !reports([...measures, ...validate.commands], 'benchmark')
  ) {
    findings.push({
      path: ['gates', 'metric'],
      message: 'no command reports metrics, so no gate could be met',
      expected: `a command with one of the reports ${REPORT_FORMATS.benchmark.join(', ')}`,
      example: '- { name: size, run: node scripts/size.mjs, report: baton-json }',
    })
  }
  if (gates.coverage.length > 0 && !reports(validate.commands, 'coverage')) {
    findings.push({
      path: ['gates', 'coverage'],
      message: 'no validation command reports coverage, so no gate could be met',
      expected: `a command under validate.commands with one of the reports ${REPORT_FORMATS.coverage.join(', ')}`,
      example: '- { name: coverage, run: npm run coverage, report: lcov, path: coverage/lcov.info }',
    })
  }
  return findings
}

/** Every place that names a platform. */
function named({
  gates,
  validate,
  benchmark,
  rollback,
}: Policy): { path: (string | number)[]; name: string }[] {
  const list = (path: (string | number)[], names: readonly string[] = []) =>
    names.map((name, i) => ({ path: [...path, i], name }))
  const rules = (['tests', 'benchmark', 'metric'] as const).flatMap((kind) =>
    gates[kind].flatMap(({ platform }, i) =>
      platform === undefined ? [] : [{ path: ['gates', kind, i, 'platform'], name: platform }],
    ),
  )
  return [
    ...list(['validate', 'platforms'], validate.platforms),
    ...list(['benchmark', 'platforms'], benchmark?.platforms),
    ...list(['rollback', 'platforms'], rollback?.platforms),
    ...rules,
    ...gates.platforms.flatMap(({ names }, i) => list(['gates', 'platforms', i, 'names'], names)),
  ]
}

function unknownPlatforms(policy: Policy): Finding[] {
  const known = Object.keys(policy.platforms)
  return named(policy)
    .filter(({ name }) => !known.includes(name))
    .map(({ path, name }) => ({
      path,
      message: `there is no platform \`${name}\``,
      expected: `one of ${known.join(', ')}, or an entry of that name under platforms`,
      example: `platforms: { ${name}: { runner: ubuntu-latest } }`,
    }))
}

/** Two rules about one thing, both for every wave: one of them is a mistake. */
function doubled({ gates }: Policy): Finding[] {
  const findings: Finding[] = []
  const once = (
    kind: 'benchmark' | 'metric' | 'script',
    names: readonly (string | undefined)[],
    key: string,
  ) => {
    for (const [i, name] of names.entries()) {
      if (name === undefined || names.indexOf(name) === i) continue
      findings.push({
        path: ['gates', kind, i, key],
        message: `there are two gates for \`${name.trim()}\``,
        expected: 'one gate for each, or a `when` that tells them apart',
        example: `${key}: ${name.trim()}`,
      })
    }
  }
  const subject = (rule: { metric: string; platform?: string | undefined; when?: unknown }) =>
    rule.when === undefined ? `${rule.metric} ${rule.platform ?? ''}` : undefined
  once('benchmark', gates.benchmark.map(subject), 'metric')
  once('metric', gates.metric.map(subject), 'metric')
  // The name of a script gate is the name of its step in the result.
  once(
    'script',
    gates.script.map(({ script }) => script),
    'script',
  )
  return findings
}

/** What is wrong with the gates of a policy, all at once. */
export const checkGates = (policy: Policy): Finding[] => [
  ...unmeasured(policy),
  ...unknownPlatforms(policy),
  ...doubled(policy),
]
