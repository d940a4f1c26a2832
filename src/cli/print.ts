// Standard output that somebody may stop reading (`| head`): then the command ends without a stack.

/** 128 + SIGPIPE: what a program gets that does not look. */
const CLOSED = 141

let watched = false

/** Writes to standard output. A reader that has gone ends the process. */
export function print(text: string): void {
  if (!watched) {
    watched = true
    process.stdout.on('error', (error: Error) => {
      if (!('code' in error) || error.code !== 'EPIPE') throw error
      process.exit(CLOSED)
    })
  }
  process.stdout.write(text)
}
