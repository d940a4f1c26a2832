// Whether two path globs could match the same path: exact for the dialect of policy/glob.ts.

import { expandBraces, globProblem } from '../policy/glob.ts'

/** Whether some text fits both patterns, where `star` stands for any run and `both` compares two others. At most length × length steps. */
function meet<T>(a: readonly T[], b: readonly T[], star: T, both: (left: T, right: T) => boolean): boolean {
  const width = b.length + 1
  const seen = new Set<number>()
  const open = [0]
  while (open.length > 0) {
    const at = open.pop() ?? 0
    if (seen.has(at)) continue
    seen.add(at)
    const i = Math.floor(at / width)
    const j = at % width
    if (i === a.length && j === b.length) return true
    const left = a[i]
    const right = b[j]
    const go = (di: number, dj: number): void => {
      open.push((i + di) * width + j + dj)
    }
    if (left === star) go(1, 0)
    if (right === star) go(0, 1)
    if (left === undefined || right === undefined) continue
    if (left === star && right !== star) go(0, 1)
    if (right === star && left !== star) go(1, 0)
    if (left !== star && right !== star && both(left, right)) go(1, 1)
  }
  return false
}

const segmentsMeet = (left: string, right: string): boolean =>
  meet(Array.from(left), Array.from(right), '*', (a, b) => a === '?' || b === '?' || a === b)

/** Whether a path could match both globs. A glob that `globProblem` refuses matches nothing. */
export function globsOverlap(left: string, right: string): boolean {
  if (globProblem(left) !== null || globProblem(right) !== null) return false
  const [a, b] = [expandBraces(left), expandBraces(right)]
  if (typeof a === 'string' || typeof b === 'string') return false
  return a.some((one) => b.some((other) => meet(one.split('/'), other.split('/'), '**', segmentsMeet)))
}
