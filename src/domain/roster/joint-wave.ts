// Joint ownership: what several agents would change one after the other becomes one wave with one branch, which they all own.

import type { AgentName } from '../ids.ts'
import type { RouteWave } from './route-waves.ts'

/** Everybody who works on a wave, in the order of their turns. */
export const workersOf = (wave: Pick<RouteWave, 'agent' | 'owners'>): readonly AgentName[] =>
  wave.owners ?? [wave.agent]

/** The same as people read it. */
export const workersText = (wave: Pick<RouteWave, 'agent' | 'owners'>): string => workersOf(wave).join(' + ')

/** The indexes of waves that cannot begin before one of `from` is done, and those of `from` themselves. */
function behind(waves: readonly RouteWave[], from: readonly RouteWave[]): Set<number> {
  const found = new Set(from.map((wave) => wave.index))
  for (let size = 0; size < found.size;) {
    size = found.size
    for (const { index, after } of waves) if (after.some((one) => found.has(one))) found.add(index)
  }
  return found
}

/**
 * Makes one wave of all that implement. It comes after everything that any of them waits for, as long as that does not itself
 * wait for one of them; what waits for one of them waits for the whole. `at` tells which index a wave has now.
 */
export function joined(waves: readonly RouteWave[]): { waves: RouteWave[]; at: (index: number) => number } {
  const parts = waves.filter((wave) => wave.purpose === 'implement')
  const [first] = parts
  if (first === undefined || parts.length < 2) return { waves: [...waves], at: (index) => index }
  const owners = [...new Set(parts.map((wave) => wave.agent))]
  const later = behind(waves, parts)
  const order = [
    ...waves.filter(({ index }) => !later.has(index)),
    first,
    ...waves.filter((wave) => later.has(wave.index) && !parts.includes(wave)),
  ]
  const at = (index: number): number =>
    order.findIndex(
      (wave) => wave.index === (parts.some((part) => part.index === index) ? first.index : index),
    ) + 1
  const whole: RouteWave = {
    index: first.index,
    purpose: 'implement',
    agent: first.agent,
    ...(owners.length > 1 ? { owners } : {}),
    after: parts.flatMap(({ after }) => after).filter((index) => !later.has(index)),
    ...(parts.every(({ optional }) => optional === true) ? { optional: true as const } : {}),
  }
  return {
    waves: order.map((wave) => {
      const { after, ...rest } = wave === first ? whole : wave
      return { ...rest, index: at(wave.index), after: [...new Set(after.map(at))].toSorted((a, b) => a - b) }
    }),
    at,
  }
}
