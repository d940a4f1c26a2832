// A contradiction keeps both sides from their merge until it is ruled on: by the orchestrator once, or by a person.

import { RULING_RUN } from '../../src/domain/side-runs.ts'
import { describe, expect, test } from 'vitest'
import { nothingDesired, type AskedDirective } from '../../src/domain/commands/desired.ts'
import type { Ruling } from '../../src/domain/conflicts/conflict.ts'
import type { Work } from '../../src/domain/conflicts/detect.ts'
import { worksOf } from '../../src/domain/conflicts/works.ts'
import { decide } from '../../src/domain/decide.ts'
import { observeCommands } from '../../src/domain/commands/observed.ts'
import { RunId, TaskKey } from '../../src/domain/ids.ts'
import type { BareSnapshot, RunRecord } from '../../src/domain/snapshot.ts'
import { conflictsOf } from '../../src/domain/stages/conflicting.ts'
import { agent, agreed, done, HEAD, NOW, pack, policy, sha } from './support.ts'

const implementer = done('implementer', 'implement', {
  commit: HEAD,
  paths: ['src/attention.mjs'],
  value: { assumptions: [{ about: 'layout', value: 'rows' }] },
})
const rival = (issue: number, value: string): Work => ({
  task: TaskKey.parse(`acme/attention#${issue}`),
  wave: 2,
  agent: agent('implementer'),
  head: sha('e'),
  paths: [],
  assumptions: [{ about: 'Layout', value }],
  measured: '| metric | ratio |',
})
/** Agreed on and ready to merge, with work beside it that takes something else for granted. */
const beside = (...rivals: Work[]): BareSnapshot => ({
  ...agreed,
  runs: agreed.runs.map((run) => (run.purpose === 'implement' ? implementer : run)),
  rivals,
})
const kinds = (from: BareSnapshot): string[] =>
  decide(from, policy(), NOW).actions.flatMap((action) =>
    action.do === 'start_run'
      ? [`${action.agent}/${action.purpose}/${action.wave}`]
      : ['merge', 'rule'].includes(action.do)
        ? [action.do]
        : [],
  )
const said = (from: BareSnapshot): string => decide(from, policy(), NOW).explanation.join('\n')
const conflictIn = (from: BareSnapshot) => {
  const [found] = conflictsOf({ ...from, policy: policy(), pack })
  if (found === undefined) throw new Error('no conflict')
  return found
}
const later = beside(rival(9, 'columns'))
const ruling = (from: BareSnapshot, prevails: Ruling['prevails']): Ruling => ({
  conflict: conflictIn(from),
  prevails,
  decision: 'Rows everywhere.',
  rationale: 'As measured.',
  alternatives: [],
  dissent: [],
  by: agent('orchestrator'),
})
/** The orchestrator has ruled, and nothing is on record yet. */
const ruler = (from: BareSnapshot): RunRecord => {
  const { id } = conflictIn(from)
  return {
    ...done('orchestrator', 'synthesise', {
      wave: RULING_RUN,
      value: { decision: 'Rows everywhere.', rationale: 'As measured.', prevails: 'first' },
    }),
    id: RunId.parse(`acme/attention#7/w${RULING_RUN}/orchestrator/synthesise/${id}/1`),
  }
}

