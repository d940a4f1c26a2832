// The four kinds of failure and what the rest of the product does with each of them.

/** Somebody's input is wrong. Shown where the input came from, with what was expected and how to fix it. Never retried. */
export class UserError extends Error {
  override readonly name = 'UserError'
  /** One line a person can act on: what to change, with a valid example where there is one. */
  readonly fix: string
  constructor(message: string, fix: string, options?: ErrorOptions) {
    super(message, options)
    this.fix = fix
  }
}

/** The world was not ready (network, rate limit, 5xx, lease held elsewhere). The job is retried with backoff. */
export class TransientError extends Error {
  override readonly name = 'TransientError'
  /** Milliseconds to wait at least, where the other side said so (`retry-after`). */
  readonly retryAfterMs: number | undefined
  constructor(message: string, options?: ErrorOptions & { retryAfterMs?: number }) {
    super(message, options)
    this.retryAfterMs = options?.retryAfterMs
  }
}

/** It failed and trying again cannot help (a permission is missing, the repository is gone). Goes to the dead letters. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError'
}

/** A state that the code rules out. A bug: logged with its context, dead-lettered, never shown as the user's fault. */
export class InternalError extends Error {
  override readonly name = 'InternalError'
}

/** Turns a caught value into an Error without losing what it was. */
export function asError(value: unknown): Error {
  return value instanceof Error ? value : new InternalError(`a non-error was thrown: ${String(value)}`)
}

/** Whether a system call failed for this reason, such as `ENOENT`. */
export const isErrno = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.some((code) => error.code === code)

/** Closes a switch over a union: a new member fails to compile here. */
export function unreachable(value: never): never {
  throw new InternalError(`unreachable: ${JSON.stringify(value)}`)
}
