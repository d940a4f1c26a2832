// A plan that is made anew: which of its versions counts, where its run and its comment are found, how its waves are numbered.

import type { Desired } from '../commands/desired.ts'
import { anewRun } from '../side-runs.ts'

/** How often the plan was asked for anew: 0 for the first version. */
export const planVersion = (desired: Desired | undefined): number => desired?.replan?.nth ?? 0

/** The wave that the runs of a version are recorded under. */
export const planningWave = (version: number): number => (version === 0 ? 0 : anewRun(version))

/** Topic of the comment that holds a version; each has one of its own, so that it can be approved by itself. */
export const analysisTopic = (version: number): string =>
  version === 0 ? 'analysis' : `analysis-${version + 1}`

/**
 * Waves of a version count from here: 1, then 101, 201 and so on. Numbers, and with them branches, signals and sub-issues of
 * finished waves are never given twice, and nothing has to be remembered for it.
 */
export const firstWave = (version: number): number => version * 100 + 1
