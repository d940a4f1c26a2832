// Buffers by size class: what is given back is used again, and the tracker knows who holds what.

import { MemoryTracker } from './tracker.mjs'

/** The smallest power of two that holds `size` bytes, and at least 16. */
export const classOf = (size) => Math.max(16, 2 ** Math.ceil(Math.log2(size)))

export class BufferPool {
  #free = new Map()
  #held = new Map()

  constructor(device, tracker = new MemoryTracker()) {
    this.device = device
    this.tracker = tracker
    this.created = 0
  }

  /** A buffer of at least `size` bytes for `owner`. */
  take(size, owner) {
    const bytes = classOf(size)
    const buffer = this.#free.get(bytes)?.pop() ?? this.#create(bytes)
    this.#held.set(buffer, this.tracker.allocate({ size: bytes, device: this.device, owner }))
    return buffer
  }

  /** Gives a buffer back. Throws when it was not taken from here. */
  give(buffer) {
    const allocation = this.#held.get(buffer)
    if (allocation === undefined) throw new Error('this buffer was not taken from this pool')
    this.#held.delete(buffer)
    this.tracker.release(allocation)
    const free = this.#free.get(buffer.byteLength) ?? []
    free.push(buffer)
    this.#free.set(buffer.byteLength, free)
  }

  #create(bytes) {
    this.created += 1
    return new ArrayBuffer(bytes)
  }
}
