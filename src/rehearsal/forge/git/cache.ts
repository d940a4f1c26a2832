// A bounded cache for facts about git objects, which never change once their names are known.

export class Cache<T> {
  private readonly entries = new Map<string, Promise<T>>()
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  /** The value for `key`, computed once; a failure is not kept. The oldest entry makes room for a new one. */
  get(key: string, compute: () => Promise<T>): Promise<T> {
    const known = this.entries.get(key)
    if (known !== undefined) return known
    const value = compute()
    value.catch(() => this.entries.delete(key))
    this.entries.set(key, value)
    const oldest = this.entries.keys().next()
    if (this.entries.size > this.limit && oldest.done !== true) this.entries.delete(oldest.value)
    return value
  }
}
