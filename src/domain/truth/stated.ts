// A figure as somebody wrote it: its value, how exactly it was written, and when a recorded figure bears it out.

export interface Stated {
  value: number
  /** What one more in the last digit written is worth: 0.1 for `3.2`, 1 for `21`, 1,000 for `12k`. */
  step: number
}

/** `==`: as written; `about`: somebody said "roughly"; the others: somebody named a limit. */
export type Bound = '==' | 'about' | '>=' | '<='

export interface Amount extends Stated {
  bound: Bound
  /** The upper end of a range such as 30–40. */
  to?: Stated
}

/** Of the value: so that `2×`, whose last digit is worth half of it, does not stand for anything from 1.5 to 2.5. */
const MOST_ROUNDING = 0.025
const ABOUT = 0.05

const SCALES: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, G: 1e9 }

/** Reads digits such as `1,204.5` and a scale (`k`, `M`, `G`); undefined for what is no finite number. */
export function stated(digits: string, scale = ''): Stated | undefined {
  const plain = digits.replaceAll(',', '')
  const times = SCALES[scale] ?? 1
  const value = Number(plain) * times
  const places = plain.split('.')[1]?.length ?? 0
  return plain === '' || !Number.isFinite(value) ? undefined : { value, step: times / 10 ** places }
}

/**
 * How far a recorded figure may lie from a stated one: half of the last digit written, and never more than 2.5 % of the value.
 * So 21 is borne out by 20.5 to 21.5, and 2 by 1.95 to 2.05. Zero is borne out by what would be written as zero.
 */
export const rounding = ({ value, step }: Stated): number =>
  value === 0 ? step / 2 : Math.min(step / 2, Math.abs(value) * MOST_ROUNDING)

/** Binary fractions: 1.95 − 1.95 is not always 0. */
const SLACK = 1e-9

/**
 * Whether a recorded figure bears out a stated one. A limit is taken at its word, without rounding; a range is borne out by
 * what lies in it, its ends rounded; "about" allows 5 % of the value.
 */
export function bearsOut(recorded: number, amount: Amount): boolean {
  const slack = Math.abs(amount.value) * SLACK
  const { bound, to } = amount
  switch (bound) {
    case '>=':
      return recorded >= amount.value - slack
    case '<=':
      return recorded <= (to ?? amount).value + slack
    case '==':
    case 'about': {
      const room = (one: Stated): number =>
        Math.max(rounding(one), bound === 'about' ? Math.abs(one.value) * ABOUT : 0) + slack
      const upper = to ?? amount
      return recorded >= amount.value - room(amount) && recorded <= upper.value + room(upper)
    }
  }
}
