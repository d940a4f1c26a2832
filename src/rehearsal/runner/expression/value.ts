// The values of GitHub's expression language and its coercions (https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions).

import { UserError } from '../../../errors.ts'

export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value }

const DEEPEST = 100

/** Turns parsed JSON or YAML into a `Value`. Throws a UserError for anything JSON cannot hold and below 100 levels. */
export function toValue(input: unknown, depth = 0): Value {
  if (depth > DEEPEST) throw new UserError('the value is nested too deeply', `Use at most ${DEEPEST} levels.`)
  if (
    input === null ||
    typeof input === 'boolean' ||
    typeof input === 'number' ||
    typeof input === 'string'
  ) {
    return input
  }
  if (Array.isArray(input)) return input.map((item) => toValue(item, depth + 1))
  if (typeof input === 'object') {
    return record(Object.entries(input).map(([key, item]) => [key, toValue(item, depth + 1)]))
  }
  throw new UserError(
    `a ${typeof input} is not a JSON value`,
    'Use null, true, false, a number, a string, a list or a map.',
  )
}

/** A map without a prototype, so that `inputs.constructor` finds an input of that name or nothing. */
export function record(entries: Iterable<readonly [string, Value]>): { readonly [key: string]: Value } {
  const made: Record<string, Value> = Object.create(null)
  for (const [key, value] of entries) made[key] = value
  return made
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** False are null, false, 0, NaN and the empty string. */
export const truthy = (value: Value): boolean => Boolean(value)

function toNumber(value: Value): number {
  if (value === null) return 0
  if (typeof value === 'boolean' || typeof value === 'number') return Number(value)
  if (typeof value === 'string') return Number(value.trim())
  return Number.NaN
}

/** How a value reads inside a text: null is empty, lists and maps are named by their kind, as on GitHub. */
export function toText(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'object') return isList(value) ? 'Array' : 'Object'
  return String(value)
}

/** `==`: strings without regard to case, different kinds as numbers, lists and maps by identity. */
export function looseEqual(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left.toLowerCase() === right.toLowerCase()
  if (left === null && right === null) return true
  if (left !== null && right !== null && typeof left === 'object' && typeof right === 'object')
    return left === right
  return toNumber(left) === toNumber(right)
}

/** Negative, zero or positive; NaN when the two cannot be ordered (every comparison is then false). */
export function order(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string') {
    const [a, b] = [left.toLowerCase(), right.toLowerCase()]
    return a === b ? 0 : a < b ? -1 : 1
  }
  const [a, b] = [toNumber(left), toNumber(right)]
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN
  return a === b ? 0 : a < b ? -1 : 1
}

/** A property or an element; null when there is none. Property names ignore case, as on GitHub. */
export function lookUp(of: Value, key: Value): Value {
  if (of === null || typeof of !== 'object') return null
  if (isList(of)) return (typeof key === 'number' ? of[key] : undefined) ?? null
  const wanted = toText(key)
  if (Object.hasOwn(of, wanted)) return of[wanted] ?? null
  const found = Object.keys(of).find((name) => name.toLowerCase() === wanted.toLowerCase())
  return found === undefined ? null : (of[found] ?? null)
}
