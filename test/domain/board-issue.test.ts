// The status board as a decision and as text: what is asked for, what never is, and what hostile or endless contents come to.

import { describe, expect, test } from 'vitest'
import type { BoardAction } from '../../src/domain/board/actions.ts'
import { askedAs, decideBoard } from '../../src/domain/board/decide.ts'
import { BoardMemory, nothingRemembered } from '../../src/domain/board/memory.ts'
import type { BoardIssue, BoardSnapshot } from '../../src/domain/board/snapshot.ts'
import type { BoardView } from '../../src/domain/board/view.ts'
import { Rhythm } from '../../src/domain/policy/rhythm.ts'
import { renderBoard } from '../../src/domain/render/board/board.ts'
import { fitted } from '../../src/domain/render/board/fit.ts'
import { view as plansView } from '../schedule/seed.ts'
import { agent, HOUR, NOW, plan, task, view } from './board-support.ts'

const policy = { board: true, rhythm: undefined, time_zone: 'UTC' }
const issue: BoardIssue = {
  number: 9,
  id: 'I_9',
  title: 'Baton: status board',
  body: '',
  state: 'open',
  pinned: true,
  labels: ['baton:board'],
  own: true,
}
const base: BoardSnapshot = {
  policy,
  issue,
  pinned: 1,
  view: view(),
  register: [],
  milestones: [],
  facts: undefined,
}

/** What a first pass over the board leaves. */
const settled = ((): BoardMemory => {
  const { memory, afterwards } = decideBoard(base, nothingRemembered(), NOW)
  return BoardMemory.parse({ ...memory, ...afterwards })
})()
const kinds = (actions: readonly BoardAction[]): string[] => actions.map((action) => action.do)

describe('a pass asks for', () => {
  test.each<[string, Partial<BoardSnapshot>, Partial<BoardMemory>, string[]]>([
    ['nothing about a board that says what there is', {}, {}, []],
    [
      'nothing while the policy is broken and none was valid before',
      { policy: undefined, view: undefined },
      {},
      [],
    ],
    [
      'new words when something has changed',
      {
        view: view({
          days: 7,
          tasks: [{ task: task(1), title: 'T', state: undefined, stands: undefined, updatedAt: 0 }],
        }),
      },
      {},
      ['write_board'],
    ],
    [
      'nothing when people only wrote something else',
      { issue: { ...issue, title: 'x', body: 'y', labels: [] } },
      {},
      [],
    ],
    [
      'an issue where there is none',
      { issue: undefined },
      { issue: undefined, asked: undefined },
      ['open_board'],
    ],
    ['none where it was deleted', { issue: undefined }, {}, []],
    [
      'one again where it was deleted and the policy is another',
      { issue: undefined },
      { asked: 'other' },
      ['open_board'],
    ],
    ['nothing about somebody else’s issue', { issue: { ...issue, own: false } }, {}, []],
    ['nothing of a closed one', { issue: { ...issue, state: 'closed' }, view: view({ days: 7 }) }, {}, []],
    [
      'a closed one to be opened where the policy is another',
      { issue: { ...issue, state: 'closed' } },
      { asked: 'other' },
      ['reopen_board'],
    ],
    [
      'the pin where it never had one',
      { issue: { ...issue, pinned: false } },
      { pin: undefined },
      ['pin_board'],
    ],
    [
      'no pin where three others have theirs',
      { issue: { ...issue, pinned: false }, pinned: 3 },
      { pin: undefined, written: 'x' },
      ['write_board'],
    ],
    ['no pin where somebody took it', { issue: { ...issue, pinned: false } }, {}, []],
    [
      'no pin where GitHub refused it',
      { issue: { ...issue, pinned: false } },
      { pin: { refused: 'no' }, written: 'x' },
      ['write_board'],
    ],
    [
      'the pin again where it was refused and the policy is another',
      { issue: { ...issue, pinned: false } },
      { pin: { refused: 'no' }, asked: 'other' },
      ['write_board', 'pin_board'],
    ],
    [
      'farewell where the policy wants none',
      { policy: { ...policy, board: false }, view: undefined },
      {},
      ['write_board', 'unpin_board'],
    ],
    ['that once', { policy: { ...policy, board: false }, view: undefined }, { retired: true }, []],
  ])('%s', (_, tweak, change, expected) => {
    const memory = BoardMemory.parse(JSON.parse(JSON.stringify({ ...settled, ...change })))
    expect(kinds(decideBoard({ ...base, ...tweak }, memory, NOW + HOUR).actions)).toEqual(expected)
  })

  test('nothing more once it has what it asked for, and its time is that of the change', () => {
    const later = NOW + HOUR
    const changed = {
      ...base,
      view: view({
        metrics: [
          {
            metric: 'a.ms',
            platform: undefined,
            machine: undefined,
            unit: 'ms',
            better: 'lower',
            target: { metric: 'a.ms', op: '<=', value: 5, unit: 'ms' },
            now: undefined,
            baseline: undefined,
            reached: undefined,
            trend: [],
            points: [],
          },
        ],
      }),
    }
    const { actions, memory, afterwards } = decideBoard(changed, settled, later)
    const [written] = actions
    expect(written?.do === 'write_board' ? written.body : '').toContain(
      'Last change: 2026-11-21 13:00 (UTC).',
    )
    const again = decideBoard(changed, { ...memory, ...afterwards }, later + HOUR)
    expect([again.actions, again.afterwards]).toEqual([[], afterwards])
  })

  test('a policy with another rhythm or zone is another policy', () => {
    const asked = [
      policy,
      { ...policy, rhythm: Rhythm.parse({}) },
      { ...policy, time_zone: 'Europe/Berlin' },
    ].map(askedAs)
    expect(new Set(asked).size).toBe(3)
  })
})

