// The place of a run as pg-boss's priority.

import { expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import { groupOf, jobPriority, newRunData, RunData, runJob } from '../../src/queue/run-job.ts'

const second = 1000
const epoch = Date.UTC(2025, 0, 1)
const taskKey = TaskKey.parse('acme/widgets#1')

test.each([
  ['the epoch', epoch, 0],
  ['a second later', epoch + second, -1],
  ['within a second', epoch + 1001, -2],
  ['before the epoch', epoch - second, 1],
  ['in 2026', Date.UTC(2026, 0, 1), -31_536_000],
  ['too far in the future for 32 bits', epoch + 2 ** 32 * second, -2_147_483_647],
  ['too far in the past', -(2 ** 32) * second, 2_147_483_647],
])('%s', (_, startBy, expected) => {
  expect(jobPriority(startBy)).toBe(expected)
})

test('an earlier place is never a lower priority', () => {
  for (let step = 0; step < 50; step++) {
    expect(jobPriority(epoch + step * 777)).toBeGreaterThanOrEqual(jobPriority(epoch + (step + 1) * 777))
  }
})

test('runs share a group when the same limits let them through', () => {
  const data = (agent: string, caps: RunData['caps'], key = taskKey) =>
    newRunData(key, { agent, caps }, epoch)
  const base = groupOf(data('critic', { agent: 1, repository: 2 }))
  const sibling = TaskKey.parse('acme/widgets#2')
  expect(groupOf(data('critic', { agent: 1, repository: 2 }, sibling))).toBe(base)
  const others = [
    data('critic', { agent: 2, repository: 2 }),
    data('critic', { agent: 1, repository: 1 }),
    data('critic', { agent: 1 }),
    data('critic', { repository: 1 }),
    data('benchmarker', { agent: 1, repository: 2 }),
    data('critic', { agent: 1, repository: 2 }, TaskKey.parse('acme/gadgets#1')),
  ]
  expect(new Set([base, ...others.map(groupOf)]).size).toBe(7)
})

test('what an earlier version queued has no place and comes first', () => {
  const data = RunData.parse({ taskKey })
  expect(runJob('acme/widgets#1/w1', data)).toEqual({ key: 'acme/widgets#1/w1', data, group: groupOf(data) })
  expect(0).toBeGreaterThan(jobPriority(Date.UTC(2025, 0, 2)))
})
