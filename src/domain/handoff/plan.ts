// The hand-off document of a whole plan, from those of its waves and the validation of what they came to together.

import type { Sha } from '../ids.ts'
import type { PlanDocument } from '../plan/document.ts'
import { planSignal } from '../plan/names.ts'
import { planWaveOf } from '../plan/route-plan.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { validationEvidence } from './evidence.ts'
import { clipped, most, MOST_POINTS, point, type Handoff, type Point } from './handoff.ts'
import { waveHandoff } from './wave.ts'

/** `validated`: where the whole was validated; undefined for a plan that changes nothing. */
export function planHandoff(
  { snapshot, route }: RoutedTask,
  document: PlanDocument,
  validated: Sha | undefined,
): Handoff {
  const waves = route.waves.filter((wave) => planWaveOf(document, wave) !== undefined)
  const documents = waves.map((wave) => ({
    number: waveNumber(wave),
    of: waveHandoff({ snapshot, waves: route.waves, wave }),
  }))
  const all = (pick: (one: Handoff) => readonly Point[]): Point[] =>
    documents.flatMap(({ number, of }) =>
      pick(of).map(({ from, text }) => point(text, `wave ${number}${from === undefined ? '' : `, ${from}`}`)),
    )
  // The waves have their own documents: here it is enough what each came to.
  const done = documents.map(({ number, of }) => {
    const first = of.done[0]?.text ?? 'nothing had to be changed'
    return point(of.of.kind === 'wave' ? `${of.of.title} — ${first}` : first, `wave ${number}`)
  })
  return {
    of: {
      kind: 'plan',
      plan: document.plan,
      title: clipped(document.title),
      by: [...new Set(documents.flatMap(({ of }) => of.of.by))],
    },
    done: most(done),
    open: most(all(({ open }) => open)),
    risks: most(all(({ risks }) => risks)),
    evidence: [
      ...(validated === undefined ? [] : validationEvidence(snapshot.validations, validated)),
      ...documents.flatMap(({ of }) => {
        const merges = of.evidence.filter(({ kind }) => kind === 'pull')
        return merges.length > 0 ? merges : of.evidence.slice(0, 1)
      }),
    ].slice(0, MOST_POINTS * 2),
    next: [
      ...document.unblocks.map((plan) => point(`the plan ${plan} may go on`)),
      point(`whoever waits for: ${planSignal(document.plan)}`, 'signals'),
    ].slice(0, MOST_POINTS),
  }
}
