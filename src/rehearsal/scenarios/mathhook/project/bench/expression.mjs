// Bytes of a node as V8 writes it, and the time of one simplification, each as one line of JSON.

import { performance } from 'node:perf_hooks'
import { serialize } from 'node:v8'
import { add, mul, num, simplify, sym } from '../src/index.mjs'

const [DEPTH, PASSES] = [6, 5]

const print = (metric, unit, value) => console.log(JSON.stringify({ metric, unit, better: 'lower', value }))
const nodes = ({ args }) => 1 + args.reduce((sum, arg) => sum + nodes(arg), 0)

const x = sym('x')
let deep = x
for (let level = 0; level < DEPTH; level += 1) deep = add(mul(num(2), deep), num(level), x)

print('expression.bytes', 'bytes', Math.round(serialize(JSON.parse(JSON.stringify(deep))).length / nodes(deep)))

const times = []
for (let pass = 0; pass < PASSES; pass += 1) {
  const start = performance.now()
  simplify(deep)
  times.push(performance.now() - start)
}
print('simplify.ms', 'ms', times.sort((a, b) => a - b)[Math.floor(PASSES / 2)])
