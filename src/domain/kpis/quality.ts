// Key figures of what was built: validations, tests, coverage, documentation, speed.

import { COUNTED, LINE_COVERAGE } from '../benchmarks/figures-of.ts'
import { within as holdsUp } from '../benchmarks/against.ts'
import type { Trend } from '../benchmarks/trend.ts'
import { share, within, type BuildFact, type KpiFacts, type Told, type Window } from './facts.ts'

/** A head that is validated again until it happens to work has failed once all the same. */
export function buildSuccess({ builds }: KpiFacts, window: Window): Told {
  const first = builds.filter(({ attempt, endedAt }) => attempt === 1 && within(window, endedAt))
  return share(first.filter(({ succeeded }) => succeeded).length, first.length)
}

export function testPassRate({ builds }: KpiFacts, window: Window): Told {
  const newest = new Map<string, BuildFact>()
  for (const build of builds) {
    if (build.tests === undefined || !within(window, build.endedAt)) continue
    const known = newest.get(`${build.headSha} ${build.platform}`)
    if (known === undefined || known.attempt < build.attempt)
      newest.set(`${build.headSha} ${build.platform}`, build)
  }
  const results = [...newest.values()].flatMap(({ tests }) => tests ?? [])
  const total = results.reduce((sum, tests) => sum + tests.total, 0)
  const passed = results.reduce((sum, tests) => sum + tests.passed, 0)
  return total === 0 ? { value: undefined, cases: 0 } : { value: passed / total, cases: results.length }
}

export function coverage({ trends }: KpiFacts, window: Window): Told {
  const points = trends
    .filter(({ metric }) => metric === LINE_COVERAGE)
    .flatMap((trend) => trend.points.filter(({ at }) => within(window, at)))
  const newest = points.toSorted((a, b) => b.at - a.at)[0]
  const heads = new Set(points.map(({ commit }) => commit)).size
  return { value: newest === undefined ? undefined : newest.value / 100, cases: heads }
}

export function documentationCoverage({ merged }: KpiFacts, window: Window): Told {
  const asked = merged.filter(({ at, documented }) => documented !== undefined && within(window, at))
  return share(asked.filter(({ documented }) => documented === true).length, asked.length)
}

/** The merges in the window that were measured before, each against the one before: whether it held up. */
function steps(trend: Trend, window: Window, allowedPct: number): boolean[] {
  return trend.points.flatMap(({ at, value }, i) => {
    const before = trend.points[i - 1]
    if (before === undefined || !within(window, at)) return []
    return [holdsUp(trend, value, before.value, allowedPct).holds]
  })
}

export function performanceStability({ trends, allowedPct }: KpiFacts, window: Window): Told {
  const all = trends
    .filter(({ metric }) => !COUNTED.has(metric))
    .flatMap((trend) => steps(trend, window, allowedPct(trend.metric)))
  return share(all.filter(Boolean).length, all.length)
}
