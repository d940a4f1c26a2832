// A journal as one JSON-lines file per run, for single-machine use and runs inside GitHub Actions.

import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { TerminalError } from '../errors.ts'
import { type Journal, JournalConflict, JournalEvent } from './journal.ts'

const Line = z.strictObject({ seq: z.int().min(0), writer: z.string(), event: JournalEvent })
type Line = z.infer<typeof Line>

/** How far a file has been read: bytes, and the number that the next event must have. */
interface Position {
  offset: number
  next: number
}

/** The file of a run: a readable part, and a hash because run ids may differ only in characters that file names lack. */
export function journalPath(folder: string, runId: string): string {
  const readable = runId.replace(/[^\w.-]+/g, '_').slice(0, 80)
  return join(folder, `${readable}-${createHash('sha256').update(runId).digest('hex').slice(0, 16)}.jsonl`)
}

/**
 * A journal in the given folder. Two processes may write to one run: appends never overwrite each other, so of two
 * lines with the same number the first in the file counts, and the second's writer is told so.
 * Raises TerminalError when a file is damaged in a way that a crash cannot explain.
 */
export function fileJournal(folder: string): Journal {
  const writer = randomUUID()
  const positions = new Map<string, Position>()
  let made: Promise<unknown> | undefined

  const withFile = async <T>(
    runId: string,
    use: (file: FileHandle, path: string) => Promise<T>,
  ): Promise<T> => {
    await (made ??= mkdir(folder, { recursive: true }))
    const path = journalPath(folder, runId)
    const file = await open(path, 'a+', 0o600)
    try {
      return await use(file, path)
    } finally {
      await file.close()
    }
  }

  return {
    load: (runId) =>
      withFile(runId, async (file, path) => {
        const { lines, position } = await readFrom(file, path, { offset: 0, next: 0 })
        positions.set(runId, position)
        return lines.map((line) => line.event)
      }),

    append: (runId, seq, event) =>
      withFile(runId, async (file, path) => {
        let known = positions.get(runId) ?? { offset: 0, next: 0 }
        if (seq !== known.next) known = (await readFrom(file, path, known)).position
        if (seq < known.next) throw new JournalConflict(runId, seq)
        // Checked before the write: a gap in the file could not be told from damage.
        if (seq > known.next) throw new TerminalError(`event ${seq} of the run ${runId} would leave a gap`)
        // The leading line break ends the half line that a crash in the middle of a write may have left.
        const text = Buffer.from(`\n${JSON.stringify({ seq, writer, event } satisfies Line)}\n`)
        await file.appendFile(text)
        await file.datasync()
        const position = await placeOf(text, file, known)
        if (!position) {
          const { lines } = await readFrom(file, path, known)
          if (lines.find((line) => line.seq === seq)?.writer !== writer) throw new JournalConflict(runId, seq)
        }
        if (event.type === 'outcome') positions.delete(runId)
        else if (position) positions.set(runId, position)
        else positions.delete(runId)
      }),
  }
}

/** The position after our line when nothing came between it and what we knew, which is so unless two write or one crashed. */
async function placeOf(text: Buffer, file: FileHandle, known: Position): Promise<Position | undefined> {
  const found = Buffer.alloc(text.length)
  await file.read(found, 0, found.length, known.offset)
  return found.equals(text) ? { offset: known.offset + text.length, next: known.next + 1 } : undefined
}

/** Reads the events after a position; numbers that were already taken and half lines left by a crash are passed over. */
async function readFrom(
  file: FileHandle,
  path: string,
  from: Position,
): Promise<{ lines: Line[]; position: Position }> {
  const { size } = await file.stat()
  const buffer = Buffer.alloc(size - from.offset)
  const { bytesRead } = await file.read(buffer, 0, buffer.length, from.offset)
  const lines: Line[] = []
  let next = from.next
  for (const raw of buffer.toString('utf8', 0, bytesRead).split('\n')) {
    const value = parseJson(raw)
    if (value === undefined) continue
    const line = Line.safeParse(value)
    if (!line.success) throw new TerminalError(`${path}: not a journal event: ${z.prettifyError(line.error)}`)
    if (line.data.seq > next) throw new TerminalError(`${path}: event ${next} is missing`)
    if (line.data.seq < next) continue
    lines.push(line.data)
    next += 1
  }
  // A line that is still being written is read again next time.
  const whole = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1
  return { lines, position: { offset: from.offset + whole, next } }
}

/** Undefined for an empty or half line: whether an event is missing shows in the numbers. */
function parseJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
