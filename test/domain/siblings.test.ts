// One commit, several pull requests, or a merge queue's own commit: which check says what where.

import { describe, expect, test } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { decide } from '../../src/domain/decide.ts'
import type { BareSnapshot, PullObservation } from '../../src/domain/snapshot.ts'
import { agreed, done, HEAD, NOW, policy, pull, sha, validated, wave } from './support.ts'

const of = (from: BareSnapshot, change: Partial<PullObservation>): readonly Action[] =>
  decide({ ...from, waves: [wave({ pull: pull(change) })] }, policy(), NOW).actions
const checks = (actions: readonly Action[]) =>
  actions.flatMap((action) =>
    action.do === 'check' ? [[action.name, action.sha, action.conclusion, action.digest]] : [],
  )
const verbs = (actions: readonly Action[]): string[] => actions.map((action) => action.do)

describe('two open pull requests with one head', () => {
  test('neither is agreed to, nor asked about, however many seats have approved', () => {
    const actions = of(agreed, { siblings: [12] })
    expect(checks(actions).map(([name, at, conclusion]) => [name, at, conclusion])).toEqual([
      ['baton/gates', HEAD, 'action_required'],
      ['baton/consensus', HEAD, 'action_required'],
    ])
    expect(verbs(actions)).not.toContain('start_run')
    expect(verbs(actions)).not.toContain('merge')
    const parked = actions.find((action) => action.do === 'comment' && action.topic === 'parked')
    expect(parked).toMatchObject({ body: expect.stringContaining('#8, #12 have the same head aaaaaaa') })
  })

  test('the checks say the same whichever of them is looked at, so that they are not written back and forth', () => {
    const [one, other] = [of(agreed, { siblings: [12] }), of(agreed, { number: 12, siblings: [8] })]
    expect(checks(one)).toEqual(checks(other))
  })

  test('a verdict that was given to another pull request is asked for anew, under a name of its own', () => {
    const verdict = done('critic', 'review', { headSha: HEAD, pull: 12 })
    const run = of({ ...validated, runs: [...validated.runs, verdict] }, {}).find(
      (action) => action.do === 'start_run',
    )
    expect(run).toMatchObject({
      agent: 'critic',
      pull: 8,
      id: `acme/attention#7/w2/critic/review/${HEAD.slice(0, 12)}-pr8/1`,
    })
  })
})

describe('in a merge queue', () => {
  const group = sha('f')
  const ready: Partial<PullObservation> = { draft: false, reviewDecision: 'APPROVED' }
  const synthesised: BareSnapshot = {
    ...agreed,
    runs: [...agreed.runs, done('orchestrator', 'synthesise', { headSha: HEAD })],
  }

  test('both checks are said on the group’s commit too, and as on the head', () => {
    const actions = checks(of(synthesised, { ...ready, queued: { sha: group, checks: [] } }))
    const at = (where: string) =>
      actions.filter(([, one]) => one === where).map(([name, , conclusion]) => [name, conclusion])
    expect(at(HEAD)).toEqual([
      ['baton/gates', 'success'],
      ['baton/consensus', 'success'],
    ])
    expect(at(group)).toEqual(at(HEAD))
  })

  test('once they are there they are not written again', () => {
    const actions = of(synthesised, { ...ready, queued: { sha: group, checks: [] } })
    const written = (where: string) =>
      actions.flatMap((action, id) =>
        action.do === 'check' && action.sha === where
          ? [
              {
                id,
                name: action.name,
                externalId: action.digest,
                status: 'completed' as const,
                conclusion: 'success' as const,
              },
            ]
          : [],
      )
    const again = of(synthesised, {
      ...ready,
      checks: written(HEAD),
      queued: { sha: group, checks: written(group) },
    })
    expect(checks(again)).toEqual([])
  })

  test('nothing green is said there of a head that is not agreed to', () => {
    const actions = checks(of(validated, { ...ready, queued: { sha: group, checks: [] } }))
    expect(
      actions.filter(([, at]) => at === group).map(([name, , conclusion]) => [name, conclusion]),
    ).toEqual([
      ['baton/gates', 'success'],
      ['baton/consensus', undefined],
    ])
  })

  test('the queue merges, not we', () => {
    const topic = `consensus/${HEAD.slice(0, 12)}`
    const reviews = [
      { id: 1, author: { login: 'r', kind: 'bot' as const }, state: 'APPROVED' as const, sha: HEAD, topic },
    ]
    const before = { ...ready, reviews }
    const decision = of(synthesised, before).flatMap((action) =>
      action.do === 'comment' && action.topic.startsWith('decision/')
        ? [{ id: 1, topic: action.topic, body: action.body }]
        : [],
    )
    expect(decision).toHaveLength(1)
    const recorded = { ...before, comments: decision }
    expect(verbs(of(synthesised, recorded))).toContain('merge')
    expect(verbs(of(synthesised, { ...recorded, queued: { sha: group, checks: [] } }))).not.toContain('merge')
  })
})
