// Whether a pack hangs together: every agent it names exists and may do what it is named for.

import { TaskKind } from '../outcomes.ts'
import { checkHooks, checkNamedGates } from '../policy/check-hooks.ts'
import type { ConsensusRule } from '../policy/consensus-rule.ts'
import { checkWakes } from '../wakes/check.ts'
import type { AgentSpec } from './agent.ts'
import { checkNamed, checkSeatNames, list } from './check-names.ts'
import { checkBuilders, checkCoreRules } from './check-reach.ts'
import { checkTables } from './check-tables.ts'
import { checkWaits } from './check-waves.ts'
import { taskTypes, type PackFile } from './pack.ts'
import type { Finding } from './problem.ts'

/** Findings about consensus rules, of a pack or of a policy; paths start at the rules' key. */
export function checkConsensus(
  agents: readonly AgentSpec[],
  rules: readonly ConsensusRule[],
  types: readonly string[],
): Finding[] {
  return rules.flatMap((rule, i): Finding[] => {
    const path = ['consensus', i]
    const findings = checkSeatNames(agents, rule.seats, [...path, 'seats'])
    for (const [k, type] of (rule.when.task_types ?? []).entries()) {
      if (types.includes(type)) continue
      findings.push({
        path: [...path, 'when', 'task_types', k],
        message: `there is no task type \`${type}\`, so this condition never holds`,
        expected: `one of: ${list(types)}`,
        example: 'task_types: [architecture]',
      })
    }
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

function checkRoute(agents: readonly AgentSpec[], pack: PackFile, kind: TaskKind): Finding[] {
  const chain = pack.routing[kind]
  const path = ['routing', kind]
  const findings = [
    ...chain.waves.flatMap((wave, i) =>
      checkNamed(agents, wave.agent, wave.purpose, [...path, 'waves', i, 'agent']),
    ),
    ...checkWaits(chain.waves, [...path, 'waves']),
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
    ...TaskKind.options.flatMap((kind) => checkRoute(agents, pack, kind)),
    ...checkBuilders(pack),
    ...checkTables(pack, agents),
    ...checkWakes(agents, pack.wakes),
    ...checkConsensus(agents, pack.consensus, taskTypes(pack)),
    ...checkCoreRules(pack.consensus, pack.core_files),
    ...checkHooks(agents, pack.hooks),
    ...checkNamedGates(pack.named_gates),
  ]
}

/** Names in `intersects_with` that belong to no agent, or to the agent whose own file says so. */
export function danglingIntersections(
  agents: readonly AgentSpec[],
): { agent: AgentSpec; index: number; name: string }[] {
  const names = new Set<string>(agents.map((agent) => agent.name))
  return agents.flatMap((agent) =>
    agent.intersectsWith.flatMap((name, index) =>
      names.has(name) && name !== agent.name ? [] : [{ agent, index, name }],
    ),
  )
}
