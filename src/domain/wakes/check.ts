// Whether rules that wake agents can work: the agent is there and may be woken, and no rule says the same twice.

import type { AgentSpec } from '../roster/agent.ts'
import { list } from '../roster/check-names.ts'
import type { Finding } from '../roster/problem.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { WakeRule } from './rule.ts'

/** Those that may be woken, by name. */
export const wakeable = (agents: readonly AgentSpec[]): string[] =>
  agents.filter((agent) => agent.wakeEnabled).map((agent) => agent.name)

/** Why an agent cannot be woken, in one sentence without a full stop; undefined when it can. */
export function notWakeable(agents: readonly AgentSpec[], name: string): string | undefined {
  const agent = agents.find((one) => one.name === name)
  if (agent?.wakeEnabled === true) return undefined
  if (agent !== undefined) return `\`${name}\` may not be woken: its file does not say wake_enabled: true`
  const meant = didYouMean(name, wakeable(agents))
  return `there is no agent \`${name}\`${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`
}

/** Paths start at the key `wakes`. */
export function checkWakes(agents: readonly AgentSpec[], rules: readonly WakeRule[]): Finding[] {
  const same = (a: WakeRule, b: WakeRule): boolean =>
    a.agent === b.agent && a.on.signal === b.on.signal && a.on.schedule === b.on.schedule
  return rules.flatMap((rule, i): Finding[] => {
    const why = notWakeable(agents, rule.agent)
    const known = agents.some(({ name }) => name === rule.agent)
    return [
      ...(why === undefined
        ? []
        : [
            {
              path: ['wakes', i, 'agent'],
              message: why,
              expected: `an agent with wake_enabled: true: ${list(wakeable(agents))}`,
              example: `agent: ${wakeable(agents)[0] ?? 'researcher'}`,
              ...(known ? {} : { agent: rule.agent }),
            },
          ]),
      ...(rules.findIndex((other) => same(other, rule)) < i
        ? [
            {
              path: ['wakes', i],
              message: `\`${rule.agent}\` is woken by the same already`,
              expected: 'one rule for an agent and what wakes it',
              example: 'task: Look for slower benchmarks, and for tests that are skipped.',
            },
          ]
        : []),
    ]
  })
}
