// Whether a pack hangs together: every agent it names exists and may do what it is named for.

import { TaskKind } from '../outcomes.ts'
import { checkHooks, checkNamedGates } from '../policy/check-hooks.ts'
import { checkWakes } from '../wakes/check.ts'
import type { AgentSpec } from './agent.ts'
import { checkConsensus, checkTiers } from './check-consensus.ts'
import { checkNamed, checkSeatNames } from './check-names.ts'
import { checkBuilders, checkCoreRules } from './check-reach.ts'
import { checkTables } from './check-tables.ts'
import { checkWaits } from './check-waves.ts'
import type { PackFile } from './pack.ts'
import type { Finding } from './problem.ts'

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
    ...checkConsensus({ ...pack, agents }, pack.consensus),
    ...checkTiers({ ...pack, agents }, pack.tiers),
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
