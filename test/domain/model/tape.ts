// The source of chance of a modelled world: a tape of numbers that fast-check can shrink; 0 always means that things go well.

export interface Tape {
  /** One of the options; the first one when the tape says 0 or has ended. */
  pick<T>(options: readonly [T, ...T[]]): T
  /** True once in `n`, never when the tape has ended. */
  rarely(n: number): boolean
}

/** `endless`: the tape starts again when it has ended, so that bad luck can last; else everything goes well from then on. */
export function tapeOf(numbers: readonly number[], endless: boolean): Tape {
  let position = 0
  const next = (): number => {
    if (numbers.length === 0) return 0
    if (position >= numbers.length && !endless) return 0
    const number = numbers[position % numbers.length] ?? 0
    position += 1
    return number
  }
  return {
    pick(options) {
      return options[next() % options.length] ?? options[0]
    },
    rarely: (n) => next() % n === 1,
  }
}
