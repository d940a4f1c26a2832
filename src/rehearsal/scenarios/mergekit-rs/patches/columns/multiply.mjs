// The product of two matrices on the device: brought into column-major order, multiplied, and brought back.

import { upload } from '../metal/buffer.mjs'
import { columnKernel } from '../metal/kernel.mjs'
import { Tensor } from '../tensor/tensor.mjs'

export function multiply(a, b) {
  const [[height, depth], [inner, width]] = [a.shape, b.shape]
  if (depth !== inner) throw new RangeError(`a matrix with ${depth} columns times one with ${inner} rows`)
  // A tensor holds rows, the kernel wants columns: each operand is turned on its way to the device, and the product on its way back.
  const columns = (tensor) => {
    const [rows] = tensor.shape
    return upload(rows * tensor.shape[1], (i) => tensor.at(i % rows, Math.floor(i / rows)))
  }
  const product = columnKernel(columns(a), columns(b), [height, depth, width])
  const back = upload(height * width, (i) => product[(i % width) * height + Math.floor(i / width)])
  return new Tensor(back, [height, width])
}
