// A task with a plan of three waves, as it is seen at each step of its way.

import { decide } from '../../src/domain/decide.ts'
import { PlanDocument } from '../../src/domain/plan/document.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { done, NOW, policy, pull, sha, snapshot } from './support.ts'

export const waveOf = (wave: number, more: object = {}): object => ({
  wave,
  title: `Wave ${wave}`,
  prose: '',
  ...more,
})
export const document = (change: object = {}, ...waves: object[]): PlanDocument =>
  PlanDocument.parse({
    plan: 'plan-2',
    title: 'Educational integration',
    orchestrator: 'implementer',
    branch: 'agent-2/educational/wave-{wave}',
    context: 'Why it matters.',
    waves:
      waves.length > 0
        ? waves
        : [
            waveOf(0, { purpose: 'research', agent: 'researcher' }),
            waveOf(1, { agent: 'implementer' }),
            waveOf(2, {
              agent: 'implementer',
              freezes: [{ symbols: ['explain()'] }],
              signals: ['explain-frozen'],
            }),
          ],
    ...change,
  })

export const on = (plan: PlanDocument, change: Partial<BareSnapshot> = {}): BareSnapshot => ({
  ...snapshot({ waves: [] }),
  plan: { document: plan, problems: [] },
  ...change,
})
/** The snapshot one pass later: the route is on record, and its branches are looked at. */
export function settled(bare: BareSnapshot): BareSnapshot {
  const { routed, waves } = decide(bare, policy(), NOW)
  return {
    ...bare,
    routed,
    waves: waves.map(
      (wave) =>
        bare.waves.find((seen) => seen.index === wave.index) ?? {
          ...wave,
          branchSha: undefined,
          pull: undefined,
        },
    ),
  }
}
export const audited = done('researcher', 'research', { wave: 1 })
export const merged = (bare: BareSnapshot, ...indexes: number[]): BareSnapshot => ({
  ...bare,
  waves: settled(bare).waves.map((wave) =>
    indexes.includes(wave.index) ? { ...wave, pull: pull({ state: 'merged', mergeSha: sha('c') }) } : wave,
  ),
})
