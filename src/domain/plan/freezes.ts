// Freezes that get in each other's way: two waves that hold the same paths or the same symbol.

import type { PlanDocument } from './document.ts'
import { globsOverlap } from './glob-overlap.ts'
import { waveKey } from './names.ts'
import type { WaveKey } from './names.ts'

export interface HeldFreeze {
  key: WaveKey
  plan: PlanDocument
  /** Position of the wave in its plan, and of the freeze in its wave. */
  wave: number
  freeze: number
  paths: readonly string[]
  symbols: readonly string[]
  /** Waves whose freezes the wave may change. */
  lifts: readonly WaveKey[]
}

export interface FreezeConflict {
  earlier: HeldFreeze
  later: HeldFreeze
  what: string
}

export const freezesOf = (plan: PlanDocument): HeldFreeze[] =>
  plan.waves.flatMap((wave, i) =>
    wave.freezes.map(({ paths, symbols }, k) => ({
      key: waveKey(plan.plan, wave.wave),
      plan,
      wave: i,
      freeze: k,
      paths,
      symbols,
      lifts: wave.lifts,
    })),
  )

/** `Expression.explain()` and `Expression::explain` are the same to a person. */
const plain = (symbol: string): string => symbol.replace(/\(.*\)$/, '').replaceAll('::', '.')

function overlap(a: HeldFreeze, b: HeldFreeze): string | undefined {
  const symbol = a.symbols.find((one) => b.symbols.some((other) => plain(one) === plain(other)))
  if (symbol !== undefined) return `the symbol \`${symbol}\``
  // Symbols narrow a freeze to signatures: the same files may hold several of them.
  if (a.symbols.length > 0 || b.symbols.length > 0) return undefined
  for (const one of a.paths) {
    const other = b.paths.find((path) => globsOverlap(one, path))
    if (other !== undefined)
      return one === other ? `\`${one}\`` : `paths that \`${one}\` and \`${other}\` both match`
  }
  return undefined
}

/** Every pair that holds the same thing, unless one of the two waves lifts what the other froze. */
export function freezeConflicts(freezes: readonly HeldFreeze[]): FreezeConflict[] {
  return freezes.flatMap((later, i) =>
    freezes.slice(0, i).flatMap((earlier): FreezeConflict[] => {
      const settled = later.lifts.includes(earlier.key) || earlier.lifts.includes(later.key)
      const what = settled ? undefined : overlap(earlier, later)
      return what === undefined ? [] : [{ earlier, later, what }]
    }),
  )
}
