// Ternary weights: from numbers to -1, 0 and 1, five to a byte, and products with them.

export { packTrits, unpackTrits, bytesFor } from './packing/pack.mjs'
export { matvec, packMatrix } from './packing/matvec.mjs'
export { quantise, dequantise } from './quantization/ternary.mjs'
