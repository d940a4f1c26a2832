// What a policy says that its schema cannot rule out: parts that contradict each other.

import { REPORT_FORMATS } from '../results.ts'
import type { Finding } from '../roster/problem.ts'
import { checkGates } from './check-gates.ts'
import type { Policy } from './schema.ts'

const MEASURING: readonly string[] = ['none', ...REPORT_FORMATS.benchmark]

/** Contradictions within one policy, all at once. */
export function checkPolicy(policy: Policy): Finding[] {
  const findings = checkGates(policy)
  for (const [i, command] of (policy.benchmark?.commands ?? []).entries()) {
    if (MEASURING.includes(command.report)) continue
    findings.push({
      path: ['benchmark', 'commands', i, 'report'],
      message: `a benchmark command reports metrics, and ${command.report} has none`,
      expected: `one of ${MEASURING.join(', ')}`,
      example: 'report: baton-json',
    })
  }
  for (const section of ['validate', 'benchmark'] as const) {
    const names = (policy[section]?.commands ?? []).map((command) => command.name)
    for (const [i, name] of names.entries()) {
      const path = [section, 'commands', i, 'name']
      if (names.indexOf(name) !== i) {
        findings.push({
          path,
          message: `there are two commands called \`${name}\``,
          expected: 'a name used once',
          example: `name: ${name} 2`,
        })
      }
      if (!name.startsWith('gate:')) continue
      findings.push({
        path,
        message: 'names that begin with `gate:` are those of script gates',
        expected: 'another name',
        example: `name: ${name.slice('gate:'.length).trim()}`,
      })
    }
  }
  if (policy.rollback !== undefined && policy.benchmark === undefined) {
    findings.push({
      path: ['rollback'],
      message: 'nothing is measured, so no regression could be found',
      expected: 'commands under benchmark',
      example: 'benchmark: { commands: [{ name: attention, run: node bench/attention.mjs }] }',
    })
  }
  if (policy.rollback !== undefined && policy.merge.method === 'rebase') {
    findings.push({
      path: ['rollback'],
      message: 'a wave that is merged by rebase has no single commit to measure and to take back',
      expected: 'squash or merge as merge.method',
      example: 'merge: { method: squash }',
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
