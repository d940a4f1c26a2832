// Items that a status table, a heading or a list of tasks calls done here and under way there.

import { periodIn } from './dates.ts'
import { placer, type Place } from './finding.ts'
import type { Contradiction, Side } from './contradictions.ts'
import type { Passage } from './passages.ts'
import { wordsOf } from './words.ts'

type Progress = 'complete' | 'in progress' | 'not started' | 'blocked'

const FORMS: readonly [Progress, RegExp][] = [
  [
    'in progress',
    /🚧|🔄|⏳|\b(?:in[- ]progress|ongoing|under way|underway|wip|partially (?:done|complete)|incomplete)\b/iu,
  ],
  ['not started', /⬜|\b(?:not (?:yet )?(?:started|begun|done|complete)|planned|pending|to[- ]?do|open)\b/iu],
  ['blocked', /🚫|\b(?:blocked|on hold|stalled)\b/iu],
  ['complete', /✅|✔|☑|\b(?:complete[d]?|done|finished|shipped|merged)\b/iu],
]
const STATUS_HEAD = /^(?:status|state|progress)$/i
/** `Epic 1`, `Task 1.0.1`: a name that people mean something by. */
const NUMBERED = /\b(?:epic|task|phase|wave|milestone|sprint|story|step|plan) \d{1,4}(?:\.\d{1,4}){0,3}\b/i
const STATUS_WORDS =
  /[([]?(?:in[- ]progress|ongoing|under way|underway|wip|incomplete|not (?:yet )?(?:started|begun|done|complete)|planned|pending|to[- ]?do|blocked|on hold|stalled|completed?|done|finished|shipped|merged)[)\]]?/giu

const MOST_REPORTED = 100

interface Item {
  key: string
  progress: Progress
  /** Under which date, version or numbered section it stands. */
  period: string | undefined
  place: Place
  text: string
}

/** The status that a text says; undefined when it says none or several. */
function progressIn(text: string): Progress | undefined {
  const said = FORMS.filter(([, form]) => form.test(text)).map(([progress]) => progress)
  // "not complete" holds "complete", "incomplete" does not.
  return said.length === 1 || said[0] === 'not started' ? said[0] : undefined
}

const keyOf = (text: string): string =>
  text
    .replaceAll(STATUS_WORDS, ' ')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}.]+/gu, ' ')
    .replaceAll(/(?<!\d)\.|\.(?!\d)/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim()

/** Short names such as "documentation" stand for different things in different places; numbered and longer ones do not. */
const speaks = (key: string): boolean => NUMBERED.test(key) || key.split(' ').length >= 2

function itemIn(path: string, passage: Passage): Item | undefined {
  const { text } = wordsOf(passage)
  if (text.length > 300) return undefined
  const { cell, kind, ticked, headings } = passage
  let name: string
  let progress: Progress | undefined
  if (cell !== undefined) {
    if (!STATUS_HEAD.test(cell.header.replaceAll(/[*_ ]/g, ''))) return undefined
    name = wordsOf({ lines: [{ number: 1, text: cell.label, from: 0 }] }).text
    progress = progressIn(text)
  } else if (ticked !== undefined) {
    name = text
    progress = ticked ? 'complete' : 'not started'
  } else if (kind === 'heading') {
    // Only what stands at its end, in brackets, or after a dash or colon is a status; "Pending questions" is a title.
    const status =
      /(?:[([]([^()[\]]{2,30})[)\]]|(?:[:–—-]) ?([^:–—]{1,30}))[^\p{L}\p{N}]{0,6}$|([✅🚧🔄⏳🚫])/u.exec(text)
    name = text
    progress = progressIn(status?.[1] ?? status?.[2] ?? status?.[3] ?? '')
  } else return undefined
  const key = keyOf(name)
  if (progress === undefined || !speaks(key)) return undefined
  const period = headings.toReversed().flatMap((heading) => periodIn(heading) ?? [])[0]
  return {
    key,
    progress,
    period,
    place: placer(path, passage)(0),
    text: cell === undefined ? text : `${name}: ${text}`,
  }
}

/** Two names of one thing are not told apart by whether its box or table is ticked: `not started` and `in progress` are both not complete. */
const conflicts = (a: Progress, b: Progress): boolean => (a === 'complete') !== (b === 'complete')

/** Compares the items of all documents. An item under another date, version or numbered section is another item. */
export function itemContradictions(
  documents: readonly { path: string; passages: readonly Passage[] }[],
  changed: (place: Place) => boolean,
): Contradiction[] {
  const byKey = new Map<string, Item[]>()
  for (const { path, passages } of documents) {
    for (const passage of passages) {
      const item = itemIn(path, passage)
      if (item === undefined) continue
      const key = `${item.key}\n${item.period ?? ''}`
      const known = byKey.get(key) ?? []
      // One of each status is enough to show the contradiction, a changed one before others.
      const same = known.findIndex((one) => one.progress === item.progress)
      if (same === -1) known.push(item)
      else if (known[same] !== undefined && !changed(known[same].place) && changed(item.place))
        known[same] = item
      byKey.set(key, known)
    }
  }
  const side = ({ place, text }: Item): Side => ({ ...place, text, changed: changed(place) })
  const found = [...byKey.values()].flatMap((items) =>
    items.flatMap((a, i) =>
      items
        .slice(i + 1)
        .filter((b) => conflicts(a.progress, b.progress))
        .map((b) => ({ first: side(a), second: side(b), why: `${a.progress} and ${b.progress}` })),
    ),
  )
  return found.slice(0, MOST_REPORTED)
}
