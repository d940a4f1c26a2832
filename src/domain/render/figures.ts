// Numbers as people read them: a few significant digits, no false precision.

/** Three significant digits below 1,000, whole numbers above. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1000) return Math.round(value).toLocaleString('en-US')
  return Number(value.toPrecision(3)).toString()
}

export const usd = (value: number): string => `$${value.toFixed(value >= 1 ? 2 : 4)}`

export const shortSha = (sha: string): string => sha.slice(0, 7)

export const plural = (count: number, noun: string, several = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : several}`
