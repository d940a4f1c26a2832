// The level that the roadmap of the team gives a task: that of the first item whose conditions hold.

import type { OutcomeOf } from '../outcomes.ts'
import { classify } from '../roster/classify.ts'
import { heldBy, type TaskFacts } from '../roster/conditions.ts'
import type { Pack } from '../roster/pack.ts'
import type { RoadmapLevel } from '../roster/routing-tables.ts'

export interface OnRoadmap {
  level: RoadmapLevel
  /** As words that fit into brackets. */
  source: string
}

/** What somebody has said of a task: a default of the classification is no reason to go before others. */
function said(pack: Pack, labels: readonly string[], triage: OutcomeOf['triage'] | undefined): TaskFacts {
  const { type, kind, complexity, components } = classify(pack, labels, triage)
  const known = (group: string): boolean =>
    triage !== undefined || labels.some((label) => label.toLowerCase().startsWith(group))
  return {
    ...(known('type:') ? { type, kind } : {}),
    ...(known('complexity:') ? { complexity } : {}),
    components,
  }
}

/** Undefined when no item of the roadmap is about the task. */
export function onRoadmap(
  pack: Pack,
  labels: readonly string[],
  triage: OutcomeOf['triage'] | undefined,
): OnRoadmap | undefined {
  if (pack.roadmap.every(({ when }) => when === undefined)) return undefined
  const facts = said(pack, labels, triage)
  for (const { level, title, when } of pack.roadmap) {
    const by = when && heldBy(when, facts, labels)
    if (by !== undefined) return { level, source: `the roadmap, “${title}”, by ${by.join(' and ')}` }
  }
  return undefined
}
