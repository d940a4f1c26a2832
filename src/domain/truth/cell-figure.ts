// A table cell that holds nothing but a figure says what it is of by the heads of its column and row.

import type { Change, Reading } from './finding.ts'
import { amountOf, PERCENT, RANGE, TIMES } from './pattern.ts'
import { performance } from './performance.ts'
import { HOLDS, RATE, SIZE_UNIT, TAKES, TIME_UNIT, UNIT, WAITS } from './vocabulary.ts'

const FIGURE = new RegExp(
  `^(?:about |~ ?|≥ ?|> ?)?${RANGE}(?:(?<percent>${PERCENT})|(?<times>${TIMES})|${UNIT})?$`,
  'iu',
)
/** `time (ms)`: the unit of the whole column. */
const IN_HEAD = new RegExp(String.raw`[([](?<unit>${TIME_UNIT}|${SIZE_UNIT}|${RATE})[)\]]`, 'iu')
const SPEED = /\b(?:speed[- ]?up|faster|slower|improvement|ratio|gain)\b/i
const SIDE = /\b(?:before|after|baseline|candidate|base|head|time|result)\b/i

/** A cell that holds nothing but a figure is read with the head of its column: `14.9×` under "speed-up", `12.3` under "time (ms)". */
export function figureInCell(text: string, header: string, label: string): Reading | undefined {
  const groups = FIGURE.exec(text)?.groups
  if (groups === undefined) return undefined
  const head = `${header} ${label}`
  const amount = amountOf(groups, text.slice(0, text.search(/\d/)))
  if (amount === undefined) return undefined
  const change: Change = /\bslow/i.test(head) ? 'worse' : 'better'
  const isSpeed = SPEED.test(head)
  if (groups['times'] !== undefined) return isSpeed ? performance({ is: 'ratio', amount, change }) : undefined
  if (groups['percent'] !== undefined)
    return isSpeed ? performance({ is: 'percent', amount, change }) : undefined
  const ofHeader = IN_HEAD.exec(header)
  const unit = groups['unit'] ?? ofHeader?.groups?.['unit']
  const matters = ofHeader !== null || TAKES.test(head) || HOLDS.test(head) || SIDE.test(head)
  return unit !== undefined && matters && !WAITS.test(head)
    ? performance({ is: 'level', amount, unit })
    : undefined
}
