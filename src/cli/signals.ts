// Ctrl-C and termination: the first asks everything to stop cleanly, a second one does not wait.

/** A command ended because somebody stopped it: not a failure, and no result either. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  /** 128 + the signal's number, as shells report it. */
  readonly exitCode: number
  constructor(exitCode: number) {
    super('stopped')
    this.exitCode = exitCode
  }
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** npm passes a terminal's Ctrl-C on to a child that the terminal has told already: what comes so soon is the same one. */
const SAME_KEYPRESS_MS = 1000

/** How long a command that is over may be kept alive by a connection that nobody waits for any more. */
const LINGER_MS = 500

/** Aborts with a `Stopped` on SIGINT, SIGTERM or SIGHUP. A second signal ends the process at once. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController()
  let firstAt = 0
  for (const [name, exitCode] of Object.entries(EXIT_CODES)) {
    process.on(name, () => {
      if (!controller.signal.aborted) {
        firstAt = performance.now()
        controller.abort(new Stopped(exitCode))
      } else if (performance.now() - firstAt > SAME_KEYPRESS_MS) process.exit(exitCode)
    })
  }
  return controller.signal
}

/** Resolves when the signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** Ends the process soon even if a connection is still open. Call it when everything that matters is closed. */
export function leave(exitCode: number): void {
  process.exitCode = exitCode
  setTimeout(() => process.exit(exitCode), LINGER_MS).unref()
}
