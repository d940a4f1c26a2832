// What may not start any more today: said on the issue once, nobody is asked, and it goes on by itself.

import { describe, expect, it, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { endOfDay, startOfDay } from '../../src/domain/stages/day-budget.ts'
import { active, agreed, at, NOW, policy } from './support.ts'
import { parked, verbs } from './verbs.ts'

const DAY = 24 * 60 * 60_000
/** The budget of the default policy is 50, of which a run may take 3. */
const spent = (usd: number, from: BareSnapshot = at.handedOver): BareSnapshot => ({
  ...from,
  day: { usd, endsAt: endOfDay(NOW) },
})
const full = spent(47.5)

test.each([
  [Date.UTC(2026, 10, 21), Date.UTC(2026, 10, 21)],
  [Date.UTC(2026, 10, 21, 23, 59, 59, 999), Date.UTC(2026, 10, 21)],
  [Date.UTC(2026, 10, 22), Date.UTC(2026, 10, 22)],
])('a day is one of UTC', (now, start) => {
  expect([startOfDay(now), endOfDay(now)]).toEqual([start, start + DAY])
})

describe('a run', () => {
  it.each([
    [0, true],
    [47, true],
    [47.01, false],
    [60, false],
  ])('with %s dollars of 50 spent or reserved may start: %s', (usd, starts) => {
    expect(verbs(spent(usd)).includes('start_run:orchestrator/triage/1')).toBe(starts)
  })

  it('that may not says so, and the task looks again when the day is over', () => {
    expect(parked(full)).toContain('budget of $50.00 a day has no room left for another run of up to $3.00')
    expect(parked(full)).toContain('on 2026-11-22, from 00:00 UTC')
    expect(parked(full)).toContain('waiting for tomorrow')
    expect(decide(full, policy(), NOW)).toMatchObject({ requeueAfterMs: DAY / 2 })
    expect(verbs(full)).toContain('labels:+state:blocked')
  })

  it('says it once, whatever others spend meanwhile', () => {
    const body = parked(full) ?? ''
    const comments = [{ id: 1, topic: 'parked', body }]
    const told = { ...full, issue: { ...full.issue, comments } }
    expect(parked({ ...told, day: { ...told.day, usd: 80 } })).toBeUndefined()
  })

  it('asks nobody: the ladder is not climbed, and one that was is over', () => {
    const since = NOW - 10 * DAY
    const stuck = { kind: 'blocked' as const, since, level: 2, lastNudge: since, told: 1 }
    const { trouble, actions } = decide({ ...full, trouble: stuck }, policy(), NOW)
    expect(trouble).toMatchObject({ over: true })
    expect(actions.some((one) => one.do === 'comment' && one.topic.startsWith('escalation'))).toBe(false)
  })

  it('goes on the next day', () => {
    const tomorrow = { ...full, day: { usd: 0, endsAt: endOfDay(NOW + DAY) } }
    expect(verbs(tomorrow)).toContain('start_run:orchestrator/triage/1')
  })
})

describe('a day that is spent', () => {
  it('does not hold up what costs nothing', () => {
    const pushed = verbs(spent(60, at.implemented))
    expect(pushed).toContain('push')
  })

  it('is not what a task waits for whose own budget is spent: that is for a person', () => {
    const usage = { turns: 1, inputTokens: 1, outputTokens: 1, usd: 9 }
    const poor = spent(60, { ...agreed, runs: agreed.runs.map((run) => ({ ...run, usage })) })
    expect(parked(poor)).toContain('waiting for a person')
    expect(parked(poor)).toContain("the issue's budget")
    expect(decide(poor, policy(), NOW).trouble).toMatchObject({ kind: 'blocked' })
  })

  it('lets a run that is under way go on', () => {
    const busy = spent(60, { ...at.handedOver, runs: [active('orchestrator', 'triage')] })
    expect(parked(busy)).toBeUndefined()
  })
})
