// A task that is planned first: the orchestrator's analysis, its approval, and the rounds that results ask for.

import { describe, expect, it } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import type { EffectivePolicy } from '../../src/domain/policy/effective.ts'
import { analysisComment, analysisOf, withIteration } from '../../src/domain/render/analysis-comment.ts'
import { withMarker } from '../../src/domain/markers.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { parseAnalysis } from '../../src/plans/analysis.ts'
import { analysisOfTask } from '../../src/reconcile/plan-source.ts'
import { agent, done, NOW, pack, policy, snapshot } from './support.ts'

const planned: EffectivePolicy = (() => {
  const rules = policy()
  const lifecycle = {
    title: 'Life of a project',
    when: { types: ['implementation'] },
    shape: 'sequential' as const,
    waves: [],
    reviewers: [],
    skip_research: false,
    timers: 1,
    post_mortem: [],
    planned: true,
  }
  return { ...rules, pack: { ...rules.pack, patterns: { lifecycle } } }
})()

const TEXT = `## Project Analysis
- **Task Type**: classification
- **Data Status**: to be collected
- **Compute Requirements**: one hour
- **Approach**: a baseline first

## Phase Breakdown

### Phase 1: Research
1. [researcher]: Which features are usual?

### Phase 2: Implementation
2. [implementer]: Build the baseline

## Experiment Plan
- **Baseline**: word counts
- **Metrics**: accuracy
- **Ablations**: with and without stop words`

const typed = (change: Partial<BareSnapshot> = {}): BareSnapshot => {
  const base = snapshot({ waves: [] })
  return { ...base, issue: { ...base.issue, labels: ['baton', 'type:implementation'] }, ...change }
}
/** What observe() makes of it. */
function seen(bare: BareSnapshot): BareSnapshot {
  const { analysis, plan } = analysisOfTask(bare.issue, planned, bare.runs, bare.desired, undefined)
  return { ...bare, analysis, plan }
}
const said = (text: string): BareSnapshot['issue']['comments'] => [
  { id: 5, topic: 'analysis', body: withMarker('analysis', analysisComment(text, [])) },
]
const wrote = (analysis: string) => done('orchestrator', 'plan', { value: { summary: 's', analysis } })
const approved = { ...nothingDesired(), approved: [{ by: 'alice', at: NOW, comment: 9, line: 1, on: 7 }] }
const first = (bare: BareSnapshot, kind: string) =>
  decide(bare, planned, NOW).actions.find((action) => action.do === kind)

