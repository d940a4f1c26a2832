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

/** Things whose size or speed is a matter of performance. */
const SUBJECT =
  /\b(?:latenc(?:y|ies)|throughput|memory|ram|vram|rss|heap|footprint|bandwidth|run ?time|wall[- ]?(?:clock|time)|speed|performance|convergence|inference|training|prefill|decod(?:e|er|es|ing)|encod(?:e|er|ing)|start-?up|cold start|allocations?|cpu|gpu|p\d\d|(?:build|compile|response|load|lookup|query|step|cycle|execution|boot|parse|serialization|page|request|turnaround)[- ]times?|lookups?|queries|overhead|disk (?:usage|space)|(?:binary|bundle|model|index|package|image) size|kernel|tokens? per second|i\/o|flops)\b/i
/** What is built: its size is one of the things that people make claims about. */
const BUILT = /\b(?:model|binary|bundle|index|package|artifact|executable)\b/i
const STRONG = String.raw`faster|quicker|slower|speed[- ]?ups?\b|slow[- ]?downs?\b`
const LESS = 'less|fewer|lower|smaller|shorter|cheaper|reduction|reduced|decrease|drop|saving|savings'
const MORE = 'more|higher|larger|longer|bigger|increase'
const GOOD = 'better|improvement|gain'
const COMPARED = String.raw`(?<how>(?:${STRONG}|${LESS}|${MORE}|${GOOD}|worse)\b)`
const UP =
  'rises?|rose|risen|increase[sd]?|increasing|grows?|grew|grown|climb(?:s|ed)?|went up|goes up|(?:is|are|was|were) up|raise[sd]?'
const DOWN =
  'reduce[sd]?|reducing|cuts?|cutting|decrease[sd]?|decreasing|lower(?:s|ed|ing)?|drop(?:s|ped)?|shrinks?|shrank|shrunk|saves?|saved|saving|falls?|fell|fallen|went down|goes down|(?:is|are|was|were) down|shaves?|trims?'
const IMPROVED =
  'improve[sd]?|improving|boost(?:s|ed)?|gain(?:s|ed)?|speeds? up|sped up|accelerate[sd]?|outperform(?:s|ed)?|beats?'
const WORSENED = 'slows? down|slowed down|regress(?:es|ed)?|degrade[sd]?|worsen(?:s|ed)?'
const VERB = String.raw`\b(?<verb>${UP}|${DOWN}|${IMPROVED}|${WORSENED})\b`
const CHANGED = new RegExp(VERB, 'i')
const is = (words: string, text: string): boolean => new RegExp(`^(?:${words})$`, 'i').test(text)

const TIME_UNIT = String.raw`(?:ns|us|µs|μs|ms|s|secs?|seconds?|milliseconds?|microseconds?|min|minutes?)`
const SIZE_UNIT = String.raw`(?:[KMGT]i?B|kB|bytes?)`
const UNIT = String.raw` ?(?<unit>${TIME_UNIT}|${SIZE_UNIT})(?![\p{L}\p{N}/])`

/** Where a time is how long something takes and not how long somebody waits. */
const TAKES =
  /\b(?:p50|p9\d(?:\.\d+)?|p999?|latenc(?:y|ies)|run ?time|wall[- ]?(?:clock|time)|takes?|took|taking|(?:runs?|ran|finish(?:es|ed)?|completes?d?|renders?|rendered|loads?|loaded|starts?|started|responds?|returns?|answers?|executes?|builds?|compiles?) (?:in|within|after|at)|per (?:call|iteration|token|request|frame|step|turn|query|page|operation|op|pass)|overhead|(?:inference|training|build|compile|execution|response|load|start-?up|boot|query|lookup|mean|median) times?|cold start|benchmark(?:s|ed)?|measured|average[sd]?|mean|median|instead of)\b/i
const WAITS =
  /\b(?:time-?outs?|times out|retr(?:y|ies|ied)|intervals?|every|delays?|waits?|waiting|sleeps?|lease|expir(?:e|es|ed|y)|polls?|polling|heartbeats?|deadline|ttl|debounce|back-?off|grace|schedule[ds]?|sampl(?:es?|ed|ing)|rounds?|ago|later|old)\b/i
