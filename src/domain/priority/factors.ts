// The five factors of a priority, their ranges, and the score: (impact × urgency × dependencies) / (resources × risk).

import { z } from 'zod'
import { field } from '../policy/field.ts'
import type { Finding } from '../roster/problem.ts'

export const FACTOR_NAMES = ['impact', 'urgency', 'dependencies', 'resources', 'risk'] as const
export type FactorName = (typeof FACTOR_NAMES)[number]

interface Scale {
  /** The largest value; the smallest is 1. */
  most: number
  meaning: string
  example: number
  /** Which of two values asks for less: what raises the score asks for more when large, what lowers it when small. */
  modest: (...values: number[]) => number
}

export const SCALES: Readonly<Record<FactorName, Scale>> = {
  impact: { most: 5, meaning: 'how much the result changes', example: 4, modest: Math.min },
  urgency: { most: 5, meaning: 'how soon it is needed', example: 2, modest: Math.min },
  dependencies: { most: 3, meaning: 'how much other work waits for it', example: 2, modest: Math.min },
  resources: { most: 5, meaning: 'how much time and money it takes', example: 1, modest: Math.max },
  risk: { most: 5, meaning: 'how likely it does harm or fails', example: 3, modest: Math.max },
}

/** What a value of the factor has to be, in words. */
export const rangeOf = (name: FactorName): string => `a whole number from 1 to ${SCALES[name].most}`

const factor = (name: FactorName): z.ZodInt => {
  const { most, meaning, example } = SCALES[name]
  return field(z.int().min(1).max(most), `${meaning}, ${rangeOf(name)}`, example)
}

/** All five, each within its range. */
export const Factors = z
  .strictObject({
    impact: factor('impact'),
    urgency: factor('urgency'),
    dependencies: factor('dependencies'),
    resources: factor('resources'),
    risk: factor('risk'),
  })
  .readonly()
  .brand<'Factors'>()
export type Factors = z.infer<typeof Factors>

export const isInRange = (name: FactorName, value: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= SCALES[name].most

const written = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value) : Array.isArray(value) ? 'a list' : String(value)

/** Takes anything; gives the factors, or everything that is wrong with them at once. */
export function checkFactors(
  input: unknown,
): { ok: true; factors: Factors } | { ok: false; problems: Finding[] } {
  const parsed = Factors.safeParse(input)
  if (parsed.success) return { ok: true, factors: parsed.data }
  const given =
    typeof input === 'object' && input !== null ? new Map<string, unknown>(Object.entries(input)) : undefined
  if (given === undefined) {
    const example = FACTOR_NAMES.map((name) => `${name}: ${SCALES[name].example}`).join(', ')
    const message = `expected the five factors, found ${written(input)}`
    return { ok: false, problems: [{ path: [], message, expected: FACTOR_NAMES.join(', '), example }] }
  }
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]))
  const problems = FACTOR_NAMES.filter((name) => wrong.has(name)).map((name): Finding => ({
    path: [name],
    message: given.has(name) ? `${name} is ${written(given.get(name))}` : `${name} is missing`,
    expected: rangeOf(name),
    example: `${name}: ${SCALES[name].example}`,
  }))
  const known = new Set<string>(FACTOR_NAMES)
  const unknown = [...given.keys()]
    .filter((key) => !known.has(key))
    .map((key): Finding => ({
      path: [key],
      message: `${key} is no factor`,
      expected: `one of: ${FACTOR_NAMES.join(', ')}`,
      example: `impact: ${SCALES.impact.example}`,
    }))
  return { ok: false, problems: [...problems, ...unknown] }
}

/** The score of a task: from 1/25 to 75, and 1 for middling work that nothing waits for. */
export const score = (factors: Factors): number =>
  (factors.impact * factors.urgency * factors.dependencies) / (factors.resources * factors.risk)

export const LOWEST_SCORE = 1 / (SCALES.resources.most * SCALES.risk.most)
export const HIGHEST_SCORE = SCALES.impact.most * SCALES.urgency.most * SCALES.dependencies.most
