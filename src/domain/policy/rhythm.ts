// The rhythm of a repository: when it is told where it stands, each day and each week.

import { z } from 'zod'
import { Schedule } from '../wakes/schedule.ts'
import { field } from './field.ts'

/** What a slot is for, in the order in which slots of one moment are told. */
export const SLOT_KINDS = [
  'review',
  'integration',
  'conflicts',
  'assessment',
  'sprint-plan',
  'sprint-middle',
  'sprint-review',
] as const
export type SlotKind = (typeof SLOT_KINDS)[number]

const slot = (what: string, usual: string) =>
  field(
    z.union([Schedule, z.literal(false)]),
    `${what}: daily or days of the week, and a time; false: never`,
    usual,
  ).default(Schedule.parse(usual))

export const Rhythm = z.strictObject({
  review: slot('what is open, who works on what, what waits for a person', 'daily 08:00'),
  integration: slot(
    'where the plans stand, what they wait for, signals and declared integration points',
    'daily 12:00',
  ),
  conflicts: slot('contradictions, branches in conflict, freezes and open directives', 'daily 16:00'),
  assessment: slot(
    'the daily report: what was done, failed, merged and spent, and the key figures',
    'daily 20:00',
  ),
  sprint: field(
    z.union([
      z.strictObject({
        plan: slot('what is on for the week', 'mon 09:00'),
        middle: slot('how far it has come, and what is late', 'wed 12:00'),
        review: slot('the weekly report', 'fri 16:00'),
      }),
      z.literal(false),
    ]),
    'the same for the week; false: no weekly slots',
    { plan: 'mon 09:00' },
  ).prefault({}),
})
export type Rhythm = z.infer<typeof Rhythm>

/** The schedule of each kind that is on. */
export function schedulesOf({ sprint, ...daily }: Rhythm): [SlotKind, Schedule][] {
  const all: Record<SlotKind, Schedule | false> = {
    ...daily,
    'sprint-plan': sprint && sprint.plan,
    'sprint-middle': sprint && sprint.middle,
    'sprint-review': sprint && sprint.review,
  }
  return SLOT_KINDS.flatMap((kind) => {
    const schedule = all[kind]
    return schedule === false ? [] : [[kind, schedule]]
  })
}
