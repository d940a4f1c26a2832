// Plans that are right alone and wrong together.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { asaSwarm } from '../roster/support.ts'
import { planText, reports } from './support.ts'

let pack: Pack
beforeAll(async () => {
  pack = await asaSwarm()
})

const waves = (...lines: string[]): { waves: string } => ({ waves: ['waves:', ...lines].join('\n') })
const W1 = '  - { wave: 1, title: A }'
const W2 = '  - { wave: 2, title: B }'

const second = (changes: Record<string, string> = {}): string =>
  planText({ plan: 'plan: plan-2', ...changes })

describe('several plans', () => {
  it.each<[what: string, texts: string[], at: string, words: RegExp]>([
    [
      'the same id twice',
      [planText(), planText({ x: "branch: 'x/{wave}'" })],
      'p2.md:2 plan',
      /there are two plans `plan-1`/,
    ],
    [
      'an id that is the signal of a wave',
      [planText(), planText({ plan: 'plan: plan-1-wave-2' })],
      'p2.md:2 plan',
      /`plan-1-wave-2-complete`, would be that of plan-1\/2/,
    ],
    [
      'an unknown dependency',
      [planText({ x: 'dependencies: [plan-3]' }), second()],
      'p1.md:10 dependencies[0]',
      /no plan `plan-3` among those given; did you mean `plan-2`/,
    ],
    [
      'an unknown plan to unblock',
      [planText({ x: 'unblocks: [launch]' }), second()],
      'p1.md:10 unblocks[0]',
      /there is no plan `launch`.*the file of launch as well/,
    ],
    [
      'a wave of an unknown plan',
      [planText(waves('  - { wave: 1, title: A, depends_on: [other/1] }')), second()],
      'p1.md:6 waves[0].depends_on[0]',
      /there is no plan `other`/,
    ],
    [
      'an unknown wave of another plan',
      [planText(waves('  - { wave: 1, title: A, depends_on: [plan-2/9] }')), second()],
      'p1.md:6 waves[0].depends_on[0]',
      /there is no wave 9 in plan-2 \| one of its waves: 1, 2/,
    ],
    [
      'a signal that nobody sends',
      [planText(waves('  - { wave: 1, title: A, waits_for: [plan-2-wave-1-complet] }')), second()],
      'p1.md:6 waves[0].waits_for[0]',
      /nobody sends the signal .* did you mean `plan-2-wave-1-complete`\?/,
    ],
    [
      'a signal of two plans',
      [
        planText(waves('  - { wave: 1, title: A, signals: [frozen] }')),
        second(waves('  - { wave: 1, title: A, signals: [frozen] }')),
      ],
      'p2.md:6 waves[0].signals[0]',
      /`frozen` is sent by plan-1\/1 already/,
    ],
    [
      'plans that depend on each other',
      [planText({ x: 'dependencies: [plan-2]' }), second({ x: 'dependencies: [plan-1]' })],
      'p1.md:10 dependencies',
      /for ever \(plan-1 follows plan-2\): plan-1\/1 → .*plan-2\/2 → plan-1\/1/,
    ],
    [
      'a circle through signals and waves',
      [
        planText(waves(W1, '  - { wave: 2, title: B, waits_for: [plan-2-wave-2-complete] }')),
        second(waves('  - { wave: 1, title: A, depends_on: [plan-1/2] }', W2)),
      ],
      'p1.md:7 waves[1].waits_for',
      /for ever \(plan-2-wave-2-complete\): plan-1\/2 → plan-2\/1 → plan-2\/2 → plan-1\/2/,
    ],
    [
      'a circle of signals within a plan',
      [planText(waves('  - { wave: 1, title: A, waits_for: [plan-1-wave-2-complete] }', W2))],
      'p1.md:6 waves[0].waits_for',
      /for ever/,
    ],
    [
      'the same freeze in two plans',
      [
        planText(waves("  - { wave: 1, title: A, freezes: [{ paths: ['src/*.ts'] }] }")),
        second(waves('  - { wave: 1, title: A, freezes: [{ paths: [src/api.ts] }] }')),
      ],
      'p2.md:6 waves[0].freezes[0]',
      /plan-1\/1 already freezes paths that `src\/\*\.ts` and `src\/api\.ts` both match/,
    ],
    [
      'one branch for two plans',
      [planText({ x: "branch: 'w/{wave}'" }), second({ x: "branch: 'W/{wave}'" })],
      'p2.md:10 branch',
      /would get the branches of plan-1/,
    ],
    [
      'a branch below a branch',
      [planText({ x: "branch: 'w/{wave}'" }), second({ x: "branch: 'w/{wave}/{agent}'" })],
      'p2.md:10 branch',
      /would get the branches of plan-1/,
    ],
  ])('%s', (_, texts, at, words) => {
    const { problems } = reports(texts, pack)
    expect(problems).toEqual([expect.stringMatching(words)])
    expect(problems[0]?.startsWith(`${at}: `), problems[0]).toBe(true)
  })

  it('notes what is unblocked and does not wait', () => {
    const { problems, notes } = reports([planText({ x: 'unblocks: [plan-2]' }), second()])
    expect(problems).toEqual([])
    expect(notes).toEqual([
      expect.stringMatching(/^p1\.md:10 unblocks\[0\]: `plan-2` does not wait for plan-1/),
    ])
  })

  it('does not report what a plan that cannot be read would have had', () => {
    const { problems } = reports([planText({ x: 'dependencies: [plan-2]' }), second({ title: '' })])
    expect(problems).toEqual([expect.stringMatching(/^p2\.md:2 title: it is missing/)])
  })

  it('accepts what one wave lifts and freezes anew', () => {
    const texts = [
      planText(waves('  - { wave: 1, title: A, freezes: [{ symbols: [f] }] }')),
      second(waves('  - { wave: 1, title: A, lifts: [plan-1/1], freezes: [{ symbols: [f()] }] }')),
    ]
    expect(reports(texts, pack)).toEqual({ problems: [], notes: [] })
  })
})
