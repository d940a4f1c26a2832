// Whether the record, or an explicit claim that holds, bears out what a sentence says.

import { figure } from '../render/figures.ts'
import type { StatedClaim } from '../evidence/claims.ts'
import type { Evidence } from './evidence.ts'
import { figuresOf, says, type Known } from './figures-of.ts'
import type { Finding, PerformanceReading, StatusReading } from './finding.ts'
import { metricsOf } from './metrics.ts'
import { scopeOf } from './scope.ts'
import { isScore, scoresMeant, scoreText, type QualityReading } from './quality.ts'
import { bearsOut } from './stated.ts'
import { unitOf } from './units.ts'

export interface Proof {
  state: 'proven' | 'contradicted' | 'unproven'
  /** What the record says, as the end of a sentence. */
  why: string
}

const proof = (state: Proof['state'], why: string): Proof => ({ state, why })

function proveQuality(finding: Finding, reading: QualityReading, { experiments }: Evidence): Proof {
  const meant = scoresMeant(finding, reading, experiments)
  const same = meant.find(({ value, unit }) => isScore(value, unit, reading))
  if (same !== undefined) return proof('proven', scoreText(same))
  const told = meant.slice(0, 3).map(scoreText)
  return proof('unproven', told.length > 0 ? told.join('; ') : 'no run of ours records what it compares with')
}

function provePerformance(finding: Finding, reading: PerformanceReading, evidence: Evidence): Proof {
  if (reading.is === 'other') return proveQuality(finding, reading, evidence)
  if (evidence.measured.length === 0) return proof('unproven', 'nothing is measured on this head')
  const about = metricsOf(finding, evidence.measured)
  if ('unclear' in about) {
    const names = about.unclear.slice(0, 5).map((one) => one.metric)
    return proof('unproven', `it does not say which metric it is about (${names.join(', ')})`)
  }
  const told: string[] = []
  for (const { metric, baseline, candidate, ratio, better, unit, run } of about.metrics) {
    const known: Known = { ratio, better, unit, levels: [candidate, baseline] }
    const figures = figuresOf(reading, known)
    const text = `run ${run} has ${metric} at ${figure(baseline)} → ${figure(candidate)} ${unit}, ${figure(ratio)}×`
    if (says(reading, known)) return proof('proven', text)
    if (figures.length > 0) told.push(text)
  }
  return proof(
    'unproven',
    told.length > 0 ? told.slice(0, 3).join('; ') : 'no metric on record measures that',
  )
}

function proveTests(reading: Extract<StatusReading, { is: 'tests' }>, evidence: Evidence): Proof {
  if (evidence.tests === undefined) return proof('unproven', 'no tests are counted on this head')
  const { run, counts } = evidence.tests
  const { total, passed, failed } = counts
  const agrees =
    total > 0 &&
    (reading.total ?? total) === total &&
    (reading.passed ?? passed) === passed &&
    (reading.failed ?? failed) === failed &&
    (reading.share === undefined || bearsOut((passed / total) * 100, reading.share))
  return proof(
    agrees ? 'proven' : 'contradicted',
    `run ${run} counted ${passed} of ${total} passed, ${failed} failed`,
  )
}

function proveStatus(reading: StatusReading, evidence: Evidence): Proof {
  switch (reading.is) {
    case 'tests':
      return proveTests(reading, evidence)
    case 'coverage': {
      if (evidence.coverage === undefined) return proof('unproven', 'no coverage is on record for this head')
      const { run, pct } = evidence.coverage
      return proof(
        bearsOut(pct, reading.amount) ? 'proven' : 'contradicted',
        `run ${run} has ${figure(pct)} %`,
      )
    }
    case 'build': {
      if (evidence.build === undefined) return proof('unproven', 'nothing was validated on this head')
      const { run, green } = evidence.build
      return proof(
        green === reading.green ? 'proven' : 'contradicted',
        green ? `in run ${run} every command succeeded` : `in run ${run} not every command succeeded`,
      )
    }
    case 'words':
      return proof('unproven', 'no record can show that')
  }
}

/**
 * Compares a finding with the record of the head. A status of a part (one suite, one platform) or of another time is not what
 * the record counts: it is neither proven nor contradicted by it.
 */
export function prove(finding: Finding, evidence: Evidence): Proof {
  if (finding.kind === 'performance') return provePerformance(finding, finding.says, evidence)
  const { suites, platforms, when, past } = scopeOf(finding)
  const apart = suites.length > 0 || platforms.length > 0 || when !== undefined || past
  const found = proveStatus(finding.says, evidence)
  return apart && found.state !== 'unproven'
    ? proof('unproven', 'the record counts the whole of this head, not a part of it or another time')
    : found
}

/** The ends of what a claim allows, as if they were recorded. */
function claimKnown({ comparison, value, to, unit }: StatedClaim): Known[] {
  const ends = to === undefined ? [value] : [value, to]
  return ends.map((one) =>
    comparison === 'ratio'
      ? { ratio: one, levels: [] }
      : { levels: [one], ...(unit === undefined ? {} : { unit }) },
  )
}

/** Whether a limit is one to the good side: `<= 2x` holds for a head that is no faster at all. */
function limits({ op, comparison, unit }: StatedClaim, reading: PerformanceReading): boolean {
  if (op === '==' || op === 'between') return true
  if (comparison === 'ratio') {
    const worse = 'change' in reading && reading.change === 'worse'
    return op === '>=' && !worse
  }
  const { dimension } = unitOf(unit ?? '')
  return op === '>=' ? dimension === 'rate' : dimension === 'time' || dimension === 'size'
}

/** What an experiment scored is a figure, so only the same figure is borne out. Of other things no record can be asked. */
const backsQuality = ({ experiment, comparison, value, unit, op }: StatedClaim, reading: QualityReading) =>
  experiment === undefined ||
  (comparison === 'candidate' && (op === '==' || op === '>=') && isScore(value, unit, reading))

/**
 * Whether a claim, known to hold, says the same as the sentence: its figure, or both ends of its range, bear the sentence out.
 * What no record can hold is borne out by any claim beside it.
 */
export function backs(claim: StatedClaim, finding: Finding): boolean {
  if (finding.kind === 'performance') {
    const reading = finding.says
    if (claim.comparison === 'count') return false
    if (reading.is === 'other') return backsQuality(claim, reading)
    return limits(claim, reading) && claimKnown(claim).every((known) => says(reading, known))
  }
  const reading = finding.says
  switch (reading.is) {
    case 'tests': {
      // Of several numbers in one statement the record itself is asked.
      const { total, passed, failed, share } = reading
      if (claim.op !== '==' || total !== undefined || share !== undefined) return false
      return (
        (passed === undefined && claim.metric === 'tests.failed' && claim.value === failed) ||
        (failed === undefined && claim.metric === 'tests.passed' && claim.value === passed)
      )
    }
    case 'coverage':
      return (
        claim.metric === 'coverage.pct' &&
        (claim.op === '==' || claim.op === '>=') &&
        bearsOut(claim.value, reading.amount)
      )
    case 'build':
    case 'words':
      return false
  }
}
