// What a policy or a pack says about waking agents: on a signal or by a schedule, with a task that they report on.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { field } from '../policy/field.ts'
import { matchingGlob } from '../policy/glob.ts'
import { Schedule } from './schedule.ts'

/** The name of a signal, or a pattern with stars for any part of one. */
export const SignalPattern = z
  .string()
  .regex(
    /^(?=.{1,80}$)(?!.*\*\*)[a-z0-9*][a-z0-9*-]*$/,
    'expected the name of a signal, or a pattern with `*`, for example plan-2-*-complete',
  )

const On = z
  .strictObject({
    signal: field(SignalPattern, 'the name of a signal, or a pattern with *', 'plan-2-*-complete').optional(),
    schedule: field(
      Schedule,
      'when, by the clock of the policy’s time_zone: daily or days of the week, and a time',
      'mon,thu 16:00',
    ).optional(),
  })
  .refine((on) => (on.signal === undefined) !== (on.schedule === undefined), {
    message: 'expected either signal or schedule',
  })

export const WakeRule = z.strictObject({
  agent: field(AgentName, 'an agent with wake_enabled: true', 'benchmarker'),
  on: field(On, 'what wakes it: either signal or schedule', { schedule: 'daily 08:00' }),
  task: field(
    z.string().trim().min(1).max(2000),
    'what it looks into and reports on; it changes nothing',
    'Look for benchmarks that got slower since yesterday.',
  ),
})
export type WakeRule = z.infer<typeof WakeRule>

export const WakeRules = field(
  z.array(WakeRule).max(50),
  'agents that a signal or a schedule wakes, in every open task that is routed, each with what it reports on',
  [{ agent: 'benchmarker', on: { schedule: 'daily 08:00' }, task: 'Look for slower benchmarks.' }],
)

export const isPattern = (signal: string): boolean => signal.includes('*')

/** Whether a pattern, or a name, is about this signal. Linear: see policy/glob.ts. */
export const matchesSignal = (pattern: string, name: string): boolean =>
  matchingGlob([pattern], name) !== undefined
