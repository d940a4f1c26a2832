// What a turn costs: the list prices per million tokens, overridable in configuration.

import { z } from 'zod'
import { UserError } from '../errors.ts'

const price = z.number().min(0)

/** US dollars per million tokens. */
export const ModelPrice = z.strictObject({
  input: price,
  output: price,
  cacheRead: price,
  cacheWrite5m: price,
  cacheWrite1h: price,
})
export type ModelPrice = z.infer<typeof ModelPrice>

/** Model id → price, as given in configuration. */
export const PriceTable = z.record(z.string().min(1), ModelPrice)
export type PriceTable = z.infer<typeof PriceTable>

/** Anthropic's list prices (https://platform.claude.com/docs/en/about-claude/pricing). They change: override them. */
const LIST_PRICES: Readonly<PriceTable> = {
  'claude-sonnet-5-5': { input: 2, output: 10, cacheRead: 0.1, cacheWrite5m: 2.5, cacheWrite1h: 4 },
  'claude-opus-5-5': { input: 4, output: 20, cacheRead: 0.2, cacheWrite5m: 5, cacheWrite1h: 8 },
  'claude-haiku-5-5': { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite5m: 0.125, cacheWrite1h: 0.2 },
}

/** Tokens of one turn, each counted once: `inputTokens` are those neither read from nor written to the cache. */
export interface TurnUsage {
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWrite5mTokens: number
  cacheWrite1hTokens: number
}

export interface Pricing {
  knows(model: string): boolean
  /** US dollars for one turn. Raises UserError for a model without a price. */
  usd(model: string, usage: TurnUsage): number
}

/** Prices from the list, with the given ones in front. A dated id (`…-20260928`) costs what its undated form costs. */
export function createPricing(overrides: PriceTable = {}): Pricing {
  const table = new Map(Object.entries({ ...LIST_PRICES, ...overrides }))
  const find = (model: string): ModelPrice | undefined =>
    table.get(model) ?? table.get(model.replace(/-\d{8}$/, ''))
  return {
    knows: (model) => find(model) !== undefined,
    usd(model, usage) {
      const price = find(model)
      if (!price) throw unknownPrice(model)
      return (
        (usage.inputTokens * price.input +
          usage.outputTokens * price.output +
          usage.cacheReadTokens * price.cacheRead +
          usage.cacheWrite5mTokens * price.cacheWrite5m +
          usage.cacheWrite1hTokens * price.cacheWrite1h) /
        1_000_000
      )
    },
  }
}

/** The error for a model that a money budget cannot be kept with. */
export function unknownPrice(model: string): UserError {
  return new UserError(
    `No price is known for the model "${model}", so its budget cannot be kept.`,
    `Add its price in US dollars per million tokens: prices: { "${model}": { input: 2, output: 10, cacheRead: 0.1, cacheWrite5m: 2.5, cacheWrite1h: 4 } }`,
  )
}
