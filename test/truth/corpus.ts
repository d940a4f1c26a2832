// The labelled sentences: one a line, each file named after what its sentences claim.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findInProse } from '../../src/domain/truth/find.ts'

export const LABELS = ['performance', 'status', 'neither'] as const
export type Label = (typeof LABELS)[number]

export interface Labelled {
  label: Label
  sentence: string
}

/** The sentences of a folder of the corpus. */
export const corpus = (folder: string): Labelled[] =>
  LABELS.flatMap((label) =>
    readFileSync(join(import.meta.dirname, folder, `${label}.txt`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((sentence) => ({ label, sentence })),
  )

/** Which kinds are found in a sentence that stands alone in a document. */
export const kindsIn = (sentence: string): Set<Label> =>
  new Set(findInProse({ path: 'docs/a.md', text: sentence }).findings.map(({ kind }) => kind))

export interface Score {
  /** Of the sentences in which a kind was found, those in which it is the right one. */
  precision: number
  /** Of the sentences that claim something, those in which it was found. */
  recall: number
  wrong: string[]
  missed: string[]
}

/** A sentence in which also another kind is found than its own counts as wrong. */
export function score(sentences: readonly Labelled[]): Score {
  let right = 0
  const wrong: string[] = []
  const missed: string[] = []
  for (const { label, sentence } of sentences) {
    const found = kindsIn(sentence)
    if ([...found].some((kind) => kind !== label)) wrong.push(sentence)
    else if (found.has(label)) right += 1
    if (label !== 'neither' && !found.has(label)) missed.push(sentence)
  }
  const claims = sentences.filter(({ label }) => label !== 'neither').length
  return {
    precision: right / (right + wrong.length),
    recall: (claims - missed.length) / claims,
    wrong,
    missed,
  }
}
