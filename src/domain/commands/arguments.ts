// The words of a command as named arguments, still unchecked.

import type { CommandShape, RawArguments } from './spec.ts'
import type { Word } from './words.ts'
import type { z } from 'zod'

export type Named = { ok: true; raw: RawArguments } | { ok: false; why: string }

/** Gives words their names and keeps flags by theirs; a flag of an earlier word's name does as well as the word. */
export function nameArguments(shape: CommandShape<z.ZodObject>, words: readonly Word[]): Named {
  const raw = new Map<string, string>()
  const rest: string[] = []
  const free = [...(shape.words ?? [])]
  for (const word of words) {
    if (word.kind === 'flag') {
      const name = word.name.toLowerCase()
      if (word.value === undefined) return { ok: false, why: `--${name} needs a value` }
      if (raw.has(name)) return { ok: false, why: `${name} is given twice` }
      raw.set(name, word.value)
      continue
    }
    while (free[0] !== undefined && raw.has(free[0])) free.shift()
    const name = free.shift()
    if (name !== undefined) raw.set(name, word.text)
    else rest.push(word.text)
  }
  if (rest.length > 0) {
    if (shape.rest === undefined)
      return { ok: false, why: `nothing was expected after it, but ${rest[0]} is there` }
    if (raw.has(shape.rest)) return { ok: false, why: `${shape.rest} is given twice` }
    raw.set(shape.rest, rest.join(' '))
  }
  return { ok: true, raw: Object.fromEntries(raw) }
}
