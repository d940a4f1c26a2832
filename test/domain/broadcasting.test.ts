// Directives for a whole repository: an issue gives one, the tasks that are open take it in, and it is closed when all have acted.

import { describe, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { nothingDesired, type AskedDirective, type Desired } from '../../src/domain/commands/desired.ts'
import { decide } from '../../src/domain/decide.ts'
import type { Broadcast } from '../../src/domain/directives/broadcast.ts'
import type { AddressedTask } from '../../src/domain/directives/progress.ts'
import { TaskKey } from '../../src/domain/ids.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { agent, agreed, at, done, HEAD, NOW, policy, sha, snapshot } from './support.ts'

const TASK = TaskKey.parse('acme/attention#7')
const OTHER = TaskKey.parse('acme/attention#8')
const ISSUE = 41
const BODY = `### Technical alignment\r\n\r\nLayout\r\n\r\n### Context\r\n\r\nc\r\n\r\n### Impact\r\n\r\ni\r\n
### Directive\r\n\r\nRows everywhere\r\n\r\n### Rationale\r\n\r\nr\r\n\r\n### Action required\r\n\r\na\r\n\r\n### To\r\n\r\n_No response_`
const filed = (
  change: Partial<BareSnapshot['issue']> = {},
  more: Partial<BareSnapshot> = {},
): BareSnapshot => {
  const from = snapshot()
  return snapshot({
    key: TaskKey.parse(`acme/attention#${ISSUE}`),
    issue: { ...from.issue, number: ISSUE, body: BODY, ...change },
    waves: [],
    beside: [TASK, OTHER],
    ...more,
  })
}
const said: Broadcast['said'] = { kind: 'alignment', topic: 'Layout', order: 'Rows everywhere' }
const broadcast = (change: Partial<Broadcast> = {}): Broadcast => ({
  issue: ISSUE,
  by: 'alice',
  at: NOW,
  to: [],
  said,
  tasks: [TASK, OTHER],
  ...change,
})
const decided = (from: BareSnapshot, now = NOW) => decide(from, policy(), now)
const comments = (actions: readonly Action[]): Record<string, string> =>
  Object.fromEntries(
    actions.flatMap((action) => (action.do === 'comment' ? [[action.topic, action.body] as const] : [])),
  )
const entry = (change: Partial<AskedDirective> = {}): AskedDirective => ({
  by: 'alice',
  at: NOW,
  comment: 0,
  line: ISSUE,
  to: [agent('implementer')],
  said,
  ...change,
})

describe('an issue that is a directive', () => {
  test('is given to the tasks that are open, and is no task itself', () => {
    const { desired, actions, routed } = decided(filed())
    expect(desired?.broadcast).toMatchObject({ issue: ISSUE, by: 'alice', to: [], tasks: [TASK, OTHER] })
    expect(desired?.broadcast?.said).toMatchObject({
      kind: 'alignment',
      topic: 'Layout',
      order: 'Rows everywhere',
    })
    expect(actions.map((action) => action.do)).toEqual(['comment', 'set_labels'])
    expect(comments(actions)['directive']).toContain('| #7 |  | not told yet |')
    expect(routed).toBeUndefined()
  })
  test('is read once: what its text becomes later changes nothing', () => {
    const { desired } = decided(filed())
    const later = decided(
      filed({ body: BODY.replace('Rows', 'Columns') }, { desired: desired!, addressed: [] }),
    )
    expect(later.desired?.broadcast?.said).toEqual(desired?.broadcast?.said)
  })
  test('an issue that was a task before stays one', () => {
    const { routed } = decided(at.researched)
    const from = { ...at.researched, routed, issue: { ...at.researched.issue, body: BODY } }
    expect(decided(from).desired?.broadcast).toBeUndefined()
  })
  test.each<[what: string, change: Partial<BareSnapshot['issue']>, more?: Partial<BareSnapshot>]>([
    ['nobody with permission has handed it over', {}, { authorisedBy: undefined }],
    ['it is held', { labels: ['baton', 'hold'] }],
    ['it lacks the label', { labels: [] }],
    ['it is closed', { state: 'closed' }],
  ])('is not given while %s', (_, change, more) => {
    expect(decided(filed(change, more)).desired?.broadcast).toBeUndefined()
  })
})

describe('one that cannot be given says why and is not given', () => {
  const shift = (component: string, to = '') =>
    `### Priority shift\n\n${component}\n\n### Previous priority\n\nLow\n\n### New priority\n\nCritical\n\n### Justification\n\nj\n\n### Impact\n\ni\n\n### Action required\n\na\n\n### To\n\n${to}`
  test.each<
    [what: string, change: Partial<BareSnapshot['issue']>, told: string, more?: Partial<BareSnapshot>]
  >([
    [
      'its author may not write, although somebody who may has labelled it',
      { author: { login: 'mallory', kind: 'person' } },
      'mallory has no write permission here; somebody who has files the directive in an issue of their own',
    ],
    [
      'a field is missing',
      { body: BODY.replace('### Impact', '### Effect') },
      'IMPACT is missing; expected some words',
    ],
    [
      'an agent is unknown',
      { body: BODY.replace('_No response_', 'implementor') },
      'there is no agent implementor; did you mean implementer?',
    ],
    [
      'a component is unknown',
      { body: shift('atention') },
      'there is no component atention; did you mean attention?; or name agents under TO',
    ],
    [
      'an open one orders something else about the same matter',
      {},
      '#40 orders something else about Layout and is open; close one of the two',
      { broadcasts: [broadcast({ issue: 40, said: { ...said, topic: 'layout.', order: 'Columns' } })] },
    ],
    [
      'it would ping a team',
      { body: BODY.replace('_No response_', '@acme/everyone') },
      'expected names of agents',
    ],
  ])('%s', (_, change, told, more) => {
    const { desired, actions, explanation } = decided(filed(change, more))
    const body = comments(actions)['directive-problems'] ?? ''
    expect(body).toContain(told)
    expect(body).not.toMatch(/@acme/)
    expect(desired?.broadcast).toBeUndefined()
    expect(explanation.at(-1)).toBe('the directive cannot be given')
  })
  test('a component that is known, in any case, is one', () => {
    expect(decided(filed({ body: shift('Attention') })).desired?.broadcast?.said.kind).toBe('priority-shift')
  })
  test('agents in place of a component do as well', () => {
    const { desired } = decided(filed({ body: shift('Whatever', 'critic') }))
    expect(desired?.broadcast?.to).toEqual(['critic'])
  })
  test('once it is mended the comment says so', () => {
    const comment = { id: 1, topic: 'directive-problems', body: 'x' }
    expect(comments(decided(filed({ comments: [comment] })).actions)['directive-problems']).toContain(
      'the directive is valid again',
    )
  })
})

describe('a task that it is for', () => {
  const route = decided(at.researched).routed
  const task = (more: Partial<BareSnapshot> = {}, from: BareSnapshot = at.researched): BareSnapshot => ({
    ...from,
    routed: route,
    broadcasts: [broadcast()],
    ...more,
  })
  const taken = (from: BareSnapshot) => decided(from).desired?.directives

  test('takes it in for everybody who has work before them', () => {
    expect(taken(task())).toEqual([entry()])
  })
  test('tells it to whoever is started, and follows it on its own issue', () => {
    const { actions } = decided(task())
    expect(actions.find((action) => action.do === 'start_run')).toMatchObject({
      agent: 'implementer',
      brief: { directives: ['i41'] },
    })
    expect(comments(actions)['directive/i41']).toContain('filed as #41 for the whole repository')
  })
  test('takes it in once', () => {
    const { desired } = decided(task())
    expect(taken(task({ desired: desired! }))).toEqual(desired?.directives)
  })
  test('not before it is known what it is about', () => {
    expect(taken(task({ routed: undefined }, snapshot()))).toEqual([])
  })
  test('not one that was given to others', () => {
    expect(taken(task({ broadcasts: [broadcast({ tasks: [OTHER] })] }))).toEqual([])
  })
  test('only those named who work or sit in it', () => {
    const to = [agent('critic'), agent('benchmarker'), agent('implementer')].filter(
      (name) => name !== 'benchmarker',
    )
    expect(taken(task({ broadcasts: [broadcast({ to })] }))?.[0]?.to).toEqual(to)
  })
  test('is closed there when everybody has acted', () => {
    const acted = done('implementer', 'implement', {
      commit: HEAD,
      told: ['i41'],
      value: { directives: [{ id: 'i41', did: 'rows' }] },
    })
    const from = task({ desired: { ...nothingDesired(), directives: [entry()] } })
    expect(taken({ ...from, runs: [...from.runs, acted] })?.[0]?.closed).toBe(NOW)
  })
  test('is closed there when its issue was closed', () => {
    const desired: Desired = { ...nothingDesired(), directives: [entry()] }
    expect(taken(task({ broadcasts: [], desired }))).toEqual([entry({ lapsed: 'withdrawn', closed: NOW })])
  })
  test('is closed there when the task has ended', () => {
    const desired: Desired = { ...nothingDesired(), directives: [entry()] }
    const from = task({ desired }, { ...agreed, issue: { ...agreed.issue, state: 'closed' } })
    expect(taken(from)).toEqual([entry({ lapsed: 'ended', closed: NOW })])
  })
  test('one of a comment is left alone by all this', () => {
    const own = entry({ comment: 50, line: 1 })
    expect(taken(task({ broadcasts: [], desired: { ...nothingDesired(), directives: [own] } }))).toEqual([
      own,
    ])
  })

  describe('a priority shift', () => {
    const shift = (component: string, to: string[] = []): Broadcast =>
      broadcast({ said: { kind: 'priority-shift', component, level: 'critical' }, to: to.map(agent) })
    test.each<[what: string, given: Broadcast, level: string | undefined]>([
      ['about its component sets its priority', shift('Attention'), 'critical'],
      ['about another component does not', shift('Memory'), undefined],
      ['that names somebody who works in it does', shift('Memory', ['implementer']), 'critical'],
    ])('%s', (_, given, level) => {
      const labels = [...at.researched.issue.labels, 'component:attention']
      const issue = { ...at.researched.issue, labels }
      const { desired } = decided(task({ issue, broadcasts: [given] }))
      expect(desired?.priority?.level).toBe(level)
      expect(desired?.directives[0]).toMatchObject({
        to: level === undefined ? [] : ['implementer'],
        closed: NOW,
      })
    })
    test('a later command counts more', () => {
      const own = { by: 'grace', at: NOW + 1, comment: 60, line: 1, level: 'low' as const }
      const from = task({
        broadcasts: [shift('x', ['implementer'])],
        desired: { ...nothingDesired(), priority: own },
      })
      expect(decided(from).desired?.priority).toEqual(own)
    })
  })
})

describe('is over', () => {
  const waiting = (addressed: AddressedTask[], more: Partial<BareSnapshot['issue']> = {}): BareSnapshot =>
    filed(more, { desired: { ...nothingDesired(), broadcast: broadcast() }, addressed })
  const closedThere = entry({ closed: NOW })
  const [one, two] = [TASK, OTHER].map((key) => (change: Partial<AddressedTask>): AddressedTask => ({
    key,
    open: true,
    entry: undefined,
    ...change,
  })) as [
    (change: Partial<AddressedTask>) => AddressedTask,
    (change: Partial<AddressedTask>) => AddressedTask,
  ]

  test.each<[what: string, addressed: AddressedTask[], over: boolean]>([
    ['not before anybody was told', [one({}), two({})], false],
    ['not while one of two is open', [one({ entry: closedThere }), two({ entry: entry() })], false],
    ['when both are closed', [one({ entry: closedThere }), two({ entry: closedThere })], true],
    [
      'when one is closed and the other task has ended',
      [one({ entry: closedThere }), two({ open: false })],
      true,
    ],
  ])('%s', (_, addressed, over) => {
    const { desired, actions } = decided(waiting(addressed))
    expect(desired?.broadcast?.closed !== undefined).toBe(over)
    expect(actions.some((action) => action.do === 'close_issue')).toBe(over)
    expect(comments(actions)['directive-closed'] !== undefined).toBe(over)
  })
  test('with a comment of its own that says how it ended in each task', () => {
    const held = entry({
      said: { kind: 'checkpoint', component: 'c', conditions: [{ on: 'gates' }] },
      held: { sha: sha('d'), at: NOW },
      closed: NOW,
    })
    const { actions } = decided(waiting([two({ open: false }), one({ entry: held })]))
    expect(comments(actions)['directive-closed']).toContain(
      '| #7 | implementer | held at ddddddd |\n| #8 |  | the task has ended |',
    )
    expect(actions.at(-1)?.do).toBe('close_issue')
  })
  test('at once when no task is open', () => {
    const desired: Desired = { ...nothingDesired(), broadcast: broadcast({ tasks: [] }) }
    const { actions } = decided(filed({}, { desired, addressed: [] }))
    expect(comments(actions)['directive-closed']).toContain('No task was open when it was given')
  })
  test('its last word is said and its issue closed also after a crash between the two and the note that it is over', () => {
    const desired: Desired = { ...nothingDesired(), broadcast: { ...broadcast(), closed: NOW - 1 } }
    const addressed = [one({ entry: closedThere }), two({ open: false })]
    const first = decided(filed({}, { desired, addressed }))
    expect(comments(first.actions)['directive-closed']).toBeDefined()
    const said = first.actions.flatMap((action) =>
      action.do === 'comment' ? [{ id: 1, topic: action.topic, body: action.body }] : [],
    )
    const second = decided(filed({ comments: said, labels: ['baton', 'state:done'] }, { desired, addressed }))
    expect(second.actions.map((action) => action.do)).toEqual(['close_issue'])
    expect(second.desired).toEqual(desired)
  })
  test('a person who closes the issue takes it back', () => {
    const { desired } = decided(waiting([one({ entry: entry() }), two({})], { state: 'closed' }))
    expect(desired?.broadcast?.closed).toBe(NOW)
  })
})
