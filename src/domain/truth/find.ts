// Finds what reads like a claim of performance or status in the prose of a document, less what is none.

import { figureInCell } from './cell-figure.ts'
import { claimSpans } from './claim-line.ts'
import { exemptions, type Exemption } from './exemptions.ts'
import { placer, sentencesOf, type Finding, type Place, type Reading, type Sentence } from './finding.ts'
import { passagesOf, type Passage } from './passages.ts'
import { NUMBER_WORD, type Pattern } from './pattern.ts'
import { performancePatterns } from './performance.ts'
import { statusPatterns } from './status.ts'
import { wordsOf, type Words } from './words.ts'

/** The path that a pull request's body goes by. */
export const PULL_REQUEST = 'pull request'

/** Windows around a finding: longer sentences are not read further, so that time stays linear. */
const BEFORE = 300
const AFTER = 200
/** Of what is written around it, code and addresses included. */
const LONGEST_SOURCE = 2000

const patterns: readonly Pattern[] = [...statusPatterns, ...performancePatterns]

interface Match {
  start: number
  end: number
  reading: Reading
}

/** No pattern matches without one of these: most sentences are done with at one look. */
const WORTH = new RegExp(
  String.raw`\d|\b(?:tests?|specs|suites?|builds?|ci|pipelines?|checks?|zero|no|${NUMBER_WORD}|twice|half|halve[sd]?|double[sd]?|triple[sd]?|quadruple[sd]?|magnitude|compiles?|ready|tested|bug|complete)\b`,
  'i',
)

/** All matches in a sentence, in order and without overlap: an earlier pattern wins over a later one. */
function matchesIn(sentence: string, heads: string): Match[] {
  const found: Match[] = []
  if (!WORTH.test(sentence)) return found
  for (const { regex, read } of patterns) {
    const own: Match[] = []
    let next = 0
    // Not matchAll(), which copies the expression each time: this loop is where the time goes.
    regex.lastIndex = 0
    for (let match = regex.exec(sentence); match !== null; match = regex.exec(sentence)) {
      const start = match.index
      const end = start + match[0].length
      while ((found[next]?.end ?? Infinity) <= start) next += 1
      if ((found[next]?.start ?? Infinity) < end) continue
      const before = sentence.slice(Math.max(0, start - BEFORE), start)
      // A pattern may begin with words; what bounds a figure stands before its digits.
      const lead = match[0].slice(0, Math.max(0, match[0].search(/\d/)))
      const reading = read(match.groups ?? {}, {
        before: before + lead,
        after: sentence.slice(end, end + AFTER),
        context: `${sentence.slice(Math.max(0, start - BEFORE), end + AFTER)} ${heads}`,
      })
      if (reading !== undefined) own.push({ start, end, reading })
    }
    // Not spread: a sentence may hold more matches than a call may have arguments.
    for (const one of own) found.push(one)
    if (own.length > 0) found.sort((a, b) => a.start - b.start)
  }
  return found
}

const heads = ({ cell }: Passage): string => (cell === undefined ? '' : `${cell.header} ${cell.label}`)

function wholeCell(passage: Passage, text: string): Match[] {
  if (passage.cell === undefined || passage.cell.header === '') return []
  const reading = figureInCell(text.trim(), passage.cell.header, passage.cell.label)
  return reading === undefined ? [] : [{ start: 0, end: text.length, reading }]
}

export interface Exempted {
  finding: Finding
  why: Exemption['name']
}

/** What was found, and what was found and is no claim. */
export interface Found {
  findings: Finding[]
  exempted: Exempted[]
}

type PlaceOf = (offset: number) => Place

function findingOf(
  placeOf: PlaceOf,
  passage: Passage,
  { text, start, words }: Sentence,
  match: Match,
): Finding {
  const rawAt = (index: number): number => words.at[start + index] ?? 0
  const first = Math.max(0, match.start - BEFORE)
  const last = Math.min(text.length, match.end + AFTER)
  const from = rawAt(match.start)
  return {
    ...placeOf(from),
    ...match.reading,
    text: words.raw.slice(from, rawAt(match.end - 1) + 1).replaceAll(/\s+/g, ' '),
    sentence: text.slice(first, last),
    source: words.raw.slice(rawAt(first), Math.min(rawAt(last - 1) + 1, rawAt(first) + LONGEST_SOURCE)),
    index: match.start - first,
    passage,
    footnotes: words.footnotes,
  }
}

function trimmed(sentence: string, { start, end, reading }: Match): Match {
  let from = start
  let to = end
  while (from < to && sentence[from] === ' ') from += 1
  while (to > from && sentence[to - 1] === ' ') to -= 1
  return { start: from, end: to, reading }
}

interface Reader {
  path: string
  passage: Passage
  placeOf: PlaceOf
  found: Found
}

function inSentence({ path, passage, placeOf, found }: Reader, sentence: Sentence, cited: boolean): void {
  const { text } = sentence
  const matches = matchesIn(text, heads(passage))
  for (const one of matches.length > 0 ? matches : wholeCell(passage, text)) {
    const match = trimmed(text, one)
    const around = {
      before: text.slice(Math.max(0, match.start - BEFORE), match.start),
      after: text.slice(match.end, match.end + AFTER),
      sentence:
        text.length > 2 * BEFORE ? text.slice(Math.max(0, match.start - BEFORE), match.end + BEFORE) : text,
      heads: heads(passage),
      cited,
      imperativeClaims: path === PULL_REQUEST,
      reading: match.reading,
    }
    const why = exemptions.find((exemption) => exemption.applies(around))?.name
    const finding = findingOf(placeOf, passage, sentence, match)
    if (why === undefined) found.findings.push(finding)
    else found.exempted.push({ finding, why })
  }
}

/** What is left of a passage's words when explicit claims are taken out of it; they are checked as such. */
function withoutClaims(words: Words): Words {
  const spans = claimSpans(words)
  if (spans.length === 0) return words
  let text = ''
  let at = 0
  for (const { start, end } of spans) {
    text += words.text.slice(at, start) + '.'.repeat(end - start)
    at = end
  }
  return { ...words, text: text + words.text.slice(at) }
}

/** Reads the passages of one document. Never raises; linear in the length of their text. */
export function findIn(path: string, passages: readonly Passage[]): Found {
  const found: Found = { findings: [], exempted: [] }
  for (const passage of passages) {
    const words = withoutClaims(wordsOf(passage))
    const placeOf = placer(path, passage)
    let next = 0
    for (const sentence of sentencesOf(words)) {
      while ((words.cites[next] ?? Infinity) < sentence.start) next += 1
      const cited = (words.cites[next] ?? Infinity) <= sentence.start + sentence.text.length
      inSentence({ path, passage, placeOf, found }, sentence, cited)
    }
  }
  return found
}

/** The same for a document as text. */
export const findInProse = ({ path, text }: { path: string; text: string }): Found =>
  findIn(path, passagesOf(text))
