// Knows every live allocation: how large it is, where it lies and whose it is.

export class MemoryTracker {
  /** By id, in the order of allocation. */
  #live = new Map()
  #nextId = 1
  #bytes = new Map()
  #peaks = new Map()

  /** Puts `size` bytes on `device` on record for `owner`; returns what release() wants back. */
  allocate({ size, device, owner }) {
    if (!Number.isSafeInteger(size) || size <= 0) throw new RangeError(`size is ${size}: at least 1 byte`)
    const allocation = Object.freeze({ id: this.#nextId++, size, device, owner })
    this.#live.set(allocation.id, allocation)
    const bytes = this.bytesOn(device) + size
    this.#bytes.set(device, bytes)
    this.#peaks.set(device, Math.max(this.peakOn(device), bytes))
    return allocation
  }

  /** Takes an allocation off the record. Throws when it is not there. */
  release({ id }) {
    const allocation = this.#live.get(id)
    if (allocation === undefined) throw new Error(`allocation ${id} is not on record`)
    this.#live.delete(id)
    const { size, device } = allocation
    this.#bytes.set(device, this.bytesOn(device) - size)
  }

  /** Live allocations, oldest first. */
  get live() {
    return [...this.#live.values()]
  }

  /** Ids of what an owner still holds, oldest first. */
  heldBy(owner) {
    return this.live.filter((one) => one.owner === owner).map((one) => one.id)
  }

  bytesOn(device) {
    return this.#bytes.get(device) ?? 0
  }

  peakOn(device) {
    return this.#peaks.get(device) ?? 0
  }
}
