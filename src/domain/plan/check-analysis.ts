// What a project analysis should have and may lack: warnings, because a person can have reasons.

import { packAgent } from '../roster/pack.ts'
import type { Pack } from '../roster/pack.ts'
import type { Finding } from '../roster/problem.ts'
import type { ProjectAnalysis } from './analysis.ts'

/** From here on a run that breaks off costs too much to begin again. */
const LONG_RUN_HOURS = 8

const hoursIn: Readonly<Record<string, number>> = { h: 1, d: 24, w: 24 * 7 }

/** The longest time that a text names, in hours; 0 when it names none. */
function longest(text: string): number {
  const times = text.matchAll(/(\d{1,6}(?:\.\d{1,3})?)\s{0,3}(?:[a-z]{1,5}[ -]?)?(h|hours?|days?|weeks?)\b/gi)
  return Math.max(
    0,
    ...[...times].map(
      ([, figure, unit = 'h']) => Number(figure) * (hoursIn[unit[0]?.toLowerCase() ?? 'h'] ?? 1),
    ),
  )
}

/** Findings by the key of the analysis that they are about. */
export function checkAnalysis(analysis: ProjectAnalysis, pack: Pick<Pack, 'agents'>): Finding[] {
  const found: Finding[] = []
  const [first] = analysis.phases
  const looksOnly = (name: string): boolean => packAgent(pack, name)?.purposes.includes('implement') === false
  if (
    first &&
    !/research|literature|survey/i.test(first.title) &&
    !first.tasks.every((one) => looksOnly(one.agent))
  ) {
    found.push({
      path: ['phases', 0],
      message: `the first phase is "${first.title}", not research`,
      expected: 'what is known already is looked up first: literature, existing solutions, a baseline',
      example: '### Phase 1: Research',
    })
  }
  if (analysis.baselines.length === 0) {
    found.push({
      path: ['baselines'],
      message: 'no baseline is named, so no result could be called better',
      expected: 'what results are compared with',
      example: '- **Baseline**: majority class, logistic regression',
    })
  }
  if (analysis.metrics.length === 0) {
    found.push({
      path: ['metrics'],
      message: 'no metric is named',
      expected: 'what is measured',
      example: '- **Metrics**: accuracy, F1 (macro)',
    })
  }
  const compute = analysis.compute
  const lacks = [
    ...(/\d|\bnone\b|\bnegligible\b/i.test(compute) ? [] : ['a figure']),
    ...(/memory|\b[gmk]i?b\b|v?ram\b|\bnone\b/i.test(compute) ? [] : ['the memory needed']),
  ]
  if (lacks.length > 0) {
    found.push({
      path: ['compute'],
      message: `the compute requirements lack ${lacks.join(' and ')}`,
      expected: 'estimated hours and memory',
      example: '- **Compute Requirements**: 2 GPU hours, 8 GB of memory',
    })
  }
  const planned =
    analysis.checkpoints !== undefined ||
    analysis.phases.some((phase) => phase.tasks.some(({ task }) => /checkpoint/i.test(task)))
  const hours = longest(compute)
  if (hours >= LONG_RUN_HOURS && !planned) {
    found.push({
      path: ['checkpoints'],
      message: `a run of up to ${hours} hours is planned, and no checkpoints`,
      expected: 'how a long run is saved in between',
      example: '- **Checkpoints**: every 30 minutes, the last three kept',
    })
  }
  return found
}
