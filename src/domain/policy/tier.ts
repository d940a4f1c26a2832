// Decision tiers: how much agreement a change needs, by how hard it is to take back.

import { z } from 'zod'

/** From the least to the most. */
export const Tier = z.enum(['routine', 'reversible', 'irreversible'])
export type Tier = z.infer<typeof Tier>

/** The tier that asks for more. */
export const higherTier = (a: Tier, b: Tier): Tier =>
  Tier.options.indexOf(a) >= Tier.options.indexOf(b) ? a : b
