// What of a result is worth keeping: one figure per metric, and the machine that it holds for.

import { digest } from '../digest.ts'
import { sharePct } from '../evidence/coverage.ts'
import { median } from './order.ts'
import type { RunnerIdentity, WorkflowResult } from '../results.ts'

/** The name under which the share of lines that tests reach is kept, in percent. */
export const LINE_COVERAGE = 'coverage.lines'
export const TESTS_PASSED = 'tests.passed'
export const TESTS_TOTAL = 'tests.total'

/** Names that a command cannot measure under: what they say comes from reports. */
export const COUNTED: ReadonlySet<string> = new Set([LINE_COVERAGE, TESTS_PASSED, TESTS_TOTAL])

/** The machine of figures that are the same on each. */
export const ANY_MACHINE = { machine: 'any', machineName: 'any machine' } as const

export interface Machine {
  /** Figures can be compared where this is equal. */
  machine: string
  /** The same for people. */
  machineName: string
}

export interface Figure extends Machine {
  metric: string
  unit: string
  better: 'lower' | 'higher'
  /** How many samples the median is of, 1 or more. */
  samples: number
  /** In `unit`. */
  median: number
}

/** Identity by processor, architecture, system, cores and Metal device; the version of a tool is part of what is measured. */
export function machineOf({ cpu, arch, os, cores, metal }: RunnerIdentity): Machine {
  const device = metal === null || typeof metal === 'string' ? null : metal.device
  const named = [cpu, `${cores} cores`, `${os} ${arch}`, ...(device === null ? [] : [device])]
  return { machine: digest(JSON.stringify([cpu, arch, os, cores, device])), machineName: named.join(', ') }
}

/** The figures of a result, each metric once: the first that is measured under a name counts. Sums beyond a number are left out. */
export function figuresOf({ runner, benchmarks, coverage, tests }: WorkflowResult): Figure[] {
  const figures: Figure[] = []
  const machine = machineOf(runner)
  const counted = (metric: string, unit: string, value: number): Figure => ({
    ...ANY_MACHINE,
    metric,
    unit,
    better: 'higher',
    samples: 1,
    median: value,
  })
  if (coverage !== null) figures.push(counted(LINE_COVERAGE, '%', sharePct(coverage.lines)))
  if (tests !== null)
    figures.push(counted(TESTS_PASSED, 'tests', tests.passed), counted(TESTS_TOTAL, 'tests', tests.total))
  for (const { metric, unit, better, candidate } of benchmarks) {
    const middle = median(candidate)
    if (COUNTED.has(metric) || !Number.isFinite(middle)) continue
    if (figures.some((known) => known.metric === metric)) continue
    figures.push({ ...machine, metric, unit, better, samples: candidate.length, median: middle })
  }
  return figures
}
