// Which recorded metrics a sentence is about: those that it names, else the only one of its kind.

import type { Measurement } from '../evidence/statistics.ts'
import type { Finding } from './finding.ts'
import { unitOf } from './units.ts'

const GENERIC = new Set(['bench', 'benchmark', 'time', 'total', 'mean', 'median', 'test', 'pct', 'per'])
const SIZE = /\b(?:memory|ram|vram|rss|heap|footprint|size|smaller|larger|bytes|disk|allocations?)\b/i
const SIZE_NAME = /(?:^|[._-])(?:mem|memory|rss|heap|size|bytes|footprint|disk)(?:$|[._-])/i

const isSize = ({ unit, metric }: Measurement): boolean =>
  unitOf(unit).dimension === 'size' || SIZE_NAME.test(metric)

/** The parts of a metric's name that mean something: `attention.ms` → `attention`. */
const parts = (metric: string): string[] =>
  metric
    .toLowerCase()
    .split(/[._-]+/)
    .filter((part) => part.length > 2 && !GENERIC.has(part) && unitOf(part).dimension === 'other')

/** `parse` is named by "parsing", `decode` by "decoder". */
const stem = (part: string): string => part.slice(0, Math.max(4, part.length - 2))

/** Everything around a finding that may name what it is about, code included. */
const around = ({ source, passage }: Finding): string =>
  [source, passage.headings.at(-1), passage.cell?.header, passage.cell?.label, passage.cell?.row]
    .join(' ')
    .toLowerCase()

export type About<M> = { metrics: readonly M[] } | { unclear: readonly M[] }

/** Of the measured metrics those that the finding is about; `unclear` when it names none of several. */
export function metricsOf<M extends Measurement>(finding: Finding, measured: readonly M[]): About<M> {
  const text = around(finding)
  const words = text.split(/[^\p{L}\p{N}]+/u)
  const score = ({ metric }: M): number =>
    text.includes(metric.toLowerCase())
      ? 100
      : parts(metric).filter((part) => words.some((word) => word.startsWith(stem(part)))).length
  const scored = measured.map((one) => ({ one, score: score(one) }))
  const best = Math.max(0, ...scored.map((entry) => entry.score))
  const named = scored.filter((entry) => entry.score === best).map((entry) => entry.one)
  const ofKind = named.filter((one) => isSize(one) === SIZE.test(finding.sentence))
  const fitting = ofKind.length > 0 || best === 0 ? ofKind : best >= 100 ? named : []
  return best > 0 || fitting.length <= 1 ? { metrics: fitting } : { unclear: fitting }
}
