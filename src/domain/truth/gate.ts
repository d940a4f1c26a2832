// The truth gate: what documents claim, compared with the record of the head and with each other, as a verdict that explains itself.

import type { CheckAnnotation } from '../actions.ts'
import { checkClaim } from '../evidence/claims.ts'
import type { Sha } from '../ids.ts'
import { allOf, reason, type Reason } from '../reason.ts'
import { plural } from '../render/figures.ts'
import type { WorkflowKind } from '../results.ts'
import type { ValidationRecord } from '../snapshot.ts'
import { CLAIM_EXAMPLE } from './claim-line.ts'
import { contradictions, type Contradiction, type Side } from './contradictions.ts'
import { evidenceOf, type Evidence } from './evidence.ts'
import { explicitClaims, type ExplicitClaim } from './explicit.ts'
import { findIn, PULL_REQUEST } from './find.ts'
import type { Finding, Place } from './finding.ts'
import { itemContradictions } from './items.ts'
import { passagesOf, type Passage } from './passages.ts'
import { backs, prove, type Proof } from './prove.ts'

export interface TruthDocument {
  /** A path in the repository, or `pull request` for the body of the pull request. */
  path: string
  /** Markdown. */
  text: string
  /** Lines, from 1, that the diff touches; left out: all of them. Nothing else blocks. */
  changedLines?: readonly number[]
  /**
   * It was written before the work, as a plan is. Its statuses are of then: they are compared with each other, and with nothing that
   * was written or measured since. Its claims may cite any run on record.
   */
  earlier?: boolean
}

export type TruthLevel = 'blocks' | 'warns' | 'waits'

export interface TruthProblem extends Place {
  level: TruthLevel
  kind: 'claim' | 'performance' | 'status' | 'contradiction'
  /** As written. */
  text: string
  /** What is wrong and what would put it right, as sentences. */
  message: string
  /** Of a contradiction: the other place. */
  other?: Place & { text: string }
}

export interface TruthResult {
  verdict: Reason
  /** For files only: a pull request's body has no lines that GitHub could mark. */
  annotations: readonly (Omit<CheckAnnotation, 'level'> & { level: TruthLevel })[]
  /** What stops the merge, in order of place. */
  blocking: readonly TruthProblem[]
  /** All problems, in order of place. */
  problems: readonly TruthProblem[]
  /** How many claims in changed lines were found, and how many of them are proven. */
  counts: { claims: number; proven: number }
}

export interface TruthInput {
  documents: readonly TruthDocument[]
  records: readonly ValidationRecord[]
  head: Sha
  /** Kinds of run that this head is sure to have, whether or not they have been asked for yet. */
  awaited?: readonly WorkflowKind[]
}

interface Read {
  document: TruthDocument
  passages: readonly Passage[]
  findings: readonly Finding[]
  /** Those of the findings that the record is asked about. */
  judged: readonly Finding[]
  explicit: readonly ExplicitClaim[]
}

function read(document: TruthDocument): Read {
  const passages = passagesOf(document.text)
  const { findings } = findIn(document.path, passages)
  return {
    document,
    passages,
    findings,
    judged: document.earlier === true ? findings.filter(({ kind }) => kind === 'performance') : findings,
    explicit: explicitClaims(document.path, passages),
  }
}

const HOW = `measure it in a run of this head and say which: ${CLAIM_EXAMPLE}`
const placeText = ({ path, line, column }: Place): string => `${path}:${line}:${column}`

/** Whether a passage, or a footnote that the finding refers to, holds an explicit claim that is true and says the same. */
function backed(
  finding: Finding,
  claims: readonly ExplicitClaim[],
  holds: (claim: ExplicitClaim) => boolean,
): boolean {
  return claims.some((one) => {
    if (!('claim' in one.read)) return false
    const { footnote } = one.passage
    const beside =
      one.passage === finding.passage || (footnote !== undefined && finding.footnotes.includes(footnote))
    return beside && backs(one.read.claim, finding) && holds(one)
  })
}

