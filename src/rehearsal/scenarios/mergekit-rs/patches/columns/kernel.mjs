// The kernel: it walks down columns, so both operands have to be in column-major order.

/** `a` is height × depth and `b` depth × width, both column after column; so is the result. */
export function columnKernel(a, b, [height, depth, width]) {
  const result = new Float32Array(height * width)
  for (let j = 0; j < width; j += 1) {
    for (let k = 0; k < depth; k += 1) {
      const factor = b[j * depth + k]
      for (let i = 0; i < height; i += 1) result[j * height + i] += a[k * height + i] * factor
    }
  }
  return result
}
