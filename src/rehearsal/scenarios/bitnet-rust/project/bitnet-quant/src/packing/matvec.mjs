// Packed ternary matrix times vector: additions and subtractions only, one multiplication by the scale for each row.

import { bytesFor, DIGITS, packTrits, TRITS_PER_BYTE } from './pack.mjs'

/** Packs a matrix row by row; every row begins with a byte of its own. */
export function packMatrix(trits, rows, columns) {
  const stride = bytesFor(columns)
  const packed = new Uint8Array(rows * stride)
  for (let row = 0; row < rows; row += 1) {
    packed.set(packTrits(trits.subarray(row * columns, (row + 1) * columns)), row * stride)
  }
  return { packed, rows, columns, stride }
}

/** The product, scaled. `vector` has one number for each column. */
export function matvec({ packed, rows, columns, stride }, scale, vector) {
  const padded = new Float64Array(stride * TRITS_PER_BYTE)
  padded.set(vector.subarray(0, columns))
  const out = new Float64Array(rows)
  for (let row = 0; row < rows; row += 1) {
    let sum = 0
    for (let b = 0, at = 0; b < stride; b += 1, at += TRITS_PER_BYTE) {
      const digits = packed[row * stride + b] * TRITS_PER_BYTE
      for (let i = 0; i < TRITS_PER_BYTE; i += 1) sum += DIGITS[digits + i] * padded[at + i]
    }
    out[row] = sum * scale
  }
  return out
}
