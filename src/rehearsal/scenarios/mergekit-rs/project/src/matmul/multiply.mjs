// The product of two matrices, by the definition: every element is looked up by row and column.

import { upload } from '../metal/buffer.mjs'
import { Tensor } from '../tensor/tensor.mjs'

export function multiply(a, b) {
  const [[height, depth], [inner, width]] = [a.shape, b.shape]
  if (depth !== inner) throw new RangeError(`a matrix with ${depth} columns times one with ${inner} rows`)
  const onDevice = (tensor) => {
    const [, columns] = tensor.shape
    const data = upload(tensor.shape[0] * columns, (i) => tensor.at(Math.floor(i / columns), i % columns))
    return new Tensor(data, tensor.shape)
  }
  const [left, right] = [onDevice(a), onDevice(b)]
  const result = new Float32Array(height * width)
  for (let i = 0; i < height; i += 1) {
    for (let j = 0; j < width; j += 1) {
      let sum = 0
      for (let k = 0; k < depth; k += 1) sum += left.at(i, k) * right.at(k, j)
      result[i * width + j] = sum
    }
  }
  return new Tensor(result, [height, width])
}
