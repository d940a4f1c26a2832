// What a reader sees of a passage: one line of words without Markdown's marks, each character with the place it came from.

import { hiddenSpans, type Span } from '../commands/inline-spans.ts'
import type { Passage } from './passages.ts'

/** Stands for code and addresses: something is there, but no words. */
export const SOMETHING = '▢'

export interface Words {
  text: string
  /** For each character of `text`, where it stands in `raw`. */
  at: readonly number[]
  /** The passage as written, its lines joined by line feeds. */
  raw: string
  /** Where links and footnotes were, as places in `text`. */
  cites: readonly number[]
  /** Labels of the footnotes that are referred to. */
  footnotes: readonly string[]
}

/** Elements whose content is not what the author says. */
const OTHERS = /^<(code|pre|kbd|samp|script|style|blockquote|q|del|s|template)(?=[\s>])/i
const CODE = /^(?:code|pre|kbd|samp)$/i
const URL = /https?:\/\/[^\s<>)\]]{1,2000}/y
const FOOTNOTE = /\[\^([^\]\s]{1,60})\]:?/y
const IMAGE = /!\[[^\]\n]{0,500}\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,200}\])?/y
/** What follows the `]` of a link; parentheses in an address are balanced one level deep, as people write them. */
const DESTINATION = /\](?:\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)|\[[^\]\n]{0,200}\])/y
const STRUCK = /~~[^~\n]{1,500}~~/y
const ENTITY = /&(?:nbsp|times|gt|lt|amp|percnt);/y
const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&times;': '×',
  '&gt;': '>',
  '&lt;': '<',
  '&amp;': '&',
  '&percnt;': '%',
}

const wordCharacter = /[\p{L}\p{N}]/u

/** Hidden spans, those of whole elements included. */
function hidden(raw: string): Span[] {
  const spans = hiddenSpans(raw)
  const merged: Span[] = []
  let until = 0
  for (const [i, span] of spans.entries()) {
    if (span.start < until) continue
    const name = OTHERS.exec(raw.slice(span.start, span.start + 20))?.[1]
    let { end } = span
    if (name !== undefined) {
      const close = new RegExp(`^</${name}`, 'i')
      // Bounded, so that many open elements stay linear.
      const closing = spans
        .slice(i + 1, i + 50)
        .find((one) => close.test(raw.slice(one.start, one.start + 15)))
      end = closing?.end ?? raw.length
    }
    until = end
    merged.push({ start: span.start, end })
  }
  return merged
}

const at = (pattern: RegExp, text: string, from: number): RegExpExecArray | null => {
  pattern.lastIndex = from
  return pattern.exec(text)
}

/** Reads a passage. Never raises. */
export function wordsOf(passage: Pick<Passage, 'lines'>): Words {
  const raw = passage.lines.map((line) => line.text).join('\n')
  const out: string[] = []
  const places: number[] = []
  const cites: number[] = []
  const footnotes: string[] = []
  const open: number[] = []
  const spans = hidden(raw)
  let next = 0
  const put = (character: string, place: number): void => {
    const last = out.at(-1)
    if (character === ' ' && (last === ' ' || last === undefined)) return
    out.push(character)
    places.push(place)
  }
  for (let i = 0; i < raw.length; i += 1) {
    const span = spans[next]
    if (span !== undefined && span.start <= i) {
      const name = /^<(\w+)/.exec(raw.slice(span.start, span.start + 12))?.[1] ?? ''
      if (raw[span.start] === '`' || CODE.test(name)) put(SOMETHING, i)
      else if (/^br$/i.test(name)) put(' ', i)
      next += 1
      i = Math.max(i, span.end - 1)
      continue
    }
    const c = raw.charAt(i)
    let skip: RegExpExecArray | null = null
    switch (c) {
      case '\\':
        if (/[!-/:-@[-`{-~]/.test(raw.charAt(i + 1))) {
          i += 1
          put(raw.charAt(i), i)
        }
        continue
      case '*':
        continue
      case '_':
        if (wordCharacter.test(raw.charAt(i - 1)) && wordCharacter.test(raw.charAt(i + 1))) put(c, i)
        continue
      case '~':
        skip = at(STRUCK, raw, i)
        break
      case '!':
        skip = at(IMAGE, raw, i)
        break
      case '&': {
        const entity = at(ENTITY, raw, i)
        if (entity !== null) {
          put(ENTITIES[entity[0]] ?? ' ', i)
          i += entity[0].length - 1
          continue
        }
        break
      }
      case '[': {
        skip = at(FOOTNOTE, raw, i)
        const label = skip?.[1]
        if (label !== undefined) {
          footnotes.push(label)
          cites.push(out.length)
        } else open.push(out.length)
        break
      }
      case ']': {
        const opening = open.pop()
        skip = opening === undefined ? null : at(DESTINATION, raw, i)
        if (skip !== null && opening !== undefined) {
          // The bracket that opened it is no word either.
          out[opening] = ''
          cites.push(out.length)
        }
        break
      }
      case 'h':
        skip = at(URL, raw, i)
        if (skip !== null) {
          put(SOMETHING, i)
          cites.push(out.length)
        }
        break
      default:
    }
    if (skip !== null) {
      i += skip[0].length - 1
      continue
    }
    put(/\s/.test(c) ? ' ' : c, i)
  }
  const kept: number[] = []
  const moved: number[] = []
  for (const [i, character] of out.entries()) {
    moved.push(kept.length)
    if (character !== '') kept.push(i)
  }
  return {
    text: kept.map((i) => out[i]).join(''),
    at: kept.map((i) => places[i] ?? 0),
    raw,
    cites: cites.map((one) => moved[one] ?? kept.length),
    footnotes,
  }
}
