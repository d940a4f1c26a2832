// The product of two matrices on the device: rows in, rows out. Nothing is turned on the way.

import { upload } from '../metal/buffer.mjs'
import { rowKernel } from '../metal/kernel.mjs'
import { Tensor } from '../tensor/tensor.mjs'

export function multiply(a, b) {
  const [[height, depth], [inner, width]] = [a.shape, b.shape]
  if (depth !== inner) throw new RangeError(`a matrix with ${depth} columns times one with ${inner} rows`)
  const rows = (tensor) => {
    const [, columns] = tensor.shape
    return upload(tensor.shape[0] * columns, (i) => tensor.at(Math.floor(i / columns), i % columns))
  }
  return new Tensor(rowKernel(rows(a), rows(b), [height, depth, width]), [height, width])
}
