// What becomes of a task that does not go on: a second agent, a person's word, and the escalation ladder.

import { describe, expect, it } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { investigationOf } from '../../src/domain/side-runs.ts'
import type { BareSnapshot, RunRecord } from '../../src/domain/snapshot.ts'
import { at, done, failed, NOW, policy } from './support.ts'
import { find, parked } from './verbs.ts'

const HOUR = 60 * 60_000
const BLOCKED = {
  kind: 'blocked',
  blocked: 'Four tests fail.',
  needs: 'Somebody who knows the solver.',
} as const
const WAVE = investigationOf(2)
const researched: BareSnapshot = { ...at.triaged, runs: [...at.triaged.runs, done('researcher', 'research')] }
const withRuns = (...runs: RunRecord[]): BareSnapshot => ({
  ...researched,
  runs: [...researched.runs, ...runs],
})
const blocked = (attempt = 1): RunRecord => failed('implementer', 'implement', BLOCKED, attempt)
const looked = done('researcher', 'research', {
  wave: WAVE,
  value: { summary: 'The sign is wrong.', recommendation: 'Flip it.', findings: [], risks: [] },
})
const posted = (bare: BareSnapshot, at = NOW): BareSnapshot => {
  const comments = decide(bare, policy(), at).actions.flatMap((action, id) =>
    action.do === 'comment' ? [{ id, topic: action.topic, body: action.body }] : [],
  )
  const kept = bare.issue.comments.filter(({ topic }) => !comments.some((one) => one.topic === topic))
  return { ...bare, issue: { ...bare.issue, comments: [...kept, ...comments] } }
}

describe('a blocked agent', () => {
  it('gets a second pair of eyes before anybody is asked', () => {
    const start = find(withRuns(blocked()), 'start_run')
    expect([start?.agent, start?.purpose, start?.wave]).toEqual(['researcher', 'research', WAVE])
    expect(
      start?.brief.untrusted.some(
        ({ source, text }) => source === 'blocker by implementer' && text.includes('Four tests fail.'),
      ),
    ).toBe(true)
    expect(parked(withRuns(blocked()))).toBeUndefined()
  })

  it('is told what was found, on the issue and in its next attempt', () => {
    const said = decide(withRuns(blocked(), looked), policy(), NOW).actions.find(
      (action) => action.do === 'comment' && action.topic === 'blocker-2',
    )
    expect(said).toMatchObject({ body: expect.stringContaining('Flip it.') })
    const next = find(posted(withRuns(blocked(), looked)), 'start_run')
    expect([next?.agent, next?.purpose, next?.attempt]).toEqual(['implementer', 'implement', 2])
    expect(next?.brief.untrusted.some(({ text }) => text.includes('Recommendation: Flip it.'))).toBe(true)
  })

  it('a second time is for people', () => {
    expect(parked(withRuns(blocked(), looked, blocked(2)))).toContain('Four tests fail.')
  })

  it.each([
    ['in vain', failed('researcher', 'research', { kind: 'blocked', blocked: 'no idea', needs: 'help' })],
    ['without an end', failed('researcher', 'research', { kind: 'failed', detail: 'x' })],
  ])('looked into %s is for people, or tried again', (_what, run) => {
    const bare = withRuns(blocked(), { ...run, wave: WAVE, attempt: 3 })
    expect(parked(bare) ?? find(bare, 'start_run')?.agent).toBeDefined()
    expect(find(bare, 'start_run')?.purpose).not.toBe('implement')
  })
})

describe('a breach', () => {
  const breach = failed('implementer', 'implement', { kind: 'breach', what: ['Bash: git push'] })

  it('stops the wave at once and names what was tried', () => {
    expect(parked(withRuns(breach))).toContain('git push')
  })

  it('is tried again only on a person’s word that came after it', () => {
    const ended = { ...breach, endedAt: NOW - HOUR }
    const asked = (when: number, wave?: number): BareSnapshot => ({
      ...withRuns(ended),
      desired: {
        ...nothingDesired(),
        retry: { by: 'alice', at: when, comment: 1, line: 1, ...(wave === undefined ? {} : { wave }) },
      },
    })
    expect(find(asked(NOW), 'start_run')).toMatchObject({ agent: 'implementer', attempt: 2 })
    expect(find(asked(NOW, 2), 'start_run')).toMatchObject({ agent: 'implementer', attempt: 2 })
    // Comments have whole seconds: within the run's last one the word came after it.
    expect(find(asked(NOW - HOUR - 500), 'start_run')).toMatchObject({ attempt: 2 })
    expect(find(asked(NOW - HOUR - 1000), 'start_run')).toBeUndefined()
    expect(find(asked(NOW - 2 * HOUR), 'start_run')).toBeUndefined()
    expect(find(asked(NOW, 7), 'start_run')).toBeUndefined()
  })
})

