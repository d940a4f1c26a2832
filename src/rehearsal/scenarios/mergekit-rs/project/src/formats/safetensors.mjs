// The part of the safetensors format that the tests need: matrices of 32-bit numbers, row after row.

import { Tensor } from '../tensor/tensor.mjs'

const HEADER = 8

/** One file with the matrices, by name. */
export function write(tensors) {
  let offset = 0
  const header = {}
  const parts = []
  for (const [name, tensor] of Object.entries(tensors)) {
    const data = Float32Array.from(tensor.rows().flat())
    header[name] = { dtype: 'F32', shape: tensor.shape, data_offsets: [offset, offset + data.byteLength] }
    offset += data.byteLength
    parts.push(Buffer.from(data.buffer))
  }
  const text = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(HEADER)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([length, text, ...parts])
}

/** Refuses what does not fit: a header is a stranger's word. */
export function read(file) {
  if (file.length < HEADER) throw new RangeError('a file without a header')
  const end = HEADER + Number(file.readBigUInt64LE())
  if (end > file.length) throw new RangeError('the header is longer than the file')
  const header = JSON.parse(file.subarray(HEADER, end).toString())
  return Object.fromEntries(
    Object.entries(header).map(([name, { dtype, shape, data_offsets: [from, to] }]) => {
      const bytes = file.subarray(end + from, end + to)
      if (dtype !== 'F32' || bytes.length !== shape[0] * shape[1] * 4)
        throw new RangeError(`${name}: ${bytes.length} bytes for ${shape.join(' × ')} of ${dtype}`)
      const data = new Float32Array(shape[0] * shape[1])
      for (let i = 0; i < data.length; i += 1) data[i] = bytes.readFloatLE(i * 4)
      return [name, new Tensor(data, shape)]
    }),
  )
}
