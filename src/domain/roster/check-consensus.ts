// Whether consensus rules can be met: seats that exist, quorums that can be reached, people who are known.

import { membersOf, type Teams } from '../consensus/people.ts'
import { TaskKind } from '../outcomes.ts'
import type { ConsensusRule } from '../policy/consensus-rule.ts'
import { Tier } from '../outcomes.ts'
import { type Tiers } from '../policy/tier.ts'
import { plural } from '../render/figures.ts'
import type { AgentSpec } from './agent.ts'
import { checkSeatNames, list, type Path } from './check-names.ts'
import { kindOf, taskTypes, type PackFile } from './pack.ts'
import type { Finding } from './problem.ts'
import { isReachable, ruleRequirement, withoutAuthors } from './seats.ts'

/** The team that the rules are for. */
export type RuledTeam = Pick<PackFile, 'routing' | 'types'> & { agents: readonly AgentSpec[] }

function conditionFindings({ when }: ConsensusRule, types: readonly string[], path: Path): Finding[] {
  const unknown = (when.task_types ?? []).flatMap((type, k): Finding[] =>
    types.includes(type)
      ? []
      : [
          {
            path: [...path, 'when', 'task_types', k],
            message: `there is no task type \`${type}\`, so this condition never holds`,
            expected: `one of: ${list(types)}`,
            example: 'task_types: [architecture]',
          },
        ],
  )
  if (when.core_files !== false && when.claims !== false && when.priority_change !== false) return unknown
  return [
    ...unknown,
    {
      path: [...path, 'when'],
      message: 'a condition that is false never applies',
      expected: 'true, or the key left out',
      example: 'when: { core_files: true }',
    },
  ]
}

function quorumFindings(rule: Pick<ConsensusRule, 'quorum' | 'seats'>, path: Path): Finding[] {
  const { quorum, seats } = rule
  if (typeof quorum === 'string') return []
  if (typeof quorum === 'number')
    return quorum <= seats.length
      ? []
      : [
          {
            path: [...path, 'quorum'],
            message: `a quorum of ${quorum} can never be reached with ${plural(seats.length, 'seat')}`,
            expected: `all, majority or a number up to ${seats.length}`,
            example: 'quorum: all',
          },
        ]
  const most = seats.reduce((sum, seat) => sum + (quorum.weights[seat] ?? 1), 0)
  return [
    ...Object.keys(quorum.weights).flatMap((name): Finding[] =>
      seats.some((seat) => seat === name)
        ? []
        : [
            {
              path: [...path, 'quorum', 'weights', name],
              message: `\`${name}\` has a weight but no seat`,
              expected: `one of the seats: ${list(seats)}`,
              example: `weights: { ${seats[0] ?? 'critic'}: 2 }`,
            },
          ],
    ),
    ...(most >= quorum.threshold
      ? []
      : [
          {
            path: [...path, 'quorum', 'threshold'],
            message: `all seats together weigh ${most}, so ${quorum.threshold} can never be reached`,
            expected: `a threshold up to ${most}`,
            example: `threshold: ${most}`,
          },
        ]),
  ]
}

/** The kinds of tasks that a rule may apply to: conditions are alternatives, so types alone limit it. */
function kindsOf({ when }: Pick<ConsensusRule, 'when'>, team: RuledTeam): TaskKind[] {
  const { task_types: types, ...others } = when
  if (types === undefined || Object.values(others).some((value) => value !== undefined))
    return [...TaskKind.options]
  const kinds = new Set(types.map((type) => kindOf(team, type)))
  return TaskKind.options.filter((kind) => kinds.has(kind))
}

/** Who implements in these routes, each with the first kind of task that has it so. */
function authorsIn(kinds: readonly TaskKind[], team: RuledTeam): Map<string, TaskKind> {
  const authors = new Map<string, TaskKind>()
  for (const kind of kinds) {
    for (const { purpose, agent } of team.routing[kind].waves)
      if (purpose === 'implement' && !authors.has(agent)) authors.set(agent, kind)
  }
  return authors
}

