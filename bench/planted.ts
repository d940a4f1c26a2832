// A planted slow-down against the same code, measured by the action baton-measure and judged by the gates: `node bench/planted.ts`.
// The same code is to pass every time, the slow-down to be blocked after its confirming run. `--record FILE` keeps the samples;
// `--same N` and `--planted N` say how many cases of each are measured.
// Needs bash 5 for its clock. The kernel reports the shortest of its inner passes, because whatever else runs only adds time.

import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, platform } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  asksAgain,
  evaluate,
  METRIC,
  PLANTED_PCT,
  Recorded,
  ROUNDS,
  type Case,
  type Run,
} from '../test/gates/planted.ts'
import { command, makeCheckouts, plan, type Checkouts } from '../test/measure/checkouts.ts'

const WORK = 400
const PASSES = 9

const KERNEL = `# Read in by a shell that has set n, so that no further process is started.
best=
for ((pass = 0; pass < ${PASSES}; pass++)); do
  from=\${EPOCHREALTIME/[.,]/}
  state=1
  for ((i = 0; i < n; i++)); do state=$(((state * 1103515245 + 12345) % 2147483648)); done
  to=\${EPOCHREALTIME/[.,]/}
  took=$((to - from))
  if [[ -z $best || $took -lt $best ]]; then best=$took; fi
done
echo '{"metric":"${METRIC}","unit":"us","better":"lower","value":'$best'}'
`

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

interface Options {
  file: string | undefined
  counts: { same: number; planted: number }
}

function main({ file, counts }: Options): void {
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
    const blocked = planted.filter((one) => one.confirming && evaluate(one).verdict.state === 'fail').length
    const passed = same.filter((one) => evaluate(one).verdict.state === 'pass').length
    const again = same.filter(({ confirming }) => confirming !== undefined).length
    const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, ${platform()}, load ${before.toFixed(1)} to ${after.toFixed(1)}`
    console.log(`${ROUNDS} rounds a run; ${machine}`)
    console.log(`${PLANTED_PCT} % slower: ${blocked} of ${planted.length} blocked after the confirming run`)
    console.log(`same code: ${passed} of ${same.length} passed, ${again} of them after a confirming run`)
    if (file !== undefined)
      writeFileSync(
        file,
        `${JSON.stringify(Recorded.parse({ measured: machine, rounds: ROUNDS, same, planted }))}\n`,
      )
    if (blocked < planted.length || passed < same.length) process.exitCode = 1
  } finally {
    checkouts.remove()
  }
}

const { values } = parseArgs({
  options: {
    record: { type: 'string' },
    same: { type: 'string', default: '50' },
    planted: { type: 'string', default: '5' },
  },
})
main({ file: values.record, counts: { same: Number(values.same), planted: Number(values.planted) } })
