// What a process is started with and what it comes to, and how both ends of the launcher speak of it.

import { z } from 'zod'

export interface Launch {
  /** A program on the PATH of `env`, or an absolute path. */
  file: string
  args: readonly string[]
  cwd: string
  /** The whole environment. */
  env: Record<string, string>
  /** Written to stdin, which is closed then. */
  input?: string | Buffer
  /** Milliseconds until it is killed with its group. */
  timeoutMs: number
  /** Bytes of stdout kept; at the first that is too many it is killed with its group. */
  maxBytes: number
}

export interface Launched {
  /** null: killed by a signal. */
  exitCode: number | null
  stdout: Buffer
  /** The last 16 KiB. */
  stderr: string
  /** True when there was more stdout than `maxBytes`. */
  truncated: boolean
  /** Why it was killed, if by us for another reason. */
  stopped?: 'aborted' | 'late' | undefined
}

export const STDERR_CAP = 16 * 1024

const bytes = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array)
  .transform((view) => Buffer.from(view.buffer, view.byteOffset, view.byteLength))

/** What the launching process is told. */
export const Order = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('launch'),
    id: z.int(),
    launch: z.strictObject({
      file: z.string(),
      args: z.array(z.string()),
      cwd: z.string(),
      env: z.record(z.string(), z.string()),
      input: z.union([z.string(), bytes]).optional(),
      timeoutMs: z.number(),
      maxBytes: z.number(),
    }),
  }),
  z.strictObject({ do: z.literal('stop'), id: z.int() }),
])
export type Order = z.input<typeof Order>

/** What it answers, once for each launch. */
export const Answer = z.union([
  z.strictObject({
    id: z.int(),
    launched: z.strictObject({
      exitCode: z.int().nullable(),
      stdout: bytes,
      stderr: z.string(),
      truncated: z.boolean(),
      stopped: z.enum(['aborted', 'late']).optional(),
    }),
  }),
  z.strictObject({ id: z.int(), failure: z.string() }),
])
export type Answer = z.input<typeof Answer>
