// What the reader of prose hands on: a stretch of text that claims a figure or a status, where it stands, and what it says.

import type { Amount } from './stated.ts'
import type { Passage } from './passages.ts'
import type { Words } from './words.ts'

/** What is said to have changed: `cut` and `rise` are of the quantity itself, whatever is good; the other two are of how good it is. */
export type Change = 'better' | 'worse' | 'cut' | 'rise'

export type PerformanceReading =
  /** `3.2×`: how many times. */
  | { is: 'ratio'; amount: Amount; change: Change }
  /** `21 %`: by what share. */
  | { is: 'percent'; amount: Amount; change: Change }
  /** `12 ms`, `215 TFLOPS`: the quantity itself. */
  | { is: 'level'; amount: Amount; unit: string }
  /** `30 ms less`: by how much. */
  | { is: 'difference'; amount: Amount; unit: string }
  /** Compared with something else, or a measure of quality: nothing that a record of base and head holds. */
  | { is: 'other'; amount: Amount; of: string }

export type StatusReading =
  | {
      is: 'tests'
      total?: number
      passed?: number
      failed?: number
      /** Of all tests, in per cent, that pass. */
      share?: Amount
    }
  /** In per cent. */
  | { is: 'coverage'; amount: Amount }
  | { is: 'build'; green: boolean }
  /** `production ready`: words that no record of ours holds. */
  | { is: 'words'; phrase: string }

export type Reading =
  | { kind: 'performance'; says: PerformanceReading }
  | { kind: 'status'; says: StatusReading }

/** A place in a document, from 1; columns count UTF-16 units. */
export interface Place {
  path: string
  line: number
  column: number
}

export type Finding = Place &
  Reading & {
    /** As written, white space made one space. */
    text: string
    /** The sentence around it, in words: at most 300 characters before it and 200 after it. */
    sentence: string
    /** The same as written, code included: names of metrics are often code. */
    source: string
    /** Where in `sentence` it begins. */
    index: number
    passage: Passage
    /** Labels of the footnotes that its passage refers to. */
    footnotes: readonly string[]
  }

/** A function from an offset in the raw text of a passage to its place; a passage may have very many lines. */
export function placer(path: string, { lines }: Pick<Passage, 'lines'>): (offset: number) => Place {
  const starts: number[] = []
  let at = 0
  for (const { text } of lines) {
    starts.push(at)
    at += text.length + 1
  }
  return (offset) => {
    let low = 0
    let high = lines.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    const line = lines[low]
    return { path, line: line?.number ?? 1, column: (line?.from ?? 0) + offset - (starts[low] ?? 0) + 1 }
  }
}

/** A sentence of a passage: where it begins and ends in the passage's words. */
export interface Sentence {
  text: string
  start: number
  words: Words
}

const END = /[.!?…](?=["'”’)\]]{0,2} ["'“(\]]{0,2}[\p{Lu}\p{Extended_Pictographic}])/gu
/** A full stop after these ends no sentence. */
const SHORT = /(?:\b(?:vs|e\.g|i\.e|et al|approx|cf|no|fig|sec|resp)|\b\p{Lu})$/iu

/** Splits the words of a passage. Linear in its length. */
export function sentencesOf(words: Words): Sentence[] {
  const sentences: Sentence[] = []
  let start = 0
  const add = (end: number): void => {
    const text = words.text.slice(start, end)
    if (text.trim() !== '') sentences.push({ text, start, words })
    start = end
  }
  for (const { index } of words.text.matchAll(END)) {
    if (words.text[index] === '.' && SHORT.test(words.text.slice(Math.max(start, index - 12), index)))
      continue
    add(index + 1)
  }
  add(words.text.length)
  return sentences
}
