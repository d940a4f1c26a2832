// Rework, failures, people who come back: one row per way in which a task does not simply go on.

import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { lookOf } from '../../src/domain/side-runs.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import {
  active,
  agent,
  agreed,
  at,
  done,
  failed,
  HEAD,
  NOW,
  opened,
  policy,
  pull,
  result,
  sha,
  validated,
  validation,
  wave,
} from './support.ts'
import { find, issue, parked, posted, verbs } from './verbs.ts'

describe('rework', () => {
  const objection = done('critic', 'review', {
    headSha: HEAD,
    value: {
      position: 'request_changes',
      summary: 'a neighbour is counted twice',
      findings: [{ path: 'src/attention.mjs', line: 3, severity: 'blocker', message: 'twice' }],
    },
  })
  const objected = { ...validated, runs: [...validated.runs, objection] }

  test('an objection is posted, fails the check, and goes back to the implementer with the findings', () => {
    expect(verbs(objected)).toEqual([
      'comment:route',
      'comment:wave-1',
      'check:baton/gates=success',
      'review:reviewer:REQUEST_CHANGES:verdict/critic',
      'check:baton/consensus=failure',
      'start_run:implementer/implement/2',
      'labels:+state:running +wave:2',
    ])
    const run = find(objected, 'start_run')
    expect(run?.headSha).toBe(HEAD)
    expect(run?.brief.untrusted.map((entry) => entry.source)).toContain('verdict of critic')
  })

  test('a new head makes every verdict stale', () => {
    const moved = sha('b')
    const second = done('implementer', 'implement', {
      attempt: 2,
      headSha: HEAD,
      commit: moved,
      paths: ['src/attention.mjs'],
    })
    const from = {
      ...objected,
      runs: [...objected.runs, second],
      waves: [wave({ branchSha: moved, pull: pull({ headSha: moved }) })],
      validations: [validation('validate', { headSha: moved }), validation('benchmark', { headSha: moved })],
    }
    expect(verbs(from)).toContain('start_run:critic/review/1')
    expect(verbs(from)).toContain('check:baton/consensus=in_progress')
  })

  test('failing tests go back with their output, before any seat is asked', () => {
    const red = result({
      steps: [
        { name: 'tests', command: 'npm test', exitCode: 1, durationMs: 5, outputTail: 'not ok 3 - sparse' },
      ],
      tests: { total: 12, passed: 11, failed: 1, skipped: 0, failures: [{ name: 'sparse', message: '' }] },
    })
    const from = {
      ...opened,
      validations: [validation('validate', { result: red }), validation('benchmark')],
    }
    expect(verbs(from)).toContain('start_run:implementer/implement/2')
    expect(verbs(from).some((verb) => verb.includes('critic'))).toBe(false)
    expect(JSON.stringify(find(from, 'start_run')?.brief)).toContain('not ok 3 - sparse')
  })

  test('rounds are bounded: the third objection parks with what is still open', () => {
    const rounds = [1, 2, 3].map((attempt) =>
      done('implementer', 'implement', { attempt, commit: HEAD, paths: ['src/attention.mjs'] }),
    )
    const from = {
      ...objected,
      runs: [
        ...objected.runs.filter((run) => run.purpose !== 'implement'),
        ...rounds,
        done('critic', 'research', { wave: lookOf('rounds', 2) }),
      ],
    }
    const looked = posted(from)
    expect(parked(looked)).toMatch(/3 rounds did not settle it.*critic: a neighbour is counted twice/s)
    expect(verbs(looked)).toContainEqual(expect.stringMatching(/^labels:\+state:blocked\b/))
    expect(verbs(looked).some((verb) => verb.startsWith('start_run'))).toBe(false)
  })
})

