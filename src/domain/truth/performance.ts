// Patterns of performance claims in English prose: how many times, by what share, how long, how much a second.

import type { Change, PerformanceReading, Reading } from './finding.ts'
import {
  amountOf,
  countOf,
  NUMBER_WORD,
  type Around,
  pattern,
  type Pattern,
  PERCENT,
  RANGE,
  TIMES,
  upTo,
  wordAmount,
} from './pattern.ts'
import {
  BUILT,
  CHANGED,
  COMPARED,
  DOWN,
  HARDWARE,
  HOLDS,
  IMPROVED,
  IS_CAP,
  LESS,
  LOAD,
  MORE,
  RATE,
  SIZE_UNIT,
  STRONG,
  SUBJECT,
  TAKES,
  UNIT,
  UP,
  VERB,
  WAITS,
  is,
} from './vocabulary.ts'

export const performance = (says: PerformanceReading | undefined): Reading | undefined =>
  says && { kind: 'performance', says }

/** `30 % drop in performance` is no cut of a quantity. */
function adjusted(change: Change, context: string): Change {
  if (!/\b(?:performance|speed)\b/i.test(context)) return change
  return change === 'cut' ? 'worse' : change === 'rise' ? 'better' : change
}

function changeOf(how: string, context: string): Change {
  if (is(LESS, how)) return adjusted('cut', context)
  if (is(MORE, how)) return adjusted('rise', context)
  return is(String.raw`slower|slow[- ]?downs?|worse`, how) ? 'worse' : 'better'
}

function changeOfVerb(verb: string, context: string): Change {
  if (is(UP, verb)) return adjusted('rise', context)
  if (is(DOWN, verb)) return adjusted('cut', context)
  return is(IMPROVED, verb) ? 'better' : 'worse'
}

/** A comparison that says of itself that it is about performance, or stands beside something that is. */
const concerns = (how: string, { context, after }: Around): boolean =>
  is(STRONG, how) ||
  SUBJECT.test(context) ||
  (/^(?:smaller|larger|bigger)$/i.test(how) && BUILT.test(context)) ||
  (/^improvement$/i.test(how) && !/^ (?:in|of|to|for) /.test(after))

const compared = (as: 'ratio' | 'percent'): Pattern['read'] => {
  return (groups, around) => {
    const how = groups['how'] ?? ''
    const amount = amountOf(groups, around.before)
    if (amount === undefined || !concerns(how, around)) return undefined
    return performance({ is: as, amount, change: changeOf(how, around.context) })
  }
}

const words = (value: (text: string) => number, change: Change): Pattern['read'] => {
  return (groups, { context, before }) =>
    groups['sure'] === undefined && !SUBJECT.test(context)
      ? undefined
      : performance({ is: 'ratio', amount: wordAmount(value(groups['word'] ?? ''), before), change })
}

const MULTIPLES: Readonly<Record<string, number>> = {
  double: 2,
  twice: 2,
  triple: 3,
  quadruple: 4,
  halve: 2,
  half: 2,
}
const multiple = (text: string): number => MULTIPLES[text.toLowerCase().replace(/[sd]$/, '')] ?? 2

const level: Pattern['read'] = (groups, around) => {
  const amount = amountOf(groups, around.before)
  const unit = groups['unit'] ?? ''
  if (amount === undefined) return undefined
  const size = new RegExp(`^${SIZE_UNIT}$`, 'i').test(unit)
  const fits = size
    ? HOLDS.test(around.context) && !IS_CAP.test(around.context) && !HARDWARE.test(around.after)
    : (TAKES.test(around.context) || (CHANGED.test(around.context) && SUBJECT.test(around.context))) &&
      !WAITS.test(around.context)
  return fits ? performance({ is: 'level', amount, unit }) : undefined
}

const QUALITY = 'accuracy|correlation|precision|recall|hit rate|utili[sz]ation|efficiency|occupancy|goodput'
const SCORE = String.raw`perplexity|PPL|BLEU|ROUGE(?:-\w)?|F1(?: score)?|AUC|mAP`

const other: Pattern['read'] = (groups, { before }) => {
  const amount = amountOf(groups, before)
  return amount && performance({ is: 'other', amount, of: (groups['of'] ?? '').trim() })
}