function problemOf(finding: Finding, { state, why }: Proof, evidence: Evidence): TruthProblem {
  const { path, line, column, text, kind } = finding
  const place = { path, line, column, text, kind }
  if (state === 'contradicted') {
    return { ...place, level: 'blocks', message: `The record says otherwise: ${why}. Correct the statement.` }
  }
  if (evidence.awaited.length > 0) {
    return {
      ...place,
      level: 'waits',
      message: `Nothing proves it yet: ${why}; ${evidence.awaited.join(' and ')} is under way.`,
    }
  }
  return kind === 'performance'
    ? { ...place, level: 'blocks', message: `Nothing proves it: ${why}. Take it back, or ${HOW}` }
    : { ...place, level: 'warns', message: `Nothing proves it: ${why}.` }
}

function claimProblem(
  one: ExplicitClaim,
  checked: Reason | undefined,
  evidence: Evidence,
): TruthProblem | undefined {
  const { path, line, column, text } = one
  const place = { path, line, column, text, kind: 'claim' as const }
  if ('problem' in one.read) {
    const { message, expected, example } = one.read.problem
    return {
      ...place,
      level: 'blocks',
      message: `The claim cannot be read: ${message}. Expected: ${expected}. Example: ${example}`,
    }
  }
  if (checked === undefined || checked.state === 'pass') return undefined
  const level = evidence.awaited.length > 0 ? 'waits' : 'blocks'
  return { ...place, level, message: `The claim does not hold: ${checked.text}.` }
}

function contradictionProblem({ first, second, why }: Contradiction): TruthProblem {
  const [here, there] = first.changed ? [first, second] : [second, first]
  const { path, line, column, text } = here
  const other = ({ path, line, column, text }: Side) => ({ path, line, column, text })
  return {
    path,
    line,
    column,
    text,
    kind: 'contradiction',
    level: 'blocks',
    message: `It contradicts ${placeText(there)}, which says "${there.text}": ${why}. Correct the one that is wrong, or say of what each speaks.`,
    other: other(there),
  }
}

/** Between documents of one time, where one side is changed. */
const contradictionsIn = (all: readonly Read[], changed: (place: Place) => boolean): Contradiction[] =>
  [
    ...contradictions(
      all.flatMap(({ findings }) => findings),
      changed,
    ),
    ...itemContradictions(
      all.map(({ document, passages }) => ({ path: document.path, passages })),
      changed,
    ),
  ].filter(({ first, second }) => first.changed || second.changed)

const byPlace = (a: Place, b: Place): number =>
  a.path.localeCompare(b.path, 'en') || a.line - b.line || a.column - b.column

const STATES = { blocks: 'fail', warns: 'info', waits: 'pending' } as const
const TITLES: Readonly<Record<TruthProblem['kind'], string>> = {
  claim: 'A claim that does not hold',
  performance: 'A performance claim without evidence',
  status: 'A status without evidence',
  contradiction: 'Statements that contradict each other',
}

const MOST_LISTED = 50

function listed(title: string, problems: readonly TruthProblem[]): Reason[] {
  if (problems.length === 0) return []
  const shown = problems
    .slice(0, MOST_LISTED)
    .map((one) => reason(STATES[one.level], `${placeText(one)} "${one.text}": ${one.message}`))
  const rest = problems.slice(MOST_LISTED)
  const worst =
    rest.find(({ level }) => level === 'blocks') ?? rest.find(({ level }) => level === 'waits') ?? rest[0]
  const more = worst === undefined ? [] : [reason(STATES[worst.level], `${rest.length} more`)]
  return [allOf(`${title} (${problems.length})`, [...shown, ...more])]
}

/**
 * Checks documents against the record of `head` and against each other. What is unproven blocks where it is about performance and
 * stands in a changed line; a status blocks when the record says otherwise; contradictions block when one of their sides is changed.
 * While a run of the head is under way, what is unproven waits for it. Never raises; linear in the size of the documents.
 */
