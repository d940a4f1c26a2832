import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trits, weights } from '../../support/random.mjs'
import { matvec, packMatrix } from '../src/packing/matvec.mjs'

/** Row by row, from the trits as they are. */
function naive(matrix, rows, columns, scale, vector) {
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0
    for (let i = 0; i < columns; i += 1) sum += matrix[row * columns + i] * vector[i]
    return sum * scale
  })
}

for (const rows of [1, 2, 5, 8]) {
  for (const columns of [1, 4, 5, 6, 10, 33, 64]) {
    test(`${rows} × ${columns} equals the product without packing`, () => {
      const matrix = trits(rows * columns, rows * 100 + columns)
      const vector = weights(columns, columns)
      const product = matvec(packMatrix(matrix, rows, columns), 0.75, vector)
      const expected = naive(matrix, rows, columns, 0.75, vector)
      for (let row = 0; row < rows; row += 1) assert.ok(Math.abs(product[row] - expected[row]) < 1e-12)
    })
  }
}
