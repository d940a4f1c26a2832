// Whether the routing tables of a pack hang together: names that exist, rows that can be reached, no circles.

import { TaskKind } from '../outcomes.ts'
import type { AgentSpec } from './agent.ts'
import { checkKnown, checkNamed, list, type Path } from './check-names.ts'
import { checkPatternReach, checkRoadmap, checkWhen } from './check-reach.ts'
import { checkWaits, firstCycle } from './check-waves.ts'
import { taskTypes, type PackFile } from './pack.ts'
import type { Finding } from './problem.ts'
import { Placeholder, type Pattern } from './routing-tables.ts'

const known = (agents: readonly AgentSpec[], names: readonly string[], path: Path): Finding[] =>
  names.flatMap((name, i) => (name === 'people' ? [] : checkKnown(agents, name, [...path, i])))

function checkTypes(pack: PackFile, agents: readonly AgentSpec[]): Finding[] {
  return Object.entries(pack.types).flatMap(([name, rule]): Finding[] => {
    const path = ['types', name]
    const kind = TaskKind.safeParse(name)
    return [
      ...(kind.success && rule.kind !== kind.data
        ? [
            {
              path: [...path, 'kind'],
              message: `the task type ${name} is a kind of its own and cannot be of the kind ${rule.kind}`,
              expected: name,
              example: `kind: ${name}`,
            },
          ]
        : []),
      ...checkNamed(agents, rule.primary, rule.kind === 'research' ? 'research' : 'implement', [
        ...path,
        'primary',
      ]),
      ...known(agents, rule.secondary, [...path, 'secondary']),
      ...(rule.secondary.includes(rule.primary)
        ? [
            {
              path: [...path, 'secondary'],
              message: `\`${rule.primary}\` is primary and secondary at once`,
              expected: 'agents other than the primary',
              example: 'secondary: []',
            },
          ]
        : []),
    ]
  })
}

function checkComponents(pack: PackFile, agents: readonly AgentSpec[]): Finding[] {
  const names = Object.keys(pack.components)
  const findings = Object.entries(pack.components).flatMap(([name, component], i): Finding[] => {
    const path = ['components', name]
    const earlier = names.slice(0, i).find((other) => {
      const globs = pack.components[other]?.paths ?? []
      return component.paths.every((glob) => globs.includes(glob))
    })
    return [
      ...(component.owner === undefined
        ? []
        : checkNamed(agents, component.owner, 'implement', [...path, 'owner'])),
      ...(component.owner === undefined && component.part_of === undefined
        ? [
            {
              path,
              message: 'nobody owns this component',
              expected: 'an owner, or part_of with the component whose owner it shares',
              example: `owner: ${agents.find((agent) => agent.purposes.includes('implement'))?.name ?? 'implementer'}`,
            },
          ]
        : []),
      ...(component.part_of !== undefined && !names.includes(component.part_of)
        ? [
            {
              path: [...path, 'part_of'],
              message: `there is no component \`${component.part_of}\``,
              expected: `one of: ${list(names)}`,
              example: `part_of: ${names[0] ?? 'core'}`,
            },
          ]
        : []),
      ...(earlier === undefined
        ? []
        : [
            {
              path: [...path, 'paths'],
              message: `it can never be told from ${earlier}, which comes first and has all its paths`,
              expected: 'a path of its own',
              example: `paths: ['${name}/**']`,
            },
          ]),
      ...known(agents, component.secondary, [...path, 'secondary']),
    ]
  })
  const cycle = firstCycle(
    new Map(
      Object.entries(pack.components).map(([name, { part_of: whole }]) => [
        name,
        whole === undefined ? [] : [whole],
      ]),
    ),
  )
  if (cycle?.[0] !== undefined) {
    findings.push({
      path: ['components', cycle[0], 'part_of'],
      message: `these components are part of each other: ${[...cycle, cycle[0]].join(' → ')}`,
      expected: 'parts that lead to a component with an owner',
      example: 'owner: implementer',
    })
  }
  return findings
}

