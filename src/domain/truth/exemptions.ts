// What looks like a claim and is none, each kind with the name that reports give it.

import type { Reading } from './finding.ts'

export interface Surroundings {
  /** The sentence up to the finding, and from its end on. */
  before: string
  after: string
  sentence: string
  /** Of a table cell: the heads of its column and row. */
  heads: string
  /** Whether there is a link, a footnote or a citation in the sentence. */
  cited: boolean
  /** A pull request says what it does in the imperative; a document says so of what is to be done. */
  imperativeClaims: boolean
  reading: Reading
}

export interface Exemption {
  name: 'aim' | 'condition' | 'instruction' | 'negation' | 'question' | 'quotation' | 'history' | 'example'
  applies(around: Surroundings): boolean
}

const AIM =
  /\b(?:targets?|goals?|aim(?:s|ing|ed)?|budgets?|objectives?|slo|sla|must|shall|should|needs? (?:to|at least)|needs?(?= [>≥])|has to|have to|requires?|required|requirements?|expect(?:s|ed|ing)?|hop(?:es?|ing)|plan(?:s|ned)?|will|would|could|may|might|wants?|wanted|wish(?:es)?|acceptance|criteri(?:on|a)|thresholds?|limits?|limited|allow(?:s|ed)?|accept(?:s|ed|able)?|asks? for|tolerances?|tolerated)\b/gi
/** After these the sentence speaks of what is, whatever was wanted before. */
const FACT =
  /\b(?:but|while|whereas|yet|however|currently|now|today|achieve[sd]?|reache[sd]|met|hit|exceed(?:s|ed)?|got|measured|instead|actually|already)\b|;/i
const AIM_AFTER =
  /^[^.,;:()]{0,40}?\b(?:targets?|goals?|budget|limit|(?:is|are|were|was) (?:expected|required|allowed|accepted|planned|wanted|hoped|the aim)|must not|to pass)\b/i
const AIM_HEAD =
  /\b(?:targets?|goals?|budget|limit|required|requirement|threshold|expected|max(?:imum)?|min(?:imum)?|allowed|slo|sla|wanted|hold|acceptance)\b/i

const CONDITION =
  /(?:\b(?:if|when|whenever|once|until|unless|as soon as|whether|suppose|assum(?:e|ing)|imagine|provided|in case|means that|would)\b|^(?:before|after)\b|, (?:before|after)\b)/gi

const INSTRUCTION =
  /\b(?:make sure|ensure[sd]?|verif(?:y|ies)|validate|check(?:s|ing)? (?:that|whether|if|for)|confirm|find out|look(?:s|ing)? for|keep|wait for|please|do not|don't|let us|let's|add|investigate|fill in)\b/i
const IMPERATIVE =
  /^(?:[^\p{L}]{0,8}|.{0,40}?(?:: | [-–—] ))(?:make|reduce|improve|increase|cut|ensure|verify|check|confirm|run|fix|keep|reach|get|achieve|bring|lower|speed up(?! of)|halve|double|raise|add|write|set|wait|merge|compare|look|show|prove|measure|resolve|repair|address)(?= (?!(?:of|is|was)\b))/iu

const NEGATION =
  /\b(?:not(?! (?:only|just))|no|never|nobody|none|cannot|isn't|aren't|doesn't|don't|hasn't|won't|nothing|neither|nor)\b[^,;:.!?]{0,40}$/i

const DATE = /\b(?:19|20)\d\d\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}\b/i
const SOURCE =
  /\[[^\]]{1,60}\]|\bet al\b|\baccording to\b|\bsource\b|\b(?:project|paper|authors?|vendor|document|article) (?:states?|stated|reports?|reported|claims?|claimed|says|said|published)\b/i

/** Whether a word of the pattern stands before, and nothing between it and the finding that `ends` its reach. */
function reaches(pattern: RegExp, before: string, ends: RegExp): boolean {
  let last: RegExpExecArray | undefined
  for (const match of before.matchAll(pattern)) last = match
  return last !== undefined && !ends.test(before.slice(last.index + last[0].length))
}

const inQuotes = ({ before, after }: Surroundings): boolean => {
  const straight = before.split('"').length % 2 === 0 && after.includes('"')
  return straight || (before.lastIndexOf('“') > before.lastIndexOf('”') && after.includes('”'))
}

export const exemptions: readonly Exemption[] = [
  { name: 'quotation', applies: inQuotes },
  { name: 'question', applies: ({ sentence }) => /\?["'”’)\]]{0,2} ?$/.test(sentence) },
  {
    name: 'aim',
    applies: ({ before, after, heads }) =>
      reaches(AIM, before, FACT) || AIM_AFTER.test(after) || AIM_HEAD.test(heads),
  },
  { name: 'condition', applies: ({ before }) => reaches(CONDITION, before, /,|;|—/) },
  {
    name: 'instruction',
    applies: ({ before, sentence, imperativeClaims, reading }) =>
      INSTRUCTION.test(before) ||
      (!(imperativeClaims && reading.kind === 'performance') && IMPERATIVE.test(sentence)),
  },
  { name: 'negation', applies: ({ before }) => NEGATION.test(before) },
  {
    name: 'history',
    applies: ({ sentence, cited }) => DATE.test(sentence) && (cited || SOURCE.test(sentence)),
  },
  {
    name: 'example',
    applies: ({ before }) => /\b(?:such as|for example|for instance|e\.g\.|like|say),? ["“']?$/i.test(before),
  },
]
