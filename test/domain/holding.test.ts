// The label `hold`: at every step of the way nothing begins, what waits in the queue is taken back, what is at work may end.

import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { active, agreed, at, done, HEAD, NOW, opened, policy, validated } from './support.ts'

const held = (bare: BareSnapshot): BareSnapshot => ({
  ...bare,
  issue: { ...bare.issue, labels: [...bare.issue.labels, 'Hold'] },
})
const verbs = (bare: BareSnapshot): string[] => decide(bare, policy(), NOW).actions.map((action) => action.do)
const MOVING = new Set([
  'start_run',
  'dispatch',
  'push',
  'open_pull',
  'review',
  'mark_ready',
  'merge',
  'close_issue',
])
const moves = (bare: BareSnapshot): string[] => verbs(bare).filter((verb) => MOVING.has(verb))

describe('a task with the label', () => {
  test.each<[string, BareSnapshot]>([
    ['handed over', at.handedOver],
    ['triaged', at.triaged],
    ['researched', at.researched],
    ['implemented, not pushed', { ...at.implemented, waves: [] }],
    ['opened', opened],
    ['validated', validated],
    ['agreed', { ...agreed, runs: [...agreed.runs, done('orchestrator', 'synthesise', { headSha: HEAD })] }],
  ])('%s: goes on without it, and not with it', (_where, bare) => {
    const seen =
      bare.waves.length > 0
        ? bare
        : { ...bare, waves: opened.waves.map((one) => ({ ...one, branchSha: undefined, pull: undefined })) }
    expect(moves(seen)).not.toEqual([])
    expect(moves(held(seen))).toEqual([])
    const board = { ...seen, issue: { ...seen.issue, labels: [...seen.issue.labels, 'baton:board'] } }
    expect(moves(board)).toEqual([])
  })

  test('has what waits in the queue taken back, and leaves alone what is at work', () => {
    const runs = [
      ...at.triaged.runs,
      { ...active('researcher', 'research'), state: 'queued' as const },
      active('critic', 'research', { wave: 1, attempt: 2 }),
    ]
    const { actions, explanation } = decide(held({ ...at.triaged, runs }), policy(), NOW)
    expect(actions.filter((action) => action.do === 'cancel_run')).toEqual([
      { do: 'cancel_run', id: runs[1]?.id, why: 'the label `hold` holds the task' },
    ])
    expect(explanation.at(-1)).toContain('nothing is started or merged')
  })

  test('begins what was taken back once the label is off, as the attempt after it', () => {
    const back = {
      ...active('researcher', 'research'),
      state: 'cancelled' as const,
      outcome: { kind: 'aborted' as const, detail: 'the label `hold` holds the task' },
    }
    const start = decide({ ...at.triaged, runs: [...at.triaged.runs, back] }, policy(), NOW).actions.find(
      (action) => action.do === 'start_run',
    )
    expect(start).toMatchObject({ agent: 'researcher', purpose: 'research', attempt: 2 })
  })
})
