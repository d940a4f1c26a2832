// What tables of hooks share: policies with hooks, snapshots at known moments, and the same task one pass later.

import { decide } from '../../src/domain/decide.ts'
import { HOOK_NAMES } from '../../src/domain/hooks/moments/index.ts'
import type { HookName } from '../../src/domain/hooks/names.ts'
import { ended } from '../../src/domain/hooks/record.ts'
import { HookStep } from '../../src/domain/hooks/step.ts'
import type { EffectivePolicy } from '../../src/domain/policy/effective.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { agreed, at, NOW, policy, pull, sha, validated, wave } from './support.ts'

export const MERGED = sha('c')
export const step = (input: object): HookStep => HookStep.parse(input)
export const says = (text: string): HookStep => step({ do: 'comment', text })

export const hooked = (hooks: Partial<Record<HookName, HookStep[]>>): EffectivePolicy => ({
  ...policy(),
  hooks,
})
/** Every hook says its name. */
export const talking = hooked(Object.fromEntries(HOOK_NAMES.map((name) => [name, [says(name)]])))

/** As the store and GitHub have it one pass later: moments, ended steps, comments and labels; what else happens is for the row. */
export function later(from: BareSnapshot, rules: EffectivePolicy, now = NOW): BareSnapshot {
  const decision = decide(from, rules, now)
  let hooks = decision.hooks ?? {}
  const { comments, labels } = from.issue
  const said = [...comments]
  let own = [...labels]
  for (const action of decision.actions) {
    if (action.do === 'note_hook') hooks = ended(hooks, action.id, action.step, action.end)
    if (action.do === 'comment' && action.on === from.issue.number)
      said.push({ id: said.length + 1, topic: action.topic, body: action.body })
    if (action.do === 'set_labels')
      own = [...own.filter((name) => !action.remove.includes(name)), ...action.add]
  }
  return {
    ...from,
    hooks,
    issue: { ...from.issue, comments: said, labels: own },
    ...(decision.routed === undefined ? {} : { routed: decision.routed }),
  }
}

export const fired = (from: BareSnapshot, hook: HookName, rules = talking): string[] =>
  decide(from, rules, NOW).actions.flatMap((action) =>
    action.do === 'comment' && action.topic.startsWith(`hook/${hook}/`)
      ? [action.topic.slice(`hook/${hook}/`.length)]
      : [],
  )

export const routedOf = (bare: BareSnapshot): BareSnapshot['routed'] => decide(bare, policy(), NOW).routed

/** With hooks in force from its very beginning: nothing of it is history. */
export const watched = (bare: BareSnapshot): BareSnapshot => ({ ...bare, hooks: bare.hooks ?? {} })

export const green = {
  id: 5,
  name: 'baton/gates',
  externalId: 'x',
  status: 'completed',
  conclusion: 'success',
} as const
export const red = { ...green, conclusion: 'failure' } as const
export const checked = (check: typeof green | typeof red): BareSnapshot => ({
  ...validated,
  waves: [wave({ pull: pull({ checks: [check] }) })],
})
export const merged: BareSnapshot = {
  ...agreed,
  waves: [wave({ pull: pull({ state: 'merged', mergeSha: MERGED }) })],
}
export const labelled = (name: string, from: BareSnapshot = at.triaged): BareSnapshot => ({
  ...from,
  issue: { ...from.issue, labels: [...from.issue.labels, name] },
})
