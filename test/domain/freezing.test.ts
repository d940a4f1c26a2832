// What others have frozen: a change that touches it goes back, unless its wave lifts the freeze by consensus; the end is announced.

import { describe, expect, it } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import type { Freeze } from '../../src/domain/freeze/freeze.ts'
import { TaskKey } from '../../src/domain/ids.ts'
import { PlanDocument } from '../../src/domain/plan/document.ts'
import { WaveKey } from '../../src/domain/plan/names.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { agent, agreed, done, HEAD, MAIN, NOW, opened, policy, pull, snapshot, wave } from './support.ts'
import { find } from './verbs.ts'

const DAY = 24 * 60 * 60_000
const frozen = (change: Partial<Freeze> = {}): Freeze => ({
  id: WaveKey.parse('plan-2/3'),
  paths: ['src/explain.mjs'],
  symbols: [],
  taskKey: TaskKey.parse('acme/attention#2'),
  sha: MAIN,
  rule: { seats: [], orchestrator: agent('implementer') },
  frozenAt: NOW - DAY,
  expiresAt: undefined,
  noticedAt: undefined,
  liftedAt: undefined,
  liftedBy: [],
  ...change,
})
const touching = (path: string, freeze: Freeze | undefined = frozen(), from = opened): BareSnapshot => ({
  ...from,
  freezes: [freeze],
  changed: [{ pull: 12, sha: HEAD, files: [{ path, patch: '@@ -1 +1 @@\n-a\n+b' }], documents: [] }],
  waves: [wave({ pull: pull({ ...from.waves[0]?.pull, number: 12 }) })],
})
const checks = (bare: BareSnapshot): string[] =>
  decide(bare, policy(), NOW).actions.flatMap((action) =>
    action.do === 'check' ? [`${action.name}=${action.conclusion ?? action.status}`] : [],
  )

describe('a change under a freeze', () => {
  it('that touches nothing frozen is told so, and goes on', () => {
    expect(checks(touching('src/other.mjs'))).toContain('baton/freeze=success')
    expect(find(touching('src/other.mjs'), 'dispatch')).toBeDefined()
  })

  it('that touches it fails the check and goes back with the reason', () => {
    const bare = touching('src/explain.mjs')
    expect(checks(bare)).toContain('baton/freeze=failure')
    expect(find(bare, 'dispatch')).toBeUndefined()
    const again = find(bare, 'start_run')
    expect([again?.agent, again?.purpose, again?.attempt]).toEqual(['implementer', 'implement', 2])
    expect(JSON.stringify(again?.brief.untrusted)).toContain('src/explain.mjs')
  })

  it.each<[string, Partial<Freeze>]>([
    ['lifted', { liftedAt: NOW - 1, liftedBy: ['@alice'] }],
    ['over', { expiresAt: NOW - 1 }],
    ['its own', { taskKey: TaskKey.parse('acme/attention#7') }],
  ])('%s is none', (_what, change) => {
    expect(
      checks(touching('src/explain.mjs', frozen(change))).filter((text) => text.includes('freeze')),
    ).toEqual([])
  })

  it('without any freeze has no such check', () => {
    expect(checks(opened).filter((text) => text.includes('freeze'))).toEqual([])
  })
})