describe('before a ruling', () => {
  test.each<[what: string, from: BareSnapshot, expected: string[]]>([
    [
      'without a contradiction the decision is drawn',
      beside(rival(9, 'Rows.')),
      ['orchestrator/synthesise/2'],
    ],
    ['with one a ruling comes first', later, [`orchestrator/synthesise/${RULING_RUN}`]],
    ['of which there is one: the first side asks for it', beside(rival(3, 'columns')), []],
  ])('%s', (_, from, expected) => {
    expect(kinds(from)).toEqual(expected)
  })
  test.each<[what: string, change: Partial<Work>, ready: boolean]>([
    ['is being measured', { measuring: 'under way', endedAt: NOW - 3_600_000 }, false],
    ['has ended just now', { endedAt: NOW - 1000 }, false],
    ['was measured', { measuring: 'over', endedAt: NOW - 1000 }, true],
    ['ended long ago and nobody measures it', { endedAt: NOW - 3_600_000 }, true],
    ['has no head to be measured', { head: undefined, endedAt: NOW - 1000 }, true],
  ])('the figures of a side that %s are waited for: not ready → no ruling', (_, change, ready) => {
    const from = beside({ ...rival(9, 'columns'), ...change })
    expect(kinds(from)).toEqual(ready ? [`orchestrator/synthesise/${RULING_RUN}`] : [])
    expect(said(from).includes('figures of both sides are awaited')).toBe(!ready)
  })
  test('the second side tells the first once, when there is something to rule on', () => {
    const woken = (from: BareSnapshot) =>
      decide(from, policy(), NOW).actions.filter((action) => action.do === 'wake_task')
    const from = beside(rival(3, 'columns'))
    const [telling, ...others] = woken(from)
    expect([telling?.task, others]).toEqual(['acme/attention#3', []])
    expect(woken({ ...from, toldRivals: [telling?.about ?? ''] })).toEqual([])
    expect(woken(beside({ ...rival(3, 'columns'), measuring: 'under way' }))).toEqual([])
    expect(woken(later)).toEqual([])
  })
  test.each<[what: string, from: BareSnapshot, state: string, title: string]>([
    ['before it', later, 'pending', 'waits for a ruling'],
    [
      'after it went against this head',
      { ...later, rulings: [ruling(later, 'second')] },
      'failure',
      'a ruling went against this head',
    ],
    [
      'after it went for this head',
      { ...later, rulings: [ruling(later, 'first')] },
      'success',
      'the seats agree',
    ],
  ])('%s the required check says so, although every seat agrees', (_, from, state, title) => {
    const check = decide(
      {
        ...from,
        waves: from.waves.map((one) =>
          one.pull === undefined ? one : { ...one, pull: { ...one.pull, checks: [] } },
        ),
      },
      policy(),
      NOW,
    ).actions.find((action) => action.do === 'check' && action.name === 'baton/consensus')
    if (check?.do !== 'check') throw new Error('no check')
    expect([check.conclusion ?? 'pending', check.title]).toEqual([state, title])
  })
  test('the wave says what it waits for', () => {
    expect(said(later)).toContain('waits for the ruling on layout')
  })
  test.each<[what: string, from: BareSnapshot, expected: string[]]>([
    [
      'before a ruling',
      later,
      ['- ⏳ wave 2, #8', '- ⏳ it waits for the ruling on layout (implementer against implementer)'],
    ],
    [
      'after one against it',
      { ...later, rulings: [ruling(later, 'second')] },
      ['- ❌ wave 2, #8', 'Rows everywhere'],
    ],
    ['after one for it', { ...later, rulings: [ruling(later, 'first')] }, ['- ✅ wave 2, #8']],
  ])('/baton explain says so %s', (_, from, expected) => {
    const asked = {
      id: 20,
      on: 7,
      author: { login: 'alice', kind: 'person' as const },
      association: 'OWNER' as const,
      body: '/baton explain',
      at: NOW,
      edited: false,
    }
    const reply = decide(
      { ...from, commands: observeCommands([asked]), roles: new Map([['alice', 'read' as const]]) },
      policy(),
      NOW,
    ).actions.find((action) => action.do === 'comment' && action.topic === 'reply/20')
    const text = reply?.do === 'comment' ? reply.body : ''
    for (const words of expected) expect(text).toContain(words)
  })
  test('whoever rules sees both sides and what was measured', () => {
    const start = decide(later, policy(), NOW).actions.find((action) => action.do === 'start_run')
    const text = start?.do === 'start_run' ? JSON.stringify(start.brief) : ''
    for (const words of ['layout: rows', 'layout: columns', '| metric | ratio |', 'attention.ms'])
      expect(text).toContain(words)
  })
  test('the ruling is kept before anything else', () => {
    expect(kinds({ ...later, runs: [...later.runs, ruler(later)] })).toEqual(['rule'])
  })
  test("a person's approval of exactly this head is a ruling", () => {
    const approved = [{ by: 'grace', at: NOW, comment: 60, line: 1, on: 8, sha: HEAD }]
    const wanting = (entries: typeof approved) => ({ desired: { ...nothingDesired(), approved: entries } })
    const from = beside(rival(3, 'columns'))
    expect(kinds({ ...from, ...wanting(approved) })).toEqual(['orchestrator/synthesise/2'])
    expect(kinds({ ...from, ...wanting(approved.map((one) => ({ ...one, sha: sha('d') }))) })).toEqual([])
  })
})

