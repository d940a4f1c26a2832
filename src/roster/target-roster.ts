// A target repository's own agents: they join the pack's, or replace those of the same name.

import type { AgentSpec } from '../domain/roster/agent.ts'
import { checkPack } from '../domain/roster/check-pack.ts'
import type { Pack } from '../domain/roster/pack.ts'
import { compareProblems } from '../domain/roster/problem.ts'
import type { Problem } from '../domain/roster/problem.ts'
import { intersectionProblems, readAgents } from './pack.ts'
import type { NamedText } from './pack.ts'

export interface TargetRoster {
  /** The pack with the repository's agents in it; the pack as it was when there are problems. */
  pack: Pack
  /** The repository's own agents that could be read. */
  own: AgentSpec[]
  problems: Problem[]
}

/**
 * Merges a repository's agents (from its base branch) into a pack. Nothing is thrown and nothing half-applied: with any problem the
 * pack stays as it is, and the problems say what to repair.
 */
export function loadTargetRoster(entries: readonly NamedText[], pack: Pack): TargetRoster {
  const markdown = entries.filter(
    (entry) => /\.md$/i.test(entry.name) && !/(^|\/)readme\.md$/i.test(entry.name),
  )
  const read = readAgents(markdown)
  const kept = pack.agents.map((agent) => read.agents.find((own) => own.name === agent.name) ?? agent)
  const added = read.agents.filter((own) => !pack.agents.some((agent) => agent.name === own.name))
  const agents = [...kept, ...added]
  const problems = [...read.problems, ...intersectionProblems(read, agents)]
  if (problems.length === 0) problems.push(...brokenRoutes(pack, agents))
  if (problems.length > 0) return { pack, own: read.agents, problems: problems.sort(compareProblems) }
  return { pack: { ...pack, agents }, own: read.agents, problems: [] }
}

/** An override may not lose what the pack's routes need of that agent, such as its purpose or its tools. */
function brokenRoutes(pack: Pack, agents: readonly AgentSpec[]): Problem[] {
  return checkPack(pack, agents).map((finding) => {
    const named = agents.find((agent) => agent.name === finding.agent)
    return {
      file: named?.source.file ?? pack.name,
      line: 1,
      key: '',
      message: `the pack ${pack.name} needs it otherwise: ${finding.message}`,
      expected: `an agent that the pack's routes can use (${finding.expected})`,
      example: 'purposes: [research, implement, review]',
    }
  })
}
