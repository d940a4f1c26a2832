// Whether the plans of a repository hang together: names that exist, signals that somebody sends, no circles.

import { didYouMean } from '../did-you-mean.ts'
import { list } from '../roster/check-names.ts'
import { checkBranches, checkCycles, checkFreezes } from './check-between.ts'
import type { PlansFinding } from './check-between.ts'
import type { PlanDocument } from './document.ts'
import { freezesOf } from './freezes.ts'
import { dependency, planGraph, senders } from './graph.ts'
import type { PlanEdge } from './graph.ts'
import { planSignal, waveKey, waveOf, waveSignal } from './names.ts'
import type { PlanId, SignalName, WaveKey } from './names.ts'

export type { PlansFinding } from './check-between.ts'

type Found = Omit<PlansFinding, 'at' | 'level'>

const meant = (name: string, names: readonly string[]): string => {
  const near = didYouMean(name, names)
  return near === undefined ? '' : `; did you mean \`${near}\`?`
}

function checkIds(
  plan: PlanDocument,
  at: number,
  plans: readonly PlanDocument[],
  completions: ReadonlyMap<SignalName, string>,
): Found[] {
  const whole = planSignal(plan.plan)
  const clash = completions.get(whole)
  if (clash !== undefined) {
    const message = `the signal of the whole plan, \`${whole}\`, would be that of ${clash}`
    return [
      { path: ['plan'], message, expected: 'an id that does not end in -wave-<n>', example: 'plan: plan-2' },
    ]
  }
  if (plans.findIndex((other) => other.plan === plan.plan) === at) return []
  return [
    {
      path: ['plan'],
      message: `there are two plans \`${plan.plan}\``,
      expected: 'an id used once',
      example: `plan: ${plan.plan.slice(0, 37)}-2`,
    },
  ]
}

function checkPlanNames(plan: PlanDocument, ids: readonly PlanId[]): Found[] {
  const others = ids.filter((id) => id !== plan.plan)
  return (['dependencies', 'unblocks'] as const).flatMap((key) =>
    plan[key].flatMap((id, i): Found[] =>
      ids.includes(id)
        ? []
        : [
            {
              path: [key, i],
              message: `there is no plan \`${id}\` among those given${meant(id, others)}`,
              expected: `one of: ${list(others)}; or the file of ${id} as well`,
              example: `${key}: [${didYouMean(id, others) ?? others[0] ?? ''}]`,
            },
          ],
    ),
  )
}

/** `depends_on` and `lifts` that lead to other plans. */
function checkWaveNames(plan: PlanDocument, plans: readonly PlanDocument[]): Found[] {
  const byId = new Map(plans.map((one) => [one.plan, one]))
  const missing = (key: WaveKey): Pick<Found, 'message' | 'expected'> | undefined => {
    const { plan: id, wave } = waveOf(key)
    const other = byId.get(id)
    const ids = [...byId.keys()]
    if (other === undefined) {
      const message = `there is no plan \`${id}\` among those given${meant(id, ids)}`
      return { message, expected: `a wave of one of: ${list(ids)}; or the file of ${id} as well` }
    }
    const numbers = other.waves.map((one) => one.wave)
    if (numbers.includes(wave)) return undefined
    return {
      message: `there is no wave ${wave} in ${id}`,
      expected: `one of its waves: ${list(numbers.map(String))}`,
    }
  }
  return plan.waves.flatMap((wave, i): Found[] => [
    ...(wave.depends_on ?? []).flatMap((entry, k): Found[] => {
      const key = dependency(plan.plan, entry)
      const wrong = waveOf(key).plan === plan.plan ? undefined : missing(key)
      const example = `depends_on: [${plans.find((one) => one.plan !== plan.plan)?.plan ?? 'plan-2'}/1]`
      return wrong === undefined ? [] : [{ path: ['waves', i, 'depends_on', k], ...wrong, example }]
    }),
    ...wave.lifts.flatMap((key, k): Found[] => {
      const path = ['waves', i, 'lifts', k]
      const frozen = plans.flatMap(freezesOf).map((freeze) => freeze.key)
      const wrong = missing(key)
      const example = `lifts: [${frozen[0] ?? 'plan-2/3'}]`
      if (wrong !== undefined) return [{ path, ...wrong, example }]
      if (frozen.includes(key)) return []
      const expected = `a wave that freezes something: ${list([...new Set(frozen)])}`
      return [{ path, message: `${key} freezes nothing`, expected, example }]
    }),
  ])
}