describe('the plan of a planned task', () => {
  it('is asked of the orchestrator, before any wave', () => {
    const start = decide(seen(typed()), planned, NOW).actions.filter((action) => action.do === 'start_run')
    expect(start).toMatchObject([{ agent: 'orchestrator', purpose: 'plan', wave: 0 }])
    expect(start[0]?.do === 'start_run' && start[0].brief.instructions).toContain('## Phase Breakdown')
  })

  it('is put on the issue, to be edited and approved', () => {
    const actions = decide(seen(typed({ runs: [wrote(TEXT)] })), planned, NOW).actions
    const comment = actions.find((action) => action.do === 'comment' && action.topic === 'analysis')
    expect(comment).toMatchObject({ body: expect.stringContaining('/baton approve') })
    expect(comment?.do === 'comment' && analysisOf(comment.body)).toBe(TEXT)
    expect(actions.some((action) => action.do === 'start_run')).toBe(false)
  })

  it('that cannot be read goes back with what is wrong, and to people after the last attempt', () => {
    const broken = wrote('## Project Analysis\n- **Task Type**: x')
    const start = first(seen(typed({ runs: [broken] })), 'start_run')
    expect(start).toMatchObject({ purpose: 'plan', attempt: 2 })
    expect(start?.do === 'start_run' && start.brief.instructions).toContain('could not be read')
    const often = [1, 2, 3].map((attempt) => ({ ...broken, attempt }))
    const parked = decide(seen(typed({ runs: often })), planned, NOW).actions
    expect(parked.some((action) => action.do === 'comment' && action.topic === 'parked')).toBe(true)
  })

  it('waits for a person, and is never written over', () => {
    const edited = TEXT.replace('Build the baseline', 'Build a smaller baseline')
    const base = typed({ runs: [wrote(TEXT)] })
    const bare = seen({ ...base, issue: { ...base.issue, comments: said(edited) } })
    const { actions, explanation } = decide(bare, planned, NOW)
    expect(explanation.at(-1)).toBe('the plan waits for `/baton approve`')
    expect(actions.some((action) => action.do === 'comment' && action.topic === 'analysis')).toBe(false)
    expect(actions.some((action) => action.do === 'start_run')).toBe(false)
  })

  it('approved is in force as edited: every line a wave', () => {
    const edited = TEXT.replace('Build the baseline', 'Build a smaller baseline')
    const base = typed({ runs: [wrote(TEXT)], desired: approved })
    const bare = seen({ ...base, issue: { ...base.issue, comments: said(edited) } })
    expect(bare.plan?.document?.waves.map(({ title }) => title)).toEqual([
      'Which features are usual?',
      'Build a smaller baseline',
    ])
    expect(first(bare, 'start_run')).toMatchObject({ agent: 'researcher', purpose: 'research' })
  })

  it('cannot have been approved before it was there', () => {
    const early = { ...nothingDesired(), approved: [{ by: 'alice', at: NOW, comment: 4, line: 1, on: 7 }] }
    const base = typed({ runs: [wrote(TEXT)], desired: early })
    expect(seen({ ...base, issue: { ...base.issue, comments: said(TEXT) } }).plan).toBeUndefined()
  })

  it('edited into something unreadable before it is approved says what is wrong', () => {
    const base = typed({ runs: [wrote(TEXT)] })
    const bare = seen({
      ...base,
      issue: { ...base.issue, comments: said(TEXT.replace('[implementer]', '[nobody]')) },
    })
    const problem = decide(bare, planned, NOW).actions.find(
      (action) => action.do === 'comment' && action.topic === 'plan-problems',
    )
    expect(problem).toMatchObject({ body: expect.stringContaining('nobody') })
  })
})