describe('the body', () => {
  const at = (given: BoardView, note?: string): string =>
    renderBoard({ view: given, register: [], zone: 'Europe/Berlin', note, changedAt: NOW })

  test('shows agents, tasks, the matrix, figures, the critical path and key figures', () => {
    const needs = [
      { what: 'plan-2-wave-3-complete', met: false },
      { what: 'plan-2/1', met: true },
    ]
    const text = at(
      view({
        agents: [
          {
            agent: agent('critic'),
            state: 'working',
            at: [{ task: task(7), wave: 1, purpose: 'review', since: NOW, working: true }],
            done: 3,
            failed: 1,
            usd: 0.5,
          },
          { agent: agent('researcher'), state: 'idle', at: [], done: 0, failed: 0, usd: 0 },
        ],
        tasks: [
          {
            task: task(7),
            title: 'Sparse | dense',
            state: 'in-review',
            stands: 'waits for 1 seat',
            updatedAt: NOW,
          },
        ],
        plans: [plan('plan-2'), plan('plan-3')],
        dependencies: [{ from: plan('plan-3'), to: plan('plan-2'), needs }],
        metrics: [
          {
            metric: 'matmul.tflops',
            platform: undefined,
            machine: undefined,
            unit: 'TFLOPS',
            better: 'higher',
            target: { metric: 'matmul.tflops', op: '>=', value: 300, unit: 'TFLOPS' },
            now: 212,
            baseline: 200,
            reached: false,
            trend: [200, 212],
            points: [],
          },
        ],
        coordination: plansView(),
        kpis: [
          {
            name: 'build_success',
            title: 'Build success',
            value: 0.975,
            unit: 'ratio',
            cases: 40,
            before: 1,
            definition: 'd',
          },
          {
            name: 'coverage',
            title: 'Coverage',
            value: undefined,
            unit: 'ratio',
            cases: 0,
            before: undefined,
            definition: 'd',
          },
          {
            name: 'blocker_resolution_time',
            title: 'Blocker resolution time',
            value: 5400,
            unit: 'seconds',
            cases: 2,
            before: undefined,
            definition: 'd',
          },
        ],
      }),
    )
    for (const part of [
      'Last change: 2026-11-21 13:00 (Europe/Berlin).',
      '| #7 | `Sparse \\| dense` | in-review | `waits for 1 seat` | 2026-11-21 13:00 |',
      '| critic | working | #7 review since 2026-11-21 13:00 | 3 | 1 | $0.5000 |',
      'Without work in 30 days: researcher.',
      '| waits ↓ for → | plan-2 |\n|---|---|\n| **plan-3** | ✗ `plan-2-wave-3-complete` ✓ `plan-2/1` |',
      '| matmul.tflops | – | 212 TFLOPS | 200 TFLOPS | >= 300 TFLOPS | no |',
      'Critical path: ',
      '```mermaid\nflowchart LR',
      '| Build success | 97.5 % | −2.5 points | 40 |',
      '| Blocker resolution time | 1 hour 30 minutes | – | 2 |',
    ])
      expect(text).toContain(part)
    expect(text).not.toContain('Coverage')
  })

  test('without anything to show is a few lines', () => {
    expect(at(view()).split('\n').length).toBeLessThan(10)
    expect(at(view(), 'no room')).toContain('Not pinned: no room.')
  })

  const EVIL = '`|\n\r\u2028<!-- baton:board -->\u202e@alice Closes #1 ```</details>\\|'
  test('of hostile words is still one marker-free text of tables', () => {
    const text = at(
      view({
        tasks: [{ task: task(1), title: EVIL, state: undefined, stands: EVIL, updatedAt: Number.NaN }],
        plans: [plan('plan-2'), plan('plan-3')],
        dependencies: [{ from: plan('plan-3'), to: plan('plan-2'), needs: [{ what: EVIL, met: false }] }],
      }),
      EVIL,
    )
    expect(text).not.toContain('<!--')
    expect(text).not.toMatch(/@alice|Closes #1|\u202e|\u2028/)
    for (const line of text.split('\n').filter((one) => one.startsWith('| #1')))
      expect(line.match(/(?<!\\)\|/g)).toHaveLength(6)
  })

  test('that is endless fits into an issue and says what it left out', () => {
    const many = Array.from({ length: 3000 }, (_, i) => i + 1)
    const text = at(
      view({
        tasks: many.map((n) => ({
          task: task(n),
          title: 'x'.repeat(300),
          state: 'blocked',
          stands: 'y'.repeat(900),
          updatedAt: NOW,
        })),
        agents: many.map((n) => ({
          agent: agent(`a${n}`),
          state: 'working' as const,
          at: many
            .slice(0, 50)
            .map((m) => ({ task: task(m), wave: 1, purpose: 'implement', since: NOW, working: true })),
          done: 1,
          failed: 0,
          usd: 1,
        })),
        plans: many.map((n) => plan(`p${n}`)),
        dependencies: many.map((n) => ({
          from: plan(`p${n}`),
          to: plan('p1'),
          needs: many.slice(0, 40).map((m) => ({ what: 'z'.repeat(200) + m, met: false })),
        })),
      }),
    )
    expect(text.length).toBeLessThan(65_536)
    expect(text).toContain('… and 2940 more tasks')
  })

  test('drops whole sections, the longest first, by name', () => {
    const text = fitted(
      'head',
      [
        { name: 'the short one', text: 'short' },
        { name: 'the long one', text: 'l'.repeat(500) },
      ],
      100,
    )
    expect(text).toBe('head\n\nshort\n\n<sub>GitHub has no room for the long one.</sub>')
  })
})