describe('after a ruling', () => {
  const after = (from: BareSnapshot, prevails: Ruling['prevails']): BareSnapshot => ({
    ...from,
    rulings: [ruling(from, prevails)],
  })
  const earlier = beside(rival(3, 'columns'))
  test.each<[what: string, from: BareSnapshot, expected: string[]]>([
    ['the side that stands goes on', after(later, 'first'), ['orchestrator/synthesise/2']],
    ['both do where both stand', after(later, 'both'), ['orchestrator/synthesise/2']],
    ['the side that has to give way works again', after(later, 'second'), ['implementer/implement/2']],
    ['also when the other task had it ruled on', after(earlier, 'first'), ['implementer/implement/2']],
    ['and stands when it is the second', after(earlier, 'second'), ['orchestrator/synthesise/2']],
  ])('%s', (_, from, expected) => {
    expect(kinds(from)).toEqual(expected)
  })
  test('the issue of either side says so, with both sides', () => {
    for (const from of [after(later, 'first'), after(earlier, 'first')]) {
      const bodies = decide(from, policy(), NOW).actions.flatMap((action) =>
        action.do === 'comment' && action.topic.startsWith('ruling/') ? [action.body] : [],
      )
      expect(bodies).toHaveLength(1)
      expect(bodies[0]).toContain('| first | ')
      expect(bodies[0]).toContain('Rows everywhere.')
    }
  })
  test('who gives way is told the ruling', () => {
    const start = decide(after(later, 'second'), policy(), NOW).actions.find(
      (action) => action.do === 'start_run',
    )
    expect(start?.do === 'start_run' ? JSON.stringify(start.brief) : '').toContain('Rows everywhere.')
  })
})

