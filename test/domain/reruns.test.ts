// A head looked at once more because a person asked: what is dispatched, how often, and what is refused with which words.

import { describe, expect, test } from 'vitest'
import { observeCommands } from '../../src/domain/commands/observed.ts'
import type { ObservedRequest } from '../../src/domain/commands/requests.ts'
import type { Role } from '../../src/domain/commands/role.ts'
import { decide } from '../../src/domain/decide.ts'
import { buttonsFor, EVERY_KIND, kindsOfButton } from '../../src/domain/gates/buttons.ts'
import type { BareSnapshot, ValidationRecord } from '../../src/domain/snapshot.ts'
import { active, BRANCH, HEAD, NOW, policy, pull, sha, validated, validation, wave } from './support.ts'

const roles = new Map<string, Role>([
  ['grace', 'write'],
  ['lin', 'triage'],
  ['mallory', 'read'],
])
const request = (change: Partial<ObservedRequest> = {}): ObservedRequest => ({
  id: 5,
  sha: HEAD,
  branch: BRANCH,
  kinds: ['validate'],
  author: { login: 'grace', kind: 'person' },
  at: NOW,
  ...change,
})
const pressed = (change: Partial<ObservedRequest> = {}, from: BareSnapshot = validated): BareSnapshot => ({
  ...from,
  roles,
  requests: [request(change)],
})
const ordered = (from: BareSnapshot, theirs = policy()): string[] =>
  decide(from, theirs, NOW).actions.flatMap((action) =>
    action.do === 'dispatch' ? [`${action.kind} ${action.attempt} on ${action.headSha.slice(0, 3)}`] : [],
  )
const answers = (from: BareSnapshot, theirs = policy()): string[] =>
  decide(from, theirs, NOW).actions.flatMap((action) =>
    action.do === 'answer_request' ? [`${action.id} by ${action.by}: ${action.outcome}`] : [],
  )
const said = (from: BareSnapshot, theirs = policy()): string[] =>
  decide(from, theirs, NOW).actions.flatMap((action) =>
    action.do === 'comment' && action.topic.startsWith('re')
      ? [`#${action.on} ${action.topic}: ${action.body}`]
      : [],
  )
/** The pass after it: what was wished is remembered, the request answered, and this is on record. */
const after = (from: BareSnapshot, validations: readonly ValidationRecord[]): BareSnapshot => {
  const { desired } = decide(from, policy(), NOW)
  return { ...from, requests: [], validations, ...(desired === undefined ? {} : { desired }) }
}

