// Patterns of status claims in English prose: how many tests pass, coverage, whether the build is green, and big words.

import type { Reading, StatusReading } from './finding.ts'
import {
  ALONE,
  amountOf,
  countOf,
  NUMBER_WORD,
  pattern,
  type Pattern,
  PERCENT,
  RANGE,
  upTo,
} from './pattern.ts'

const COUNT = String.raw`(?:\d{1,3}(?:,\d{3})+|\d{1,7})`
const TESTS = String.raw`(?:tests?|specs|test cases?|assertions)\b`
const PASS = String.raw`(?:pass(?:es|ed|ing)?|green|succeed(?:s|ed|ing)?|ok)\b`
const FAIL = String.raw`(?:fail(?:s|ed|ing|ures?)?|broken|red)\b`
const BE = String.raw`(?: (?:is|are|was|were|do|does|have|has|still|now|currently|all|also|again|to be)){0,3}`

const status = (says: StatusReading): Reading => ({ kind: 'status', says })

type Groups = Readonly<Record<string, string | undefined>>

/** `530/531`, `2 of 40`, and what they do. A part of a whole that is larger than it is no count of tests. */
function partOfWhole(groups: Groups): Reading | undefined {
  const part = countOf(groups['part'])
  const total = countOf(groups['total'])
  if (part === undefined || total === undefined || part > total) return undefined
  return status(
    groups['fail'] === undefined
      ? { is: 'tests', passed: part, total }
      : { is: 'tests', failed: part, total },
  )
}

const failing: Pattern['read'] = (groups) => {
  const failed = countOf(groups['failed'])
  return failed === undefined ? undefined : status({ is: 'tests', failed })
}

const allPass: Pattern['read'] = (groups) => {
  const total = countOf(groups['total'])
  return status({ is: 'tests', failed: 0, ...(total === undefined ? {} : { total, passed: total }) })
}

const share: Pattern['read'] = (groups, { before, context }) => {
  const amount = amountOf(groups, before)
  if (amount === undefined || amount.value > 100) return undefined
  if (groups['sure'] === undefined && !/\btests?\b/i.test(context)) return undefined
  return status({ is: 'tests', share: amount })
}

const coverage: Pattern['read'] = (groups, { before }) => {
  const amount = amountOf(groups, before)
  return amount && amount.value <= 100 ? status({ is: 'coverage', amount }) : undefined
}

const build: Pattern['read'] = (groups) => status({ is: 'build', green: groups['red'] === undefined })
const phrase: Pattern['read'] = (groups) =>
  status({ is: 'words', phrase: (groups['phrase'] ?? '').toLowerCase() })

const FRACTION = String.raw`${ALONE}(?<part>${COUNT}) ?(?:/|of|out of) ?(?:the |all )?(?<total>${COUNT})`