/** Where the seats beside the author are too few: nobody judges their own work. */
function authorFindings(
  rule: Omit<ConsensusRule, 'when'>,
  team: RuledTeam,
  kinds: readonly TaskKind[],
  path: Path,
): Finding[] {
  const requirement = ruleRequirement(rule)
  if (!isReachable(requirement)) return []
  const left = [...authorsIn(kinds, team)].map(([author, kind]) => ({
    where: `in the route of ${kind} tasks ${author} is the author, and nobody judges their own work`,
    requirement: withoutAuthors(requirement, new Set([author])),
  }))
  const [first] = left
  // Where only some routes have it so, a person stands in there.
  if (first !== undefined && left.every((one) => one.requirement.standIn === true))
    return [
      {
        path: [...path, 'seats'],
        message: `the only seat is the author's: ${first.where}`,
        expected: 'at least one seat beside the author',
        example: `seats: [${team.agents.find(({ name, seat }) => seat && !rule.seats.includes(name))?.name ?? 'critic'}]`,
      },
    ]
  return left.flatMap(({ where, requirement: rest }): Finding[] =>
    isReachable(rest)
      ? []
      : [
          {
            path: [...path, 'quorum'],
            message: `the quorum cannot be reached: ${where}; the others are ${list(rest.seats)}`,
            expected: 'all, majority, or no more than the seats beside the author can give',
            example: 'quorum: all',
          },
        ],
  )
}

const vetoFinding = (name: string, seats: readonly string[], path: Path): Finding => ({
  path,
  message: `\`${name}\` has a veto but no seat`,
  expected: `one of the seats: ${list(seats)}`,
  example: `veto: [${seats[0] ?? 'critic'}]`,
})

function peopleFindings(
  rule: Pick<ConsensusRule, 'people' | 'people_from'>,
  teams: Teams,
  path: Path,
): Finding[] {
  const { people, people_from: from } = rule
  if (from === undefined) return []
  const { known, unknown } = membersOf(from, teams)
  const findings = unknown.map((name): Finding => ({
    path: [...path, 'people_from', from.indexOf(name)],
    message: `nobody knows who belongs to ${name}`,
    expected: 'a team that the policy names under teams',
    example: `teams: { ${name.replace(/^@/, '')}: [alice] }`,
  }))
  if (people === 0)
    findings.push({
      path: [...path, 'people_from'],
      message: 'these people are never asked: people is 0',
      expected: 'how many of them must approve',
      example: 'people: 1',
    })
  else if (unknown.length === 0 && known.size < people)
    findings.push({
      path: [...path, 'people'],
      message: `${people} people can never approve: ${plural(known.size, 'person is', 'people are')} named`,
      expected: `a number up to ${known.size}`,
      example: `people: ${known.size}`,
    })
  return findings
}

/** Findings about what decision tiers ask for; paths start at `tiers`. */
export function checkTiers(team: RuledTeam, tiers: Tiers, teams: Teams = {}): Finding[] {
  return Tier.options.flatMap((tier): Finding[] => {
    const demands = tiers[tier]
    if (demands === undefined) return []
    const path = ['tiers', tier]
    const groups = [
      { seats: demands.seats ?? [], path: [...path, 'seats'], kinds: [...TaskKind.options] },
      ...TaskKind.options.flatMap((kind) => {
        const seats = demands.by_kind?.[kind]
        return seats === undefined ? [] : [{ seats, path: [...path, 'by_kind', kind], kinds: [kind] }]
      }),
    ]
    const all = groups.flatMap(({ seats }) => seats)
    return [
      ...groups.flatMap((group) => [
        ...checkSeatNames(team.agents, group.seats, group.path),
        ...(group.seats.length === 0
          ? []
          : [
              ...quorumFindings({ quorum: demands.quorum, seats: group.seats }, path),
              ...authorFindings({ ...demands, name: tier, seats: group.seats }, team, group.kinds, path),
            ]),
      ]),
      ...demands.veto.flatMap((name, k) =>
        all.includes(name) ? [] : [vetoFinding(name, all, [...path, 'veto', k])],
      ),
      ...peopleFindings(demands, teams, path),
    ]
  })
}

/** Findings about consensus rules, of a pack or of a policy; paths start at the rules' key. */
export function checkConsensus(
  team: RuledTeam,
  rules: readonly ConsensusRule[],
  teams: Teams = {},
): Finding[] {
  return rules.flatMap((rule, i): Finding[] => {
    const path = ['consensus', i]
    const twice = rules.findIndex((other) => other.name === rule.name) < i
    return [
      ...checkSeatNames(team.agents, rule.seats, [...path, 'seats']),
      ...conditionFindings(rule, taskTypes(team), path),
      ...quorumFindings(rule, path),
      ...rule.veto.flatMap((name, k): Finding[] =>
        rule.seats.includes(name) ? [] : [vetoFinding(name, rule.seats, [...path, 'veto', k])],
      ),
      ...(twice
        ? [
            {
              path: [...path, 'name'],
              message: `there are two rules \`${rule.name}\``,
              expected: 'a name used once',
              example: `name: ${rule.name}-2`,
            },
          ]
        : []),
      ...authorFindings(rule, team, kindsOf(rule, team), path),
      ...peopleFindings(rule, teams, path),
    ]
  })
}
