// Rosters and policies read from files: the one entrance for the rest of the product.

import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Pack } from '../domain/roster/pack.ts'
import { formatProblem } from '../domain/roster/problem.ts'
import type { Problem } from '../domain/roster/problem.ts'
import { UserError, asError } from '../errors.ts'
import { loadPack } from './pack.ts'

export { parseAgentFile } from './agent-file.ts'
export { exportAgent } from './export-agent.ts'
export { loadPack, parsePack } from './pack.ts'
export { parsePolicy } from './policy-file.ts'
export { loadTargetRoster } from './target-roster.ts'

/** The packs that Baton brings. */
export const PACKS_DIR = path.join(import.meta.dirname, '..', '..', 'agents')

/**
 * Loads every pack of a folder, by name. Throws a UserError that lists every problem of every pack: a product with a broken
 * roster does not start.
 */
export async function loadBuiltInPacks(dir: string): Promise<{ packs: Map<string, Pack> }> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((error: unknown) => {
    const cause = asError(error)
    throw new UserError(
      `the packs cannot be read: ${cause.message}`,
      `Give the folder that holds the packs.`,
      { cause },
    )
  })
  const packs = new Map<string, Pack>()
  const problems: Problem[] = []
  for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name, 'en'))) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue
    const loaded = await loadPack(path.join(dir, entry.name))
    if ('problems' in loaded) problems.push(...loaded.problems)
    else packs.set(loaded.pack.name, loaded.pack)
  }
  if (problems.length > 0) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
    throw new UserError(
      `the roster in ${dir} has ${count}:\n${problems.map(formatProblem).join('\n')}`,
      'Correct the files named above; each entry shows what was expected and a valid example.',
    )
  }
  if (packs.size === 0)
    throw new UserError(`there is no pack in ${dir}`, 'Add a folder with a pack.yml and its agents.')
  return { packs }
}
