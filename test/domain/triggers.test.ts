// What sets an escalation off although nothing has parked the task: each trigger, its figure, its reason, once, over restarts.

import { describe, expect, it, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { effectiveTriggers, DEFAULT_TRIGGERS } from '../../src/domain/escalation/terms.ts'
import { PlanDocument } from '../../src/domain/plan/document.ts'
import type { WaveProgress } from '../../src/domain/schedule/state.ts'
import { lookOf } from '../../src/domain/side-runs.ts'
import type { BareSnapshot, RunRecord, Standing } from '../../src/domain/snapshot.ts'
import { TaskState, emptyTaskState } from '../../src/reconcile/task-state.ts'
import { active, at, done, failed, NOW, policy, snapshot } from './support.ts'
import { find, parked } from './verbs.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What the issue is told by triggers, by topic. */
const told = (bare: BareSnapshot, rules = policy(), now = NOW): Map<string, string> =>
  new Map(
    decide(bare, rules, now).actions.flatMap((action) =>
      action.do === 'comment' && /^escalation-\D/.test(action.topic) ? [[action.topic, action.body]] : [],
    ),
  )
/** The task after a pass, as it is read back after a restart: what it remembers comes from its stored state. */
function after(bare: BareSnapshot, now: number, rules = policy()): BareSnapshot {
  const { troubles, trouble } = decide(bare, rules, now)
  const stored = TaskState.parse(
    JSON.parse(JSON.stringify({ ...emptyTaskState(), troubles, ...(trouble ? { trouble } : {}) })),
  )
  return { ...bare, troubles: stored.troubles, trouble: stored.trouble }
}

describe('more work than capacity', () => {
  const busy = (running: number): Standing => ({
    workload: { running, waiting: 1, lastStartedAt: undefined },
    record: new Map(),
  })
  const waits = (minutes: number, running = 2, state: RunRecord['state'] = 'queued'): BareSnapshot => ({
    ...at.triaged,
    runs: [
      ...at.triaged.runs,
      { ...active('researcher', 'research'), state, queuedAt: NOW - minutes * MINUTE },
    ],
    standing: new Map([['researcher', busy(running)]]),
  })

  test.each<[string, BareSnapshot, boolean]>([
    ['an hour at the cap', waits(60), true],
    ['less than an hour', waits(59), false],
    ['the agent has room: the queue has not come to it', waits(600, 1), false],
    ['it is at work', waits(600, 2, 'running'), false],
    [
      'the repository is full',
      {
        ...waits(61, 1),
        standing: new Map([
          ['researcher', busy(1)],
          ['critic', busy(7)],
        ]),
      },
      true,
    ],
    [
      'nobody knows since when',
      { ...waits(61), runs: waits(61).runs.map((run) => ({ ...run, queuedAt: undefined })) },
      false,
    ],
  ])('%s', (_name, bare, is) => {
    expect(told(bare).has('escalation-over-capacity-1')).toBe(is)
  })

  it('says who waits, since when, and for what', () => {
    const body = told(waits(60)).get('escalation-over-capacity-1')
    expect(body).toContain(
      'researcher (research) has waited since 2026-11-21T11:00:00.000Z: researcher may have 2 runs under way and has 2, and 1 waiting',
    )
    expect(body).toContain('There is more work than capacity')
  })

  it('is looked for in time, without anything happening meanwhile', () => {
    expect(decide(waits(50), policy(), NOW).requeueAfterMs).toBe(10 * MINUTE)
  })

  it('by the figure of the policy', () => {
    const patient = { ...policy(), triggers: { ...policy().triggers, waiting_minutes: 240 } }
    expect(told(waits(239), patient).size).toBe(0)
    expect(told(waits(240), patient).size).toBe(1)
  })

  it('climbs the ladder from what is stored, and is over when the run starts', () => {
    const first = after(waits(60), NOW)
    expect(first.troubles).toMatchObject({ 'over-capacity': { level: 2, told: 1, since: NOW } })
    expect(told(first, policy(), NOW + HOUR).size).toBe(0)
    expect([...told(first, policy(), NOW + DAY).keys()]).toEqual(['escalation-over-capacity-2'])
    expect(told(first, policy(), NOW + DAY).get('escalation-over-capacity-2')).toContain('@alice')
    const started = { ...first, runs: waits(60, 2, 'running').runs }
    expect(decide(started, policy(), NOW + HOUR).troubles).toMatchObject({
      'over-capacity': { over: true, told: 1 },
    })
  })

  it('is not spoken of while a person holds the task', () => {
    const held = { by: 'alice', at: NOW, comment: 1, line: 1 }
    expect(told({ ...waits(600), desired: { ...nothingDesired(), held } }).size).toBe(0)
  })
})

describe('repeated failure', () => {
  const fail = (attempt: number): RunRecord => ({
    ...failed('implementer', 'implement', { kind: 'failed', detail: `boom ${attempt}` }, attempt),
    endedAt: NOW - HOUR + attempt,
  })
  const failing = (n: number, ...more: RunRecord[]): BareSnapshot => ({
    ...at.researched,
    runs: [...at.researched.runs, ...Array.from({ length: n }, (_, i) => fail(i + 1)), ...more],
  })
  const WAVE = lookOf('attempts', 2)
  const looked = done('critic', 'research', {
    wave: WAVE,
    value: {
      summary: 'The base is broken.',
      recommendation: 'Mend the base first.',
      findings: [],
      risks: [],
    },
  })
  const commented = (bare: BareSnapshot): BareSnapshot => ({
    ...bare,
    issue: {
      ...bare.issue,
      comments: decide(bare, policy(), NOW).actions.flatMap((action, id) =>
        action.do === 'comment' ? [{ id, topic: action.topic, body: action.body }] : [],
      ),
    },
  })

  it('once is tried again, without anybody else', () => {
    expect(find(failing(1), 'start_run')).toMatchObject({ agent: 'implementer', attempt: 2 })
    expect(told(failing(1)).size).toBe(0)
  })

  it('twice is looked into by whom the pack names, before anybody is asked', () => {
    const start = find(failing(2), 'start_run')
    expect(start).toMatchObject({ agent: 'critic', purpose: 'research', wave: WAVE })
    expect(start?.brief.untrusted.map(({ text }) => text)).toContain('failed: boom 2')
    expect(parked(failing(2))).toBeUndefined()
    expect(told(failing(2)).get('escalation-failing-1')).toContain(
      '2 attempts at wave 2 by implementer failed in a row',
    )
  })

  it('is told once, and what was found goes to the issue and into the next attempt', () => {
    const first = after(failing(2, looked), NOW)
    expect(told(first, policy(), NOW + 3 * DAY).size).toBe(0)
    const said = decide(first, policy(), NOW).actions.find(
      (action) => action.do === 'comment' && action.topic === 'failure-2-attempts',
    )
    expect(said).toMatchObject({ body: expect.stringContaining('Mend the base first.') })
    const next = find(commented(first), 'start_run')
    expect(next).toMatchObject({ agent: 'implementer', purpose: 'implement', attempt: 3 })
    expect(JSON.stringify(next?.brief.untrusted)).toContain('Mend the base first.')
  })

  it('to the last attempt is for people then', () => {
    expect(parked(commented(failing(3, looked)))).toContain('boom 3')
  })

  it.each([
    ['nobody is named', policy().triggers, []],
    ['only the author is', policy().triggers, ['implementer']],
    ['one that the team has not', policy().triggers, ['truth-validator']],
  ])('goes on as before where %s', (_what, triggers, names) => {
    const rules = { ...policy(), triggers: { ...triggers, validators: names as never } }
    const start = decide(failing(2), rules, NOW).actions.find((action) => action.do === 'start_run')
    expect(start).toMatchObject({ agent: 'implementer', attempt: 3 })
  })

  it('that is looked into in vain is for people after the last attempt', () => {
    const vain = {
      ...failed('critic', 'research', { kind: 'blocked', blocked: 'x', needs: 'y' }),
      wave: WAVE,
    }
    expect(find(failing(2, vain), 'start_run')).toMatchObject({ agent: 'implementer', attempt: 3 })
    expect(parked(failing(3, vain))).toContain('boom 3')
  })

  it('before a word to try again does not count', () => {
    const retry = { by: 'alice', at: NOW, comment: 1, line: 1 }
    const bare = { ...failing(2), desired: { ...nothingDesired(), retry } }
    expect(find(bare, 'start_run')).toMatchObject({ agent: 'implementer', attempt: 3 })
    expect(told(bare).size).toBe(0)
  })
})

describe('a plan at risk', () => {
  const plan = (change: object = {}): PlanDocument =>
    PlanDocument.parse({
      plan: 'plan-1',
      title: 'Core',
      orchestrator: 'orchestrator',
      context: '',
      waves: [
        { wave: 1, title: 'One', agent: 'implementer', estimate_hours: 10, prose: '' },
        { wave: 2, title: 'Two', agent: 'implementer', estimate_hours: 14, prose: '' },
      ],
      ...change,
    })
  const running = (hours: number): WaveProgress => ({
    state: 'running',
    startedAt: NOW - hours * HOUR,
    attempts: 1,
  })
  const going = (document: PlanDocument, progress: Record<string, WaveProgress> = {}): BareSnapshot => ({
    ...snapshot({ waves: [], runs: [active('implementer', 'implement', { wave: 2 })] }),
    plan: { document, problems: [] },
    progress,
  })

  // Now is noon of 21 November; ten and fourteen hours are left, one after the other.
  test.each<[string, BareSnapshot, boolean]>([
    ['due at the end of tomorrow', going(plan({ due: '2026-11-22' })), false],
    ['due tonight', going(plan({ due: '2026-11-21' })), true],
    [
      'due tonight, and the first wave is done',
      going(plan({ due: '2026-11-21' }), { 'plan-1/1': merged() }),
      true,
    ],
    ['no date', going(plan()), false],
    ['under way for as long as was thought', going(plan(), { 'plan-1/1': running(10) }), false],
    ['under way for nearly twice as long', going(plan(), { 'plan-1/1': running(19.9) }), false],
    ['under way for twice as long', going(plan(), { 'plan-1/1': running(20) }), true],
    [
      'without an estimate nothing takes too long',
      going(plan({ waves: [{ wave: 1, title: 'One', agent: 'implementer', prose: '' }] }), {
        'plan-1/1': running(900),
      }),
      false,
    ],
  ])('%s', (_name, bare, is) => {
    expect(told(bare).has('escalation-late-1')).toBe(is)
  })
  function merged(): WaveProgress {
    return { state: 'merged', startedAt: NOW - 10 * HOUR, endedAt: NOW, attempts: 1 }
  }

  it('names the date, the path and what is left of it, and asks people', () => {
    const body = told(going(plan({ due: '2026-11-21' }))).get('escalation-late-1')
    expect(body).toContain(
      'plan-1 is due on 2026-11-21, and its critical path takes 24 hours more: plan-1/1 → plan-1/2',
    )
    expect(body).toContain('@alice, this needs a person')
  })

  const inMilestone = (bare: BareSnapshot, due: string): BareSnapshot => ({
    ...bare,
    issue: { ...bare.issue, milestone: { title: 'v1 <!-- @eve', due } },
  })

  test.each<[string, BareSnapshot, string | undefined]>([
    [
      'its milestone’s day, where the plan has none',
      inMilestone(going(plan()), '2026-11-21'),
      '2026-11-21 (milestone',
    ],
    ['a milestone that can be reached', inMilestone(going(plan()), '2026-11-22'), undefined],
    [
      'its own day before that of its milestone, which is earlier',
      inMilestone(going(plan({ due: '2026-11-30' })), '2026-11-01'),
      undefined,
    ],
    [
      'its own day before that of its milestone, which is later',
      inMilestone(going(plan({ due: '2026-11-21' })), '2027-01-01'),
      'plan-1 is due on 2026-11-21, and',
    ],
    [
      'no plan, and the milestone’s day is over',
      inMilestone(at.triaged, '2026-11-20'),
      '#7 was due on 2026-11-20',
    ],
    ['no plan, on the milestone’s day', inMilestone(at.triaged, '2026-11-21'), undefined],
  ])('the day that counts: %s', (_name, bare, words) => {
    const body = told(bare).get('escalation-late-1')
    if (words === undefined) expect(body).toBeUndefined()
    else expect(body).toContain(words)
    expect(body ?? '').not.toMatch(/<!-- @eve|@eve/)
  })

  it('says how much of the path is a guess', () => {
    const waves = [{ wave: 1, title: 'One', agent: 'implementer', prose: '' }]
    const body = told(going(plan({ due: '2026-11-20', waves }))).get('escalation-late-1')
    expect(body).toContain('takes 4 hours more (1 of its 1 waves by a guess)')
  })

  it('is looked for at the moment from which it cannot be reached any more', () => {
    const { requeueAfterMs } = decide(going(plan({ due: '2026-11-22' })), policy(), NOW)
    expect(requeueAfterMs).toBeLessThanOrEqual(12 * HOUR)
  })

  it('a wave’s figure is the policy’s', () => {
    const strict = { ...policy(), triggers: { ...policy().triggers, overrun_factor: 1 } }
    expect(told(going(plan(), { 'plan-1/1': running(10) }), strict).size).toBe(1)
  })
})

it('a blocker is a matter across teams after the time that the policy gives it', () => {
  const blocked = failed('researcher', 'research', {
    kind: 'blocked',
    blocked: 'no access',
    needs: 'a token',
  })
  const bare = { ...at.triaged, runs: [...at.triaged.runs, blocked] }
  const begun = (age: number): BareSnapshot => ({
    ...bare,
    trouble: { kind: 'blocked', since: NOW - age, level: 1, lastNudge: NOW - age, told: 0 },
  })
  const hasty = { ...policy(), triggers: { ...policy().triggers, blocker_minutes: 30 } }
  expect(decide(begun(29 * MINUTE), hasty, NOW).trouble?.level).toBe(1)
  expect(decide(begun(30 * MINUTE), hasty, NOW).trouble?.level).toBe(3)
  expect(decide(begun(30 * MINUTE), policy(), NOW).trouble?.level).toBe(1)
  expect(decide(begun(DAY), policy(), NOW).trouble?.level).toBe(3)
})

test('each figure is the policy’s, else the pack’s, else the default', () => {
  expect(effectiveTriggers({}, {})).toEqual(DEFAULT_TRIGGERS)
  expect(effectiveTriggers({ failures: 5 }, { failures: 3, waiting_minutes: 10 })).toEqual({
    ...DEFAULT_TRIGGERS,
    failures: 5,
    waiting_minutes: 10,
  })
  expect(policy().triggers.validators).toEqual(['critic', 'researcher'])
})
