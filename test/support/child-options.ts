// What a crash test tells the process that it starts.

import type { Config } from '../../src/config.ts'

/**
 * When the process ends with SIGKILL: when it comes to this point for the `nth` time, or at the first transition between waves that
 * the file `record` does not name yet, where it is added before.
 */
export type Kill = { point: string; nth: number } | { record: string }

export interface ChildOptions {
  config: Config
  /** undefined: never. */
  kill: Kill | undefined
}

/** The process is killed, not the machine: what reached the server stays without waiting for the disk. */
export const EMBEDDED_SETTINGS = ['fsync=off', 'full_page_writes=off'] as const
