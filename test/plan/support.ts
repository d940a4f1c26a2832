// Small valid plans to break on purpose, and the pack they are for.

import path from 'node:path'
import { PlanDocument } from '../../src/domain/plan/document.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import type { Problem } from '../../src/domain/roster/problem.ts'
import { parsePlans } from '../../src/plans/plan-file.ts'
import { loadPack } from '../../src/roster/pack.ts'
import { agentsDir } from '../roster/support.ts'

export async function packOf(name: string): Promise<Pack> {
  const loaded = await loadPack(path.join(agentsDir, name))
  if ('problems' in loaded)
    throw new Error(`the pack ${name} has problems: ${loaded.problems[0]?.message ?? ''}`)
  return loaded.pack
}

/** The keys of a valid plan, line by line, so that a table can change one. */
export const KEYS: Readonly<Record<string, string>> = {
  plan: 'plan: plan-1',
  title: 'title: Sparse attention',
  orchestrator: 'orchestrator: implementer',
  waves: 'waves:\n  - wave: 1\n    title: Baseline\n  - wave: 2\n    title: Kernel',
}

/** A plan document with some of its keys written otherwise; an empty text leaves the key out. */
export const planText = (changes: Readonly<Record<string, string>> = {}, body = ''): string =>
  `---\n${Object.values({ ...KEYS, ...changes })
    .filter((line) => line !== '')
    .join('\n')}\n---\n${body}`

/** `file:line key: message | expected | example` of everything wrong with these texts together. */
export function reports(texts: readonly string[], pack?: Pack): { problems: string[]; notes: string[] } {
  const inputs = texts.map((text, i) => ({ path: `p${i + 1}.md`, text }))
  const { problems, notes } = parsePlans(inputs, pack)
  const form = ({ file, line, key, message, expected, example }: Problem): string =>
    `${file}:${line} ${key}: ${message} | ${expected} | ${example.replaceAll('\n', '⏎')}`
  return { problems: problems.map(form), notes: notes.map(form) }
}

/** A plan of bare waves. */
export const plan = (id: string, waves: object[], keys: object = {}): PlanDocument =>
  PlanDocument.parse({
    plan: id,
    title: id,
    orchestrator: 'implementer',
    context: '',
    ...keys,
    waves: waves.map((wave) => ({ title: 'Work', prose: '', ...wave })),
  })
