// A matrix of 32-bit numbers: a shape, and strides that say where in memory each element is.

export class Tensor {
  /** `strides`: how far apart two neighbours of a column and of a row are, in elements. */
  constructor(data, shape, strides = [shape[1], 1]) {
    this.data = data
    this.shape = shape
    this.strides = strides
  }

  /** From rows, as people write them. */
  static of(rows) {
    const [height, width] = [rows.length, rows[0]?.length ?? 0]
    if (rows.some((row) => row.length !== width)) throw new RangeError('rows of different lengths')
    return new Tensor(Float32Array.from(rows.flat()), [height, width])
  }

  at(row, column) {
    return this.data[row * this.strides[0] + column * this.strides[1]]
  }

  /** A view of the same memory. */
  transposed() {
    const [[height, width], [down, right]] = [this.shape, this.strides]
    return new Tensor(this.data, [width, height], [right, down])
  }

  rows() {
    const [height, width] = this.shape
    return Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => this.at(i, j)))
  }
}
