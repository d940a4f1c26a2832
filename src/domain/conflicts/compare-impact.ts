// What was measured of two pieces of work, side by side: each against its own baseline, as recorded runs have it.

import type { PlatformMeasurement } from '../gates/gates.ts'
import { figure } from '../render/figures.ts'
import { cell } from '../render/text.ts'

type Side = 'first' | 'second'

/** The side whose whole interval is above the other's; undefined: they cannot be told apart. */
function better(first: PlatformMeasurement, second: PlatformMeasurement): Side | undefined {
  if (first.interval[0] > second.interval[1]) return 'first'
  return second.interval[0] > first.interval[1] ? 'second' : undefined
}

const shown = ({ ratio, interval: [low, high], samples }: PlatformMeasurement): string =>
  high === Infinity
    ? `${figure(ratio)}×, too few samples`
    : `${figure(ratio)}× (${figure(low)}–${figure(high)}, ${samples} pairs)`

/**
 * Metrics that both were measured by on one platform, and the side that they speak for: only where all that can be told apart agree.
 * Nothing where no metric is common: figures of different things say nothing about which is better.
 */
export function compareImpact(
  first: readonly PlatformMeasurement[],
  second: readonly PlatformMeasurement[],
): { compared?: string; favours?: Side } {
  const common = first.flatMap((one) => {
    // The last of each is the confirming run, where there is one.
    const own = first.findLast((entry) => entry.metric === one.metric && entry.platform === one.platform)
    const other = second.findLast((entry) => entry.metric === one.metric && entry.platform === one.platform)
    return own !== one || other === undefined ? [] : [{ one, other, side: better(one, other) }]
  })
  if (common.length === 0) return {}
  const rows = common
    .toSorted((a, b) => (`${a.one.metric} ${a.one.platform}` < `${b.one.metric} ${b.one.platform}` ? -1 : 1))
    .map(
      ({ one, other, side }) =>
        `| ${cell(one.metric)} | ${cell(one.platform)} | ${shown(one)} | ${shown(other)} | ${side ?? 'cannot be told apart'} |`,
    )
  const compared = `| metric | platform | first, better by | second, better by | speaks for |\n|---|---|---|---|---|\n${rows.join('\n')}`
  const sides = new Set(common.flatMap(({ side }) => side ?? []))
  const [only] = sides
  return { compared, ...(sides.size === 1 && only !== undefined ? { favours: only } : {}) }
}
