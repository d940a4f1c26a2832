// What a policy says that its schema cannot rule out: parts that contradict each other.

import type { Finding } from '../roster/problem.ts'
import type { Policy } from './schema.ts'

/** Contradictions within one policy, all at once. */
export function checkPolicy(policy: Policy): Finding[] {
  const findings: Finding[] = []
  const taps = policy.validate.commands.filter((command) => command.report === 'tap')
  if (policy.gates.tests.min_passed !== undefined && taps.length === 0) {
    findings.push({
      path: ['gates', 'tests', 'min_passed'],
      message: 'no validation command reports test counts, so this could never be met',
      expected: 'a command under validate.commands with `report: tap`',
      example: '- { name: tests, run: node --test --test-reporter=tap, report: tap }',
    })
  }
  for (const [i, command] of (policy.benchmark?.commands ?? []).entries()) {
    if (command.report !== 'tap') continue
    findings.push({
      path: ['benchmark', 'commands', i, 'report'],
      message: 'a benchmark command reports metrics, not test counts',
      expected: 'baton-json or none',
      example: 'report: baton-json',
    })
  }
  const gates = policy.benchmark?.gates ?? []
  if (gates.length > 0 && policy.benchmark?.commands.every((command) => command.report === 'none') === true) {
    findings.push({
      path: ['benchmark', 'gates'],
      message: 'no benchmark command reports metrics, so no gate could be met',
      expected: 'a command under benchmark.commands with `report: baton-json`',
      example: 'report: baton-json',
    })
  }
  for (const [i, gate] of gates.entries()) {
    if (gates.findIndex((other) => other.metric === gate.metric) === i) continue
    findings.push({
      path: ['benchmark', 'gates', i, 'metric'],
      message: `there are two gates for \`${gate.metric}\``,
      expected: 'one gate for each metric',
      example: `metric: ${gate.metric}`,
    })
  }
  const names = policy.validate.commands.map((command) => command.name)
  for (const [i, name] of names.entries()) {
    if (names.indexOf(name) === i) continue
    findings.push({
      path: ['validate', 'commands', i, 'name'],
      message: `there are two commands called \`${name}\``,
      expected: 'a name used once',
      example: `name: ${name} 2`,
    })
  }
  if (policy.workflows.validate === policy.workflows.benchmark) {
    findings.push({
      path: ['workflows', 'benchmark'],
      message: 'validation and benchmark name the same workflow file',
      expected: 'two different files',
      example: 'benchmark: baton-benchmark.yml',
    })
  }
  return findings
}