/** In the order in which they are tried: of two that overlap the first counts. */
export const performancePatterns: readonly Pattern[] = [
  pattern(`${RANGE}${PERCENT}${upTo(2)} ${COMPARED}`, compared('percent')),
  pattern(`${RANGE}${TIMES}${upTo(1)} ${COMPARED}`, compared('ratio')),
  pattern(
    `${RANGE}${TIMES} (?:as|the) (?<sure>fast|quick|speed|throughput|performance)\\b`,
    (groups, { before }) => {
      const amount = amountOf(groups, before)
      return amount && performance({ is: 'ratio', amount, change: 'better' })
    },
  ),
  pattern(
    String.raw`\b(?:speed[- ]?ups?|improvement|gain) ?(?:of|was|is|:|=|by|at) (?:up to |about |roughly |~ ?)?${RANGE}(?:(?<percent>${PERCENT})|${TIMES})`,
    (groups, { before }) => {
      const amount = amountOf(groups, before)
      const as = groups['percent'] === undefined ? 'ratio' : 'percent'
      return amount && performance({ is: as, amount, change: 'better' })
    },
  ),
  pattern(
    String.raw`\b(?<word>${NUMBER_WORD}) (?:times|fold) (?:as )?(?<sure>fast|faster|quicker|slower|${LESS}|${MORE})\b`,
    (groups, around) => {
      const how = groups['sure'] ?? ''
      if (!/fast|quick|slow/i.test(how) && !SUBJECT.test(around.context)) return undefined
      const amount = wordAmount(countOf(groups['word']) ?? 2, around.before)
      return performance({ is: 'ratio', amount, change: changeOf(how, around.context) })
    },
  ),
  pattern(String.raw`\b(?<word>twice|half) as (?<sure>fast|slow|quick)\b`, (groups, { before }) => {
    const slow = groups['sure']?.toLowerCase() === 'slow'
    const half = groups['word']?.toLowerCase() === 'half'
    return performance({
      is: 'ratio',
      amount: wordAmount(2, before),
      change: slow === half ? 'better' : 'worse',
    })
  }),
  pattern(
    String.raw`\b(?:an|one|two) orders? of magnitude (?<sure>faster|quicker|slower)\b`,
    (groups, { before }) =>
      performance({
        is: 'other',
        amount: wordAmount(10, before),
        of: groups['sure'] ?? '',
      }),
  ),
  pattern(String.raw`\b(?<word>halve[sd]?|double[sd]?|triple[sd]?|quadruple[sd]?)\b`, (groups, around) =>
    words(multiple, /^halve/i.test(groups['word'] ?? '') ? 'cut' : 'rise')(groups, around),
  ),
  pattern(String.raw`\b(?<word>half|twice) the (?:${SUBJECT.source})`, (groups, { before }) =>
    performance({
      is: 'ratio',
      amount: wordAmount(2, before),
      change: /^half/i.test(groups['word'] ?? '') ? 'cut' : 'rise',
    }),
  ),
  pattern(
    String.raw`${VERB}(?<gap>[^.;:!?\d%]{0,60}? |:? )(?:(?<by>by )|of )?(?:up to |about |roughly |around |a |~ ?)?${RANGE}(?:(?<percent>${PERCENT})|(?<times>${TIMES})|${UNIT})(?! (?:to|→|down to) )`,
    (groups, around) => {
      const verb = groups['verb'] ?? ''
      const amount = amountOf(groups, groups['gap'] ?? '')
      const sure = is(`speeds? up|sped up|accelerate[sd]?|outperform(?:s|ed)?|beats?`, verb)
      if (amount === undefined) return undefined
      const unit = groups['unit']
      if (unit !== undefined) {
        // "Reduced to 12 ms" says how long it takes now, "reduced by 12 ms" by how much.
        const by = groups['by'] !== undefined || /^(?:saves?|saved|saving|shaves?|trims?)$/i.test(verb)
        if (WAITS.test(around.context) || /\bfrom\b/i.test(groups['gap'] ?? '')) return undefined
        if (by) return performance({ is: 'difference', amount, unit })
        return SUBJECT.test(around.context) || TAKES.test(around.context)
          ? performance({ is: 'level', amount, unit })
          : undefined
      }
      if (!sure && !SUBJECT.test(around.context) && !is(IMPROVED, verb)) return undefined
      const as = groups['times'] === undefined ? 'percent' : 'ratio'
      return performance({ is: as, amount, change: changeOfVerb(verb, around.context) })
    },
  ),
  pattern(`${RANGE}${UNIT} (?:faster|quicker|slower|less|shorter|saved)\\b`, (groups, { before }) => {
    const amount = amountOf(groups, before)
    return amount && performance({ is: 'difference', amount, unit: groups['unit'] ?? '' })
  }),
  pattern(`${RANGE} ?(?<scale>k|M|G)? ?(?<unit>${RATE})`, (groups, { before }) => {
    const amount = LOAD.test(before) ? undefined : amountOf(groups, before)
    return amount && performance({ is: 'level', amount, unit: groups['unit'] ?? '' })
  }),
  pattern(
    String.raw`\bwithin ${RANGE}${PERCENT} of (?<of>(?:the )?[\p{L}\p{N}\-▢]{1,40})`,
    (groups, around) => {
      const of = groups['of'] ?? ''
      const named = /^(?:the )?(?:native|peak|theoretical|reference|baseline|hand|fastest|best|▢)/i.test(of)
      const proper = /^\p{L}*\p{Lu}/u.test(of)
      return named || proper || SUBJECT.test(around.context) ? other(groups, around) : undefined
    },
  ),
  pattern(
    `${RANGE}${PERCENT} (?:of )?(?:(?:the|test|cache|peak|theoretical) ){0,3}(?<of>${QUALITY}|bandwidth|run ?time)\\b`,
    other,
  ),
  pattern(
    String.raw`\b(?<of>${QUALITY}|${SCORE}) ?(?:of|is|was|at|:|=|reached|reaches)? (?:about |~ ?)?${RANGE}(?:${PERCENT})?(?![\p{L}\p{N}])`,
    other,
  ),
  pattern(`${RANGE}${UNIT}`, level),
]
