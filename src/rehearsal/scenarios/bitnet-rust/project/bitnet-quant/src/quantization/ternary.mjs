// Absolute-mean quantisation to -1, 0 and 1 (Ma and others, The Era of 1-bit LLMs, 2024, equations 1 to 3).

/** Weights of any scale as `{ trits, scale }`: each weight is about trit × scale. */
export function quantise(weights) {
  let sum = 0
  for (const weight of weights) sum += Math.abs(weight)
  const scale = weights.length === 0 ? 0 : sum / weights.length
  const trits = new Int8Array(weights.length)
  // Without a scale all weights are 0, and so are the trits.
  if (scale > 0) {
    for (let i = 0; i < weights.length; i += 1) {
      trits[i] = Math.max(-1, Math.min(1, Math.round(weights[i] / scale)))
    }
  }
  return { trits, scale }
}

/** The weights that the trits stand for. */
export const dequantise = ({ trits, scale }) => Float64Array.from(trits, (trit) => trit * scale)