describe('declarations that two in review change', () => {
  const SYMBOL = 'src/attention.mjs attention'
  const changing: RunRecord = {
    ...implementer,
    outcome: { ...implementer.outcome, symbols: [SYMBOL] } as RunRecord['outcome'],
  }
  const other = (change: Partial<Work> = {}): Work => ({
    ...rival(9, 'rows'),
    paths: ['src/attention.mjs'],
    symbols: [SYMBOL],
    open: true,
    ...change,
  })
  const meeting = (...rivals: Work[]): BareSnapshot => ({
    ...agreed,
    runs: agreed.runs.map((run) => (run.purpose === 'implement' ? changing : run)),
    rivals,
  })
  const ruled = (from: BareSnapshot, prevails: Ruling['prevails']): BareSnapshot => ({
    ...from,
    rulings: [ruling(from, prevails)],
  })

  test.each<[what: string, from: BareSnapshot, expected: string[]]>([
    ['are ruled on before either is merged', meeting(other()), [`orchestrator/synthesise/${RULING_RUN}`]],
    [
      'not when the other was merged or closed',
      meeting(other({ open: false })),
      ['orchestrator/synthesise/2'],
    ],
    [
      'not when it changes something else',
      meeting(other({ symbols: ['x y'] })),
      ['orchestrator/synthesise/2'],
    ],
    ['the side that stands goes on', ruled(meeting(other()), 'first'), ['orchestrator/synthesise/2']],
    ['the other one is made to fit', ruled(meeting(other()), 'second'), ['implementer/implement/2']],
  ])('%s', (_, from, expected) => {
    expect(kinds(from)).toEqual(expected)
  })
  test('work that was made to fit is not sent back again for the same ruling', () => {
    const from = ruled(meeting(other()), 'second')
    const [known] = from.rulings ?? []
    const before = {
      ...known!,
      conflict: { ...known!.conflict, first: { ...known!.conflict.first, head: sha('9') } },
    }
    expect(kinds({ ...from, rulings: [before] })).toEqual(['orchestrator/synthesise/2'])
  })
  test('figures of both stand side by side before the ruler, and a ruling against them says so', () => {
    const { runs, validations } = agreed
    const figures = worksOf(TaskKey.parse('acme/attention#7'), runs, validations, new Set()).flatMap(
      (one) => one.figures ?? [],
    )
    const slower = figures.map((one) => ({ ...one, ratio: 1, interval: [0.99, 1.01] as const }))
    const from = meeting(other({ figures: slower }))
    const start = decide(from, policy(), NOW).actions.find((action) => action.do === 'start_run')
    expect(start?.do === 'start_run' ? JSON.stringify(start.brief.untrusted) : '').toContain(
      'What was measured of both speaks for the first side.',
    )
    const comment = (prevails: Ruling['prevails']): string =>
      decide(ruled(from, prevails), policy(), NOW).actions.flatMap((action) =>
        action.do === 'comment' && action.topic.startsWith('ruling/') ? [action.body] : [],
      )[0] ?? ''
    expect(comment('first')).toContain('| attention.ms | ')
    expect(comment('first')).not.toContain('goes against what was measured')
    expect(comment('second')).toContain('The ruling goes against what was measured.')
  })
  describe('files in common', () => {
    const overlap = (from: BareSnapshot): string | undefined =>
      decide(from, policy(), NOW).actions.flatMap((action) =>
        action.do === 'comment' && action.topic === 'overlaps' ? [action.body] : [],
      )[0]
    const apart = other({ symbols: [] })
    test('are told on the issue, and hold up nobody', () => {
      expect(overlap(meeting(apart))).toContain(
        '| wave 2, implementer | implementer, acme/attention#9 wave 2 | src/attention.mjs |',
      )
      expect(kinds(meeting(apart))).toEqual(['orchestrator/synthesise/2'])
    })
    test('are not spoken of while there are none', () => {
      expect(overlap(meeting())).toBeUndefined()
    })
    test('that are none any more are told once', () => {
      const comments = [{ id: 1, topic: 'overlaps', body: 'x' }]
      const from = meeting()
      expect(overlap({ ...from, issue: { ...from.issue, comments } })).toContain('any more')
    })
  })
})

describe('directives that contradict each other', () => {
  const order = (line: number, words: string): AskedDirective => ({
    by: 'grace',
    at: NOW,
    comment: 50,
    line,
    to: [agent('implementer')],
    said: { kind: 'alignment', topic: 'Layout', order: words },
  })
  const both: BareSnapshot = {
    ...agreed,
    desired: { ...nothingDesired(), directives: [order(1, 'rows'), order(2, 'columns')] },
  }
  test('nothing is merged before one of them is chosen', () => {
    expect(kinds(both)).toEqual([`orchestrator/synthesise/${RULING_RUN}`])
  })
  test('the other one is closed then, and the task goes on', () => {
    const from = { ...both, rulings: [ruling(both, 'first')] }
    const { desired } = decide(from, policy(), NOW)
    expect(desired?.directives.map(({ overruled }) => overruled)).toEqual([undefined, true])
    expect(kinds(from)).toEqual(['orchestrator/synthesise/2'])
  })
})
