// Every key figure: its title, what counts, and how it is told from what is on record.

import type { KpiFacts, Told, Window } from './facts.ts'
import { blockerResolutionTime, completionRate, cost, reviewRounds } from './flow.ts'
import { KPI_NAMES, type Kpi, type KpiName } from './kpi.ts'
import {
  buildSuccess,
  coverage,
  documentationCoverage,
  performanceStability,
  testPassRate,
} from './quality.ts'

interface Measure extends Pick<Kpi, 'title' | 'unit' | 'definition'> {
  of: (facts: KpiFacts, window: Window) => Told
}

export const KPIS: Readonly<Record<KpiName, Measure>> = {
  build_success: {
    title: 'Build success',
    unit: 'ratio',
    definition:
      'Of the first validations of a head on a platform that ended, those that brought a result in which every command ended with 0',
    of: buildSuccess,
  },
  test_pass_rate: {
    title: 'Tests passed',
    unit: 'ratio',
    definition:
      'Of all tests in the newest result of each head and platform that reported any, those that passed; a skipped one did not',
    of: testPassRate,
  },
  coverage: {
    title: 'Coverage',
    unit: 'ratio',
    definition: 'Share of lines that tests reach, of the newest merged head that reported it',
    of: coverage,
  },
  documentation_coverage: {
    title: 'Documentation coverage',
    unit: 'ratio',
    definition:
      'Of the merged waves whose agents changed code that a documentation rule of the present policy names, those that changed the documentation it asks for',
    of: documentationCoverage,
  },
  performance_stability: {
    title: 'Performance stability',
    unit: 'ratio',
    definition:
      'Of the figures of merged heads that were measured before on the same machine, those not worse than the one before by more than the policy allows the metric, or 2 % where it says nothing',
    of: performanceStability,
  },
  completion_rate: {
    title: 'Tasks completed',
    unit: 'ratio',
    definition:
      'Of the tasks that were begun and whose issue was closed or is gone, those with everything done',
    of: completionRate,
  },
  blocker_resolution_time: {
    title: 'Blocker resolution time',
    unit: 'seconds',
    definition:
      'Median time from a blocked run or an escalation to the next run of that wave that ended well, by when that was; without a blocked run, of any wave of the task',
    of: blockerResolutionTime,
  },
  review_rounds: {
    title: 'Review rounds',
    unit: 'rounds',
    definition: 'Heads that agents reviewed, on average of the merged waves that were reviewed at all',
    of: reviewRounds,
  },
  cost: {
    title: 'Cost',
    unit: 'usd',
    definition: 'US dollars that runs which ended have spent on models',
    of: cost,
  },
}

export const DAY_MS = 24 * 60 * 60_000

/** The days before `now`, and as many before those. */
export function windows(now: number, days: number): { present: Window; before: Window } {
  const from = now - days * DAY_MS
  return { present: { from, until: now }, before: { from: from - days * DAY_MS, until: from } }
}

/** All key figures in the order of their names, of the days before `now`. */
export function kpisOf(facts: KpiFacts, now: number, days: number): Kpi[] {
  const { present, before } = windows(now, days)
  return KPI_NAMES.map((name) => {
    const { title, unit, definition, of } = KPIS[name]
    return { name, title, ...of(facts, present), unit, before: of(facts, before).value, definition }
  })
}
