// The register of risks and the milestones: what is raised by itself, in which order, and what is said when.

import { describe, expect, test } from 'vitest'
import { announcements, nextMissed, type Milestone } from '../../src/domain/board/milestones.ts'
import { registerOf, type RiskInput } from '../../src/domain/board/register.ts'
import type { Freeze } from '../../src/domain/freeze/freeze.ts'
import { Sha } from '../../src/domain/ids.ts'
import { WaveKey } from '../../src/domain/plan/names.ts'
import { PlanRisk } from '../../src/domain/plan/risk.ts'
import { announcementText, riskTable } from '../../src/domain/render/board/milestones.ts'
import { agent, HOUR, milestone, NOW, plan, task } from './board-support.ts'

const DAY = 24 * HOUR
const at = (text: string): number => Date.parse(text)
const risk = (change: Partial<PlanRisk> = {}): PlanRisk =>
  PlanRisk.parse({ what: 'It is slow', contingency: 'Wait', ...change })
const freeze = (change: Partial<Freeze> = {}): Freeze => ({
  id: WaveKey.parse('p/1'),
  paths: ['src/**'],
  symbols: [],
  taskKey: task(3),
  sha: Sha.parse('a'.repeat(40)),
  rule: { seats: [], orchestrator: agent('critic') },
  frozenAt: NOW - 2 * DAY,
  expiresAt: NOW - DAY,
  noticedAt: undefined,
  liftedAt: undefined,
  liftedBy: [],
  ...change,
})
const input = (change: Partial<RiskInput> = {}): RiskInput => ({
  plans: [{ task: task(3), plan: { plan: plan('p'), orchestrator: agent('orchestrator'), risks: [] } }],
  troubles: [],
  freezes: [],
  milestones: [],
  now: NOW,
  ...change,
})
const trouble = (kind: RiskInput['troubles'][number]['kind']) => ({
  task: task(3),
  kind,
  since: 0,
  why: 'because',
})
const whats = (change: Partial<RiskInput>): string[] => registerOf(input(change)).map(({ what }) => what)

describe('the register', () => {
  test.each<[string, Partial<RiskInput>, string[]]>([
    ['nothing where nothing is named and nothing has come about', {}, []],
    ['a blocker', { troubles: [trouble('blocked')] }, ['A blocker is not resolved']],
    [
      'an agent over capacity',
      { troubles: [trouble('over-capacity')] },
      ['There is more work than an agent can do'],
    ],
    ['what fails again and again', { troubles: [trouble('failing')] }, ['A wave fails again and again']],
    ['work that will be late', { troubles: [trouble('late')] }, ['Work will not be done by its day']],
    ['no directive that waits: it is no risk', { troubles: [trouble('unheeded')] }, []],
    ['a plan over its day', { milestones: [milestone({ day: '2026-11-20' })] }, ['p (Soon) is over its day']],
    [
      'that not twice',
      { milestones: [milestone({ day: '2026-11-20' })], troubles: [trouble('late')] },
      ['Work will not be done by its day'],
    ],
    ['no plan whose day is not over', { milestones: [milestone({ day: '2026-11-21' })] }, []],
    ['no milestone that was reached', { milestones: [milestone({ day: '2026-11-20', reachedAt: 0 })] }, []],
    [
      'a freeze past its end',
      { freezes: [freeze()] },
      ['The freeze of p/1 has ended before its plan is complete'],
    ],
    ['no freeze that holds', { freezes: [freeze({ expiresAt: NOW + 1 })] }, []],
    ['no freeze without an end', { freezes: [freeze({ expiresAt: undefined })] }, []],
    ['no freeze of a plan that is complete', { freezes: [freeze()], plans: [] }, []],
  ])('has %s', (_, change, expected) => {
    expect(whats(change)).toEqual(expected)
  })

  test('has the gravest first, and what has come about before what may', () => {
    const risks = [
      risk({ what: 'a', likelihood: 'low', impact: 'high' }),
      risk({ what: 'b', likelihood: 'high', impact: 'high', owner: agent('critic') }),
      risk({ what: 'c' }),
    ]
    const found = registerOf(
      input({
        plans: [{ task: task(3), plan: { plan: plan('p'), orchestrator: agent('orchestrator'), risks } }],
        troubles: [trouble('blocked'), trouble('stuck')],
      }),
    )
    expect(found.map(({ what, owner }) => `${what}: ${owner ?? 'nobody'}`)).toEqual([
      'A blocker is not resolved: nobody',
      'b: critic',
      'A task does not go on: nobody',
      'c: orchestrator',
      'a: orchestrator',
    ])
  })

  test('is a table that hostile words cannot leave, and ends', () => {
    const evil = '|\n`<!-- baton:x -->@alice'
    const lines = Array.from({ length: 100 }, () =>
      registerOf(input({ troubles: [{ ...trouble('blocked'), why: evil }] })),
    ).flat()
    const text = riskTable(lines)
    expect(text).not.toContain('<!--')
    expect(text).not.toContain('@alice')
    expect(text).toContain('… and 60 more risks')
    for (const row of text.split('\n').filter((one) => one.includes('blocker')))
      expect(row.match(/(?<!\\)\|/g)).toHaveLength(8)
  })
})

describe('a risk of a plan', () => {
  test.each<[object]>([
    [{}],
    [{ what: '' }],
    [{ contingency: undefined }],
    [{ likelihood: 'certain' }],
    [{ impact: 5 }],
    [{ owner: 'Not An Agent' }],
    [{ mitigation: 'x' }],
    [{ what: 'x'.repeat(301) }],
  ])('is none with %j', (change) => {
    const whole = Object.keys(change).length === 0 ? {} : { what: 'w', contingency: 'c', ...change }
    expect(PlanRisk.safeParse(whole).success).toBe(false)
  })
})

describe('a milestone', () => {
  test.each<[string, Partial<Milestone>, string[]]>([
    ['says nothing before its day is over', { day: '2026-11-21' }, []],
    ['without a day is never missed', { day: undefined }, []],
    ['is missed at the end of its day', { day: '2026-11-20' }, ['milestone-p-missed-2026-11-20']],
    ['is reached, also after its day', { day: '2026-11-01', reachedAt: NOW }, ['milestone-p-reached']],
    ['is reached without a day', { day: undefined, reachedAt: NOW }, ['milestone-p-reached']],
  ])('%s', (_, change, expected) => {
    expect(announcements([milestone(change)], NOW).map(({ topic }) => topic)).toEqual(expected)
  })

  test.each<[string, string]>([
    ['2026-11-27T00:00:00Z', 'on its day, 2026-11-27'],
    ['2026-11-27T23:59:59Z', 'on its day, 2026-11-27'],
    ['2026-11-28T00:00:01Z', '1 day after its day, 2026-11-27'],
    ['2026-11-24T12:00:00Z', '3 days before its day, 2026-11-27'],
  ])('reached at %s is so %s', (when, expected) => {
    const one = milestone({ reachedAt: at(when) })
    expect(announcementText({ milestone: one, state: 'reached', topic: 't' })).toContain(
      `is done, ${expected}.`,
    )
  })

  test('is looked at when the next day ends', () => {
    const all = [
      milestone({ day: '2026-11-20' }),
      milestone({ day: '2026-11-25' }),
      milestone({ day: '2026-11-22' }),
      milestone({ day: '2026-11-21', reachedAt: 0 }),
    ]
    expect(nextMissed(all, NOW)).toBe(at('2026-11-23T00:00:00Z'))
    expect(nextMissed([milestone({ day: undefined })], NOW)).toBeUndefined()
  })
})