/** In the order in which they are tried: of two that overlap the first counts. */
export const statusPatterns: readonly Pattern[] = [
  pattern(`${FRACTION}${upTo(3)} ${TESTS}${BE} (?:${PASS}|(?<fail>${FAIL}))`, partOfWhole),
  pattern(`${FRACTION} (?:${PASS}|(?<fail>${FAIL}))`, partOfWhole),
  pattern(
    String.raw`\b(?:pass(?:es|ed|ing)?|(?<fail>fail(?:s|ed|ing)?)) ${FRACTION}${upTo(2)} ${TESTS}`,
    partOfWhole,
  ),
  // "531 tests, 0 failures"; "12 passed, 0 failed"
  pattern(
    String.raw`${ALONE}(?<total>${COUNT}) ${TESTS},? (?:and |with )?(?<failed>${COUNT}|no|zero) ${FAIL}`,
    (groups) => {
      const total = countOf(groups['total'])
      const failed = countOf(groups['failed'])
      return total === undefined || failed === undefined ? undefined : status({ is: 'tests', total, failed })
    },
  ),
  pattern(
    String.raw`${ALONE}(?<passed>${COUNT})${upTo(1)} (?:passed|passing),? (?:and )?(?<failed>${COUNT}|no|zero) (?:failed|failing)\b`,
    (groups) => {
      const passed = countOf(groups['passed'])
      const failed = countOf(groups['failed'])
      return passed === undefined || failed === undefined
        ? undefined
        : status({ is: 'tests', passed, failed })
    },
  ),
  pattern(
    `${RANGE}${PERCENT} (?:of )?(?:all )?(?:the )?(?:our )?(?<sure>${TESTS})(?: success| pass)?${BE} (?:${PASS}|rate\\b)`,
    share,
  ),
  pattern(
    `${RANGE}${PERCENT} (?:(?<sure>test )(?:success|pass(?:ing)?)|success|pass(?:ing)?)(?: rate)?\\b`,
    share,
  ),
  pattern(
    String.raw`\b(?<sure>(?:test )?pass|test success|success) rate ?(?:of|is|was|at|:|=)? ?${RANGE}${PERCENT}`,
    (groups, around) =>
      share(groups['sure']?.toLowerCase() === 'success' ? { ...groups, sure: undefined } : groups, around),
  ),
  pattern(
    String.raw`\b(?:all|every one) (?:of )?(?:the |our )?(?:(?<total>${COUNT}) )?(?:(?!other|remaining|of|that|which)[\p{L}\-]{1,20} ){0,4}?${TESTS}${BE} ${PASS}`,
    allPass,
  ),
  pattern(String.raw`\bevery (?:[\p{L}\-]{1,20} ){0,2}?test${BE} ${PASS}`, allPass),
  pattern(
    String.raw`\b(?:the |our )(?:(?!failing)[\p{L}\-]{1,20} ){0,2}?tests${BE} (?:green|passing)\b`,
    allPass,
  ),
  pattern(String.raw`\btests${BE} all ${PASS}`, allPass),
  pattern(String.raw`\btests are${BE} (?:green|passing)\b`, allPass),
  pattern(String.raw`\b(?:test )?suite${BE} (?:passes|passed|passing|green)\b(?! ${COUNT})`, allPass),
  pattern(
    String.raw`(?<![\p{L}\p{N}_#.,/\-]|of )(?<failed>${COUNT}|no|zero|${NUMBER_WORD}) (?:test failures|failing(?: [\p{L}\-]{1,20}){0,3}? ${TESTS}|failed ${TESTS})`,
    failing,
  ),
  pattern(
    String.raw`(?<![\p{L}\p{N}_#.,/\-]|of )(?<failed>${COUNT}|no|zero|${NUMBER_WORD})(?: (?!of)[\p{L}\-]{1,20}){0,3}? ${TESTS}${BE} (?:fail(?:s|ed|ing)?|broken|red)\b`,
    failing,
  ),
  pattern(
    String.raw`${ALONE}(?<failed>${COUNT}) (?:failing|failures)\b(?! (?:paths?|cases?|inputs?|seats?|runs?|jobs?|attempts?|requests?|in a row))`,
    failing,
  ),
  pattern(String.raw`\bzero failures\b`, () => status({ is: 'tests', failed: 0 })),
  pattern(`${RANGE}${PERCENT} (?:(?:test|code|line|branch|statement|function) ){0,2}coverage\\b`, coverage),
  pattern(
    String.raw`\bcoverage ?(?:of|is|was|at|stands at|reached|reaches|:|=) ?(?:now |about |at |~ ?)?${RANGE}${PERCENT}`,
    coverage,
  ),
  pattern(
    String.raw`\b(?:builds?|CI|pipelines?|all checks|every check)(?: (?:of [\p{L}\-]{1,20}|on [\p{L}\-]{1,20}))?${BE} (?:green|passing|pass(?:es|ed)?|(?<red>broken|red|failing|fail(?:s|ed)?))\b`,
    build,
  ),
  pattern(String.raw`\bcompiles? (?<phrase>without (?:any )?(?:warnings?|errors?))`, phrase),
  pattern(
    String.raw`(?<=\b(?:is|are|now|fully|considered|status|and|it's)[: ] ?|^[^\p{L}]{0,6})(?<phrase>production[- ]ready|release[- ]ready|ready for (?:production|release)|fully tested|bug[- ]free|feature[- ]complete)\b`,
    phrase,
  ),
  pattern(
    String.raw`\b(?<phrase>(?:zero|no)(?: known)? regressions)\b(?! (?:tests?|is|are|was|were|may|must))`,
    phrase,
  ),
]