describe('when things go wrong', () => {
  test.each<[string, BareSnapshot, RegExp]>([
    [
      'a blocked agent',
      {
        ...at.triaged,
        runs: [
          ...at.triaged.runs,
          failed('researcher', 'research', { kind: 'blocked', blocked: 'no access', needs: 'a token' }),
        ],
      },
      /no access.*a token/s,
    ],
    [
      'attempts used up',
      {
        ...at.triaged,
        runs: [
          ...at.triaged.runs,
          ...[1, 2, 3].map((n) =>
            failed('researcher', 'research', { kind: 'invalid_output', detail: 'not JSON' }, n),
          ),
          failed('critic', 'research', { kind: 'blocked', blocked: 'no idea', needs: 'help' }),
        ].map((run) => (run.agent === 'critic' ? { ...run, wave: lookOf('attempts', 1) } : run)),
      },
      /not JSON \(3 attempts\)/,
    ],
    [
      'an empty patch',
      {
        ...at.implemented,
        runs: at.implemented.runs.map((run) =>
          run.purpose === 'implement' ? done('implementer', 'implement') : run,
        ),
      },
      /without changing a file/,
    ],
    [
      'a closed pull request',
      { ...opened, waves: [wave({ pull: pull({ state: 'closed' }) })] },
      /closed without a merge/,
    ],
    [
      'validation lost twice',
      {
        ...opened,
        validations: [
          validation('benchmark'),
          validation('validate', { state: 'failed', result: undefined, attempt: 2, detail: 'no runner' }),
        ],
      },
      /no usable result.*no runner/s,
    ],
    [
      'no money left',
      {
        ...at.researched,
        runs: at.researched.runs.map((run) => ({ ...run, usage: { ...run.usage, usd: 4 } })),
      },
      /budget of \$10\.00 has no room/,
    ],
  ])('%s parks the task and says why', (_name, from, expected) => {
    expect(parked(from)).toMatch(expected)
    expect(verbs(from)).toContainEqual(expect.stringMatching(/^labels:\+state:blocked\b/))
  })

  test('a task that goes on after it was parked says so once', () => {
    const comments = [{ id: 9, topic: 'parked', body: 'stopped <!-- baton:parked -->' }]
    const from = { ...at.researched, issue: { ...at.researched.issue, comments } }
    const action = decide(from, policy(), NOW).actions.find(
      (one) => one.do === 'comment' && one.topic === 'parked',
    )
    expect(action).toMatchObject({ commentId: 9 })
    const body = action?.do === 'comment' ? action.body : ''
    expect(body).toContain('going on')
    expect(
      verbs({ ...from, issue: { ...from.issue, comments: [{ id: 9, topic: 'parked', body }] } }),
    ).not.toContain('comment:parked')
  })

  test('a failed attempt is tried again and told what went wrong', () => {
    const from = {
      ...at.researched,
      runs: [
        ...at.researched.runs,
        failed('implementer', 'implement', { kind: 'gate_refused', problems: ['.github/x: protected'] }),
      ],
    }
    expect(find(from, 'start_run')).toMatchObject({ attempt: 2 })
    expect(JSON.stringify(find(from, 'start_run')?.brief.untrusted)).toContain('.github/x: protected')
  })

  test('a person’s commit on the branch becomes the head; ours is not forced over it', () => {
    const theirs = sha('d')
    const from = { ...opened, waves: [wave({ branchSha: theirs, pull: pull({ headSha: theirs }) })] }
    expect(verbs(from)).not.toContain('push')
    expect(find(from, 'dispatch')?.headSha).toBe(theirs)
  })

  test('a lost validation is asked for once more, an unanswered dispatch is repeated under its own attempt', () => {
    const lost = {
      ...opened,
      validations: [validation('benchmark'), validation('validate', { state: 'failed', result: undefined })],
    }
    expect(verbs(lost)).toContain('dispatch:validate/2')
    const open = { state: 'requested', result: undefined, completed: false } as const
    const unanswered = {
      ...opened,
      validations: [validation('benchmark'), validation('validate', { ...open, workflowRunId: undefined })],
    }
    expect(verbs(unanswered)).toContain('dispatch:validate/1')
    const over = {
      ...opened,
      validations: [
        validation('benchmark'),
        validation('validate', { ...open, requestedAt: NOW - 91 * 60_000 }),
      ],
    }
    expect(verbs(over)).toContain('give_up_validation')
    const ended = {
      ...opened,
      validations: [validation('benchmark'), validation('validate', { ...open, completed: true })],
    }
    expect(verbs(ended)).toContain('collect_result')
  })

  test('a claim that the record does not bear out blocks', () => {
    const claim = {
      metric: 'attention.ms',
      comparison: 'ratio' as const,
      op: '>=' as const,
      value: 40,
      run: '200',
    }
    const boast = done('benchmarker', 'review', { headSha: HEAD, value: { claims: [claim] } })
    const from = {
      ...agreed,
      runs: [...agreed.runs.filter((run) => run.agent !== agent('benchmarker')), boast],
    }
    expect(verbs(from)).toContain('check:baton/consensus=failure')
    expect(parked(from)).toMatch(/does not bear out what benchmarker claims/)
  })

  test('nobody judges their own work', () => {
    const names = decide(validated, policy(), NOW).actions.flatMap((action) =>
      action.do === 'start_run' ? [action.agent] : [],
    )
    expect(names).not.toContain('implementer')
  })
})

