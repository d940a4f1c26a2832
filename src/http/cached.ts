// What is costly to compute and asked for by several at once: computed once, kept for a moment.

/** `compute` by key, at most once in `keepMs`. A failure is not kept: the next who asks tries again. */
export function cached<T>(
  compute: (key: string) => Promise<T>,
  keepMs: number,
  now: () => number,
): (key: string) => Promise<T> {
  const kept = new Map<string, { at: number; value: Promise<T> }>()
  return (key) => {
    const at = now()
    for (const [other, entry] of kept) if (at - entry.at >= keepMs || at < entry.at) kept.delete(other)
    const known = kept.get(key)
    if (known !== undefined) return known.value
    const value = compute(key)
    kept.set(key, { at, value })
    value.catch(() => kept.delete(key))
    return value
  }
}
