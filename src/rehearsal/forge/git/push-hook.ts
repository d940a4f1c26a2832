// The update hook of a push: a few lines of shell that ask this process, over two inherited pipes, about every ref.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { asError, InternalError } from '../../../errors.ts'

/** Says what keeps a ref from moving, line by line as git prints them; no line lets it move. */
export type Referee = (ref: string, before: string, after: string) => Promise<string[]>

const FOLDER = 'baton-hooks'
/** `ok` accepts, `no` refuses; every line before it is for the person who pushes. */
const SCRIPT = `#!/bin/sh
printf '%s %s %s\\n' "$1" "$2" "$3" >&3
while IFS= read -r line <&4; do
  case "$line" in
    ok) exit 0 ;;
    no) exit 1 ;;
    *) printf '%s\\n' "\${line#:}" >&2 ;;
  esac
done
exit 1
`

/** The configuration that switches the hook on, written into the repository on first use; off it points nowhere. */
export function hookEnvironment(gitDir: string, on: boolean): [string, string][] {
  if (!on) return [['core.hooksPath', '/dev/null']]
  const folder = path.join(gitDir, FOLDER)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'update'), SCRIPT, { mode: 0o755 })
  return [['core.hooksPath', folder]]
}

/** Answers the hook's questions, one at a time, until the pipes close. `failure` is what went wrong in answering. */
export function serveHook(
  questions: unknown,
  answers: unknown,
  referee: Referee | undefined,
): { close(): void; readonly failure: Error | undefined } {
  if (!(questions instanceof Readable) || !(answers instanceof Writable)) {
    throw new InternalError('git http-backend has no pipes for its hook')
  }
  let failure: Error | undefined
  let rest = ''
  const answer = async (line: string): Promise<void> => {
    const [ref = '', before = '', after = ''] = line.split(' ')
    try {
      const refusal = referee === undefined ? [] : await referee(ref, before, after)
      const text = refusal.map((one) => `:${one}\n`).join('')
      answers.write(`${text}${refusal.length === 0 ? 'ok' : 'no'}\n`)
    } catch (error) {
      failure = asError(error)
      answers.write('no\n')
    }
  }
  questions.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) void answer(line)
  })
  // Git has ended; whatever else there is to say has no listener.
  const ignore = (error: Error): void => {
    rest = error.message
  }
  questions.on('error', ignore)
  answers.on('error', ignore)
  return {
    close() {
      questions.destroy()
      answers.destroy()
    },
    get failure() {
      return failure
    },
  }
}
