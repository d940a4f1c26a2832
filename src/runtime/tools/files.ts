// Opens, reads and replaces files so that a link swapped in behind the check is noticed, and text survives byte for byte.

import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readlink, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { ToolFailure } from '../tool.ts'
import { requireFile } from './paths.ts'
import type { Inside } from './paths.ts'

export const MAX_READ_BYTES = 256 * 1024

const errorCode = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

/**
 * Opens without following a link at the end and without waiting on a pipe, then asks the kernel what was opened: a command
 * that runs beside may have swapped a folder for a link since the path was resolved. (Only Linux runs commands, and only
 * Linux can be asked.)
 */
async function openExactly(inside: Inside, real: string, flags: number): Promise<FileHandle> {
  let handle: FileHandle
  try {
    handle = await open(real, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ELOOP' || code === 'ENOTDIR' || code === 'ENOENT') {
      throw new ToolFailure(`${inside.shown} changed while it was being opened. Look again.`)
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'ENXIO')
      throw new ToolFailure(`${inside.shown} cannot be opened.`)
    throw error
  }
  if (process.platform === 'linux' && (await readlink(`/proc/self/fd/${handle.fd}`)) !== real) {
    await handle.close()
    throw new ToolFailure(`${inside.shown} changed while it was being opened. Look again.`)
  }
  return handle
}

/** Opens a regular file for reading; the caller closes it. Throws ToolFailure for anything else. */
export async function openForReading(inside: Inside): Promise<FileHandle> {
  await requireFile(inside)
  const handle = await openExactly(inside, inside.real, constants.O_RDONLY)
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw new ToolFailure(`${inside.shown} is not a regular file.`)
}

/** True when the bytes are not text: a zero byte near the start (this includes UTF-16), as git decides it. */
export const isBinary = (data: Buffer): boolean => data.subarray(0, 8000).includes(0)

/** The text of a UTF-8 file, its byte order mark kept as U+FEFF. Throws ToolFailure for a large, binary or other-encoded file. */
export async function readText(inside: Inside): Promise<string> {
  const handle = await openForReading(inside)
  try {
    const { size } = await handle.stat()
    if (size > MAX_READ_BYTES) {
      throw new ToolFailure(
        `${inside.shown} has ${size} bytes; files up to ${MAX_READ_BYTES} bytes can be edited.`,
      )
    }
    const data = await handle.readFile()
    if (isBinary(data)) throw new ToolFailure(`${inside.shown} is a binary file (${data.length} bytes).`)
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
    } catch {
      throw new ToolFailure(`${inside.shown} is not UTF-8 text; editing it would damage it.`)
    }
  } finally {
    await handle.close()
  }
}

/**
 * Replaces or creates a file in one step, folders included. Permission bits of an existing file are kept. The folder is held
 * open and written through, so a link swapped in for it changes nothing.
 */
export async function writeText(inside: Inside, text: string): Promise<void> {
  const folder = dirname(inside.real)
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    const code = errorCode(error)
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw error
    throw new ToolFailure(`${inside.shown}: a part of this path is a file, not a folder.`)
  }
  const exists = await requireFile(inside).then(
    ({ mode }) => mode,
    () => undefined,
  )
  const held = await openExactly(inside, folder, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    const base = process.platform === 'linux' ? `/proc/self/fd/${held.fd}` : folder
    const draft = `${base}/.${basename(inside.real)}.${randomUUID().slice(0, 8)}.tmp`
    const file = await open(draft, 'wx', (exists ?? 0o644) & 0o777)
    try {
      await file.writeFile(text)
      if (exists !== undefined) await file.chmod(exists & 0o777)
      await file.close()
      await rename(draft, `${base}/${basename(inside.real)}`)
    } catch (error) {
      await file.close()
      await rm(draft, { force: true })
      throw error
    }
  } finally {
    await held.close()
  }
}