describe('a wave that may lift a freeze', () => {
  const plan = PlanDocument.parse({
    plan: 'plan-9',
    title: 'Explain anew',
    orchestrator: 'orchestrator',
    context: '',
    waves: [{ wave: 1, title: 'Change it', agent: 'implementer', lifts: ['plan-2/3'], prose: '' }],
  })
  /** Its pull request touches what is frozen, its gates are green. */
  const lifting = (rule: Partial<Freeze['rule']>, more: Partial<BareSnapshot> = {}): BareSnapshot => ({
    ...touching(
      'src/explain.mjs',
      frozen({ rule: { seats: [], orchestrator: agent('critic'), ...rule } }),
      agreed,
    ),
    plan: { document: plan, problems: [] },
    ...more,
  })
  const seats = (...names: string[]): Partial<Freeze['rule']> => ({ seats: names.map((name) => agent(name)) })
  const without = (bare: BareSnapshot, seat: string): BareSnapshot => ({
    ...bare,
    runs: bare.runs.filter((run) => run.agent !== seat || run.purpose !== 'review'),
  })
  const summary = (bare: BareSnapshot): string =>
    decide(bare, policy(), NOW).actions.flatMap((action) =>
      action.do === 'check' && action.name === 'baton/consensus' ? [action.summary] : [],
    )[0] ?? ''

  it('lifts it when every seat that the freeze names agrees, and goes on to the merge', () => {
    const bare = lifting(seats('critic', 'benchmarker'))
    expect(find(bare, 'lift_freeze')).toEqual({
      do: 'lift_freeze',
      id: 'plan-2/3',
      by: ['critic', 'benchmarker'],
    })
    expect(find(bare, 'start_run')).toMatchObject({ agent: 'orchestrator', purpose: 'synthesise' })
    expect(checks(bare)).toContain('baton/freeze=success')
  })

  it('asks a seat that the freeze names and that the change alone would not', () => {
    const simple = (bare: BareSnapshot): BareSnapshot => ({
      ...bare,
      issue: { ...bare.issue, labels: ['baton', 'type:documentation', 'complexity:simple'] },
    })
    const rules = { ...policy(), consensus: [] }
    const asks = (bare: BareSnapshot) =>
      decide(bare, rules, NOW).actions.flatMap((action) => (action.do === 'start_run' ? [action] : []))
    const bare = simple(without(lifting(seats('researcher')), 'researcher'))
    expect(asks(bare)).toMatchObject([{ agent: 'researcher', purpose: 'review' }])
    expect(asks({ ...bare, freezes: [] })).not.toMatchObject([{ purpose: 'review' }])
    const text = decide(bare, rules, NOW).actions.flatMap((action) =>
      action.do === 'check' && action.name === 'baton/consensus' ? [action.summary] : [],
    )[0]
    expect(text).toContain('lifting the freeze plan-2/3')
  })

  it('lifts nothing before the last of them has spoken', () => {
    const bare = without(lifting(seats('critic', 'benchmarker')), 'benchmarker')
    expect(find(bare, 'lift_freeze')).toBeUndefined()
    expect(find(bare, 'start_run')).toMatchObject({ agent: 'benchmarker', purpose: 'review' })
    expect(summary(bare)).toContain('lifting the freeze plan-2/3')
  })

  it('lifts nothing against one of them: the change goes back', () => {
    const against = done('benchmarker', 'review', {
      headSha: HEAD,
      value: { position: 'request_changes', summary: 'Others build on it.' },
    })
    const bare = without(lifting(seats('critic', 'benchmarker')), 'benchmarker')
    const refused = { ...bare, runs: [...bare.runs, against] }
    expect(find(refused, 'lift_freeze')).toBeUndefined()
    expect(find(refused, 'merge')).toBeUndefined()
    expect(find(refused, 'start_run')).toMatchObject({ agent: 'implementer', attempt: 2 })
  })

  it('lifts one without seats by its orchestrator and a person, and waits for the person', () => {
    const approved = [{ by: 'alice', at: NOW, comment: 1, line: 1, on: 12, sha: HEAD }]
    const bare = lifting({}, { desired: { ...nothingDesired(), approved } })
    expect(find(bare, 'lift_freeze')).toEqual({ do: 'lift_freeze', id: 'plan-2/3', by: ['critic', 'alice'] })
    const alone = lifting({})
    expect(find(alone, 'lift_freeze')).toBeUndefined()
    expect(decide(alone, policy(), NOW).explanation.at(-1)).toContain('the freeze plan-2/3 is not lifted')
  })

  it('may not lift another: the change goes back before any seat is asked', () => {
    const other = lifting(seats('critic'), { freezes: [frozen({ id: WaveKey.parse('plan-3/1') })] })
    expect(checks(other)).toContain('baton/freeze=failure')
    expect(find(other, 'start_run')).toMatchObject({ agent: 'implementer', attempt: 2 })
  })
})

