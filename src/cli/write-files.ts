// Writes files so that each is there whole or not at all, and none is written when one of them may not be.

import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { asError, UserError } from '../errors.ts'
import { entryExists } from '../presence.ts'

export interface NewFile {
  /** Relative to the folder, with slashes. */
  path: string
  text: string
}

/**
 * Writes every file below `dir`. Raises UserError before anything is written when a file is there and `force` is not set, and
 * when the folder cannot be written to; then no half of a file is left.
 */
export async function writeNew(dir: string, files: readonly NewFile[], force: boolean): Promise<void> {
  const there: string[] = []
  for (const { path } of files) if (await entryExists(join(dir, path))) there.push(path)
  if (there.length > 0 && !force)
    throw new UserError(
      `nothing was written, because there are files already: ${there.join(', ')}`,
      'give another folder with --out, or --force to write over them',
    )
  const ready: { temporary: string; final: string }[] = []
  try {
    for (const { path, text } of files) {
      const final = join(dir, path)
      const temporary = `${final}.${randomUUID()}.tmp`
      await mkdir(dirname(final), { recursive: true })
      ready.push({ temporary, final })
      await writeFile(temporary, text, { flag: 'wx' })
    }
    for (const { temporary, final } of ready) await rename(temporary, final)
  } catch (error) {
    for (const { temporary } of ready) await rm(temporary, { force: true })
    throw new UserError(
      `the files cannot be written: ${asError(error).message}`,
      'give a folder that you may write to with --out',
      { cause: error },
    )
  }
}
