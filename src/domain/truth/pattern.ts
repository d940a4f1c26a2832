// The pieces that patterns over prose are made of, and how one is applied.
//
// Every pattern begins with digits or a word, and every gap in it is bounded: so each takes time linear in the text.

import type { Reading } from './finding.ts'
import { stated, type Amount, type Bound } from './stated.ts'

/** What a pattern may look at beside its match. */
export interface Around {
  /** At most 300 characters of the sentence before it. */
  before: string
  /** At most 200 characters of the sentence after it. */
  after: string
  /** The words of the sentence; in a table with the head of the column and of the row. */
  context: string
}

export interface Pattern {
  regex: RegExp
  read(groups: Readonly<Record<string, string | undefined>>, around: Around): Reading | undefined
}

const DIGITS = String.raw`(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,9})(?:\.\d{1,6})?`
/** Not within a version, a name, an issue number, a path, a date, a price, or a number such as `1 000`. */
export const ALONE = String.raw`(?<![\p{L}\p{N}_#$€£.,/^\-]|(?<![\d\-])\d{1,3} (?=\d{3}(?!\d)))`
/** `30`, `1,204.5`, `30-40`, `10 to 15`; its unit and scale follow. */
export const RANGE = String.raw`${ALONE}(?<n>${DIGITS})(?: ?(?:-|–|—|to) ?(?<to>${DIGITS}))?`
export const PERCENT = String.raw` ?(?:%|percent\b|per cent\b)`
export const TIMES = String.raw`(?: ?[x×]| times| ?-?fold)(?![\p{L}\p{N}×])`
/** Words between two parts, at most so many. */
export const upTo = (words: number): string => String.raw`(?: [\p{L}\p{N}\-'’]{1,25}){0,${words}}`

export const pattern = (source: string, read: Pattern['read']): Pattern => ({
  regex: new RegExp(source, 'giu'),
  read,
})

const AT_LEAST =
  /(?:at least|more than|over|above|beyond|exceed(?:s|ed|ing)?|upwards of|>=|≥|>|no less than) ?$/i
const AT_MOST = /(?:at most|less than|under|below|no more than|not more than|within|fewer than|<=|≤|<) ?$/i
const ABOUT = /(?:about|around|roughly|approximately|approx\.|nearly|almost|some|circa|ca\.|~|≈) ?$/i

/** What the words before a figure make of it. */
export function boundOf(before: string): Bound {
  const near = before.slice(-24)
  if (AT_LEAST.test(near)) return '>='
  if (AT_MOST.test(near)) return '<='
  return ABOUT.test(near) ? 'about' : '=='
}

/** The figure of a match whose groups are `n`, `to` and `scale`; `before` is what precedes the digits. */
export function amountOf(
  groups: Readonly<Record<string, string | undefined>>,
  before: string,
): Amount | undefined {
  const scale = groups['scale']
  const from = stated(groups['n'] ?? '', scale)
  if (from === undefined) return undefined
  const to = groups['to'] === undefined ? undefined : stated(groups['to'], scale)
  return { ...from, bound: boundOf(before), ...(to === undefined ? {} : { to }) }
}

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  no: 0,
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  a: 1,
  an: 1,
}
export const NUMBER_WORD = 'two|three|four|five|six|seven|eight|nine|ten'

/** A whole number in digits or as a word up to ten. */
export const countOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const word = NUMBER_WORDS[text.toLowerCase()]
  return word ?? (/^[\d,]{1,15}$/.test(text) ? Number(text.replaceAll(',', '')) : undefined)
}

/** An amount that a word says exactly: `twice` is 2, and what rounds to it to one place. */
export const wordAmount = (value: number, before = ''): Amount => ({
  value,
  step: 0.1,
  bound: boundOf(before),
})
