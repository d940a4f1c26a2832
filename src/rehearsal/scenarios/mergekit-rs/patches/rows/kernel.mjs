// The kernel: it walks along rows, which is how a tensor holds them.

/** `a` is height × depth and `b` depth × width, both row after row; so is the result. */
export function rowKernel(a, b, [height, depth, width]) {
  const result = new Float32Array(height * width)
  for (let i = 0; i < height; i += 1) {
    for (let k = 0; k < depth; k += 1) {
      const factor = a[i * depth + k]
      for (let j = 0; j < width; j += 1) result[i * width + j] += factor * b[k * width + j]
    }
  }
  return result
}
