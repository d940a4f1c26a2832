// Waves that become one because those who work on them own it together.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AgentName } from '../../src/domain/ids.ts'
import { joined } from '../../src/domain/roster/joint-wave.ts'
import type { RouteWave } from '../../src/domain/roster/route.ts'

/** Names a wave, what it waits for, and who does it. */
const w = (index: number, purpose: RouteWave['purpose'], name: string, ...after: number[]): RouteWave => ({
  index,
  purpose,
  agent: AgentName.parse(name),
  after,
})
const said = (waves: readonly RouteWave[]) =>
  waves.map(
    ({ index, owners, agent: name, after }) =>
      `${index} ${(owners ?? [name]).join('+')} < ${after.join(',')}`,
  )

describe('waves that become one', () => {
  test.each<[what: string, waves: RouteWave[], expected: string[]]>([
    ['none', [w(1, 'research', 'r')], ['1 r < ']],
    ['one stays what it is', [w(1, 'research', 'r'), w(2, 'implement', 'a', 1)], ['1 r < ', '2 a < 1']],
    [
      'several',
      [w(1, 'research', 'r'), w(2, 'implement', 'a', 1), w(3, 'implement', 'b', 2)],
      ['1 r < ', '2 a+b < 1'],
    ],
    ['one agent’s', [w(1, 'implement', 'a'), w(2, 'implement', 'a', 1)], ['1 a < ']],
    [
      'what waits for one waits for all',
      [w(1, 'implement', 'a'), w(2, 'research', 'r', 1), w(3, 'implement', 'b')],
      ['1 a+b < ', '2 r < 1'],
    ],
    [
      'a look between two is no reason to wait for oneself',
      [w(1, 'implement', 'a'), w(2, 'research', 'r', 1), w(3, 'implement', 'b', 2)],
      ['1 a+b < ', '2 r < 1'],
    ],
    [
      'what a later one waits for comes before all',
      [w(1, 'implement', 'a'), w(2, 'research', 'r'), w(3, 'implement', 'b', 1, 2)],
      ['1 r < ', '2 a+b < 1'],
    ],
  ])('%s', (_what, waves, expected) => {
    expect(said(joined(waves).waves)).toEqual(expected)
  })

  test('whatever the waves wait for: numbered in order, no wave waits for a later one, and nobody is lost', () => {
    const plan = fc
      .array(
        fc.tuple(
          fc.constantFrom('research' as const, 'implement' as const),
          fc.constantFrom('a', 'b', 'c'),
          fc.array(fc.nat(8)),
        ),
        {
          maxLength: 8,
        },
      )
      .map((rows) =>
        rows.map(([purpose, name, after], i) =>
          w(i + 1, purpose, name, ...new Set(after.filter((n) => n >= 1 && n <= i))),
        ),
      )
    fc.assert(
      fc.property(plan, (waves) => {
        const { waves: made, at: now } = joined(waves)
        expect(made.map(({ index }) => index)).toEqual(made.map((_, i) => i + 1))
        for (const one of made) for (const before of one.after) expect(before).toBeLessThan(one.index)
        expect(new Set(made.flatMap((one) => one.owners ?? [one.agent]))).toEqual(
          new Set(waves.map((one) => one.agent)),
        )
        for (const one of waves) expect(made[now(one.index) - 1]?.purpose).toBe(one.purpose)
      }),
    )
  })
})
