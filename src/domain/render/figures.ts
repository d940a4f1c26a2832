// Numbers as people read them: a few significant digits, no false precision.

/** Three significant digits below 1,000, whole numbers above. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size >= 1000) return Math.round(value).toLocaleString('en-US')
  return String(Number.isInteger(value) ? value : threeDigits(value))
}

/** `Number(value.toPrecision(3))`, which takes three times as long. */
function threeDigits(value: number): number {
  const size = Math.abs(value)
  const scale = size >= 100 ? 1 : size >= 10 ? 10 : size >= 1 ? 100 : size >= 0.1 ? 1000 : 10_000
  const scaled = value * scale
  const whole = Math.round(scaled)
  // Close to a half the product may be on the other side of it; below 0.01 it has too few digits.
  const isPlain = size >= 0.01 && Math.abs(Math.abs(scaled - whole) - 0.5) > 1e-6
  return isPlain ? whole / scale : Number(value.toPrecision(3))
}

export const usd = (value: number): string => `$${value.toFixed(value >= 1 ? 2 : 4)}`

export const shortSha = (sha: string): string => sha.slice(0, 7)

export const plural = (count: number, noun: string, several = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : several}`
