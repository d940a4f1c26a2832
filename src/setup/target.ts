// What a target repository needs from this version, and what it has.

import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { parse } from 'yaml'
import type { Sha } from '../domain/ids.ts'
import { Policy } from '../domain/policy/schema.ts'
import type { TextsApi } from '../github/texts-api.ts'

const TEMPLATES = join(import.meta.dirname, '..', '..', 'templates', 'target')
/** One GraphQL request asks for so many files. */
const BATCH = 50

/** The templates by their path in the target repository. */
export async function targetTemplates(): Promise<Map<string, string>> {
  const entries = await readdir(TEMPLATES, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(
    files.map(async (file): Promise<[string, string]> => [
      relative(TEMPLATES, file).split(sep).join('/'),
      await readFile(file, 'utf8'),
    ]),
  )
  return new Map(texts.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** The texts of files at a commit, however many. */
export async function textsAt(
  api: TextsApi,
  sha: Sha,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for (let at = 0; at < paths.length; at += BATCH)
    for (const [path, text] of await api.at(sha, paths.slice(at, at + BATCH))) all.set(path, text)
  return all
}

/** As far as it can be read: what is wrong with it is said elsewhere. */
export function readablePolicy(text: string | undefined): Policy | undefined {
  if (text === undefined) return undefined
  try {
    return Policy.safeParse(parse(text)).data
  } catch {
    // No YAML: checkFolder says so, with the line.
    return undefined
  }
}
