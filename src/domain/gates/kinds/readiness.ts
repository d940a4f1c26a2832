// What must be true before something is handed to customers: nothing left open in the code, and the project's targets reached.

import { z } from 'zod'
import { median } from '../../benchmarks/order.ts'
import { hunksOf } from '../../freeze/signatures.ts'
import { field } from '../../policy/field.ts'
import { allOf, reason, type Reason } from '../../reason.ts'
import { figure, plural } from '../../render/figures.ts'
import type { Target } from '../../roster/pack.ts'
import { everyRule } from '../applies.ts'
import { converted } from '../../truth/units.ts'
import { defineGate, type GateFacts } from '../gate.ts'

const rule = z
  .strictObject({
    ...everyRule,
    forbidden_text: field(
      z.array(z.string().min(1).max(100)).max(20),
      'words that no added line may contain',
      ['XXX', 'HACK'],
    ).default([]),
    targets: field(
      z.boolean(),
      'true: every target of the pack that this head measures must be reached, and one at least measured',
      true,
    ).default(false),
  })
  .refine((wanted) => wanted.targets || wanted.forbidden_text.length > 0, {
    message: 'forbidden_text or targets must be given',
  })

interface Spot {
  path: string
  line: number
  word: string
}

function openSpots(words: readonly string[], facts: GateFacts): Spot[] {
  return (facts.changed ?? []).flatMap(({ path, patch }) =>
    hunksOf(patch ?? '').flatMap((hunk) =>
      hunk.after.flatMap(({ text, line, changed }) => {
        const word = changed ? words.find((one) => text.includes(one)) : undefined
        return word === undefined || line === undefined ? [] : [{ path, line, word }]
      }),
    ),
  )
}

function reached({ metric, op, value, unit }: Target, facts: GateFacts): Reason | undefined {
  const figures = facts.validations.flatMap(({ state, headSha, result }) =>
    state !== 'done' || headSha !== facts.head
      ? []
      : (result?.benchmarks ?? [])
          .filter((one) => one.metric === metric && one.candidate.length > 0)
          .flatMap((one) => converted(median(one.candidate), one.unit, unit) ?? []),
  )
  if (figures.length === 0) return undefined
  const worst = op === '>=' ? Math.min(...figures) : Math.max(...figures)
  const good = op === '>=' ? worst >= value : worst <= value
  return reason(
    good ? 'pass' : 'fail',
    `${metric}: ${figure(worst)} ${unit}, ${op === '>=' ? 'at least' : 'at most'} ${figure(value)} wanted`,
  )
}

export const readinessGate = defineGate({
  rule,
  title: () => 'readiness',
  judge: (wanted, facts) => {
    const children: Reason[] = []
    const spots = openSpots(wanted.forbidden_text, facts)
    if (wanted.forbidden_text.length > 0) {
      const words = wanted.forbidden_text.map((word) => `\`${word}\``).join(', ')
      children.push(
        spots.length === 0
          ? reason('pass', `no added line contains ${words}`)
          : reason('fail', `${plural(spots.length, 'added line')} with ${words}`),
      )
    }
    if (wanted.targets) {
      const judged = facts.targets.flatMap((target) => reached(target, facts) ?? [])
      children.push(
        judged.length === 0
          ? reason('fail', 'none of the targets of the pack was measured on this head')
          : allOf('targets', judged),
      )
    }
    return {
      reason: allOf('readiness', children),
      annotations: spots.slice(0, 50).map(({ path, line, word }) => ({
        path,
        line,
        title: 'Not ready',
        message: `\`${word}\` says that something is left to do here.`,
      })),
    }
  },
})
