// What a person reads when a command fails.

import { asError, UserError } from '../errors.ts'
import { Stopped } from './signals.ts'

/** A UserError as message and fix; anything else with its stack, because it is a bug or a broken machine. */
export function failure(error: unknown): string {
  if (error instanceof Stopped) return 'baton: stopped'
  if (error instanceof UserError) return `baton: ${error.message}\n  → ${error.fix}`
  const cause = asError(error)
  return `baton: ${cause.stack ?? cause.message}`
}
