// A task with a plan: its waves, who executes them, what they wait for, and what their end sets going.

import { describe, expect, it } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { RecordedRoute } from '../../src/domain/roster/recorded-route.ts'
import type { PlanDocument } from '../../src/domain/plan/document.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { agent, done, NOW, policy, result, validation } from './support.ts'
import { audited, document, merged, on, settled, waveOf } from './plan-fixture.ts'
import { find, parked } from './verbs.ts'

const starts = (bare: BareSnapshot): string[] =>
  decide(settled(bare), policy(), NOW).actions.flatMap((action) =>
    action.do === 'start_run' ? [`w${action.wave} ${action.agent} ${action.purpose}`] : [],
  )
describe('the waves of a plan', () => {
  it('are the route: no triage, own branches, in order', () => {
    const bare = on(document())
    expect(starts(bare)).toEqual(['w1 researcher research'])
    expect(decide(bare, policy(), NOW).waves.map(({ index, branch }) => [index, branch])).toEqual([
      [2, 'agent-2/educational/wave-1'],
      [3, 'agent-2/educational/wave-2'],
    ])
    expect(RecordedRoute.parse(decide(bare, policy(), NOW).routed)).toMatchObject({ offset: 0 })
  })

  it('run on the branch of the plan, with its grant, and know their place', () => {
    const plan = document({ authority: { paths: { allow: ['src/**'] } } })
    const start = find(settled(on(plan, { runs: [audited] })), 'start_run')
    expect(start).toMatchObject({
      branch: 'agent-2/educational/wave-1',
      authority: { paths: { allow: ['src/**'] } },
      brief: { mandate: { role: { kind: 'wave', plan: 'plan-2', wave: 1, orchestrator: 'implementer' } } },
    })
    expect(
      start?.brief.untrusted.some(
        ({ source, text }) => source === 'plan plan-2, wave 1' && text.includes('Why it matters.'),
      ),
    ).toBe(true)
  })

  it('go on side by side where nothing orders them', () => {
    const plan = document(
      { shape: 'parallel' },
      waveOf(1, { agent: 'implementer' }),
      waveOf(2, { agent: 'researcher', purpose: 'research' }),
      waveOf(3, { agent: 'researcher', purpose: 'research', depends_on: [2] }),
    )
    expect(starts(on(plan))).toEqual(['w2 implementer implement', 'w3 researcher research'])
  })

  it('of a background agent hold up no other, only the end', () => {
    const rules = policy()
    const agents = rules.pack.agents.map((one) =>
      one.name === 'researcher' ? { ...one, background: true } : one,
    )
    const quiet = { ...rules, pack: { ...rules.pack, agents } }
    const plan = document(
      {},
      waveOf(1, { agent: 'researcher', purpose: 'research' }),
      waveOf(2, { agent: 'implementer' }),
    )
    const at = settled(on(plan))
    const both = decide(at, quiet, NOW).actions.flatMap((action) =>
      action.do === 'start_run' ? [action.agent] : [],
    )
    expect(both).toEqual(['implementer', 'researcher'])
    expect(starts(on(plan))).toEqual(['w2 researcher research'])
    const alone = merged(on(plan), 3)
    const end = decide(settled(alone), quiet, NOW)
    expect(end.actions.some((action) => action.do === 'close_issue')).toBe(false)
    expect(end.actions).toContainEqual(expect.objectContaining({ do: 'start_run', agent: 'researcher' }))
  })

  it('wait for signals, while independent waves go on', () => {
    const plan = document(
      { shape: 'parallel' },
      waveOf(1, { agent: 'researcher', purpose: 'research' }),
      waveOf(4, { agent: 'implementer', waits_for: ['plan-1-wave-3-complete'] }),
    )
    expect(starts(on(plan))).toEqual(['w2 researcher research'])
    expect(decide(on(plan), policy(), NOW).waitsFor).toEqual(['plan-1-wave-3-complete'])
    expect(decide(on(plan), policy(), NOW).explanation.join()).toContain(
      'wave 5 waits for the signal plan-1-wave-3-complete',
    )
    const sent = on(plan, { signals: ['plan-1-wave-3-complete'] })
    expect(starts(sent)).toEqual(['w2 researcher research', 'w5 implementer implement'])
    expect(decide(sent, policy(), NOW).waitsFor).toEqual([])
  })

  it.each([
    [{ dependencies: ['plan-1'] }, {}, 'plan-1-complete'],
    [{}, { depends_on: ['plan-1/3'] }, 'plan-1-wave-3-complete'],
  ])('of plans that depend on others wait as well (%j, %j)', (change, wave, signal) => {
    const plan = document(change, waveOf(1, { agent: 'implementer', ...wave }))
    expect(starts(on(plan))).toEqual([])
    expect(decide(on(plan), policy(), NOW).waitsFor).toEqual([signal])
  })
})

it('weighs more in the queue for each plan that it unblocks', () => {
  const score = (unblocks: string[]): number | undefined =>
    decide(on(document({ unblocks })), policy(), NOW).priority?.score
  expect([score([]), score(['plan-3']), score(['plan-3', 'plan-4', 'plan-7'])]).toEqual([1, 2, 3])
})