function checkSignals(plan: PlanDocument, sent: ReadonlyMap<SignalName, readonly WaveKey[]>): Found[] {
  const names = [...sent.keys()]
  return plan.waves.flatMap((wave, i) =>
    wave.waits_for.flatMap((signal, k): Found[] => {
      if (sent.has(signal)) return []
      const near = didYouMean(signal, names)
      return [
        {
          path: ['waves', i, 'waits_for', k],
          message: `nobody sends the signal \`${signal}\`${meant(signal, names)}`,
          expected: 'a signal of some wave, `<plan>-wave-<n>-complete` or `<plan>-complete`',
          example: `waits_for: [${near ?? names.find((name) => !name.startsWith(`${plan.plan}-`)) ?? 'plan-2-complete'}]`,
        },
      ]
    }),
  )
}

/** A signal means one thing: sent twice, whoever waits for it would go on too early. */
function checkSenders(
  plans: readonly PlanDocument[],
  completions: ReadonlyMap<SignalName, WaveKey>,
): PlansFinding[] {
  const wholes = new Map(plans.map((one) => [planSignal(one.plan), `${one.plan} as a whole`]))
  const before = new Map<SignalName, WaveKey>()
  return plans.flatMap((plan, at) =>
    plan.waves.flatMap((wave, i) =>
      wave.signals.flatMap((signal, k): PlansFinding[] => {
        const key = waveKey(plan.plan, wave.wave)
        const own = completions.get(signal) === key
        const other = completions.get(signal) ?? wholes.get(signal) ?? before.get(signal)
        before.set(signal, key)
        if (other === undefined) return []
        return [
          {
            at,
            level: 'problem',
            path: ['waves', i, 'signals', k],
            message: own
              ? `\`${signal}\` is sent twice: the wave's own completion needs no entry`
              : `\`${signal}\` is sent by ${other} already`,
            expected: 'a signal that nothing else sends',
            example: own ? 'signals: []' : `signals: [${plan.plan}-api-frozen]`,
          },
        ]
      }),
    ),
  )
}

function checkUnblocks(
  plan: PlanDocument,
  plans: readonly PlanDocument[],
  edges: readonly PlanEdge[],
): Found[] {
  return plan.unblocks.flatMap((id, i): Found[] => {
    const other = plans.find((one) => one.plan === id)
    const waits = edges.some((edge) => edge.from.startsWith(`${plan.plan}/`) && edge.to.startsWith(`${id}/`))
    if (other === undefined || waits || id === plan.plan) return []
    return [
      {
        path: ['unblocks', i],
        message: `\`${id}\` does not wait for ${plan.plan} or any of its waves`,
        expected: `a dependency, depends_on or waits_for in ${id}; unblocks alone orders nothing`,
        example: `dependencies: [${plan.plan}]`,
      },
    ]
  })
}

/** Everything that the plans of a repository get wrong about each other, all at once. `checkPlan` looks at each alone. */
export function checkPlans(plans: readonly PlanDocument[]): PlansFinding[] {
  const ids = plans.map((plan) => plan.plan)
  const sent = senders(plans)
  const { edges } = planGraph(plans)
  const completions = new Map(
    plans.flatMap(({ plan, waves }) =>
      waves.map(({ wave }) => [waveSignal(plan, wave), waveKey(plan, wave)] as const),
    ),
  )
  const each = plans.flatMap((plan, at): PlansFinding[] => [
    ...[
      ...checkIds(plan, at, plans, completions),
      ...checkPlanNames(plan, ids),
      ...checkWaveNames(plan, plans),
      ...checkSignals(plan, sent),
    ].map((found) => ({ ...found, at, level: 'problem' as const })),
    ...checkUnblocks(plan, plans, edges).map((found) => ({ ...found, at, level: 'note' as const })),
  ])
  return [
    ...each,
    ...checkSenders(plans, completions),
    ...checkCycles(plans, edges),
    ...checkFreezes(plans),
    ...checkBranches(plans),
  ]
}