describe('the ladder', () => {
  // The pack's: at once the agent itself, after 2 hours the team, after a day people.
  const stuck = withRuns(blocked(), looked, blocked(2))
  const climb = (bare: BareSnapshot, now: number): BareSnapshot => ({
    ...posted(bare, now),
    trouble: decide(bare, policy(), now).trouble,
  })
  const topics = (bare: BareSnapshot, now: number): string[] =>
    decide(bare, policy(), now).actions.flatMap((action) =>
      action.do === 'comment' && action.topic.startsWith('escalation') ? [action.topic] : [],
    )
  const begun = climb(posted(stuck), NOW)

  it('begins with the comment that parks the task, and comes back in time', () => {
    const { trouble, requeueAfterMs } = decide(posted(stuck), policy(), NOW)
    expect(trouble).toMatchObject({ kind: 'blocked', since: NOW, level: 1, told: 0 })
    expect(topics(posted(stuck), NOW)).toEqual([])
    expect(requeueAfterMs).toBeLessThanOrEqual(2 * HOUR)
  })

  it('says nothing again while nothing is due', () => {
    expect(topics(begun, NOW + HOUR)).toEqual([])
  })

  it('tells the team, then a person by name, each in a comment of its own', () => {
    expect(topics(begun, NOW + 2 * HOUR)).toEqual(['escalation-1'])
    const team = climb(begun, NOW + 2 * HOUR)
    expect(topics(team, NOW + 3 * HOUR)).toEqual([])
    expect(topics(team, NOW + 25 * HOUR)).toEqual(['escalation-2'])
    const { actions } = decide(team, policy(), NOW + 25 * HOUR)
    const said = actions.find((action) => action.do === 'comment' && action.topic === 'escalation-2')
    expect(said).toMatchObject({ body: expect.stringContaining('@alice, this needs a person') })
  })

  it('asks again within a day, for ever', () => {
    let bare = climb(climb(begun, NOW + 2 * HOUR), NOW + 25 * HOUR)
    for (let day = 2; day < 6; day += 1) {
      const now = NOW + (day * 24 + 2) * HOUR
      expect(topics(bare, now)).toHaveLength(1)
      bare = climb(bare, now)
    }
    expect(bare.trouble?.told).toBe(6)
  })

  it('is left when the task goes on, and begins anew with another trouble', () => {
    const team = climb(begun, NOW + 2 * HOUR)
    const gone = decide({ ...team, runs: researched.runs }, policy(), NOW + 3 * HOUR)
    expect(gone.trouble).toMatchObject({ over: true, told: 1 })
    const again = decide({ ...team, trouble: gone.trouble }, policy(), NOW + 4 * HOUR)
    expect(again.trouble).toMatchObject({ since: NOW + 4 * HOUR, level: 1, told: 1 })
  })

  it.each<[number | undefined, string]>([
    [undefined, 'level 1'],
    [3, 'level 3'],
    [4, 'level 3'],
  ])('is climbed by command (%s), once, whatever the task is at', (level, words) => {
    const escalated = {
      by: 'alice',
      at: NOW,
      comment: 1,
      line: 1,
      reason: 'Two days!',
      ...(level ? { level } : {}),
    }
    const bare = {
      ...researched,
      desired: { ...nothingDesired(), escalated: level === 4 ? { ...escalated, level: 4 } : escalated },
    }
    const { actions, trouble } = decide(bare, policy(), NOW)
    const said = actions.find((action) => action.do === 'comment' && action.topic === 'escalation-1')
    expect(said).toMatchObject({ body: expect.stringContaining(`escalated to ${words} by @alice`) })
    expect(said).toMatchObject({ body: expect.stringContaining('Two days!') })
    expect(topics({ ...posted(bare), trouble }, NOW)).toEqual([])
  })
})
