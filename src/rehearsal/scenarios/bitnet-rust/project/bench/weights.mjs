// Two lines of JSON: what a packed weight takes, and the time of a product, the shortest of many passes after a warm-up.

import { performance } from 'node:perf_hooks'
import { matvec, packMatrix, quantise } from '../bitnet-quant/src/index.mjs'
import { weights } from '../support/random.mjs'

const [ROWS, COLUMNS] = [256, 1024]
const [WARM_UP, PASSES] = [20, 60]

const { trits, scale } = quantise(weights(ROWS * COLUMNS, 1))
const matrix = packMatrix(trits, ROWS, COLUMNS)
const vector = weights(COLUMNS, 2)

let shortest = Infinity
for (let pass = 0; pass < WARM_UP + PASSES; pass += 1) {
  const start = performance.now()
  matvec(matrix, scale, vector)
  // What else the machine does only ever adds to a pass.
  if (pass >= WARM_UP) shortest = Math.min(shortest, performance.now() - start)
}

const line = (metric, unit, value) => console.log(JSON.stringify({ metric, unit, better: 'lower', value }))
line('weight.bytes', 'B', matrix.packed.byteLength / (ROWS * COLUMNS))
line('matvec.ms', 'ms', shortest)