describe('a person', () => {
  const ask = { by: 'alice', at: NOW, comment: 1, line: 1 }
  const said = (change: object): BareSnapshot => ({
    ...snapshot(),
    desired: { ...nothingDesired(), ...change },
  })

  it.each([
    ['src/api/**', ['src/api/**'], []],
    ['Expression.explain()', [], ['Expression.explain()']],
  ])('freezes %s by command, once', (what, paths, symbols) => {
    const bare = said({ freezes: [{ ...ask, what }] })
    expect(find(bare, 'freeze')).toMatchObject({ id: 'issue-7/1', paths, symbols, days: undefined })
    expect(find({ ...bare, freezes: [frozen({ id: WaveKey.parse('issue-7/1') })] }, 'freeze')).toBeUndefined()
  })

  it('lifts their own freeze', () => {
    const bare = said({ freezes: [{ ...ask, what: 'src/a', lifted: { ...ask, at: NOW + 1 } }] })
    expect(find(bare, 'lift_freeze')).toBeUndefined()
    const known = { ...bare, freezes: [frozen({ id: WaveKey.parse('issue-7/1') })] }
    expect(find(known, 'lift_freeze')).toEqual({ do: 'lift_freeze', id: 'issue-7/1', by: ['@alice'] })
  })

  it('sends a signal by command', () => {
    const signal = { ...ask, name: 'vendor-ready', status: 'completed', unblocks: [] }
    expect(find(said({ signals: [signal] }), 'send_signal')).toMatchObject({
      name: 'vendor-ready',
      payload: { status: 'completed', note: 'sent by @alice' },
    })
    expect(find({ ...said({ signals: [signal] }), signals: ['vendor-ready'] }, 'send_signal')).toBeUndefined()
  })

  it('rejects a head by command: it goes back with their reason', () => {
    const rejected = [{ ...ask, on: 12, sha: HEAD, reason: 'Not without a test.' }]
    const bare = { ...touching('src/other.mjs'), freezes: [], desired: { ...nothingDesired(), rejected } }
    const again = find(bare, 'start_run')
    expect([again?.agent, again?.attempt]).toEqual(['implementer', 2])
    expect(JSON.stringify(again?.brief.untrusted)).toContain('Not without a test.')
  })

  it('pauses a task with the label hold', () => {
    const bare = { ...agreed, issue: { ...agreed.issue, labels: [...agreed.issue.labels, 'Hold'] } }
    const { actions, explanation } = decide(bare, policy(), NOW)
    expect(explanation.at(-1)).toContain('holds the task')
    expect(actions.filter((action) => action.do === 'start_run' || action.do === 'merge')).toEqual([])
  })
})

describe('the end of a freeze', () => {
  const own = frozen({ taskKey: TaskKey.parse('acme/attention#7'), expiresAt: NOW + 10 * DAY })
  const at = (now: number, freeze = own) => decide({ ...opened, freezes: [freeze] }, policy(), now)

  it('is announced once, before it comes, and looked for in time', () => {
    expect(at(NOW).requeueAfterMs).toBeLessThanOrEqual(10 * DAY)
    expect(at(NOW).actions.some((action) => action.do === 'note_freeze_notice')).toBe(false)
    const due = at(NOW + 9 * DAY).actions
    expect(due).toContainEqual({ do: 'note_freeze_notice', id: 'plan-2/3' })
    expect(due).toContainEqual(expect.objectContaining({ do: 'comment', topic: 'freeze-end-plan-2-3' }))
    const told = at(NOW + 9 * DAY, { ...own, noticedAt: NOW + 9 * DAY }).actions
    expect(told.some((action) => action.do === 'note_freeze_notice')).toBe(false)
  })
})
