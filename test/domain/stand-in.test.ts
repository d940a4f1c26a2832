// A whole task goes to a stand-in while its primary is at capacity, and stays there.

import { expect, it } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { effectivePolicy } from '../../src/domain/policy/effective.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import type { BareSnapshot, Standing } from '../../src/domain/snapshot.ts'
import { loadPack, PACKS_DIR } from '../../src/roster/index.ts'
import { NOW, snapshot } from './support.ts'

const loaded = await loadPack(`${PACKS_DIR}/bitnet-rust`)
if ('problems' in loaded) throw new Error(loaded.problems[0]?.message)
const rules = effectivePolicy(
  loaded.pack,
  Policy.parse({
    version: 1,
    extends: 'bitnet-rust',
    validate: { commands: [{ name: 'tests', run: 'cargo test' }] },
    limits: { runs_per_agent: 1 },
  }),
)
const busy = (running: number): Standing => ({
  workload: { running, waiting: 0, lastStartedAt: NOW },
  record: new Map(),
})
const task = (standing: [string, Standing][], change: Partial<BareSnapshot> = {}): BareSnapshot => {
  const base = snapshot({ waves: [], standing: new Map(standing), ...change })
  return { ...base, issue: { ...base.issue, labels: ['baton', 'type:error-handling'] } }
}
const builder = (bare: BareSnapshot): string | undefined =>
  decide(bare, rules, NOW).routed?.waves.findLast(({ purpose }) => purpose === 'implement')?.agent

it.each<[string, [string, Standing][], string]>([
  ['nobody is busy', [], 'error-handling-specialist'],
  ['the primary has room', [['error-handling-specialist', busy(0)]], 'error-handling-specialist'],
  ['the primary is at capacity', [['error-handling-specialist', busy(1)]], 'test-utilities-specialist'],
  [
    'everybody is at capacity',
    [
      ['error-handling-specialist', busy(1)],
      ['test-utilities-specialist', busy(1)],
    ],
    'error-handling-specialist',
  ],
])('%s', (_what, standing, agent) => {
  expect(builder(task(standing))).toBe(agent)
})

it('the stand-in keeps the task when the primary has room again, and the comment says why it leads', () => {
  const first = decide(task([['error-handling-specialist', busy(1)]]), rules, NOW)
  const route = first.actions.find((action) => action.do === 'comment' && action.topic === 'route')
  expect(route).toMatchObject({ body: expect.stringContaining('stands in for error-handling-specialist') })
  expect(builder(task([], { routed: first.routed }))).toBe('test-utilities-specialist')
})
