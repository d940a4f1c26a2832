// The kinds of arguments that commands share. None changes a value in a way that writing it again would not give back.

import { z } from 'zod'

/** Free text on one line; what it may not hold was refused before. */
export const text = (max = 500): z.ZodString => z.string().trim().min(1, 'expected some words').max(max)

/** A name that is also a label part, a branch part or a file name elsewhere. */
export const name = z
  .string()
  .regex(/^[A-Za-z0-9][\w./-]{0,79}$/, 'expected letters, digits, `.`, `_`, `-` and `/`, at most 80')

export const names = z
  .string()
  .max(1000)
  .regex(
    /^[A-Za-z0-9][\w./-]*(?:,[A-Za-z0-9][\w./-]*)*$/,
    'expected names with commas between, without spaces',
  )

export const agent = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected the name of an agent, for example rust-engineer')

/** As people count waves: those of a plan from 0. */
export const waveNumber = z.string().regex(/^(?:0|[1-9]\d{0,2})$/, 'expected the number of a wave')

/** A word of a few, whatever its case. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(values, `expected ${values.join(', ')}`))

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

export const duration = z
  .string()
  .toLowerCase()
  .regex(/^[1-9]\d{0,3}[mhdw]$/, 'expected a number with m, h, d or w, for example 3d')

/** Milliseconds of a duration that was checked. */
export function durationMs(checked: string): number {
  const unit = Object.entries(UNITS).find(([letter]) => checked.endsWith(letter))
  return Number.parseInt(checked, 10) * (unit?.[1] ?? 0)
}
