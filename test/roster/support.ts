// Small valid files to break on purpose, and the built-in packs.

import path from 'node:path'
import type { Pack } from '../../src/domain/roster/pack.ts'
import type { Problem } from '../../src/domain/roster/problem.ts'
import { loadBuiltInPacks } from '../../src/roster/index.ts'

export const repositoryRoot = path.resolve(import.meta.dirname, '../..')
export const agentsDir = path.join(repositoryRoot, 'agents')

export async function asaSwarm(): Promise<Pack> {
  const { packs } = await loadBuiltInPacks(agentsDir)
  const pack = packs.get('asa-swarm')
  if (!pack) throw new Error('the asa-swarm pack is missing')
  return pack
}

export const problemsOf = (
  result: { problems: Problem[] } | { agent: unknown } | { policy: unknown } | { pack: unknown },
): Problem[] => ('problems' in result ? result.problems : [])

/** `line key: message`, the form the tables assert. */
export const shortForm = (problem: Problem): string => `${problem.line} ${problem.key}: ${problem.message}`

export const agentText = (keys: string, body = 'You build things.'): string => `---\n${keys}\n---\n${body}\n`

export const VALID_POLICY = `version: 1
extends: asa-swarm
validate:
  commands:
    - name: tests
      run: npm test
      report: tap
`
