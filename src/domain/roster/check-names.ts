// Whether an agent that is named somewhere exists and may do what it is named for.

import type { AgentPurpose } from '../outcomes.ts'
import type { AgentSpec } from './agent.ts'
import type { Finding } from './problem.ts'

export type Path = readonly (string | number)[]

export const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '))

/** What is wrong with naming this agent at all, if anything. */
export function checkKnown(agents: readonly AgentSpec[], name: string, path: Path): Finding[] {
  if (agents.some((one) => one.name === name)) return []
  const names = agents.map((agent) => agent.name)
  return [
    {
      path,
      message: `there is no agent \`${name}\``,
      expected: `one of: ${list(names)}`,
      example: names[0] ?? 'implementer',
      agent: name,
    },
  ]
}

/** What is wrong with naming this agent for this purpose, if anything. */
export function checkNamed(
  agents: readonly AgentSpec[],
  name: string,
  purpose: AgentPurpose,
  path: Path,
): Finding[] {
  const agent = agents.find((one) => one.name === name)
  const fit = agents.filter((one) => one.purposes.includes(purpose)).map((one) => one.name)
  const expected = `an agent with the purpose ${purpose}: ${list(fit)}`
  const example = fit[0] ?? 'implementer'
  if (!agent) return [{ path, message: `there is no agent \`${name}\``, expected, example, agent: name }]
  if (!agent.purposes.includes(purpose)) {
    const message = `\`${name}\` may not ${purpose}; its purposes are ${list(agent.purposes)}`
    return [{ path, message, expected, example, agent: name }]
  }
  if (purpose === 'implement' && !agent.tools.includes('Edit') && !agent.tools.includes('Write')) {
    const message = `\`${name}\` cannot change files: it has neither Edit nor Write`
    return [{ path, message, expected, example }]
  }
  if (purpose === 'review' && !agent.seat) {
    return [{ path, message: `\`${name}\` takes no seat (\`seat: false\`)`, expected, example, agent: name }]
  }
  return []
}

/** What is wrong with naming these agents as reviewers: each must exist, may review, and is named once. */
export function checkSeatNames(
  agents: readonly AgentSpec[],
  seats: readonly string[],
  path: Path,
): Finding[] {
  return seats.flatMap((name, i) => [
    ...checkNamed(agents, name, 'review', [...path, i]),
    ...(seats.indexOf(name) < i
      ? [
          {
            path: [...path, i],
            message: `\`${name}\` is named twice`,
            expected: 'each agent once',
            example: name,
          },
        ]
      : []),
  ])
}
