// A planted slow-down against the same code, measured by the action baton-measure and judged by the gates: `node bench/planted.ts`.
// The same code is to pass every time, the slow-down to be blocked after its confirming run. `--record FILE` keeps the samples;
// `--same N` and `--planted N` say how many cases of each are measured.

import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, platform } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  asksAgain,
  evaluate,
  PLANTED_PCT,
  Recorded,
  ROUNDS,
  type Case,
  type Run,
} from '../test/gates/planted.ts'
import { KERNEL, WORK } from '../test/gates/kernel.ts'
import { command, makeCheckouts, plan, type Checkouts } from '../test/measure/checkouts.ts'
import type { BenchResult } from './support/engine.ts'

const SAME = 50
const PLANTED = 5

/** One job: base and candidate in turn. Throws when the action has no result. */
function measureOnce(checkouts: Checkouts, candidateWork: number): Run {
  const run = `read -r side < side.txt || true; n=${WORK}; if [[ $side == candidate ]]; then n=${candidateWork}; fi; . ../kernel.sh`
  const { result, output } = checkouts.measure(
    'benchmark',
    plan([command(run, 'baton-json')], { rounds: ROUNDS }),
  )
  const found = result?.benchmarks[0]
  if (found === undefined) throw new Error(`nothing was measured: ${output}`)
  return found
}

function measureCase(checkouts: Checkouts, candidateWork: number): Case {
  const one: Case = { first: measureOnce(checkouts, candidateWork) }
  return asksAgain(one) ? { ...one, confirming: measureOnce(checkouts, candidateWork) } : one
}

interface Cases {
  same: Case[]
  planted: Case[]
  /** What it was measured on, and what else that was doing. */
  machine: string
}

function measureAll(counts: { same: number; planted: number }): Cases {
  const checkouts = makeCheckouts()
  try {
    writeFileSync(join(checkouts.root, 'kernel.sh'), KERNEL)
    const cases = (count: number, work: number): Case[] =>
      Array.from({ length: count }, (_, i) => {
        process.stderr.write(`\r${work === WORK ? 'same code' : 'slow-down'}: ${i + 1} of ${count} `)
        return measureCase(checkouts, work)
      })
    const before = loadavg()[0] ?? 0
    const planted = cases(counts.planted, Math.round(WORK * (1 + PLANTED_PCT / 100)))
    const same = cases(counts.same, WORK)
    const after = loadavg()[0] ?? 0
    process.stderr.write('\n')
    const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, ${platform()}, load ${before.toFixed(1)} to ${after.toFixed(1)}`
    return { same, planted, machine }
  } finally {
    checkouts.remove()
  }
}

const isBlocked = (one: Case): boolean =>
  one.confirming !== undefined && evaluate(one).verdict.state === 'fail'
const isPassed = (one: Case): boolean => evaluate(one).verdict.state === 'pass'

const share = (cases: readonly Case[], holds: (one: Case) => boolean): number =>
  (100 * cases.filter(holds).length) / cases.length

export function run(): BenchResult {
  const { same, planted } = measureAll({ same: SAME, planted: PLANTED })
  return {
    name: 'planted',
    rows: [
      {
        what: `${PLANTED_PCT} % slower, blocked after its confirming run`,
        value: share(planted, isBlocked),
        unit: '%',
      },
      { what: 'same code, passed', value: share(same, isPassed), unit: '%' },
      { what: 'same code, measured', value: same.length, unit: 'cases' },
      {
        what: 'same code, asked for a confirming run',
        value: share(same, ({ confirming }) => confirming !== undefined),
        unit: '%',
      },
    ],
  }
}

function main(): void {
  const { values } = parseArgs({
    options: {
      record: { type: 'string' },
      same: { type: 'string', default: String(SAME) },
      planted: { type: 'string', default: String(PLANTED) },
    },
  })
  const { same, planted, machine } = measureAll({
    same: Number(values.same),
    planted: Number(values.planted),
  })
  const blocked = planted.filter(isBlocked).length
  const passed = same.filter(isPassed).length
  const again = same.filter(({ confirming }) => confirming !== undefined).length
  console.log(`${ROUNDS} rounds a run; ${machine}`)
  console.log(`${PLANTED_PCT} % slower: ${blocked} of ${planted.length} blocked after the confirming run`)
  console.log(`same code: ${passed} of ${same.length} passed, ${again} of them after a confirming run`)
  if (values.record !== undefined)
    writeFileSync(
      values.record,
      `${JSON.stringify(Recorded.parse({ measured: machine, rounds: ROUNDS, same, planted }))}\n`,
    )
  if (blocked < planted.length || passed < same.length) process.exitCode = 1
}

if (import.meta.main) main()