describe('a button', () => {
  test('asks once more for what it names, and is answered without words', () => {
    expect(ordered(pressed())).toEqual(['validate 2 on aaa'])
    expect(answers(pressed())).toEqual(['5 by grace: accepted'])
    expect(said(pressed())).toEqual([])
  })

  test('for the benchmark asks for that alone', () => {
    expect(ordered(pressed({ kinds: ['benchmark'] }))).toEqual(['benchmark 2 on aaa'])
  })

  test('of GitHub itself asks for all there is', () => {
    expect(ordered(pressed({ kinds: EVERY_KIND }))).toEqual(['validate 2 on aaa', 'benchmark 2 on aaa'])
    const alone = policy({ benchmark: undefined, gates: { ...policy().gates, benchmark: [] } })
    expect(ordered(pressed({ kinds: EVERY_KIND }), alone)).toEqual(['validate 2 on aaa'])
    expect(answers(pressed({ kinds: EVERY_KIND }), alone)).toEqual(['5 by grace: accepted'])
  })

  test('is one wish, however often it is folded', () => {
    const later = after(pressed(), [...validated.validations, validation('validate', { attempt: 2 })])
    expect(ordered(later)).toEqual([])
    expect(ordered({ ...later, requests: [request()], roles })).toEqual([])
    // The same press delivered after its answer is no new wish; another press is.
    expect(ordered({ ...later, requests: [request({ id: 6 })], roles })).toEqual(['validate 3 on aaa'])
  })

  test('pressed twice before anything was done is one run', () => {
    const twice = { ...pressed(), requests: [request(), request({ id: 6 })] }
    expect(ordered(twice)).toEqual(['validate 2 on aaa'])
  })

  test('has the attempts of a first run: a lost one is asked for once more, then explained', () => {
    const lost = (attempt: number) =>
      validation('validate', { attempt, state: 'failed', result: undefined, detail: 'no result' })
    const once = after(pressed(), [...validated.validations, lost(2)])
    expect(ordered(once)).toEqual(['validate 3 on aaa'])
    expect(ordered({ ...once, validations: [...once.validations, lost(3)] })).toEqual([])
  })

  test('puts the gates back to waiting, whatever the first run said, and takes the buttons away meanwhile', () => {
    const check = decide(pressed(), policy(), NOW).actions.find(
      (action) => action.do === 'check' && action.name === 'baton/gates',
    )
    expect(check).toMatchObject({ status: 'in_progress', buttons: [] })
  })

  test.each<[string, BareSnapshot, RegExp, RegExp | undefined]>([
    ['about an older head', pressed({ sha: sha('b') }), /the head of #8 is aaaaaaa now/, /#8 request\/5: /],
    [
      'where it is under way',
      pressed(
        {},
        { ...validated, validations: [validation('validate', { state: 'running', completed: false })] },
      ),
      /validate is under way on aaaaaaa already/,
      /#8/,
    ],
    [
      'while somebody is at work',
      pressed(
        {},
        { ...validated, runs: [...validated.runs, active('implementer', 'implement', { attempt: 2 })] },
      ),
      /implementer is at work on what comes after aaaaaaa/,
      /#8/,
    ],
    [
      'of a closed pull request',
      pressed({}, { ...validated, waves: [wave({ pull: pull({ state: 'closed' }) })] }),
      /#8 is no open pull request/,
      /#8/,
    ],
    [
      'of nothing of ours',
      pressed({ branch: 'elsewhere', sha: sha('c') }),
      /#7 is no open pull request/,
      /#7/,
    ],
    [
      'by somebody who may triage only',
      pressed({ author: { login: 'lin', kind: 'person' } }),
      /needs the permission write/,
      /@.?lin has triage/,
    ],
    [
      'by a reader',
      pressed({ author: { login: 'mallory', kind: 'person' } }),
      /needs the permission write/,
      undefined,
    ],
    ['by a bot', pressed({ author: { login: 'robot', kind: 'bot' } }), /bots are not obeyed/, undefined],
  ])('%s is refused', (_, from, outcome, words) => {
    expect(ordered(from).filter((one) => one.startsWith('validate'))).toEqual([])
    expect(answers(from)).toEqual([expect.stringMatching(outcome)])
    expect(said(from)).toEqual(words === undefined ? [] : [expect.stringMatching(words)])
  })

  test('by somebody whose role is not known yet waits', () => {
    const from = { ...pressed(), roles: new Map() }
    expect([ordered(from), answers(from)]).toEqual([[], []])
  })
})

describe('/baton run', () => {
  const writes = (body: string, from: BareSnapshot = validated): BareSnapshot => ({
    ...from,
    roles,
    commands: observeCommands([
      {
        id: 50,
        on: 8,
        author: { login: 'grace', kind: 'person' },
        association: 'MEMBER',
        body,
        at: NOW,
        edited: false,
      },
    ]),
  })

  test.each<[string, string[]]>([
    ['/baton run validate', ['validate 2 on aaa']],
    ['/baton run bench', ['benchmark 2 on aaa']],
    ['/baton run bench\n/baton run validate', ['validate 2 on aaa', 'benchmark 2 on aaa']],
  ])('%j', (body, expected) => {
    expect(ordered(writes(body))).toEqual(expected)
  })

  test('says why where nothing is measured', () => {
    const alone = policy({ benchmark: undefined, gates: { ...policy().gates, benchmark: [] } })
    expect(said(writes('/baton run bench'), alone)).toEqual([
      expect.stringContaining('the policy has no benchmark'),
    ])
  })
})

test('buttons are within the limits of GitHub, and each leads back to its kind', () => {
  const buttons = buttonsFor(EVERY_KIND)
  expect(buttons.length).toBeLessThanOrEqual(3)
  for (const { label, description, identifier } of buttons) {
    expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([
      true,
      true,
      true,
    ])
  }
  expect(buttons.map(({ identifier }) => kindsOfButton(identifier))).toEqual([['validate'], ['benchmark']])
  expect(kindsOfButton('something-older')).toEqual([])
})
