// Whether a pack hangs together: every agent it names exists and may do what it is named for.

import type { Purpose } from '../outcomes.ts'
import { TaskType } from '../outcomes.ts'
import type { ConsensusRule } from '../policy/consensus-rule.ts'
import type { AgentSpec } from './agent.ts'
import type { Finding } from './problem.ts'
import type { PackFile } from './pack.ts'

type Path = readonly (string | number)[]

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '))

/** What is wrong with naming this agent for this purpose, if anything. */
function checkNamed(agents: readonly AgentSpec[], name: string, purpose: Purpose, path: Path): Finding[] {
  const agent = agents.find((one) => one.name === name)
  const fit = agents.filter((one) => one.purposes.includes(purpose)).map((one) => one.name)
  const expected = `an agent with the purpose ${purpose}: ${list(fit)}`
  const example = fit[0] ?? 'implementer'
  if (!agent) return [{ path, message: `there is no agent \`${name}\``, expected, example, agent: name }]
  if (!agent.purposes.includes(purpose)) {
    const has = list(agent.purposes)
    return [
      {
        path,
        message: `\`${name}\` may not ${purpose}; its purposes are ${has}`,
        expected,
        example,
        agent: name,
      },
    ]
  }
  if (purpose === 'implement' && !agent.tools.includes('Edit') && !agent.tools.includes('Write')) {
    return [
      { path, message: `\`${name}\` cannot change files: it has neither Edit nor Write`, expected, example },
    ]
  }
  if (purpose === 'review' && !agent.seat) {
    return [{ path, message: `\`${name}\` takes no seat (\`seat: false\`)`, expected, example, agent: name }]
  }
  return []
}

function checkSeatNames(agents: readonly AgentSpec[], seats: readonly string[], path: Path): Finding[] {
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

/** Findings about consensus rules, of a pack or of a policy; paths start at the rules' key. */
export function checkConsensus(agents: readonly AgentSpec[], rules: readonly ConsensusRule[]): Finding[] {
  return rules.flatMap((rule, i): Finding[] => {
    const path = ['consensus', i]
    const findings = checkSeatNames(agents, rule.seats, [...path, 'seats'])
    if (typeof rule.quorum === 'number' && rule.quorum > rule.seats.length) {
      findings.push({
        path: [...path, 'quorum'],
        message: `a quorum of ${rule.quorum} can never be reached with ${rule.seats.length} seats`,
        expected: `all, majority or a number up to ${rule.seats.length}`,
        example: 'quorum: all',
      })
    }
    for (const [k, name] of rule.veto.entries()) {
      if (rule.seats.includes(name)) continue
      findings.push({
        path: [...path, 'veto', k],
        message: `\`${name}\` has a veto but no seat`,
        expected: `one of the seats: ${list(rule.seats)}`,
        example: `veto: [${rule.seats[0] ?? 'critic'}]`,
      })
    }
    if (rules.findIndex((other) => other.name === rule.name) < i) {
      findings.push({
        path: [...path, 'name'],
        message: `there are two rules \`${rule.name}\``,
        expected: 'a name used once',
        example: `name: ${rule.name}-2`,
      })
    }
    if (rule.when.core_files === false || rule.when.claims === false) {
      findings.push({
        path: [...path, 'when'],
        message: 'a condition that is false never applies',
        expected: 'true, or the key left out',
        example: 'when: { core_files: true }',
      })
    }
    return findings
  })
}

function checkRoute(agents: readonly AgentSpec[], pack: PackFile, type: TaskType): Finding[] {
  const chain = pack.routing[type]
  const path = ['routing', type]
  const findings = [
    ...chain.waves.flatMap((wave, i) =>
      checkNamed(agents, wave.agent, wave.purpose, [...path, 'waves', i, 'agent']),
    ),
    ...checkSeatNames(agents, chain.reviewers, [...path, 'reviewers']),
  ]
  const authors = chain.waves.filter((wave) => wave.purpose === 'implement').map((wave) => wave.agent)
  if (authors.length > 0 && !chain.reviewers.some((name) => !authors.includes(name))) {
    findings.push({
      path: [...path, 'reviewers'],
      message: 'nobody but the author would review this work',
      expected: 'at least one reviewer who does not implement in the same route',
      example: 'reviewers: [critic]',
    })
  }
  return findings
}

/** Everything in a pack that names an agent wrongly, all at once. */
export function checkPack(pack: PackFile, agents: readonly AgentSpec[]): Finding[] {
  return [
    ...checkNamed(agents, pack.orchestrator, 'triage', ['orchestrator']),
    ...(agents.some((agent) => agent.name === pack.orchestrator)
      ? checkNamed(agents, pack.orchestrator, 'synthesise', ['orchestrator'])
      : []),
    ...Object.entries(pack.components).flatMap(([name, component]) =>
      checkNamed(agents, component.owner, 'implement', ['components', name, 'owner']),
    ),
    ...TaskType.options.flatMap((type) => checkRoute(agents, pack, type)),
    ...checkConsensus(agents, pack.consensus),
  ]
}

/** Names in `intersects_with` that belong to no agent, with the agent whose file says so. */
export function danglingIntersections(
  agents: readonly AgentSpec[],
): { agent: AgentSpec; index: number; name: string }[] {
  const names = new Set<string>(agents.map((agent) => agent.name))
  return agents.flatMap((agent) =>
    agent.intersectsWith.flatMap((name, index) => (names.has(name) ? [] : [{ agent, index, name }])),
  )
}
