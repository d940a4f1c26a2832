// Two lines of JSON: the time of a product, the shortest of several after a warm-up, and how many bytes one product copies.

import { performance } from 'node:perf_hooks'
import { multiply, Tensor } from '../src/index.mjs'
import { copiedBytes } from '../src/metal/buffer.mjs'

const SIZE = 96
const [WARM_UP, PASSES] = [6, 12]

const matrix = (seed) => {
  let state = seed
  const next = () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296 - 0.5
  }
  return new Tensor(Float32Array.from({ length: SIZE * SIZE }, next), [SIZE, SIZE])
}
const [a, b] = [matrix(1), matrix(2)]

let shortest = Infinity
for (let pass = 0; pass < WARM_UP + PASSES; pass += 1) {
  const start = performance.now()
  multiply(a, b)
  // What else the machine does only ever adds to a pass.
  if (pass >= WARM_UP) shortest = Math.min(shortest, performance.now() - start)
}
copiedBytes()
multiply(a, b)

const line = (metric, unit, value) => console.log(JSON.stringify({ metric, unit, better: 'lower', value }))
line('matmul.ms', 'ms', shortest)
line('matmul.copied_bytes', 'B', copiedBytes())
