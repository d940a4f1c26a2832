// The names that plans go by: plan ids, waves of other plans, signals.

import { z } from 'zod'

export const PlanId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,38}$/,
    'expected lower-case letters, digits and dashes, at most 39, for example plan-2',
  )
  .brand<'PlanId'>()
export type PlanId = z.infer<typeof PlanId>

/** A signal is also a key in the store and a word in commit trailers. */
export const SignalName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,79}$/,
    'expected lower-case letters, digits and dashes, at most 80, for example explain-api-frozen',
  )
  .brand<'SignalName'>()
export type SignalName = z.infer<typeof SignalName>

/** Stands for every signal where something waits for one: no signal has this name. */
export const ANY_SIGNAL = '*'
export const AwaitedSignal = z.union([SignalName, z.literal(ANY_SIGNAL)])
export type AwaitedSignal = z.infer<typeof AwaitedSignal>

/** `plan-2/3`: wave 3 of plan-2. Identifies a wave among all plans of a repository. */
export const WaveKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,38}\/(0|[1-9]\d{0,2})$/,
    'expected a plan and the number of its wave, for example plan-2/3',
  )
  .brand<'WaveKey'>()
export type WaveKey = z.infer<typeof WaveKey>

export const waveKey = (plan: PlanId, wave: number): WaveKey => WaveKey.parse(`${plan}/${wave}`)

/** The plan and the wave that a key names. */
export function waveOf(key: WaveKey): { plan: PlanId; wave: number } {
  const slash = key.indexOf('/')
  return { plan: PlanId.parse(key.slice(0, slash)), wave: Number(key.slice(slash + 1)) }
}

/** Sent when a wave is complete, whether the plan names it or not. */
export const waveSignal = (plan: PlanId, wave: number): SignalName =>
  SignalName.parse(`${plan}-wave-${wave}-complete`)

/** Sent when every wave of a plan is complete. */
export const planSignal = (plan: PlanId): SignalName => SignalName.parse(`${plan}-complete`)
