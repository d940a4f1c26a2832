// Putting an agent to work, taking it back, and what a task may cost: by command, within team, purpose and policy.

import { describe, expect, it, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { Facts } from '../../src/domain/commands/answers.ts'
import { nothingDesired, type Desired } from '../../src/domain/commands/desired.ts'
import { observeCommands } from '../../src/domain/commands/observed.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { by, facts, says, state } from './commands-support.ts'
import { active, agent, agreed, at, done, HEAD, NOW, opened, policy, sha, validated } from './support.ts'
import { find } from './verbs.ts'

const assigned = (desired: Desired): string[] =>
  desired.assigned.filter(({ undone }) => undone === undefined).map((one) => `${one.agent} ${one.number}`)

describe('/baton assign', () => {
  test.each<[string, string, string[]]>([
    ['to the wave that is named', 'assign tester --wave 3', ['tester 3']],
    ['to the first that could go on', 'assign tester', ['tester 2']],
    ['to the first that could go on and that it may do', 'assign critic', ['critic 2']],
    ['whatever the case', 'assign Tester --wave=1', ['tester 1']],
    [
      'the later word for a wave',
      'assign tester --wave 3\n/baton assign tester --wave 2',
      ['tester 3', 'tester 2'],
    ],
    ['of one wave to another', 'assign tester --wave 2\n/baton assign critic --wave 2', ['critic 2']],
  ])('%s', (_what, body, expected) => {
    expect(assigned(state([says(`/baton ${body}`)]).desired)).toEqual(expected)
  })

  test.each<[string, string, Partial<Facts>, string]>([
    ['nobody of the team', 'assign tster', {}, 'there is no agent tster in this team; did you mean tester?'],
    ['nobody like it', 'assign xyzzy', {}, 'it has critic, tester, builder'],
    [
      'a wave that it may not do',
      'assign critic --wave 3',
      {},
      'critic may not implement in wave 3; who may: builder, tester',
    ],
    ['a wave that there is not', 'assign tester --wave 9', {}, 'open: 1, 2, 3'],
    ['who works on it already', 'assign builder --wave 2', {}, 'builder works on wave 2 already'],
    ['nothing is left', 'assign tester', { waves: [] }, 'no wave of this task is open'],
    [
      'none that it may do',
      'assign builder',
      { waves: facts.waves.slice(0, 1) },
      'none of the open waves: 1 (research)',
    ],
    ['no agent', 'assign', {}, 'The right form: `/baton assign <agent> [--wave number]`'],
  ])('%s is answered with what helps', (_what, body, change, words) => {
    const { desired, replies } = state([says(`/baton ${body}`)], { facts: { ...facts, ...change } })
    expect(replies[0]?.reaction).toBe('confused')
    expect(replies[0]?.body).toContain(words)
    expect(desired.assigned).toEqual([])
  })

  test('needs the permission to write, looked up when it is carried out', () => {
    const { desired, replies } = state([says('/baton assign tester', by('lin'))])
    expect(replies[0]?.body).toContain('assign needs the permission write in this repository')
    expect(desired.assigned).toEqual([])
  })
})

describe('/baton unassign', () => {
  const before = state([
    says('/baton assign tester --wave 2\n/baton assign tester --wave 3\n/baton assign critic --wave 2'),
  ]).desired
  test.each<[string, string[]]>([
    ['unassign', []],
    ['unassign critic', ['tester 3']],
    ['unassign tester', ['critic 2']],
  ])('%s', (body, left) => {
    expect(assigned(state([says(`/baton ${body}`)], { before }).desired)).toEqual(left)
  })

  test.each([
    ['unassign builder', 'builder was not assigned by a command; assigned: tester, critic'],
    ['unassign', 'nobody is assigned by a command; assigned: nobody'],
  ])('%s of nobody', (body, words) => {
    const change = body === 'unassign' ? {} : { before }
    expect(state([says(`/baton ${body}`)], change).replies[0]?.body).toContain(words)
  })

  test('an assignment that comes after it stays', () => {
    const [first, second] = [says('/baton unassign'), says('/baton assign tester --wave 3')]
    expect(assigned(state([second, first], { before }).desired)).toEqual(['tester 3'])
  })
})

describe('an assigned agent', () => {
  const on = (wave: number, name: string, bare: BareSnapshot, undone = false): BareSnapshot => {
    const stamp = { by: 'alice', at: NOW, comment: 1, line: 1 }
    const entry = { ...stamp, agent: agent(name), wave, number: wave, ...(undone ? { undone: stamp } : {}) }
    return { ...bare, desired: { ...nothingDesired(), assigned: [entry] } }
  }
  const working = { ...at.triaged, runs: [...at.triaged.runs, active('researcher', 'research')] }

  it('works on the wave in place of whom the route names, and the route says why', () => {
    expect(find(on(1, 'critic', at.triaged), 'start_run')).toMatchObject({
      agent: 'critic',
      purpose: 'research',
    })
    const route = decide(on(1, 'critic', at.triaged), policy(), NOW).actions.find(
      (action) => action.do === 'comment' && action.topic === 'route',
    )
    expect(route).toMatchObject({
      body: expect.stringContaining('wave 1 is worked on by critic and not researcher: assigned by'),
    })
  })

  it('takes it over at once: who is at work is stopped', () => {
    const { actions } = decide(on(1, 'critic', working), policy(), NOW)
    expect(actions.filter((action) => action.do === 'cancel_run')).toEqual([
      { do: 'cancel_run', id: working.runs.at(-1)?.id, why: 'the wave is now worked on by critic' },
    ])
  })

  it('leaves no trace when it is taken back', () => {
    const bare = on(1, 'critic', at.triaged, true)
    expect(find(bare, 'start_run')).toMatchObject({ agent: 'researcher' })
    expect(decide(on(1, 'critic', at.triaged), policy(), NOW).routed).toEqual(
      decide(at.triaged, policy(), NOW).routed,
    )
  })

  it('who has taken a wave over is stopped when it is taken back', () => {
    const bare = { ...working, runs: [...at.triaged.runs, active('critic', 'research')] }
    expect(find(on(1, 'critic', bare, true), 'cancel_run')).toMatchObject({
      why: 'the wave is now worked on by researcher',
    })
  })

  it('does nothing in a wave that is finished, or without the purpose', () => {
    expect(find(on(1, 'critic', at.researched), 'start_run')).toMatchObject({ agent: 'implementer' })
    expect(find(on(2, 'critic', at.researched), 'start_run')).toMatchObject({ agent: 'implementer' })
  })

  // The asa-swarm team has one implementer: a second one for these rows.
  const rules = (() => {
    const base = policy()
    const maker = base.pack.agents.find(({ name }) => name === 'implementer')!
    return {
      ...base,
      pack: { ...base.pack, agents: [...base.pack.agents, { ...maker, name: agent('maker') }] },
    }
  })()

  it('goes on from what is on the branch', () => {
    const start = decide(on(2, 'maker', opened), rules, NOW).actions.find(
      (action) => action.do === 'start_run',
    )
    expect(start).toMatchObject({ agent: 'maker', purpose: 'implement', attempt: 1, headSha: HEAD })
  })

  it('is judged with whom it took over from: neither has a seat', () => {
    const next = sha('b')
    const own = done('maker', 'implement', { headSha: HEAD, commit: next, paths: ['src/b.mjs'] })
    const [seen] = opened.waves
    const bare = {
      ...opened,
      runs: [...opened.runs, own],
      waves: [{ ...seen!, branchSha: next, pull: { ...seen!.pull!, headSha: next } }],
      validations: validated.validations.map((one) => ({
        ...one,
        headSha: next,
        result: one.result && { ...one.result, headSha: next },
      })),
    }
    const core = {
      ...rules,
      consensus: [{ ...rules.consensus[0]!, seats: [agent('implementer'), agent('critic')] }],
    }
    const check = decide(on(2, 'maker', bare), core, NOW).actions.find(
      (action) => action.do === 'check' && action.name === 'baton/consensus',
    )
    expect(check?.do === 'check' && check.summary).toContain('critic: no verdict')
    expect(check?.do === 'check' && check.summary).not.toMatch(/implementer: no verdict|maker: no verdict/)
  })
})

describe('/baton budget', () => {
  test.each<[string, string, number | undefined]>([
    ['ada', '25', 25],
    ['ada', '12.50', 12.5],
    ['ada', '100', 100],
    ['ada', '100.01', undefined],
    ['grace', '25', undefined],
  ])('of %s: %s', (login, usd, expected) => {
    const { desired, replies } = state([says(`/baton budget ${usd}`, by(login))])
    expect(desired.budget?.usd).toBe(expected)
    expect(replies[0]?.reaction).toBe(expected === undefined ? 'confused' : 'rocket')
  })

  test('beyond the policy names its limit; without the permission, the permission', () => {
    expect(state([says('/baton budget 200', by('ada'))]).replies[0]?.body).toContain(
      '$200.00 is more than the policy lets a command set: at most $100.00 (limits.max_issue_usd)',
    )
    expect(state([says('/baton budget 20')]).replies[0]?.body).toContain('needs the permission maintain')
    expect(state([says('/baton budget lots', by('ada'))]).replies[0]?.body).toContain(
      'The right form: `/baton budget [US dollars]`',
    )
  })

  test('without a figure only answers, for whoever may read', () => {
    const { replies, desired } = state([says('/baton budget', by('mallory'))])
    expect(replies[0]).toMatchObject({ reaction: 'rocket', body: expect.stringContaining('- spent: $1.50') })
    expect(desired).toEqual(nothingDesired())
  })

  const spent = (usd: number, set?: number): BareSnapshot => ({
    ...at.researched,
    runs: at.researched.runs.map((run) => ({ ...run, usage: { ...run.usage, usd: usd / 2 } })),
    ...(set === undefined
      ? {}
      : { desired: { ...nothingDesired(), budget: { by: 'ada', at: NOW, comment: 1, line: 1, usd: set } } }),
  })
  test.each<[string, BareSnapshot, boolean]>([
    ['8 of 10 spent: no room for a run of 3', spent(8), false],
    ['raised to 11', spent(8, 11), true],
    ['lowered to 5', spent(3, 5), false],
    ['raised beyond what the policy allows by now', spent(98, 500), false],
  ])('%s', (_what, bare, starts) => {
    expect(find(bare, 'start_run') !== undefined).toBe(starts)
  })
})

describe('/baton explain', () => {
  it('shows the trees of gates and consensus as the checks have them', () => {
    const body = '/baton explain'
    const commands = observeCommands([
      {
        id: 20,
        on: 7,
        author: { login: 'alice', kind: 'person' },
        association: 'OWNER',
        body,
        at: NOW,
        edited: false,
      },
    ])
    const bare = {
      ...agreed,
      commands,
      roles: new Map([['alice', 'read' as const]]),
      explanation: ['#8 is merged'],
    }
    const said = decide(bare, policy(), NOW).actions.find(
      (action) => action.do === 'comment' && action.topic === 'reply/20',
    )
    const text = said?.do === 'comment' ? said.body : ''
    expect(text).toContain(`gates on ${HEAD.slice(0, 7)}`)
    expect(text).toContain(`consensus on ${HEAD.slice(0, 7)}`)
    expect(text).toContain('critic approves')
    expect(text).toContain('- ✅ wave 2, #8')
    expect(text).toContain('### What it waits for\n\n- #8 is merged')
  })
})

describe('/baton escalate', () => {
  it('goes up one level at a time, also while the task itself goes on', () => {
    let bare: BareSnapshot = at.researched
    const levels: (number | undefined)[] = []
    for (let i = 1; i <= 4; i += 1) {
      const escalated = { by: 'alice', at: NOW + i * 60_000, comment: i, line: 1 }
      const asked = decide(
        { ...bare, desired: { ...nothingDesired(), escalated } },
        policy(),
        NOW + i * 60_000,
      )
      levels.push(asked.trouble?.level)
      bare = { ...bare, desired: { ...nothingDesired(), escalated }, trouble: asked.trouble }
      // Nothing waits for anybody: the next pass takes it for over.
      const { trouble } = decide(bare, policy(), NOW + i * 60_000 + 1)
      expect(trouble?.over).toBe(true)
      bare = { ...bare, trouble }
    }
    // The pack's ladder has three.
    expect(levels).toEqual([1, 2, 3, 3])
  })
})
