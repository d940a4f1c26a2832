// Work given to another agent by command: what stops, what is kept, what the next one is told, and where it begins.

import { describe, expect, it } from 'vitest'
import type { Action } from '../../src/domain/actions.ts'
import { nothingDesired, type GivenWork } from '../../src/domain/commands/desired.ts'
import { decide } from '../../src/domain/decide.ts'
import { withMarker } from '../../src/domain/markers.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { active, agent, at, done, failed, HEAD, MAIN, NOW, opened, policy, sha, wave } from './support.ts'

/** The team of asa-swarm has one that implements: here the researcher may as well. */
const rules = ((): ReturnType<typeof policy> => {
  const { pack, ...others } = policy()
  const agents = pack.agents.map((one) =>
    one.name === 'researcher' ? { ...one, purposes: [...one.purposes, 'implement' as const] } : one,
  )
  return { ...others, pack: { ...pack, agents } }
})()
const given = (change: Partial<GivenWork> = {}): GivenWork => ({
  by: 'grace',
  at: NOW,
  comment: 50,
  line: 1,
  wave: 2,
  agent: agent('researcher'),
  attempts: 0,
  ...change,
})
const handed = (bare: BareSnapshot, ...handoffs: GivenWork[]): BareSnapshot => ({
  ...bare,
  desired: { ...nothingDesired(), handoffs: handoffs.length > 0 ? handoffs : [given()] },
})
const TOPIC = 'handoff-2-50'
/** The document is on the issue. */
const told = (bare: BareSnapshot): BareSnapshot => ({
  ...bare,
  issue: {
    ...bare.issue,
    comments: [...bare.issue.comments, { id: 1, topic: TOPIC, body: withMarker(TOPIC, 'as it was') }],
  },
})
const actions = (bare: BareSnapshot): readonly Action[] => decide(bare, rules, NOW).actions
const pick = <D extends Action['do']>(bare: BareSnapshot, name: D): Extract<Action, { do: D }>[] =>
  actions(bare).filter((action): action is Extract<Action, { do: D }> => action.do === name)
const topics = (bare: BareSnapshot): string[] => pick(bare, 'comment').map(({ topic }) => topic)
const underWay = {
  ...at.researched,
  runs: [...at.researched.runs, active('implementer', 'implement')],
}

describe('work that is given to another', () => {
  it('stops whoever has it, and nobody begins before that', () => {
    expect(pick(handed(underWay), 'cancel_run')).toEqual([
      expect.objectContaining({ id: underWay.runs.at(-1)?.id, why: '@grace gave wave 2 to researcher' }),
    ])
    expect(pick(handed(underWay), 'start_run')).toEqual([])
  })

  it('keeps a commit that was not pushed yet', () => {
    const unpushed = { ...at.implemented, waves: [wave({ branchSha: undefined, pull: undefined })] }
    expect(pick(handed(unpushed), 'push')).toEqual([
      expect.objectContaining({ sha: HEAD, expected: undefined }),
    ])
    expect([topics(handed(unpushed)).includes(TOPIC), pick(handed(unpushed), 'start_run')]).toEqual([
      false,
      [],
    ])
  })

  it('is handed over with its document first, then begun where the branch is', () => {
    expect(topics(handed(opened))).toContain(TOPIC)
    expect(pick(handed(opened), 'start_run')).toEqual([])
    const next = told(handed(opened, given({ note: 'mind the layout' })))
    expect(topics(next)).not.toContain(TOPIC)
    const [start, ...others] = pick(next, 'start_run')
    expect(others).toEqual([])
    expect(start).toMatchObject({ agent: 'researcher', purpose: 'implement', attempt: 1, headSha: HEAD })
    expect(start?.brief.instructions).toContain('You take this wave over from another agent')
    const documents = start?.brief.untrusted.filter(({ source }) => source.startsWith('hand-off document'))
    expect(documents?.map(({ source }) => source)).toEqual([
      'hand-off document of wave 1 (reported)',
      'hand-off document of wave 2 (given to another agent, to researcher)',
    ])
    expect(documents?.[1]?.text).toContain('mind the layout')
  })

  it('before anybody began starts at the base', () => {
    const next = told(handed({ ...at.researched, waves: [wave({ branchSha: undefined, pull: undefined })] }))
    expect(pick(next, 'start_run')).toMatchObject([{ agent: 'researcher', headSha: MAIN }])
  })

  it('goes on with the one who took it: its commit is the next head, and it has no seat', () => {
    const commit = sha('e')
    const taken = told(
      handed({
        ...opened,
        runs: [...opened.runs, done('researcher', 'implement', { headSha: HEAD, commit })],
      }),
    )
    expect(pick(taken, 'push')).toMatchObject([{ sha: commit, expected: HEAD }])
    expect(pick(taken, 'start_run')).toEqual([])
  })

  it('may go back to the first, whose earlier attempts do not count', () => {
    const back = [given(), given({ comment: 60, agent: agent('implementer'), attempts: 3 })]
    const runs = [1, 2, 3].map((attempt) =>
      failed('implementer', 'implement', { kind: 'budget', detail: 'spent' }, attempt),
    )
    const again = handed({ ...at.researched, runs: [...at.researched.runs, ...runs] }, ...back)
    const next = {
      ...again,
      issue: {
        ...again.issue,
        comments: [{ id: 2, topic: 'handoff-2-60', body: withMarker('handoff-2-60', 'x') }],
      },
    }
    expect(pick(next, 'start_run')).toMatchObject([{ agent: 'implementer', attempt: 4 }])
  })

  it('of a wave that has ended changes nothing', () => {
    const pulled = { ...opened.waves[0]!, pull: { ...opened.waves[0]!.pull!, state: 'merged' as const } }
    const ended = { ...opened, waves: [pulled] }
    expect(actions(handed(ended))).toEqual(actions(ended))
  })
})
