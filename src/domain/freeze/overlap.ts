// Whether two freezes hold the same thing: two plans cannot both have the last word on it.

import { globsOverlap } from '../plan/glob-overlap.ts'
import type { Freeze } from './freeze.ts'
import { symbolName } from './symbols.ts'

type Area = Pick<Freeze, 'paths' | 'symbols'>

export interface Overlap {
  kind: 'path' | 'symbol'
  a: string
  b: string
}

/** Two symbols may be the same when their last names are, unless both name an owner and the owners differ. */
function sameSymbol(a: string, b: string): boolean {
  const [one, other] = [symbolName(a), symbolName(b)]
  if (one.name !== other.name) return false
  return one.owner === undefined || other.owner === undefined || one.owner === other.owner
}

/** Every pair of paths that could match one file, and of symbols that could be one. Empty: they have nothing in common. */
export function overlaps(a: Area, b: Area): Overlap[] {
  const pairs = (
    kind: Overlap['kind'],
    left: readonly string[],
    right: readonly string[],
    same: (one: string, other: string) => boolean,
  ): Overlap[] =>
    left.flatMap((one) =>
      right.filter((other) => same(one, other)).map((other) => ({ kind, a: one, b: other })),
    )
  return [
    ...pairs('path', a.paths, b.paths, globsOverlap),
    ...pairs('symbol', a.symbols, b.symbols, sameSymbol),
  ]
}
