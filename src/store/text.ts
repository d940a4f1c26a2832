// Text and JSON on their way into PostgreSQL.

import { InternalError } from '../errors.ts'

/** PostgreSQL text cannot hold NUL; it is shown as U+2400 instead of losing the row. */
export function cleanText(value: string): string {
  return value.replaceAll('\0', '\u2400')
}

/** JSON text of a value. Raises InternalError for what JSON has no form for (undefined, a function), where null is not meant. */
export function toJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value)
  if (text === undefined) throw new InternalError(`a value of type ${typeof value} cannot be stored as JSON`)
  return text
}
