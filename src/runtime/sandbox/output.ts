// Keeps the beginning and the end of a long output in bounded memory.

/** Characters that a cut through a multi-byte character leaves behind. */
const BROKEN_END = /\ufffd{1,3}$/
const BROKEN_START = /^\ufffd{1,3}/

/** Collects chunks; keeps at most `limit` bytes, half from the head and half from the tail. */
export class HeadTail {
  readonly #half: number
  #head: Buffer = Buffer.alloc(0)
  #tail: Buffer = Buffer.alloc(0)
  #total = 0

  constructor(limit: number) {
    this.#half = Math.floor(limit / 2)
  }

  push(chunk: Buffer): void {
    this.#total += chunk.length
    const room = this.#half - this.#head.length
    if (room > 0) this.#head = Buffer.concat([this.#head, chunk.subarray(0, room)])
    const rest = chunk.subarray(Math.max(0, room))
    if (rest.length === 0) return
    const joined = rest.length >= this.#half ? rest : Buffer.concat([this.#tail, rest])
    // A copy, so that a huge chunk is not kept alive by a small view of it.
    this.#tail = Buffer.from(joined.subarray(Math.max(0, joined.length - this.#half)))
  }

  /** The whole output when it fitted, else head, a line that says how many bytes are missing, and tail. */
  text(): string {
    const left = this.#total - this.#head.length - this.#tail.length
    if (left === 0) return Buffer.concat([this.#head, this.#tail]).toString('utf8')
    const head = this.#head.toString('utf8').replace(BROKEN_END, '')
    const tail = this.#tail.toString('utf8').replace(BROKEN_START, '')
    return `${head}\n[... ${left} bytes left out ...]\n${tail}`
  }
}
