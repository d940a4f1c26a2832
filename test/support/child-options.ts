// What a crash test tells the process that it starts.

import type { Config } from '../../src/config.ts'

export interface ChildOptions {
  config: Config
  /** The process ends with SIGKILL when it comes to this point for the `nth` time; undefined: never. */
  kill: { point: string; nth: number } | undefined
}

/** The process is killed, not the machine: what reached the server stays without waiting for the disk. */
export const EMBEDDED_SETTINGS = ['fsync=off', 'full_page_writes=off'] as const
