// Attaches to a configuration key what a person needs when it is wrong: what is expected, and a valid example.

import type { z } from 'zod'

/**
 * Describes a key once for the error report, the JSON Schema and the generated documentation.
 * Call it before `.default()` or `.optional()`, so that the description stays on the value itself.
 */
export function field<S extends z.ZodType>(schema: S, expected: string, example: unknown): S {
  return schema.meta({ description: expected, examples: [example] })
}
