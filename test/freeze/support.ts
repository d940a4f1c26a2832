// A freeze as plan 2 makes it, and patches of one hunk.

import type { Freeze } from '../../src/domain/freeze/freeze.ts'
import { AgentName, Sha, TaskKey } from '../../src/domain/ids.ts'
import { WaveKey } from '../../src/domain/plan/names.ts'

export const NOW = Date.UTC(2026, 10, 21, 12)
export const DAY = 24 * 60 * 60 * 1000
export const OWNER_TASK = TaskKey.parse('acme/math#2')
export const OTHER_TASK = TaskKey.parse('acme/math#3')
export const agent = (name: string): AgentName => AgentName.parse(name)

export const freeze = (change: Partial<Freeze> = {}): Freeze => ({
  id: WaveKey.parse('plan-2/3'),
  paths: [],
  symbols: ['Expression.explain()'],
  taskKey: OWNER_TASK,
  sha: Sha.parse('a'.repeat(40)),
  rule: { seats: [], orchestrator: agent('rust-engineer') },
  frozenAt: NOW - 10 * DAY,
  expiresAt: undefined,
  noticedAt: undefined,
  liftedAt: undefined,
  liftedBy: [],
  ...change,
})

/** A patch of one hunk that begins at line 10; lines begin with a space, `-` or `+`. */
export const patch = (lines: readonly string[], within = ''): string =>
  [`@@ -10,${lines.length} +10,${lines.length} @@ ${within}`.trimEnd(), ...lines].join('\n')