function checkIntersections(pack: PackFile, agents: readonly AgentSpec[]): Finding[] {
  const domains = taskTypes(pack).map((type) => pack.types[type]?.domain ?? type)
  return pack.intersections.flatMap((row, i): Finding[] => {
    const path = ['intersections', i]
    const twice = pack.intersections.findIndex(
      (other) => other.domain === row.domain && other.needs === row.needs,
    )
    return [
      ...(domains.includes(row.domain)
        ? []
        : [
            {
              path: [...path, 'domain'],
              message: `no task type belongs to the domain \`${row.domain}\`, so this row is never reached`,
              expected: `one of: ${list([...new Set(domains)])}`,
              example: `domain: ${domains[0] ?? 'architecture'}`,
            },
          ]),
      ...(twice < i
        ? [
            {
              path,
              message: `there is a row for ${row.domain} and ${row.needs} already`,
              expected: 'one row for each pair of domain and need',
              example: `needs: ${row.needs}-2`,
            },
          ]
        : []),
      ...known(agents, row.add, [...path, 'add']),
      ...row.gate.flatMap((name, k) => checkNamed(agents, name, 'review', [...path, 'gate', k])),
    ]
  })
}

function checkPattern(
  pack: PackFile,
  agents: readonly AgentSpec[],
  name: string,
  pattern: Pattern,
): Finding[] {
  const path = ['patterns', name]
  const isPlace = (agent: string): boolean => Placeholder.safeParse(agent).success
  return [
    ...(pattern.when === undefined ? [] : checkWhen(pack, pattern.when, [...path, 'when'])),
    ...pattern.waves.flatMap((wave, i) =>
      isPlace(wave.agent) ? [] : checkNamed(agents, wave.agent, wave.purpose, [...path, 'waves', i, 'agent']),
    ),
    ...checkWaits(pattern.waves, [...path, 'waves']),
    ...pattern.reviewers.flatMap((agent, i) =>
      isPlace(agent) ? [] : checkNamed(agents, agent, 'review', [...path, 'reviewers', i]),
    ),
    ...(pattern.final === undefined ? [] : checkNamed(agents, pattern.final, 'review', [...path, 'final'])),
    ...pattern.post_mortem.flatMap((agent, i) =>
      checkNamed(agents, agent, 'research', [...path, 'post_mortem', i]),
    ),
  ]
}

/** Everything in the routing tables that cannot work, all at once. */
export function checkTables(pack: PackFile, agents: readonly AgentSpec[]): Finding[] {
  return [
    ...checkTypes(pack, agents),
    ...checkComponents(pack, agents),
    ...checkIntersections(pack, agents),
    ...Object.entries(pack.expertise).flatMap(([name, field]) => [
      ...checkKnown(agents, field.primary, ['expertise', name, 'primary']),
      ...known(agents, field.secondary, ['expertise', name, 'secondary']),
    ]),
    ...Object.entries(pack.patterns).flatMap(([name, pattern]) => checkPattern(pack, agents, name, pattern)),
    ...checkPatternReach(pack),
    ...checkRoadmap(pack),
    ...Object.entries(pack.complexity).flatMap(([name, rule]) => [
      ...known(agents, rule.include, ['complexity', name, 'include']),
      ...known(agents, rule.escalation, ['complexity', name, 'escalation']),
    ]),
    ...pack.escalation.flatMap((level, i): Finding[] => [
      ...known(agents, level.to, ['escalation', i, 'to']),
      ...(level.after_minutes <= (pack.escalation[i - 1]?.after_minutes ?? -1)
        ? [
            {
              path: ['escalation', i, 'after_minutes'],
              message: 'it is reached no later than the level before it',
              expected: `more than ${pack.escalation[i - 1]?.after_minutes ?? 0} minutes`,
              example: `after_minutes: ${(pack.escalation[i - 1]?.after_minutes ?? 0) + 60}`,
            },
          ]
        : []),
    ]),
    ...pack.integration_points.flatMap((point, i) =>
      known(agents, point.agents, ['integration_points', i, 'agents']),
    ),
  ]
}