const HOLDS =
  /\b(?:(?:memory|ram|vram|heap|disk) ?(?:usage|use|footprint|consumption)?|footprint|rss|peak|resident|working set|overhead)\b/i
const IS_CAP =
  /\b(?:limit|cap|capacity|cache holds|buffer|rotat\w+|quota|allowance|default|has|with|offers?|machine)\b/i

/** `16 GB of RAM` is what a machine has. */
const HARDWARE = /^ ?(?:of )?(?:ram|memory)\b/i
/** What somebody sends or lets through, and not what is reached. */
const LOAD =
  /\b(?:load of|limit(?:ed)?(?: to| of)?|throttled?(?: to| at)?|rate of|execute|send|sends|sending) $/i

const performance = (says: PerformanceReading | undefined): Reading | undefined =>
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

const RATE = String.raw`(?:[TGMP]?flops?(?:\/s)?|[TG]ops|fps|qps|rps|(?:req|reqs|requests?|ops|operations|tok|tokens?|images?|frames?|samples?|rows|events|messages|jobs|queries|transactions|lookups|[KMGT]i?B) ?(?:\/ ?s(?:ec(?:ond)?)?|per second))(?![\p{L}\p{N}])`
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
    String.raw`${VERB}(?<gap>[^.;:!?\d%]{0,60}? |:? )(?:by |of )?(?:up to |about |roughly |around |a |~ ?)?${RANGE}(?:(?<percent>${PERCENT})|(?<times>${TIMES})|${UNIT})(?! (?:to|→|down to) )`,
    (groups, around) => {
      const verb = groups['verb'] ?? ''
      const amount = amountOf(groups, groups['gap'] ?? '')
      const sure = is(`speeds? up|sped up|accelerate[sd]?|outperform(?:s|ed)?|beats?`, verb)
      if (amount === undefined) return undefined
      const unit = groups['unit']
      if (unit !== undefined) {
        // "Reduced to 12 ms" says how long it takes now, "reduced by 12 ms" by how much.
        const by =
          /\bby $/i.test(groups['gap'] ?? '') || /^(?:saves?|saved|saving|shaves?|trims?)$/i.test(verb)
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

/** A cell that holds nothing but a figure is read with the head of its column: `14.9×` under "speed-up", `12.3` under "time (ms)". */
export function figureInCell(text: string, header: string, label: string): Reading | undefined {
  const match = new RegExp(
    `^(?:about |~ ?|≥ ?|> ?)?${RANGE}(?:(?<percent>${PERCENT})|(?<times>${TIMES})|${UNIT})?$`,
    'iu',
  ).exec(text)
  const groups = match?.groups
  if (groups === undefined) return undefined
  const head = `${header} ${label}`
  const amount = amountOf(groups, text.slice(0, text.search(/\d/)))
  if (amount === undefined) return undefined
  const change: Change = /\bslow/i.test(head) ? 'worse' : 'better'
  const isSpeed = /\b(?:speed[- ]?up|faster|slower|improvement|ratio|gain)\b/i.test(head)
  if (groups['times'] !== undefined) return isSpeed ? performance({ is: 'ratio', amount, change }) : undefined
  if (groups['percent'] !== undefined)
    return isSpeed ? performance({ is: 'percent', amount, change }) : undefined
  const ofHeader = new RegExp(String.raw`[([](?<unit>${TIME_UNIT}|${SIZE_UNIT}|${RATE})[)\]]`, 'iu').exec(
    header,
  )
  const unit = groups['unit'] ?? ofHeader?.groups?.['unit']
  const matters =
    ofHeader !== null ||
    TAKES.test(head) ||
    HOLDS.test(head) ||
    /\b(?:before|after|baseline|candidate|base|head|time|result)\b/i.test(head)
  return unit !== undefined && matters && !WAITS.test(head)
    ? performance({ is: 'level', amount, unit })
    : undefined
}
