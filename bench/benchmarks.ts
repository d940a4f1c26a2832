// What the comparison of benchmarks costs, and how often it is right: false alarms and power on simulated machines.
// `node bench/benchmarks.ts` also prints how both depend on the number of rounds.

import { compare } from '../src/domain/benchmarks/compare.ts'
import { DEFAULT_ROUNDS, DEFAULT_RULE } from '../src/domain/benchmarks/rule.ts'
import { type Noise, realistic, restless, rounds, seeded } from '../test/benchmarks/noise.ts'
import { type Rates, simulate } from '../test/benchmarks/simulate.ts'
import type { BenchResult } from './support/engine.ts'
import { percentile } from './support/load.ts'

const BENCHMARKS = 200
/** As many as the target asks for in a second. The sentence of a verdict is made where somebody reads it, and nobody does here. */
const RESULTS = 1000
/** Of a single sample, relative; the load that comes and goes spreads as much again. */
const SPREADS = [0.01, 0.02, 0.03, 0.05]
/** What the default number of rounds is meant for. */
const USUAL = 0.02
const SLOWER = [1.05, 1.1, 1.25]
/** Rare things need more trials than frequent ones. */
const SAME_TRIALS = 10_000
const SLOWER_TRIALS = 2000
const FLOOR = 1 + DEFAULT_RULE.effectFloorPct / 100

const ratesOf = (
  count: number,
  cv: number,
  cost: number,
  effectFloorPct = DEFAULT_RULE.effectFloorPct,
  noise: Noise = realistic(cv),
): Rates =>
  simulate({
    rule: { ...DEFAULT_RULE, effectFloorPct },
    rounds: count,
    cost,
    noise,
    trials: cost <= FLOOR ? SAME_TRIALS : SLOWER_TRIALS,
    seed: Math.round(count * 1e6 + cv * 1e5 + cost * 100),
  })

const pct = (share: number): number => Math.round(share * 1e5) / 1e3
const percent = (factor: number): number => Math.round((factor - 1) * 100)

/**
 * Results of 200 benchmarks, evaluated one after the other: how many a second, from the median of their times. As many are evaluated
 * before: the engine takes most of a second to compile what runs often, and a server that judges results has done so before as well.
 */
function throughput(count: number): number {
  const random = seeded(count)
  const result = Array.from({ length: BENCHMARKS }, () => rounds(random, count, 1.02, realistic(USUAL)))
  const times: number[] = []
  for (let i = -RESULTS; i < RESULTS; i += 1) {
    const from = performance.now()
    for (const samples of result) {
      if (compare(samples, DEFAULT_RULE).samples !== count) throw new Error('not all rounds were compared')
    }
    if (i >= 0) times.push(performance.now() - from)
  }
  return 1000 / percentile(times, 0.5)
}

function simulated(): BenchResult['rows'] {
  const row = (what: string, share: number) => ({ what, value: pct(share), unit: '%' })
  const changed = ({ regressed, improved }: Rates): number => regressed + improved
  const same = SPREADS.map((cv) => ({ cv, rates: ratesOf(DEFAULT_ROUNDS, cv, 1) }))
  const noFloor = SPREADS.map((cv) => ratesOf(DEFAULT_ROUNDS, cv, 1, 0))
  const atFloor = SPREADS.map((cv) => ratesOf(DEFAULT_ROUNDS, cv, FLOOR))
  const [calm = 0] = SPREADS
  const jumping = (cost: number): Rates => ratesOf(DEFAULT_ROUNDS, calm, cost, 5, restless)
  return [
    row('same code called changed, worst spread', Math.max(...same.map(({ rates }) => changed(rates)))),
    row('same code blocked, worst spread', Math.max(...same.map(({ rates }) => rates.confirmed))),
    row('no floor: same code called changed, worst spread', Math.max(...noFloor.map(changed))),
    row(
      'no floor: same code measured twice, worst spread',
      Math.max(...noFloor.map(({ suspected }) => suspected)),
    ),
    row(
      `${percent(FLOOR)} % slower (the floor) called regressed, worst spread`,
      Math.max(...atFloor.map(({ regressed }) => regressed)),
    ),
    row(
      `${percent(FLOOR)} % slower (the floor) blocked, worst spread`,
      Math.max(...atFloor.map(({ confirmed }) => confirmed)),
    ),
    ...same.map(({ cv, rates }) =>
      row(`spread ${cv * 100} %: same code, regression ruled out`, rates.ruledOut),
    ),
    ...SPREADS.flatMap((cv) =>
      SLOWER.flatMap((cost) => {
        const rates = ratesOf(DEFAULT_ROUNDS, cv, cost)
        const what = `spread ${cv * 100} %: ${percent(cost)} % slower`
        return [
          row(`${what}, found by one run`, rates.regressed),
          row(`${what}, found and confirmed`, rates.confirmed),
        ]
      }),
    ),
    row('a machine that jumps, limit 5 %: same code blocked', jumping(1).confirmed),
    row('a machine that jumps, limit 5 %: 10 % slower, found by one run', jumping(1.1).regressed),
    row('a machine that jumps, limit 5 %: 10 % slower, found and confirmed', jumping(1.1).confirmed),
  ]
}

export function run(): BenchResult {
  const [few, usual] = [10, DEFAULT_ROUNDS].map((count) => ({ count, perSecond: throughput(count) }))
  if (few === undefined || usual === undefined) throw new Error('nothing was measured')
  return {
    name: 'benchmarks',
    rows: [
      { what: `comparisons of ${usual.count} rounds`, value: usual.perSecond * BENCHMARKS, unit: '/s' },
      ...[usual, few].map(({ count, perSecond }) => ({
        what: `results of ${BENCHMARKS} benchmarks, ${count} rounds`,
        value: perSecond,
        unit: '/s',
      })),
      ...simulated(),
    ],
  }
}

/** One line for every number of rounds and every spread, all in percent of the trials. */
function byRounds(): Record<string, number>[] {
  return [10, 20, 30, 40, 60, 80, 120, 200].flatMap((count) =>
    SPREADS.map((cv) => {
      const same = ratesOf(count, cv, 1)
      return Object.fromEntries([
        ['rounds', count],
        ['spread %', cv * 100],
        ['same: false alarm', pct(same.regressed + same.improved)],
        ['same: blocked', pct(same.confirmed)],
        ['same: unchanged', pct(same.unchanged)],
        ['same: ruled out', pct(same.ruledOut)],
        ...SLOWER.flatMap((cost) => {
          const rates = ratesOf(count, cv, cost)
          return [
            [`+${percent(cost)} %: one run`, pct(rates.regressed)],
            [`+${percent(cost)} %: confirmed`, pct(rates.confirmed)],
          ]
        }),
      ])
    }),
  )
}

if (import.meta.main) {
  console.table(run().rows)
  console.table(byRounds())
}
