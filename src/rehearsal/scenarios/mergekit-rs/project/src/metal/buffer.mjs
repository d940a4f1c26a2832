// Memory of the device. There is no device here: the buffer is ordinary memory, and what has to be copied into it is counted.

let copied = 0

/** Copies numbers to the device, in the order in which `read` gives them. */
export function upload(length, read) {
  const buffer = new Float32Array(length)
  for (let i = 0; i < length; i += 1) buffer[i] = read(i)
  copied += buffer.byteLength
  return buffer
}

/** Bytes copied since the last call. */
export function copiedBytes() {
  const bytes = copied
  copied = 0
  return bytes
}
