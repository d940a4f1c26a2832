// Signals in the message of a merge commit, as trailers that tools can read (git interpret-trailers).

import type { SignalName } from '../plan/names.ts'

export const SIGNAL_TRAILER = 'Baton-Signal'

/** One line for each signal, in the order given, none twice: to stand with the other trailers at the end of the message. */
export const signalTrailers = (names: readonly SignalName[]): string[] =>
  [...new Set(names)].map((name) => `${SIGNAL_TRAILER}: ${name}`)
