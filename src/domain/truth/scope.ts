// Of what a status speaks: which tests, on which platform, when. Two statuses only contradict each other about the same.

import { dateIn, periodIn } from './dates.ts'
import type { Finding } from './finding.ts'

export interface Scope {
  /** Parts of the tests that it names; none: all of them. */
  suites: readonly string[]
  platforms: readonly string[]
  /** A date, a version or a numbered sprint, of the sentence or else of the innermost heading that has one. */
  when: string | undefined
  /** It says how things were, before a change or in former times. */
  past: boolean
}

const PLATFORM =
  /\b(?:linux|ubuntu|debian|macos|darwin|windows|win32|x86(?:_64)?|x64|arm64|aarch64|android|ios|metal|cuda|rocm|vulkan|wasm|nightly|stable|node ?\d+|python ?3\.\d+|staging|production)\b/gi
const PAST =
  /\b(?:was|were|had|before|previous(?:ly)?|earlier|initially|used to|formerly|at first|fixed|fixes|resolved|repaired|down from|up from|instead of|no longer|historical(?:ly)?|last (?:week|month|year|release|sprint))\b/i
const PAST_HEAD = /\b(?:before|base|baseline|old|previous|earlier)\b/i

/** Words before `tests` that do not say which. */
const PLAIN = new Set(
  `all every the our of are is was were be test tests failing failed passing passed pass still only and no zero these those
  currently now remaining total other just one two three four five six seven eight nine ten out overall full whole entire suite
  100 in success rate have has about this these at least more than some a an again also unfixed open known`.split(
    /\s+/,
  ),
)
const GENERIC_LABEL =
  /^(?:tests?|test (?:status|suite|results?|reality|foundation)|status|total|overall|all|result|sum|build|coverage|ci)$/i
const NAMED = /(?<words>(?:[\p{L}-]{2,25} ){1,4})(?:tests?|suite|specs|failures|coverage)\b/iu
const WITHIN = /^ ?(?:tests? )?(?:in|for|of|from) (?:the )?(?<name>[\p{L}\-_/.]{2,40})/iu
const HERE = /^(?:this|head|total|all|main|branch|our|progress|need|a|an|every|each|order|it|now|detail|ci)$/i

const unique = (words: readonly string[]): string[] => [...new Set(words)].sort()

/** Words within the finding, or right before it, that say which tests are meant. */
function suitesOf({ text, sentence, index, source, passage }: Finding): string[] {
  const begin =
    sentence
      .slice(Math.max(0, index - 30), index)
      .split(/[.,;:()|]/)
      .at(-1) ?? ''
  const named = NAMED.exec(`${begin}${text}`)?.groups?.['words'] ?? ''
  const after = sentence.slice(index + text.length, index + text.length + 60)
  const within = WITHIN.exec(after)?.groups?.['name'] ?? ''
  const code = [...source.slice(0, 500).matchAll(/`([^`\n]{1,60})`/g)].map((match) => match[1] ?? '')
  const label = passage.cell?.label.replaceAll(/[*_`]/g, '').trim() ?? ''
  return unique([
    ...named
      .toLowerCase()
      .split(' ')
      .filter((word) => word !== '' && !PLAIN.has(word)),
    ...(within === '' || HERE.test(within) ? [] : [within.toLowerCase()]),
    ...code.filter((one) => !/ /.test(one)).map((one) => one.toLowerCase()),
    ...(label === '' || GENERIC_LABEL.test(label) ? [] : [label.toLowerCase()]),
  ])
}

/** Reads the scope of a status from its sentence, its table and its headings. */
export function scopeOf(finding: Finding): Scope {
  const { sentence, index, text, passage } = finding
  const window = sentence.slice(Math.max(0, index - 120), index + text.length + 120)
  const table = passage.cell === undefined ? '' : ` ${passage.cell.header} ${passage.cell.label}`
  const nearest = sentence.slice(Math.max(0, index - 60), index + text.length + 40)
  const periods = passage.headings.toReversed().flatMap((heading) => periodIn(heading) ?? [])
  return {
    suites: suitesOf(finding),
    platforms: unique([...`${window}${table}`.matchAll(PLATFORM)].map((match) => match[0].toLowerCase())),
    when: dateIn(window + table) ?? periods[0],
    past: PAST.test(nearest) || PAST_HEAD.test(passage.cell?.header ?? ''),
  }
}

export type Relation = 'same' | 'part' | 'whole' | 'other'

const same = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n')

/** What `a` is to `b`: a part of what `b` speaks of, the whole of it, the same, or something that cannot be compared. */
export function relation(a: Scope, b: Scope): Relation {
  if (a.past || b.past || !same(a.platforms, b.platforms)) return 'other'
  if (a.when !== undefined && b.when !== undefined && a.when !== b.when) return 'other'
  if (same(a.suites, b.suites)) return 'same'
  if (a.suites.length === 0) return 'whole'
  return b.suites.length === 0 ? 'part' : 'other'
}
