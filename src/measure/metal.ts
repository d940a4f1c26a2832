// Decides from what the Metal probe printed whether this machine may run what requires Metal.

import { z } from 'zod'
import { MetalProbe, type PlatformRequest, type RunnerIdentity } from '../domain/results.ts'

const LONGEST_REASON = 500

/** What `baton-metal-probe` puts into its output: what it found, or why there is nothing. */
const ProbeOutput = z.union([
  z.strictObject({ available: z.literal(true), ...MetalProbe.shape }),
  z.strictObject({ available: z.literal(false), reason: z.string().min(1) }),
])

export interface Metal {
  /** For the result: null when it was not asked for, a string when the machine cannot do it. */
  identity: RunnerIdentity['metal']
  /** Undefined: commands may run. Else why none may. */
  refusal: string | undefined
}

/** Fails closed: no probe, an unreadable one, and one whose kernel disagreed with the CPU are no capability. */
export function metalOf(requires: PlatformRequest['requires'], printed: string): Metal {
  if (!requires.includes('metal')) return { identity: null, refusal: undefined }
  const found = parse(printed)
  if (typeof found === 'string') {
    const reason = found.slice(0, LONGEST_REASON)
    return { identity: reason, refusal: `this machine has no usable Metal: ${reason}` }
  }
  if (found.verified) return { identity: found, refusal: undefined }
  const detail = found.detail === '' ? 'no detail' : found.detail
  return {
    identity: found,
    refusal: `Metal computed something else than the CPU on ${found.device}: ${detail}`,
  }
}

function parse(printed: string): MetalProbe | string {
  if (printed.trim() === '') return 'the probe did not run'
  let value: unknown
  try {
    value = JSON.parse(printed)
  } catch {
    return `the probe printed no JSON: ${printed.trim().slice(0, 200)}`
  }
  const output = ProbeOutput.safeParse(value)
  if (!output.success) return `the probe printed something unexpected: ${z.prettifyError(output.error)}`
  if (!output.data.available) return output.data.reason
  const { device, family, os, verified, detail } = output.data
  return { device, family, os, verified, detail }
}
