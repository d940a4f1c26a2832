// Lifecycle hooks: each fires at its moment, not just before it, and never twice.

import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import { HOOK_NAMES, HOOKS } from '../../src/domain/hooks/moments/index.ts'
import type { HookName } from '../../src/domain/hooks/names.ts'
import { HookRecord } from '../../src/domain/hooks/record.ts'
import { PlanDocument } from '../../src/domain/plan/document.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import {
  checked,
  fired,
  green,
  labelled,
  later,
  red,
  routedOf,
  says,
  talking,
  watched,
} from './hooks-support.ts'
import {
  active,
  at,
  done,
  failed,
  HEAD,
  MAIN,
  NOW,
  opened,
  policy,
  pull,
  sha,
  snapshot,
  validation,
  wave,
} from './support.ts'

const trouble = (level: number, more: object = {}): BareSnapshot =>
  snapshot({ trouble: { kind: 'blocked', since: NOW - 7_200_000, level, told: 1, ...more } })

/** Two waves side by side and one that joins them, all by one agent but the last. */
const plan = PlanDocument.parse({
  plan: 'plan-2',
  title: 'Together',
  orchestrator: 'implementer',
  branch: 'plan-2/wave-{wave}',
  context: 'Why.',
  shape: 'parallel',
  waves: [
    { wave: 1, title: 'One', prose: '', agent: 'researcher', purpose: 'research' },
    { wave: 2, title: 'Two', prose: '', agent: 'researcher', purpose: 'research' },
    { wave: 3, title: 'Three', prose: '', agent: 'implementer', depends_on: [1, 2] },
  ],
})
const planned = (...reported: number[]): BareSnapshot =>
  snapshot({
    waves: [],
    plan: { document: plan, problems: [] },
    runs: reported.map((index) => done('researcher', 'research', { wave: index })),
  })

const rows: [hook: HookName, before: BareSnapshot, moment: BareSnapshot, keys: string[]][] = [
  ['PRE_TASK_SETUP', snapshot({ authorisedBy: undefined }), at.handedOver, ['task']],
  ['PRE_TASK_VALIDATION', at.handedOver, at.triaged, ['route']],
  ['COLLABORATION_INIT', at.handedOver, at.triaged, ['team']],
  // Plan waves 1 to 3 have the indexes 2 to 4: a plan's numbers begin at 0.
  ['COLLABORATION_SYNC', planned(2), planned(2, 3), ['wave-4']],
  ['COLLABORATION_COORDINATION', planned(2, 3), planned(), ['waves-2-3']],
  ['POST_TASK_VALIDATION', checked(red), checked(green), [`wave-2/${HEAD.slice(0, 12)}`]],
  ['POST_TASK_CLEANUP', at.triaged, at.researched, ['wave-1/done']],
  ['HANDOFF_PREPARATION', at.triaged, at.researched, ['wave-1']],
  ['AGENT_HANDOFF_PREPARE', at.triaged, at.researched, ['wave-1/wave-2']],
  [
    'AGENT_HANDOFF_EXECUTE',
    at.researched,
    { ...at.researched, runs: [...at.researched.runs, active('implementer', 'implement')] },
    ['wave-1/wave-2'],
  ],
  ['WORKFLOW_STATE_MANAGEMENT', at.triaged, labelled('state:running'), ['1-running']],
  [
    'ERROR_DETECTION',
    at.triaged,
    {
      ...at.triaged,
      runs: [
        ...at.triaged.runs,
        failed('researcher', 'research', { kind: 'invalid_output', detail: 'not JSON' }),
      ],
    },
    [`wave-1/researcher/research-1/${MAIN.slice(0, 7)}`],
  ],
  ['BLOCKER_ESCALATION', trouble(1), trouble(2), [`${NOW - 7_200_000}/level-2`]],
  ['RECOVERY_COORDINATION', trouble(2), trouble(2, { over: true }), [`${NOW - 7_200_000}/resumed`]],
]

test('there is a row for every hook', () => {
  expect(rows.map(([hook]) => hook)).toEqual(HOOK_NAMES)
})

