// Every pack of a folder, the broken ones with their problems, so that one of them does not hide the others.

import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Pack } from '../domain/roster/pack.ts'
import type { Problem } from '../domain/roster/problem.ts'
import { loadPack } from './pack.ts'

export interface PackFolder {
  packs: ReadonlyMap<string, Pack>
  /** By the name of the pack's folder. */
  broken: ReadonlyMap<string, readonly Problem[]>
}

const isFile = async (file: string): Promise<boolean> =>
  (await stat(file).catch(() => undefined))?.isFile() === true

/** Whether a folder is a pack. */
export const isPack = async (dir: string): Promise<boolean> => await isFile(path.join(dir, 'pack.yml'))

/** The folders below one, by name, without hidden ones. Raises what reading the folder raises. */
export async function foldersIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .toSorted((a, b) => a.localeCompare(b, 'en'))
}

/** Loads the packs of a folder. Raises what reading the folder itself raises; everything below it is a problem. */
export async function loadPackFolder(dir: string): Promise<PackFolder> {
  const packs = new Map<string, Pack>()
  const broken = new Map<string, readonly Problem[]>()
  for (const name of await foldersIn(dir)) {
    const loaded = await loadPack(path.join(dir, name))
    if ('problems' in loaded) broken.set(name, loaded.problems)
    else packs.set(loaded.pack.name, loaded.pack)
  }
  return { packs, broken }
}
