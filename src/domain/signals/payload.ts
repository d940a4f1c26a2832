// What a signal says: how things stand, which API at which commit, and whom it unblocks.

import { z } from 'zod'
import { field } from '../policy/field.ts'
import { Sha } from '../ids.ts'

const line = (max: number) => z.string().trim().min(1).max(max)

export const SignalPayload = z.strictObject({
  status: field(z.enum(['completed', 'blocked', 'info']), 'completed, blocked or info', 'completed'),
  api: field(line(300), 'the API that it is about', 'Expression.explain()').optional(),
  commit: field(Sha, 'the commit that it is about, in full', 'a'.repeat(40)).optional(),
  unblocks: field(z.array(line(120)).max(50), 'who can go on now, one name each', ['plan-3/4']).optional(),
  note: field(
    line(2000),
    'a remark for people and for the agents that wait',
    'The signature is final',
  ).optional(),
})
export type SignalPayload = z.infer<typeof SignalPayload>

/** Whether two payloads say the same; the order of `unblocks` says nothing. */
export function samePayload(a: SignalPayload, b: SignalPayload): boolean {
  const said = ({ status, api, commit, unblocks = [], note }: SignalPayload): string =>
    JSON.stringify([status, api, commit, [...new Set(unblocks)].sort(), note])
  return said(a) === said(b)
}