describe('who executes a wave', () => {
  const plan = (change: object = {}): PlanDocument => document(change, waveOf(1))
  const directed = (executor: string) => [
    done('implementer', 'direct', {
      wave: 2,
      value: { executor: agent(executor), instructions: 'Mind the layout.', checks: [], why: 'w' },
    }),
  ]

  it('is for the orchestrator of the plan to say where the plan does not', () => {
    const start = find(settled(on(plan())), 'start_run')
    expect([start?.agent, start?.purpose, start?.wave]).toEqual(['implementer', 'direct', 2])
    expect(start?.brief.mandate?.role).toMatchObject({ kind: 'plan', plan: 'plan-2' })
  })

  it('and its instructions go with the wave, as somebody else’s words', () => {
    const start = find(settled(on(plan(), { runs: directed('implementer') })), 'start_run')
    expect([start?.agent, start?.purpose]).toEqual(['implementer', 'implement'])
    expect(start?.brief.untrusted.some(({ text }) => text.includes('Mind the layout.'))).toBe(true)
  })

  it.each([
    ['nobody', {}, 'there is no agent nobody'],
    ['critic', {}, 'critic may not implement'],
  ])('%s is refused', (executor, change, why) => {
    expect(parked(settled(on(plan(change), { runs: directed(executor) })))).toContain(why)
  })

  it('never beyond the grant', () => {
    const runs = [
      done('researcher', 'direct', {
        wave: 2,
        value: { executor: agent('implementer'), instructions: 'i', checks: [], why: 'w' },
      }),
    ]
    const change = { orchestrator: 'researcher', authority: { spawn: ['critic'] } }
    expect(parked(settled(on(plan(change), { runs })))).toContain('grants no delegation to implementer')
  })
})

describe('the end of a wave', () => {
  const waves = merged(on(document(), { runs: [audited] }), 2, 3)
  const whole = validation('validate', { wave: 0, headSha: waves.base.sha, baseSha: waves.base.sha })
  const ended = { ...waves, validations: [whole] }
  const actions = decide(settled(ended), policy(), NOW).actions

  it('sends its signals, freezes what it freezes, and says so', () => {
    expect(actions.flatMap((action) => (action.do === 'send_signal' ? [action.name] : []))).toEqual([
      'plan-2-wave-0-complete',
      'plan-2-wave-1-complete',
      'plan-2-wave-2-complete',
      'explain-frozen',
      'plan-2-complete',
    ])
    expect(actions).toContainEqual(
      expect.objectContaining({
        do: 'freeze',
        id: 'plan-2/2',
        symbols: ['explain()'],
        orchestrator: 'implementer',
      }),
    )
    const said = actions.find((action) => action.do === 'comment' && action.topic === 'complete-2')
    expect(said).toMatchObject({ body: expect.stringContaining('Wave 2 of plan-2 is complete') })
  })

  it('is announced once', () => {
    const names = [
      'plan-2-wave-0-complete',
      'plan-2-wave-1-complete',
      'plan-2-wave-2-complete',
      'explain-frozen',
      'plan-2-complete',
    ]
    const again = decide({ ...settled(ended), signals: names }, policy(), NOW).actions
    expect(again.some((action) => action.do === 'send_signal')).toBe(false)
  })

  it('of the last one has the whole plan validated where it was merged, before anybody is told', () => {
    const before = decide(settled(waves), policy(), NOW).actions
    expect(before).toContainEqual(
      expect.objectContaining({ do: 'dispatch', wave: 0, kind: 'validate', headSha: waves.base.sha }),
    )
    expect(before.some((action) => action.do === 'send_signal' && action.name === 'plan-2-complete')).toBe(
      false,
    )
    const open = { ...whole, state: 'running' as const, completed: false, result: undefined }
    const waiting = decide(settled({ ...waves, validations: [open] }), policy(), NOW)
    expect(waiting.actions.some((action) => action.do === 'give_up_validation')).toBe(false)
    expect(waiting.explanation.at(-1)).toContain('the whole plan is validated')
    const steps = [{ name: 'tests', command: 'npm test', exitCode: 1, durationMs: 9, outputTail: 'not ok' }]
    const red = { ...whole, result: result({ headSha: waves.base.sha, baseSha: waves.base.sha, steps }) }
    expect(parked(settled({ ...waves, validations: [red] }))).toContain(
      'the validation of the whole plan failed',
    )
  })

  it('of the last one closes the issue', () => {
    expect(actions.at(-1)).toEqual({ do: 'close_issue' })
  })
})

describe('a plan edited while it runs', () => {
  const begun = merged(on(document(), { runs: [audited] }), 2)

  it('keeps what is finished, and drops what it has no more', () => {
    const at = settled(begun)
    const edited = {
      ...at,
      plan: {
        document: document({}, waveOf(1, { agent: 'implementer' }), waveOf(5, { agent: 'implementer' })),
        problems: [],
      },
    }
    const { routed, actions } = decide(edited, policy(), NOW)
    expect(routed?.waves.map(({ index }) => index)).toEqual([1, 2, 6])
    expect(actions.some((action) => action.do === 'close_pull')).toBe(false)
  })

  it('to be invalid leaves the last good one in force, and the issue says what is wrong', () => {
    const broken = { ...settled(begun), plan: { document: document(), problems: ['`#7:3`: no such agent.'] } }
    const { actions, routed } = decide(broken, policy(), NOW)
    expect(routed?.waves.map(({ index }) => index)).toEqual([1, 2, 3])
    const said = actions.find((action) => action.do === 'comment' && action.topic === 'plan-problems')
    expect(said).toMatchObject({ body: expect.stringContaining('The last good version stays in force') })
    expect(said).toMatchObject({ body: expect.stringContaining('no such agent') })
  })

  it('that was never valid starts nothing', () => {
    const broken = on(document(), { plan: { document: undefined, problems: ['`#7:3`: no such agent.'] } })
    expect(starts(broken)).toEqual([])
    expect(decide(broken, policy(), NOW).explanation.at(-1)).toBe('the plan cannot be read')
  })
})
