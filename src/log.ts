// The process log: structured, on stderr, with known secrets taken out.

import { pino, type Logger } from 'pino'
import type { LogLevel } from './config.ts'

/** Paths where credentials could turn up in logged objects. */
const SECRET_PATHS = [
  'token',
  '*.token',
  'authorization',
  '*.authorization',
  'headers.authorization',
  '*.privateKey',
  '*.secret',
  '*.apiKey',
]

/** JSON lines on stderr, so that stdout stays for what a command prints. */
export const createLog = (level: LogLevel): Logger =>
  pino(
    { level, redact: { paths: SECRET_PATHS, censor: '[redacted]' } },
    pino.destination({ fd: 2, sync: false }),
  )
