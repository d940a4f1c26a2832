// The text log of one job: secrets masked, ANSI codes removed, groups kept, bounded.

import { stripVTControlCharacters } from 'node:util'

/** Characters kept of one job's log. */
const LONGEST = 4_000_000
const MASK_COMMAND = /^::add-mask::(.*)$/
const STOP_COMMAND = /^::stop-commands::(\S+)$/

export type OutputStream = 'stdout' | 'stderr'

export interface JobLog {
  /** Adds output as it comes; a line is written once it is complete, so that two streams never share one. */
  write(chunk: string, stream: OutputStream): void
  /** Ends a step: writes what is left of unfinished lines and listens to commands again. */
  flush(): void
  /** Adds one line of the runner's own. */
  line(text: string): void
  /** Hides a value from now on. Values of less than four characters are left alone: they would mask ordinary text. */
  mask(secret: string): void
  readonly text: string
}

/** An empty log that hides `secrets`. */
export function createJobLog(secrets: readonly string[]): JobLog {
  const hidden = new Set<string>()
  const lines: string[] = []
  let length = 0
  const open: Record<OutputStream, string> = { stdout: '', stderr: '' }
  // Between ::stop-commands::word and ::word:: everything is text.
  let resumesAt: string | undefined

  const mask = (secret: string): void => {
    if (secret.length >= 4) hidden.add(secret)
  }
  const line = (text: string): void => {
    if (resumesAt !== undefined) {
      if (text === `::${resumesAt}::`) resumesAt = undefined
    } else {
      const command = MASK_COMMAND.exec(text)
      if (command) return mask((command[1] ?? '').trim())
      resumesAt = STOP_COMMAND.exec(text)?.[1]
    }
    let clean = stripVTControlCharacters(text)
    for (const secret of hidden) clean = clean.replaceAll(secret, '***')
    if (length > LONGEST) return
    length += clean.length + 1
    lines.push(length > LONGEST ? `(the log ends here: it is longer than ${LONGEST} characters)` : clean)
  }
  const end = (stream: OutputStream): void => {
    if (open[stream] !== '') line(open[stream])
    open[stream] = ''
  }
  const flush = (): void => {
    end('stdout')
    end('stderr')
    resumesAt = undefined
  }
  const write = (chunk: string, stream: OutputStream): void => {
    const parts = (open[stream] + chunk).split(/\r?\n/)
    open[stream] = parts.pop() ?? ''
    for (const part of parts) line(part)
    // A program that never ends its line must not fill the memory.
    if (open[stream].length > LONGEST) end(stream)
  }

  for (const secret of secrets) mask(secret)
  return {
    write,
    flush,
    line,
    mask,
    get text() {
      return lines.length === 0 ? '' : `${lines.join('\n')}\n`
    },
  }
}