export function truthGate({ documents, records, head, awaited = [] }: TruthInput): TruthResult {
  const all = documents.map(read)
  const touched = new Map(
    documents.map(({ path, changedLines }) => [path, changedLines && new Set(changedLines)] as const),
  )
  const changed = ({ path, line }: Place): boolean => touched.get(path)?.has(line) ?? true
  const apart = new Set(documents.flatMap(({ path, earlier }) => (earlier === true ? [path] : [])))
  const evidence = evidenceOf(records, head, awaited)
  const checked = new Map<ExplicitClaim, Reason>()
  for (const { document, explicit } of all) {
    for (const one of explicit) {
      if (!('claim' in one.read)) continue
      const { claim } = one.read
      const cited = records.find(({ workflowRunId }) => workflowRunId === claim.run)?.headSha
      const about = document.earlier === true ? (cited ?? head) : head
      checked.set(one, checkClaim(claim, about, records))
    }
  }
  const problems: TruthProblem[] = []
  const proven: Reason[] = []
  for (const { judged, explicit } of all) {
    for (const one of explicit.filter(changed)) {
      const check = checked.get(one)
      const wrong = claimProblem(one, check, evidence)
      if (wrong !== undefined) problems.push(wrong)
      else if (check !== undefined) proven.push(reason('pass', `${placeText(one)} ${check.text}`))
    }
    const inPassages = claimsByPassage(explicit)
    for (const finding of judged.filter(changed)) {
      const near = inPassages(finding)
      const found = prove(finding, evidence)
      const by =
        found.state === 'unproven' && backed(finding, near, (one) => checked.get(one)?.state === 'pass')
      if (by || found.state === 'proven') {
        const why = by ? 'the claim beside it holds' : found.why
        proven.push(reason('pass', `${placeText(finding)} "${finding.text}": ${why}`))
      } else problems.push(problemOf(finding, found, evidence))
    }
  }
  const count = problems.length + proven.length
  const against = [
    ...contradictionsIn(
      all.filter(({ document }) => document.earlier !== true),
      changed,
    ),
    ...all
      .filter(({ document }) => document.earlier === true)
      .flatMap((one) => contradictionsIn([one], changed)),
  ]
  for (const one of against) problems.push(contradictionProblem(one))
  problems.sort(byPlace)
  const of = (kind: TruthProblem['kind']): TruthProblem[] => problems.filter((one) => one.kind === kind)
  const shown = proven.slice(0, MOST_LISTED)
  const verdict = allOf(
    count === 0 && against.length === 0
      ? 'truth: nothing is claimed in what changed'
      : `truth: ${plural(count, 'claim')} in what changed, ${proven.length} proven`,
    [
      ...listed('claims that do not hold', of('claim')),
      ...listed('performance claims without evidence', of('performance')),
      ...listed('statuses without evidence or against it', of('status')),
      ...listed('contradictions', of('contradiction')),
      ...(shown.length === 0 ? [] : [allOf(`proven (${proven.length})`, shown)]),
    ],
  )
  return {
    verdict,
    annotations: problems
      .filter(({ path }) => path !== PULL_REQUEST && !apart.has(path))
      .map(({ path, line, kind, message, text, level }) => ({
        path,
        line,
        title: TITLES[kind],
        message: `"${text}": ${message}`,
        level,
      })),
    blocking: problems.filter(({ level }) => level === 'blocks'),
    problems,
    counts: { claims: count, proven: proven.length },
  }
}

/** A passage with more claims than these is not read by anybody; looking at all for each figure would take quadratic time. */
const MOST_BESIDE = 100

/** The explicit claims that may back a finding: those of its passage, and those of footnotes. */
function claimsByPassage(explicit: readonly ExplicitClaim[]): (finding: Finding) => readonly ExplicitClaim[] {
  const own = new Map<Passage, ExplicitClaim[]>()
  const notes = new Map<string, ExplicitClaim[]>()
  const add = <K>(to: Map<K, ExplicitClaim[]>, key: K, one: ExplicitClaim): void => {
    const list = to.get(key)
    if (list === undefined) to.set(key, [one])
    else if (list.length < MOST_BESIDE) list.push(one)
  }
  for (const one of explicit) {
    add(own, one.passage, one)
    if (one.passage.footnote !== undefined) add(notes, one.passage.footnote, one)
  }
  return ({ passage, footnotes }) => [
    ...(own.get(passage) ?? []),
    ...footnotes.flatMap((label) => notes.get(label) ?? []),
  ]
}
