// A plan on request and a plan made anew: what the orchestrator is told, what stays in force meanwhile, and what becomes of waves.

import { describe, expect, it, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { nothingDesired, type Desired, type Stamp } from '../../src/domain/commands/desired.ts'
import { observeCommands } from '../../src/domain/commands/observed.ts'
import { analysisTopic, firstWave, planningWave } from '../../src/domain/plan/anew.ts'
import { renderPlan } from '../../src/domain/plan/render-plan.ts'
import { analysisComment } from '../../src/domain/render/analysis-comment.ts'
import { withMarker } from '../../src/domain/markers.ts'
import type { BareSnapshot, RunRecord } from '../../src/domain/snapshot.ts'
import { analysisOfTask } from '../../src/reconcile/plan-source.ts'
import { active, done, failed, HEAD, NOW, policy, pull, snapshot } from './support.ts'

const plan = (...tasks: string[]): string => `## Project Analysis
- **Task Type**: classification
- **Data Status**: to be collected
- **Compute Requirements**: one hour
- **Approach**: a baseline first

## Phase Breakdown

### Phase 1: Research
${tasks.map((task, i) => `${i + 1}. ${task}`).join('\n')}

## Experiment Plan
- **Baseline**: word counts
- **Metrics**: accuracy
- **Ablations**: with and without stop words`
const FIRST = plan(
  '[researcher]: Which features are usual?',
  '[implementer]: Build the baseline',
  '[critic]: Look',
)
const SECOND = plan('[researcher]: Which kernels are known?', '[implementer]: Build the better one')

const stamp = (comment: number): Stamp => ({ by: 'alice', at: NOW + comment * 1000, comment, line: 1 })
const approval = (comment: number): Desired['approved'][number] => ({ ...stamp(comment), on: 7 })
const comment = (id: number, version: number, text: string): BareSnapshot['issue']['comments'][number] => ({
  id,
  topic: analysisTopic(version),
  body: withMarker(analysisTopic(version), analysisComment(text, [], version)),
})
const base = (change: Partial<BareSnapshot> = {}): BareSnapshot => {
  const bare = snapshot({ waves: [] })
  return { ...bare, issue: { ...bare.issue, labels: ['baton', 'type:implementation'] }, ...change }
}
/** What observe() makes of it; `lastGood`: the text of the plan that was in force. */
function seen(bare: BareSnapshot, lastGood?: string): BareSnapshot {
  const { analysis, plan: found } = analysisOfTask(bare.issue, policy(), bare.runs, bare.desired, lastGood)
  return { ...bare, analysis, plan: found }
}
const withComments = (bare: BareSnapshot, ...comments: BareSnapshot['issue']['comments']): BareSnapshot => ({
  ...bare,
  issue: { ...bare.issue, comments },
})
const start = (bare: BareSnapshot) => {
  const action = decide(bare, policy(), NOW).actions.find((one) => one.do === 'start_run')
  return action?.do === 'start_run' ? action : undefined
}
const wrote = (analysis: string, version: number): RunRecord =>
  done('orchestrator', 'plan', { wave: planningWave(version), value: { summary: 's', analysis } })

/** The first plan, approved by comment 6; its first wave reported, its second is merged. */
const planned: Desired = { ...nothingDesired(), planned: stamp(3), approved: [approval(6)] }
const going = ((): { bare: BareSnapshot; text: string } => {
  const bare = seen(withComments(base({ runs: [wrote(FIRST, 0)], desired: planned }), comment(5, 0, FIRST)))
  const document = bare.plan?.document
  if (document === undefined) throw new Error('the first plan is not in force')
  const { routed, waves } = decide(bare, policy(), NOW)
  const [first, second] = routed?.waves ?? []
  const runs = [
    ...bare.runs,
    done('researcher', 'research', { wave: first!.index, value: { recommendation: 'Mind the sign.' } }),
    done('implementer', 'implement', { wave: second!.index, commit: HEAD, paths: ['a'] }),
  ]
  const merged = { ...pull({ state: 'merged', title: 'The baseline', mergeSha: HEAD }), number: 30 }
  return {
    bare: {
      ...bare,
      routed,
      runs,
      waves: waves.map((one) => ({
        ...one,
        branchSha: undefined,
        pull: one.index === second!.index ? merged : undefined,
      })),
    },
    text: renderPlan(document),
  }
})()
const anew: Desired = { ...planned, replan: { ...stamp(20), reason: 'The kernel changed.', nth: 1 } }
const asked = (...runs: RunRecord[]): BareSnapshot =>
  seen({ ...going.bare, desired: anew, runs: [...going.bare.runs, ...runs] }, going.text)

describe('/baton plan', () => {
  it('has a plan written where the route has none, with the words of whoever asked', () => {
    const desired = { ...nothingDesired(), planned: { ...stamp(3), wish: 'Compare two kernels.' } }
    const run = start(seen(base({ desired })))
    expect(run).toMatchObject({ agent: 'orchestrator', purpose: 'plan', wave: 0 })
    expect(run?.brief.untrusted).toContainEqual({
      source: 'what @alice wants of the plan',
      text: 'Compare two kernels.',
    })
    expect(start(seen(base()))?.purpose).not.toBe('plan')
  })

  it('is posted for approval and in force when somebody has approved it', () => {
    const bare = seen(base({ runs: [wrote(FIRST, 0)], desired: { ...nothingDesired(), planned: stamp(3) } }))
    const { actions } = decide(bare, policy(), NOW)
    expect(actions.some((one) => one.do === 'comment' && one.topic === 'analysis')).toBe(true)
    expect(going.bare.plan?.document?.waves.map(({ wave }) => wave)).toEqual([1, 2, 3])
  })
})

describe('/baton replan', () => {
  it('has it written again by a run of its own, told of the words, the outcomes and the blockers', () => {
    const third = going.bare.routed!.waves[2]!
    const blocked = {
      ...failed('critic', 'research', { kind: 'blocked', blocked: 'No data.', needs: 'A set.' }),
      wave: third.index,
    }
    const run = start(asked(blocked))
    expect(run).toMatchObject({ agent: 'orchestrator', purpose: 'plan', wave: planningWave(1), attempt: 1 })
    expect(run?.brief.instructions).toContain('What is merged stays')
    const told = run?.brief.untrusted.map(({ source, text }) => `${source}: ${text}`).join('\n') ?? ''
    expect(told).toContain('why @alice wants the plan made anew: The kernel changed.')
    expect(told).toContain('wave 2 (implement, implementer: Build the baseline) is merged: The baseline')
    expect(told).toContain('it is blocked: No data. It needs: A set.')
    expect(told).toContain('Recommendation: Mind the sign.')
    expect(told).toContain('the plan before: ')
  })

  it('leaves the old plan in force and starts nothing of it meanwhile', () => {
    const writing = asked({ ...active('orchestrator', 'plan'), wave: planningWave(1) })
    expect(writing.plan).toMatchObject({ outdated: true, document: { plan: 'issue-7' } })
    const { actions, routed } = decide(writing, policy(), NOW)
    expect(actions.filter((one) => one.do === 'start_run' || one.do === 'close_pull')).toEqual([])
    expect(routed?.waves).toEqual(going.bare.routed?.waves)
  })

  it('is obeyed in the pass that hears it, and a plan that is still being written is not finished', () => {
    const body = '/baton replan The kernel changed.'
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
    const heard = { ...going.bare, commands, roles: new Map([['alice', 'write' as const]]) }
    expect(start(heard)).toMatchObject({ purpose: 'plan', wave: planningWave(1) })
    expect(decide(heard, policy(), NOW).desired?.replan).toMatchObject({
      nth: 1,
      reason: 'The kernel changed.',
    })
    const early = seen(
      base({ desired: { ...anew, approved: [] }, runs: [active('orchestrator', 'plan', { wave: 0 })] }),
    )
    expect(decide(early, policy(), NOW).actions).toContainEqual(
      expect.objectContaining({ do: 'cancel_run', why: 'the plan was asked for anew' }),
    )
  })

  it('is posted beside the first, and waits for an approval of its own', () => {
    const written = asked(wrote(SECOND, 1))
    const { actions } = decide(written, policy(), NOW)
    const said = actions.find((one) => one.do === 'comment' && one.topic === 'analysis-2')
    expect(said).toMatchObject({
      body: expect.stringContaining('Build the better one'),
      commentId: undefined,
    })
    const posted = seen(withComments(written, comment(5, 0, FIRST), comment(21, 1, SECOND)), going.text)
    const { explanation } = decide(posted, policy(), NOW)
    expect(explanation.at(-1)).toBe('the plan waits for `/baton approve`')
  })

  it('approved gives up what is not finished, keeps what is, and numbers its waves on', () => {
    const bare = seen(
      withComments(
        { ...asked(wrote(SECOND, 1)), desired: { ...anew, approved: [approval(6), approval(22)] } },
        comment(5, 0, FIRST),
        comment(21, 1, SECOND),
      ),
      going.text,
    )
    expect(bare.plan?.outdated).toBeUndefined()
    const { routed, actions } = decide(bare, policy(), NOW)
    const before = going.bare.routed!.waves
    expect(routed?.waves.map(({ plan: number, agent, index }) => [number, agent, index])).toEqual([
      [1, 'researcher', before[0]!.index],
      [2, 'implementer', before[1]!.index],
      [101, 'researcher', before[0]!.index + 100],
      [102, 'implementer', before[1]!.index + 100],
    ])
    expect(actions.filter((one) => one.do === 'start_run')).toMatchObject([
      { agent: 'researcher', wave: before[0]!.index + 100 },
    ])
  })

  it('closes the sub-issues of waves that never began', () => {
    const bare = seen(
      withComments(
        { ...asked(wrote(SECOND, 1)), desired: { ...anew, approved: [approval(22)] } },
        comment(5, 0, FIRST),
        comment(21, 1, SECOND),
      ),
      going.text,
    )
    const sub = (number: number, wave: number, state: 'open' | 'closed' = 'open') => ({
      number,
      title: 't',
      state,
      body: 'b',
      topic: `sub-issue/7/issue-7/${wave}`,
      blockedBy: [],
    })
    const foreign = { ...sub(44, 3), topic: undefined }
    const { actions } = decide(
      { ...bare, subIssues: [sub(41, 3), sub(42, 3, 'closed'), foreign] },
      policy(),
      NOW,
    )
    expect(actions.filter((one) => one.do === 'close_sub_issue')).toEqual([
      { do: 'close_sub_issue', wave: 0, number: 41, reason: 'not_planned' },
    ])
  })
})

test('numbers of versions never meet', () => {
  const ranges = Array.from({ length: 10 }, (_, version) => firstWave(version))
  expect(ranges).toEqual([1, 101, 201, 301, 401, 501, 601, 701, 801, 901])
})