describe.each(rows)('%s', (hook, before, moment, keys) => {
  test('fires at its moment', () => {
    expect(fired(watched(moment), hook)).toEqual(keys.map((key) => `${key}/1`))
  })

  test('does not fire just before', () => {
    expect(fired(watched(before), hook)).toEqual([])
  })

  test('fires once, also when everything shows as it did before', () => {
    const after = later(watched(moment), talking)
    expect(fired(after, hook)).toEqual([])
    // The comment may be gone again: what has happened has happened.
    expect(fired({ ...after, issue: moment.issue }, hook)).toEqual([])
  })

  test('does what was begun once more when nobody noted that it was done', () => {
    const { hooks } = decide(watched(moment), talking, NOW)
    const cut = { ...moment, hooks: hooks ?? {} }
    expect(fired(cut, hook)).toEqual(keys.map((key) => `${key}/1`))
    // What shows of it is not said again, only noted.
    const shown = { ...cut, issue: later(watched(moment), talking).issue }
    const actions = decide(shown, talking, NOW).actions
    expect(fired(shown, hook)).toEqual([])
    expect(actions).toContainEqual(
      expect.objectContaining({ do: 'note_hook', id: `${hook}/${keys[0]}`, step: 0 }),
    )
  })

  test('is not for what was before there were hooks', () => {
    const { routed = routedOf(at.triaged) } = decide(moment, policy(), NOW)
    const old = { ...moment, routed }
    expect(fired(old, hook)).toEqual([])
    expect(fired(later(old, talking), hook)).toEqual([])
  })

  test('goes into the store and comes back as it was', () => {
    const { hooks } = later(watched(moment), talking)
    expect(HookRecord.parse(JSON.parse(JSON.stringify(hooks)))).toEqual(hooks)
    expect(hooks?.[`${hook}/${keys[0]}`]?.steps).toEqual([{ does: says(hook), at: NOW, result: 'commented' }])
  })
})

describe('further moments', () => {
  test('each head whose gates have passed is one', () => {
    const first = later(checked(green), talking)
    const head = sha('b')
    const second = {
      ...watched(first),
      validations: [],
      waves: [wave({ branchSha: head, pull: pull({ headSha: head, checks: [green] }) })],
    }
    expect(fired(second, 'POST_TASK_VALIDATION')).toEqual([`wave-2/${head.slice(0, 12)}/1`])
  })

  test('a state that comes back is one, a state that stays is none', () => {
    const states = ['state:running', 'state:blocked', 'state:blocked', 'state:running']
    let known: BareSnapshot = watched(at.triaged)
    const seen = states.map((state) => {
      const now = { ...labelled(state), hooks: known.hooks ?? {} }
      known = later(now, talking)
      return fired(now, 'WORKFLOW_STATE_MANAGEMENT')
    })
    expect(seen).toEqual([['1-running/1'], ['2-blocked/1'], [], ['3-running/1']])
  })

  test.each([
    ['somebody else’s label', labelled('state:of the art'), 'WORKFLOW_STATE_MANAGEMENT'],
    [
      'a run that a hook asked for and that failed',
      {
        ...at.triaged,
        runs: [failed('researcher', 'research', undefined)].map((run) => ({ ...run, wave: 200_001 })),
      },
      'ERROR_DETECTION',
    ],
    ['one agent alone', later({ ...at.triaged, hooks: {} }, talking), 'COLLABORATION_INIT'],
  ] as const)('%s is none', (_what, from, hook) => {
    expect(fired(watched(from), hook)).toEqual([])
  })

  test('a lost workflow run and a failed gate are errors', () => {
    const lost = {
      ...opened,
      routed: routedOf(opened),
      waves: [wave({ pull: pull({ checks: [red] }) })],
      validations: [validation('validate', { state: 'failed', result: undefined })],
    }
    expect(fired(watched(lost), 'ERROR_DETECTION')).toEqual([
      `wave-2/validate/linux-x64/${HEAD.slice(0, 7)}-1/1`,
      `wave-2/gates/${HEAD.slice(0, 7)}/1`,
    ])
  })

  test('another agent that looks into a blocker is a recovery', () => {
    const runs = [...at.triaged.runs, active('benchmarker', 'research', { wave: 100_001 })]
    expect(fired(watched({ ...at.triaged, runs }), 'RECOVERY_COORDINATION')).toEqual([
      'wave-1/investigation/1',
    ])
  })
})

test('a hook that cannot block says so of itself where something has begun or is over', () => {
  expect(HOOK_NAMES.filter((name) => !HOOKS[name].holds)).toEqual([
    'POST_TASK_CLEANUP',
    'AGENT_HANDOFF_EXECUTE',
    'WORKFLOW_STATE_MANAGEMENT',
    'ERROR_DETECTION',
    'BLOCKER_ESCALATION',
    'RECOVERY_COORDINATION',
  ])
})
