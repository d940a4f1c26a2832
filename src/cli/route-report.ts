// A route as a person reads it: what the task is, who works in which order, who must agree, and why.

import type { TierFacts, TierVerdict } from '../domain/consensus/tier.ts'
import type { ConsensusRule } from '../domain/policy/consensus-rule.ts'
import type { Tiers } from '../domain/policy/tier.ts'
import type { Reason } from '../domain/reason.ts'
import type { Pack } from '../domain/roster/pack.ts'
import { workersOf, workersText } from '../domain/roster/joint-wave.ts'
import type { Route } from '../domain/roster/route.ts'
import { pointSeats } from '../domain/roster/integration.ts'
import { seating, withoutAuthors, type Requirement } from '../domain/roster/seats.ts'
import type { PathMatch } from './route-notes.ts'
import { line, reasonLines, textTable } from './text-table.ts'

export interface RouteReport {
  title: string | undefined
  labels: readonly string[]
  pack: Pack
  /** Where the pack comes from, in words. */
  from: string
  consensus: readonly ConsensusRule[]
  tiers: Tiers
  /** Which tier the decision is in, by what is known of the task. */
  tier: (task: Pick<TierFacts, 'type' | 'kind' | 'complexity' | 'paths'>) => TierVerdict
  route: Route
  priority: Reason
  paths: readonly PathMatch[]
  notes: readonly string[]
}

/** Who must agree: by the paths where they are given, else by the components' patterns. Nobody judges their own work. */
function requirements({ route, pack, consensus, tiers, tier, labels, paths }: RouteReport): Requirement[] {
  const authors = new Set<string>(
    route.waves.filter((wave) => wave.purpose === 'implement').flatMap(workersOf),
  )
  if (authors.size === 0) return []
  const { type, kind, complexity } = route
  const given = { type, kind, complexity, paths: paths.map(({ path }) => path) }
  const decision = tier(given)
  const facts = { ...given, coreFiles: pack.core_files, claims: false, labels, tier: decision.tier }
  const all =
    paths.length === 0
      ? route.requirements
      : seating(route.panel, consensus, facts, {
          besides: pointSeats(pack, given.paths, authors),
          demands: tiers[decision.tier],
        }).requirements
  return all.map((requirement) => withoutAuthors(requirement, authors))
}

const names = (list: readonly string[]): string => (list.length === 0 ? 'none' : list.join(', '))

function waveTable(route: Route): string[] {
  const rows = route.waves.map((wave) => [
    String(wave.index),
    wave.postMortem === true ? 'post-mortem' : wave.purpose,
    workersText(wave),
    wave.after.length === 0 ? '-' : wave.after.join(', '),
  ])
  return textTable([['wave', 'purpose', 'agent', 'after'], ...rows])
}

function seatTable(report: RouteReport): string[] {
  const wanted = requirements(report)
  if (wanted.length === 0) return ['Nothing is merged, so no seat is needed.']
  const rows = wanted.map(({ rule, seats, quorum, weights, veto, people }) => [
    rule,
    names(seats),
    seats.length === 0 ? '-' : weights === undefined ? `${quorum} of ${seats.length}` : `weight ${quorum}`,
    names(veto),
    String(people),
  ])
  return textTable([['who must agree', 'seats', 'quorum', 'veto', 'people'], ...rows])
}

function pathTable(paths: readonly PathMatch[]): string[] {
  if (paths.length === 0) return []
  const rows = paths.map(({ path, components, core }) => [path, names(components), core ? 'yes' : 'no'])
  return ['', ...textTable([['changed path', 'components', 'core file'], ...rows])]
}

/** The report as text. */
export function routeText(report: RouteReport): string {
  const { title, labels, pack, from, route, priority, notes } = report
  const facts = [
    ['type', route.type],
    ['kind', route.kind],
    ['complexity', route.complexity],
    ['components', names(route.components)],
    ['decision tier', route.tier ?? 'none: nothing is merged'],
    ['pattern', `${route.pattern ?? 'none'}, ${route.shape}`],
    ['primary', route.primary ?? 'whoever the route names'],
    ['support', names(route.support)],
    ['people', route.people === 0 ? 'none' : `${route.people} must approve`],
    [
      'escalation',
      `${route.escalation.join(' → ')}${route.timers === 1 ? '' : `, times multiplied with ${route.timers}`}`,
    ],
  ]
  return [
    ...(title === undefined ? [] : [`Issue: ${line(title)}`]),
    `Team: ${pack.name} (${line(pack.title)}), from ${from}`,
    `Labels: ${labels.map(line).join(', ') || 'none'}`,
    ...notes.map((note) => `Note: ${line(note)}`),
    '',
    ...textTable(facts),
    '',
    ...waveTable(route),
    '',
    ...seatTable(report),
    ...pathTable(report.paths),
    '',
    'Priority',
    ...reasonLines(priority, 1),
    '',
    'Why',
    ...route.reasons.flatMap((root) => reasonLines(root, 1)),
  ].join('\n')
}