describe('another round', () => {
  const base = typed({ desired: approved })
  const asking = (rounds: number): BareSnapshot => {
    let bare = seen({ ...base, issue: { ...base.issue, comments: said(TEXT) } })
    for (let i = 0; i < rounds; i += 1) {
      const { routed, waves } = decide(bare, planned, NOW)
      const next = [{ agent: agent('researcher'), task: `Look again, round ${i + 1}` }]
      const runs = (routed?.waves ?? []).map((wave) =>
        wave.purpose === 'research'
          ? done('researcher', 'research', { wave: wave.index, value: { next } })
          : done('implementer', 'implement', { wave: wave.index, commit: bare.base.sha }),
      )
      const merged = waves.map((wave) => ({
        ...wave,
        branchSha: undefined,
        pull: { ...mergedPull, number: wave.index },
      }))
      bare = { ...bare, routed, runs, waves: merged }
      const comment = decide(bare, planned, NOW).actions.find(
        (action) => action.do === 'comment' && action.topic === 'analysis',
      )
      if (comment?.do !== 'comment') return bare
      bare = seen({
        ...bare,
        issue: { ...bare.issue, comments: [{ id: 5, topic: 'analysis', body: comment.body }] },
      })
    }
    return bare
  }
  const mergedPull = {
    nodeId: 'P',
    number: 1,
    title: 't',
    body: 'b',
    state: 'merged' as const,
    draft: false,
    labels: [],
    mergeable: 'mergeable' as const,
    headSha: base.base.sha,
    baseSha: base.base.sha,
    mergeSha: base.base.sha,
    reviewDecision: undefined,
    reviews: [],
    checks: [],
    foreignChecks: [],
    comments: [],
  }

  it('is added to the plan on the issue, and becomes its waves', () => {
    const bare = asking(1)
    expect(bare.plan?.document?.waves.map(({ title }) => title)).toEqual([
      'Which features are usual?',
      'Build the baseline',
      'Look again, round 1',
    ])
    expect(first(bare, 'start_run')).toMatchObject({ agent: 'researcher', purpose: 'research', wave: 4 })
  })

  it('is not asked for without end', () => {
    expect(asking(6).plan?.document?.waves.length).toBeLessThanOrEqual(2 + policy().limits.max_iterations)
  })

  const spent = (bare: BareSnapshot, usd: number): BareSnapshot => ({
    ...bare,
    runs: bare.runs.map((run, i) => ({ ...run, usage: { ...run.usage, usd: i === 0 ? usd : 0 } })),
  })
  const settled = (bare: BareSnapshot, rules = planned) => {
    const { actions, explanation } = decide(bare, rules, NOW)
    const topics = actions.flatMap((action) => (action.do === 'comment' ? [action] : []))
    return {
      added: topics.find(({ topic }) => topic === 'analysis')?.body,
      refused: topics.find(({ topic }) => topic === 'no-further-round')?.body,
      explanation,
    }
  }
  /** Every wave of the first plan is done, and these ask for more. */
  const finished = (...asking: string[][]): BareSnapshot => {
    const bare = seen({ ...base, issue: { ...base.issue, comments: said(TEXT) } })
    const { routed, waves } = decide(bare, planned, NOW)
    const runs = (routed?.waves ?? []).map((wave, i) => {
      const tasks = (asking[i] ?? []).map((task) => ({ agent: agent('researcher'), task }))
      const value = tasks.length === 0 ? {} : { next: tasks }
      return wave.purpose === 'research'
        ? done('researcher', 'research', { wave: wave.index, value })
        : done('implementer', 'implement', { wave: wave.index, commit: bare.base.sha, value })
    })
    const merged = waves.map((wave) => ({
      ...wave,
      branchSha: undefined,
      pull: { ...mergedPull, number: wave.index },
    }))
    return { ...bare, routed, runs, waves: merged }
  }

  it.each<[string, number, boolean]>([
    ['a run of 3 dollars fits into what is left of 10', 7, true],
    ['it does not', 7.01, false],
    ['everything is spent', 10, false],
  ])('is bounded by the budget: %s', (_what, usd, fits) => {
    const { added, refused, explanation } = settled(spent(finished(['Look again']), usd))
    expect(added?.includes('Look again') ?? false).toBe(fits)
    expect(refused === undefined).toBe(fits)
    if (fits) return
    expect(refused).toContain('Look again')
    expect(refused).toContain('has no room for another run')
    expect(explanation.join()).toContain('no further round')
  })

  it('comes after all when a person has raised the budget', () => {
    const bare = spent(finished(['Look again']), 9)
    const budget = { by: 'ada', at: NOW, comment: 11, line: 1, usd: 20 }
    expect(settled({ ...bare, desired: { ...approved, budget } }).added).toContain('Look again')
  })

  it('is not lost when more ask at once than the policy allows; the rest is said', () => {
    const rules = { ...planned, limits: { ...planned.limits, max_iterations: 1 } }
    const bare = finished(['Look again'], ['And once more'])
    const { added } = settled(bare, rules)
    expect(added).toContain('Look again')
    expect(added).not.toContain('And once more')
    const later = { ...finished([], ['And once more']) }
    const none = { ...planned, limits: { ...planned.limits, max_iterations: 0 } }
    const { added: nothing, refused } = settled(later, none)
    expect(nothing).toBeUndefined()
    expect(refused).toContain('And once more')
    expect(refused).toContain('the policy allows')
  })
})

it('adding a round keeps everything else readable, once', () => {
  const body = withMarker('analysis', analysisComment(TEXT, ['Name a baseline.']))
  const tasks = [{ agent: agent('implementer'), task: 'Try the other one' }]
  const more = withIteration(body, 1, 2, tasks, (name) => name)
  const parsed = parseAnalysis(analysisOf(more), pack)
  expect(
    'problems' in parsed ? parsed.problems : parsed.analysis.phases.map(({ tasks: all }) => all.length),
  ).toEqual([1, 1, 1])
  expect(more).toContain('Worth a thought')
  expect(withIteration(more, 1, 2, tasks, (name) => name)).toBe(more)
})
