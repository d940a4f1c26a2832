// Status statements that cannot both be true, each pair with both places.

import type { Finding, Place, StatusReading } from './finding.ts'
import { relation, scopeOf, type Relation, type Scope } from './scope.ts'
import { bearsOut } from './stated.ts'

export interface Side extends Place {
  text: string
  changed: boolean
}

export interface Contradiction {
  first: Side
  second: Side
  /** Why both cannot be true, in words. */
  why: string
}

/** More different statements than these are not compared with each other; nobody reads that many either. */
const MOST_STATEMENTS = 300
const MOST_REPORTED = 100

type Status = Extract<Finding, { kind: 'status' }>
type Tests = Extract<StatusReading, { is: 'tests' }>

/** What a statement about tests says or implies. */
function known({ total, passed, failed, share }: Tests) {
  return {
    total,
    failed,
    share,
    /** Failed or skipped. */
    notPassed: total !== undefined && passed !== undefined ? total - passed : undefined,
    ratio: total !== undefined && passed !== undefined && total > 0 ? (passed / total) * 100 : undefined,
  }
}

type KnownTests = ReturnType<typeof known>

function wholes(a: KnownTests, b: KnownTests): string | undefined {
  if (a.total !== undefined && b.total !== undefined && a.total !== b.total) {
    return `${a.total} tests and ${b.total} tests cannot both be all of them`
  }
  if (a.failed !== undefined && b.failed !== undefined && a.failed !== b.failed) {
    return `${a.failed} and ${b.failed} failing cannot both be all that fail`
  }
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (one.failed !== undefined && other.notPassed !== undefined && one.failed > other.notPassed) {
      return `${one.failed} fail, yet all but ${other.notPassed} pass`
    }
    if (one.failed === 0 && other.notPassed !== undefined && other.notPassed > 0 && one.share === undefined) {
      return `all pass, yet ${other.notPassed} do not`
    }
    if (one.share?.bound === '==' && other.ratio !== undefined && !bearsOut(other.ratio, one.share)) {
      return `${one.share.value} % pass, yet the counts make it ${other.ratio.toFixed(1)} %`
    }
    if (
      one.share?.bound === '==' &&
      other.failed !== undefined &&
      one.share.value === 100 &&
      other.failed > 0
    ) {
      return `all pass, yet ${other.failed} fail`
    }
    if (one.share?.bound === '==' && other.failed === 0 && one.share.value < 100) {
      return `${one.share.value} % pass, yet none fails`
    }
  }
  if (a.share?.bound === '==' && b.share?.bound === '==') {
    const finer = a.share.step <= b.share.step ? a.share : b.share
    const coarser = finer === a.share ? b.share : a.share
    if (!bearsOut(finer.value, coarser)) return `${a.share.value} % and ${b.share.value} % pass`
  }
  return undefined
}

/** A part has no more tests, and no more that fail, than the whole. */
function partOf(part: KnownTests, whole: KnownTests): string | undefined {
  const most = whole.failed ?? whole.notPassed
  if (part.failed !== undefined && most !== undefined && part.failed > most) {
    return `${part.failed} fail in a part, yet only ${most} of all`
  }
  if (part.total !== undefined && whole.total !== undefined && part.total > whole.total) {
    return `a part has ${part.total} tests, all together only ${whole.total}`
  }
  return undefined
}

function conflict(a: StatusReading, b: StatusReading, how: Relation): string | undefined {
  if (how === 'other') return undefined
  if (a.is === 'tests' && b.is === 'tests') {
    if (how === 'same') return wholes(known(a), known(b))
    return how === 'part' ? partOf(known(a), known(b)) : partOf(known(b), known(a))
  }
  if (how !== 'same') return undefined
  if (a.is === 'coverage' && b.is === 'coverage') {
    const [finer, coarser] = a.amount.step <= b.amount.step ? [a.amount, b.amount] : [b.amount, a.amount]
    const exact = finer.bound === '==' && coarser.bound === '=='
    return exact && !bearsOut(finer.value, coarser)
      ? `coverage is ${a.amount.value} % and ${b.amount.value} %`
      : undefined
  }
  if (a.is === 'build' && b.is === 'build' && a.green !== b.green) return 'the build is green and it is not'
  return undefined
}

interface Statement {
  says: StatusReading
  scope: Scope
  /** The first place that says so, and one that is changed. */
  sides: [Side, ...Side[]]
}

/** Each different statement once, whatever the number of its places: comparing pairs stays affordable. */
function statements(findings: readonly Status[], changed: (place: Place) => boolean): Statement[] {
  const distinct = new Map<string, Statement>()
  for (const finding of findings) {
    const { says, path, line, column, text } = finding
    const scope = scopeOf(finding)
    if (scope.past || says.is === 'words') continue
    const key = JSON.stringify([says, scope])
    const side = { path, line, column, text, changed: changed(finding) }
    const found = distinct.get(key)
    if (found === undefined) distinct.set(key, { says, scope, sides: [side] })
    else if (side.changed && !found.sides.some((one) => one.changed)) found.sides.push(side)
  }
  return [...distinct.values()]
}

const preferChanged = ({ sides }: Statement): Side => sides.find((side) => side.changed) ?? sides[0]

/**
 * Compares statements of status within and across documents: what is said of the same tests (or a part and the whole of them), on
 * the same platform, not of different dates, and not of former times. A statement without a date is about now, like any other
 * without one, and is compared with dated ones too. At most 100 pairs are returned, those with a changed side first.
 */
export function contradictions(
  findings: readonly Finding[],
  changed: (place: Place) => boolean,
): Contradiction[] {
  const all = statements(
    findings.flatMap((finding) => (finding.kind === 'status' ? [finding] : [])),
    changed,
  )
  // What is changed is compared in any case.
  const compared = all
    .toSorted((a, b) => Number(preferChanged(b).changed) - Number(preferChanged(a).changed))
    .slice(0, MOST_STATEMENTS)
  const found: Contradiction[] = []
  for (const [i, a] of compared.entries()) {
    for (const b of compared.slice(i + 1)) {
      const why = conflict(a.says, b.says, relation(a.scope, b.scope))
      if (why !== undefined) found.push({ first: preferChanged(a), second: preferChanged(b), why })
    }
  }
  return found
    .toSorted(
      (a, b) => Number(b.first.changed || b.second.changed) - Number(a.first.changed || a.second.changed),
    )
    .slice(0, MOST_REPORTED)
}
