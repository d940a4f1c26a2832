// Whether one pattern takes in everything that another does. Conservative: a yes is always right, a no may be too careful.

import { expandBraces, globProblem } from '../policy/glob.ts'

/** Both sides as lists of parts; `any` stands for any number of parts, and takes in whatever is on the other side. */
function coversParts<T>(
  wide: readonly T[],
  narrow: readonly T[],
  any: T,
  one: (wide: T, narrow: T) => boolean,
): boolean {
  // Row by row over `wide`, from its end: row[j] says whether wide[i…] covers narrow[j…].
  let below: boolean[] = [...narrow.map(() => false), true]
  for (const part of wide.toReversed()) {
    const row: boolean[] = Array.from({ length: narrow.length + 1 }, () => false)
    for (let j = narrow.length; j >= 0; j -= 1) {
      const other = narrow[j]
      row[j] =
        part === any
          ? below[j] === true || row[j + 1] === true
          : other !== undefined && other !== any && one(part, other) && below[j + 1] === true
    }
    below = row
  }
  return below[0] === true
}

/** Names with `*`, and with `?` for one character. */
export const coversName = (wide: string, narrow: string): boolean =>
  coversParts(Array.from(wide), Array.from(narrow), '*', (w, n) => w === '?' || w === n)

const alternatives = (glob: string): readonly string[] => {
  const expanded = expandBraces(glob)
  return typeof expanded === 'string' ? [] : expanded
}

const coversPath = (wide: string, narrow: string): boolean =>
  coversParts(wide.split('/'), narrow.split('/'), '**', coversName)

/**
 * Whether every path that `narrow` matches is matched by one of `wide`. Each alternative of a brace has to lie in a single
 * pattern: `src/**` is not found in `src/a/**` together with `src/*` although they may add up. A glob that is not valid covers
 * nothing and lies in nothing.
 */
export function coversGlob(wide: readonly string[], narrow: string): boolean {
  if (globProblem(narrow) !== null) return false
  const wides = wide.filter((glob) => globProblem(glob) === null).flatMap(alternatives)
  return alternatives(narrow).every((one) => wides.some((other) => coversPath(other, one)))
}
