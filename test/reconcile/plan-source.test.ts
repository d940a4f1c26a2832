// Where a task's plan comes from: its body, a committed file, or the last version that was good.

import { describe, expect, it } from 'vitest'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { meansPlan, planOf, type HandedOver } from '../../src/reconcile/plan-source.ts'
import { policy } from '../domain/support.ts'

const TEXT = `---
plan: plan-2
title: Education
orchestrator: implementer
waves:
  - { wave: 1, title: First, agent: implementer }
---
Why.
`
const FENCED = `\`\`\`yaml
plan: plan-2
title: Education
orchestrator: implementer
waves:
  - { wave: 1, title: First, agent: implementer }
\`\`\`
`
const handedOver: HandedOver = { authorisedBy: 'alice', desired: undefined }
const of = (body: string, files: { name: string; text: string }[] = [], lastGood?: string) =>
  planOf(
    { number: 7, body, author: { login: 'alice', kind: 'person' }, editedAt: 1000 },
    handedOver,
    files,
    policy(),
    lastGood,
  )

describe('a plan', () => {
  it.each([
    ['front matter', TEXT, true],
    ['a fenced block', FENCED, true],
    ['front matter with a byte-order mark and CRLF', `\uFEFF${TEXT.replaceAll('\n', '\r\n')}`, true],
    ['front matter of something else', '---\ntitle: x\n---\n', false],
    ['a rule and the word', 'Hello\n---\nplan: no\n', false],
    ['a block further down', `Hello\n\n${FENCED}`, false],
    ['nothing', '', false],
  ])('is meant by %s: %j', (_what, body, means) => {
    expect(meansPlan(body)).toBe(means)
  })

  it.each([
    ['the body', TEXT, []],
    ['a fenced block', FENCED, []],
    ['a committed file', 'Plan: .github/baton/plans/p.md', [{ name: 'p.md', text: TEXT }]],
    ['a committed file by its name', 'Please.\n\nplan: `p.md`\n', [{ name: 'p.md', text: TEXT }]],
  ])('is read from %s', (_what, body, files) => {
    expect(of(body, files).plan).toMatchObject({ document: { plan: 'plan-2' }, problems: [] })
  })

  it('keeps what is written, and where, for those who read its statements', () => {
    const file = { name: 'p.md', text: TEXT }
    const broken = TEXT.replace('agent: implementer', 'agent: nobody')
    expect(of(TEXT).plan?.source).toEqual({ path: '#7', text: TEXT })
    expect(of('Plan: p.md', [file]).plan?.source).toEqual({ path: '.github/baton/plans/p.md', text: TEXT })
    // What is in force counts, not what is broken.
    expect(of(broken, [], TEXT).plan?.source).toEqual({ path: '#7', text: TEXT })
    expect(of(broken).plan?.source).toBeUndefined()
  })

  it('that is not there is said, with those that are', () => {
    const { plan } = of('Plan: q.md', [{ name: 'p.md', text: TEXT }])
    expect(plan?.document).toBeUndefined()
    expect(plan?.problems[0]).toContain('no such file')
    expect(plan?.problems[0]).toContain('.github/baton/plans/p.md')
  })

  it('cannot be taken from elsewhere', () => {
    for (const body of ['Plan: ../../secret.md', 'Plan: /etc/passwd', 'Plan: a/b.md', 'My Plan: p.md'])
      expect(of(body, [{ name: 'p.md', text: TEXT }]).plan).toBeUndefined()
  })

  it('broken now leaves the last good one in force and says what is wrong', () => {
    const broken = TEXT.replace('agent: implementer', 'agent: nobody')
    const { plan, text } = of(broken, [], TEXT)
    expect([plan?.document?.plan, text]).toEqual(['plan-2', TEXT])
    expect(plan?.problems.join()).toContain('nobody')
    expect(of(broken).plan?.document).toBeUndefined()
  })

  it.each<[string, HandedOver, string]>([
    ['the author who handed it over', { authorisedBy: 'mallory', desired: undefined }, 'Second'],
    ['an author who may not write', { authorisedBy: 'alice', desired: undefined }, 'First'],
    ['one whose edit somebody approved', { authorisedBy: 'alice', desired: approvedAt(5000) }, 'Second'],
    ['one whose edit came after the approval', { authorisedBy: 'alice', desired: approvedAt(3000) }, 'First'],
  ])('edited by %s', (_what, by, title) => {
    const issue = { number: 7, body: TEXT.replace('First', 'Second'), author: MALLORY, editedAt: 4200 }
    const { plan, text } = planOf(issue, by, [], policy(), TEXT)
    expect(plan?.document?.waves[0]?.title).toBe(title)
    expect(text).toBe(title === 'First' ? TEXT : issue.body)
    expect(plan?.problems.join().includes('/baton approve')).toBe(title === 'First')
  })
})

const MALLORY = { login: 'mallory', kind: 'person' as const }
function approvedAt(at: number) {
  return { ...nothingDesired(), approved: [{ by: 'alice', at, comment: 1, line: 1, on: 7 }] }
}
