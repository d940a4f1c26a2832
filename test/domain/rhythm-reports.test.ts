// The reports of the rhythm as text: what each tells, one line where there is nothing, and what endless lists come to.

import { describe, expect, test } from 'vitest'
import type { BoardView } from '../../src/domain/board/view.ts'
import { Sha } from '../../src/domain/ids.ts'
import { WaveKey } from '../../src/domain/plan/names.ts'
import type { SlotKind } from '../../src/domain/policy/rhythm.ts'
import { renderSlot } from '../../src/domain/render/rhythm/slot.ts'
import type { RhythmFacts } from '../../src/domain/rhythm/facts.ts'
import { agent, facts, HOUR, milestone, NOW, plan, task, view } from './board-support.ts'

describe('a report', () => {
  const SINCE = NOW - 24 * HOUR
  const told = (
    kind: SlotKind,
    given: Partial<RhythmFacts> = {},
    shown: Partial<BoardView> = {},
    now = NOW,
  ): string =>
    renderSlot({
      due: { kind, name: '20261121-1200', at: NOW, since: SINCE },
      view: view(shown),
      facts: facts(given),
      zone: 'UTC',
      now,
    })
  const side = (number: number) => ({
    task: task(number),
    wave: 1,
    agent: agent('critic'),
    value: 'v',
    measured: '',
  })
  const titles = new Map([[task(3), 'Tile the product']])
  const run = {
    wave: 1,
    agent: agent('critic'),
    purpose: 'review',
    headSha: '',
    blocked: false,
    paths: [],
    usd: 0.25,
    createdAt: SINCE,
  }

  test.each<[SlotKind]>([
    ['review'],
    ['integration'],
    ['conflicts'],
    ['assessment'],
    ['sprint-plan'],
    ['sprint-middle'],
    ['sprint-review'],
  ])('of %s without anything to tell is one line', (kind) => {
    expect(told(kind).split('\n')).toHaveLength(1)
    expect(told(kind)).toMatch(/^\*\*Baton: .+, 2026-11-21 12:00 \(UTC\)\*\*: no.+\.$/)
  })

  test.each<[string, SlotKind, Partial<RhythmFacts>, Partial<BoardView>, string]>([
    [
      'who is at work',
      'review',
      {},
      {
        agents: [
          {
            agent: agent('critic'),
            state: 'queued',
            at: [{ task: task(3), wave: 1, purpose: 'review', since: SINCE, working: false }],
            done: 0,
            failed: 0,
            usd: 0,
          },
        ],
      },
      '- critic: #3 review, waiting since 2026-11-20 12:00',
    ],
    [
      'what waits for a person',
      'review',
      {},
      { tasks: [{ task: task(3), title: 'T', state: 'blocked', stands: 'asks @lin', updatedAt: 0 }] },
      '**Waits for a person**\n\n- #3 `T` · blocked · `asks @\u200blin`',
    ],
    [
      'what is not met',
      'integration',
      {},
      {
        dependencies: [
          {
            from: plan('b'),
            to: plan('a'),
            needs: [
              { what: 'a-done', met: false },
              { what: 'a/1', met: true },
            ],
          },
        ],
      },
      '- b waits for a: `a-done`',
    ],
    [
      'signals since the day before',
      'integration',
      {
        signals: [
          { name: 'old', task: task(1), at: SINCE - 1 },
          { name: 'new', task: task(3), at: SINCE },
        ],
      },
      {},
      '**Signals since 2026-11-20 12:00**\n\n- `new` from #3, 2026-11-20 12:00',
    ],
    [
      'integration points touched',
      'integration',
      { touched: [{ point: 'Tensor layout', task: task(3), wave: 2, at: NOW - HOUR }] },
      {},
      '- `Tensor layout`: #3, wave 2, 2026-11-21 11:00',
    ],
    [
      'contradictions',
      'conflicts',
      { contradictions: [{ kind: 'assumption', about: 'layout', first: side(3), second: side(4) }] },
      {},
      '- opposite assumptions between #3 and #4: `layout`',
    ],
    [
      'branches in conflict',
      'conflicts',
      { stuck: [{ task: task(3), branch: 'b', files: ['a.ts', 'b.ts'] }], titles },
      {},
      '- #3 `Tile the product`: `b`, `a.ts`, `b.ts`',
    ],
    [
      'freezes',
      'conflicts',
      {
        freezes: [
          {
            id: WaveKey.parse('p/1'),
            paths: ['src/**'],
            symbols: [],
            taskKey: task(3),
            sha: Sha.parse('a'.repeat(40)),
            rule: { seats: [], orchestrator: agent('critic') },
            frozenAt: 0,
            expiresAt: NOW + HOUR,
            noticedAt: undefined,
            liftedAt: undefined,
            liftedBy: [],
          },
        ],
      },
      {},
      '- p/1: `src/**`, until 2026-11-21 13:00 UTC',
    ],
    [
      'directives',
      'conflicts',
      { directives: [{ task: task(3), subject: 'Rows everywhere', everywhere: true, at: SINCE }] },
      {},
      '- `Rows everywhere`, for every task, #3, since 2026-11-20 12:00',
    ],
    [
      'the day in numbers',
      'assessment',
      {
        titles,
        ended: [
          { task: task(3), at: NOW - 1, done: true },
          { task: task(4), at: SINCE - 1, done: true },
        ],
        merged: [{ task: task(3), wave: 1, at: NOW - 1 }],
        runs: [
          { ...run, task: task(3), state: 'done', endedAt: NOW - 1 },
          { ...run, task: task(3), state: 'failed', endedAt: NOW - 1 },
          { ...run, task: task(3), state: 'done', endedAt: SINCE - 1 },
        ],
      },
      {},
      '1 task done, 1 wave merged, 1 run ended well, 1 failed, $0.5000 spent.',
    ],
    [
      'what is due in the week',
      'sprint-plan',
      {
        milestones: [
          milestone(),
          milestone({ day: '2027-11-27' }),
          milestone({ reachedAt: NOW }),
          milestone({ day: undefined }),
        ],
      },
      {},
      '**Due within a week**\n\n- 2026-11-27: `p` `Soon` (#3)',
    ],
    [
      'what is late',
      'sprint-middle',
      {
        titles,
        milestones: [milestone({ title: 'Over', day: '2026-11-20' })],
        troubles: [{ task: task(3), kind: 'late', since: 0, why: 'its path is longer' }],
      },
      {},
      '**Late**\n\n- due on 2026-11-20: `p` `Over` (#3)\n- #3 `Tile the product`: `its path is longer`',
    ],
    [
      'the roadmap',
      'sprint-plan',
      { roadmap: [{ level: 'critical', title: 'True *sparse* attention' }] },
      {},
      '- critical: `True *sparse* attention`',
    ],
    [
      'the week against the one before',
      'sprint-review',
      {
        week: [
          { name: 'cost', title: 'Cost', value: 12, unit: 'usd', cases: 9, before: 10, definition: 'd' },
        ],
      },
      { tasks: [{ task: task(3), title: 'T', state: 'running', stands: 'waits', updatedAt: 0 }] },
      '| Cost | $12.00 | +20 % | 9 |',
    ],
  ])('tells %s', (_, kind, given, shown, expected) => {
    expect(told(kind, given, shown)).toContain(expected)
  })

  test('says when it is late, and what a plan due today is not', () => {
    expect(told('review', {}, {}, NOW + 90 * 60_000)).toContain(
      'Told 1 hour 30 minutes late; it says what is true now.',
    )
    expect(told('review', {}, {}, NOW + 60_000)).not.toContain('late')
    const milestones = [milestone({ day: '2026-11-21' })]
    expect(told('sprint-plan', { milestones })).not.toContain('Late already')
  })

  test('of endless lists fits into a comment', () => {
    const many = Array.from({ length: 5000 }, (_, i) => i + 1)
    const names = many.map(() => '|'.repeat(300))
    const text = told('conflicts', {
      stuck: many.map((n) => ({
        task: task(n),
        branch: '`'.repeat(300),
        files: names,
      })),
      directives: many.map((n) => ({ task: task(n), subject: 's'.repeat(2000), everywhere: false, at: NOW })),
    })
    expect(text.length).toBeLessThan(65_536)
    expect(text).toContain('… and 4975 more conflicts')
  })
})