describe('people come back', () => {
  test('an issue that was closed and opened again starts anew where it was stopped', () => {
    const stopped = { ...done('researcher', 'research'), state: 'cancelled' as const }
    const from = {
      ...at.triaged,
      runs: [...at.triaged.runs, { ...stopped, outcome: { kind: 'aborted' as const, detail: 'closed' } }],
    }
    expect(find(from, 'start_run')).toMatchObject({ agent: 'researcher', attempt: 2 })
    expect(parked(from)).toBeUndefined()
  })

  test('what was stopped is no failure, so it uses up no attempt', () => {
    const aborted = { kind: 'aborted' as const, detail: 'closed' }
    const stops = [1, 2, 3, 4].map((attempt) => ({
      ...failed('implementer', 'implement', aborted, attempt),
      state: 'cancelled' as const,
    }))
    const from = { ...at.researched, runs: [...at.researched.runs, ...stops] }
    expect(find(from, 'start_run')).toMatchObject({ agent: 'implementer', attempt: 5 })
  })

  test('an attempt after one that failed is told the findings again, and starts from the head', () => {
    const objection = done('critic', 'review', {
      headSha: HEAD,
      value: {
        position: 'request_changes',
        summary: 'a neighbour is counted twice',
        findings: [{ path: 'src/attention.mjs', line: 3, severity: 'blocker', message: 'twice' }],
      },
    })
    const lost = failed('implementer', 'implement', { kind: 'invalid_output', detail: 'not JSON' }, 2)
    const run = find({ ...validated, runs: [...validated.runs, objection, lost] }, 'start_run')
    expect(run).toMatchObject({ agent: 'implementer', attempt: 3, headSha: HEAD })
    expect(run?.brief.untrusted.map(({ source }) => source)).toContain('verdict of critic')
    expect(JSON.stringify(run?.brief.untrusted)).toContain('not JSON')
  })

  test('a commit that a person pushes brings on what the implementer could not', () => {
    const theirs = sha('d')
    const blocked = failed('implementer', 'implement', { kind: 'blocked', blocked: 'b', needs: 'n' }, 2)
    const from = {
      ...opened,
      runs: [...opened.runs, blocked],
      waves: [wave({ branchSha: theirs, pull: pull({ headSha: theirs }) })],
    }
    expect(find(from, 'dispatch')?.headSha).toBe(theirs)
  })

  test('an approval that a person dismissed is not given again', () => {
    const dismissed = {
      id: 1,
      author: { login: 'baton-reviewer', kind: 'bot' as const },
      state: 'DISMISSED' as const,
      sha: HEAD,
      topic: `consensus/${HEAD.slice(0, 12)}`,
    }
    const from = {
      ...agreed,
      runs: [...agreed.runs, done('orchestrator', 'synthesise', { headSha: HEAD })],
      waves: [wave({ pull: pull({ reviews: [dismissed] }) })],
    }
    expect(verbs(from).filter((verb) => verb.includes('APPROVE'))).toEqual([])
  })

  test('closed by hand while a later wave is still to come, nothing goes on', () => {
    const merged = wave({ index: 1, pull: pull({ state: 'merged', draft: false, mergeSha: sha('c') }) })
    const from = {
      ...opened,
      waves: [merged, ...opened.waves],
      runs: [...opened.runs, active('critic', 'review')],
    }
    expect(verbs(issue({ state: 'closed' }, from))).toEqual(['cancel_run'])
  })
})

describe('validations that nobody waits for', () => {
  const open = { state: 'running', result: undefined, completed: false } as const

  test('of a head that was pushed over are given up; those of the head go on', () => {
    const from = {
      ...opened,
      validations: [validation('validate', open), validation('benchmark', { ...open, headSha: sha('b') })],
    }
    expect(verbs(from)).toContain('give_up_validation')
    expect(find(from, 'give_up_validation')).toMatchObject({ validation: from.validations[1]?.id })
  })

  test('are left alone while a wave has not been looked at', () => {
    expect(verbs({ ...opened, waves: [], validations: [validation('validate', open)] })).not.toContain(
      'give_up_validation',
    )
  })

  test('are taken in while the pull request conflicts', () => {
    const from = {
      ...opened,
      waves: [wave({ pull: pull({ mergeable: 'conflicting' }) })],
      validations: [validation('validate', { ...open, completed: true })],
    }
    expect(verbs(from)).toContain('collect_result')
  })
})
