// The known name that was probably meant.

/** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other; words are cut at 60 characters. */
export function editDistance(left: string, right: string): number {
  const a = left.slice(0, 60)
  const b = right.slice(0, 60)
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? cost) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}

const plain = (word: string): string => word.toLowerCase().replaceAll(/[\s_-]/g, '')

/** The nearest candidate within two edits (one for short words), ignoring case, dashes and underscores; else undefined. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const allowed = word.length <= 4 ? 1 : 2
  const near = candidates
    .map((candidate) => ({ candidate, distance: editDistance(plain(word), plain(candidate)) }))
    .filter((one) => one.distance <= allowed)
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.candidate
}
