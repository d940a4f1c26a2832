// Hooks in `.github/baton.yml` and in a pack: what every broken one is told, and where.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { mergeHooks, PackHooks, PolicyHooks } from '../../src/domain/hooks/configured.ts'
import { checkHooks } from '../../src/domain/policy/check-hooks.ts'
import { parsePolicy } from '../../src/roster/policy-file.ts'
import { VALID_POLICY, asaSwarm, problemsOf, shortForm } from './support.ts'

const packs = new Map<string, Pack>()
const path = '.github/baton.yml'
let team: Pack

beforeAll(async () => {
  team = await asaSwarm()
  packs.set('asa-swarm', team)
})

/** Lines 1 to 7 are valid; what is added begins on line 8, and a step on line 10. */
const on = (hook: string, step: string, more = ''): string =>
  `${VALID_POLICY}hooks:\n  ${hook}:\n    - ${step}\n${more}`

const broken: [what: string, text: string, problems: string[]][] = [
  [
    'a name nearly right',
    on('PRE_TASK_SETUPP', '{ do: comment, text: x }'),
    ['9 hooks.PRE_TASK_SETUPP: unknown key `PRE_TASK_SETUPP`; did you mean `PRE_TASK_SETUP`?'],
  ],
  [
    'a name in small letters',
    on('error-detection', '{ do: comment, text: x }'),
    ['9 hooks.error-detection: unknown key `error-detection`; did you mean `ERROR_DETECTION`?'],
  ],
  [
    'a name of nothing',
    on('ON_MERGE', '{ do: comment, text: x }'),
    ['9 hooks.ON_MERGE: unknown key `ON_MERGE`'],
  ],
  [
    'an agent that there is not',
    on('ERROR_DETECTION', '{ do: agent, agent: sherlock, words: Look. }'),
    ['10 hooks.ERROR_DETECTION[0].agent: there is no agent `sherlock`'],
  ],
  [
    'an agent that may not look into anything',
    on('ERROR_DETECTION', '{ do: agent, agent: orchestrator, words: Look. }'),
    [
      '10 hooks.ERROR_DETECTION[0].agent: `orchestrator` may not research; its purposes are triage, synthesise',
    ],
  ],
  [
    'a place that there is not',
    on('POST_TASK_CLEANUP', '{ do: comment, text: "{isue} is done" }'),
    ['10 hooks.POST_TASK_CLEANUP[0].text: there is no `{isue}` to fill in; did you mean `{issue}`?'],
  ],
  [
    'a place that is not known yet',
    on('PRE_TASK_SETUP', '{ do: agent, agent: researcher, words: "{agent} in {wave}?" }'),
    [
      '10 hooks.PRE_TASK_SETUP[0].words: `{agent}` is not known at the moment of PRE_TASK_SETUP',
      '10 hooks.PRE_TASK_SETUP[0].words: `{wave}` is not known at the moment of PRE_TASK_SETUP',
    ],
  ],
  [
    'one that blocks what is over',
    on('POST_TASK_CLEANUP', '{ do: agent, agent: researcher, words: Look., blocking: true }'),
    [
      '10 hooks.POST_TASK_CLEANUP[0].blocking: POST_TASK_CLEANUP cannot block: what it would keep from beginning has begun, or is over',
    ],
  ],
  [
    'a gate where there is no head',
    on('PRE_TASK_VALIDATION', '{ do: gate, gate: tests }'),
    [
      '10 hooks.PRE_TASK_VALIDATION[0].gate: at the moment of PRE_TASK_VALIDATION there is no head that a gate could judge',
    ],
  ],
  [
    'a gate that nothing stands behind',
    on('POST_TASK_VALIDATION', '{ do: gate, gate: TRUTH_VALIDATION_CHECK }'),
    [
      '10 hooks.POST_TASK_VALIDATION[0].gate: nothing stands behind TRUTH_VALIDATION_CHECK, so it could never judge',
    ],
  ],
  [
    'a name whose kinds have no rule',
    on(
      'POST_TASK_VALIDATION',
      '{ do: gate, gate: TRUTH_VALIDATION_CHECK }',
      'named_gates: { TRUTH_VALIDATION_CHECK: [truth] }\n',
    ),
    [
      '10 hooks.POST_TASK_VALIDATION[0].gate: nothing stands behind TRUTH_VALIDATION_CHECK, so it could never judge',
    ],
  ],
  [
    'a label of a group that Baton manages',
    on('ERROR_DETECTION', '{ do: label, add: ["state:done"] }'),
    [
      '10 hooks.ERROR_DETECTION[0].add[0]: `state:done` does not fit: expected a label outside the groups that Baton manages, such as type: and state:',
    ],
  ],
  [
    'the label that hands issues over',
    on('ERROR_DETECTION', '{ do: label, remove: [baton] }'),
    ['10 hooks.ERROR_DETECTION[0]: `baton` hands issues to Baton: no hook may put it on or take it off'],
  ],
  [
    'a label step without a label',
    on('ERROR_DETECTION', '{ do: label }'),
    ['10 hooks.ERROR_DETECTION[0]: a group of keys: add or remove must be given'],
  ],
  [
    'a workflow of Baton’s own',
    on('ERROR_DETECTION', '{ do: workflow, workflow: baton-validate.yml }'),
    ['10 hooks.ERROR_DETECTION[0].workflow: `baton-validate.yml` takes other inputs: Baton starts it itself'],
  ],
  [
    'a workflow outside its folder',
    on('ERROR_DETECTION', '{ do: workflow, workflow: ../x.yml }'),
    [
      '10 hooks.ERROR_DETECTION[0].workflow: `../x.yml` does not fit: expected a file name in .github/workflows, ending in .yml',
    ],
  ],
  [
    'a condition before anything is classified',
    on('PRE_TASK_SETUP', '{ do: comment, text: x, when: { types: [bugfix], labels: [a] } }'),
    ['10 hooks.PRE_TASK_SETUP[0].when: before a task is classified only its labels are known'],
  ],
  [
    'a kind of gate under two names',
    `${VALID_POLICY}named_gates:\n  CODE_QUALITY_GATE: [tests]\n  INTEGRATION_QUALITY_GATE: [tests]\n`,
    ['10 named_gates.INTEGRATION_QUALITY_GATE[0]: `tests` belongs to CODE_QUALITY_GATE already'],
  ],
  [
    'a gate of a name that there is not',
    `${VALID_POLICY}named_gates: { CODE_QUALTY_GATE: [tests] }\n`,
    ['8 named_gates.CODE_QUALTY_GATE: unknown key `CODE_QUALTY_GATE`; did you mean `CODE_QUALITY_GATE`?'],
  ],
]

describe('broken hooks', () => {
  it.each(broken)('%s', (_what, text, expected) => {
    const problems = problemsOf(parsePolicy({ path, text }, packs))
    expect(problems.map(shortForm)).toEqual(expected)
    for (const problem of problems) expect([problem.example, problem.expected]).not.toContain('')
  })

  it.each([
    ['an unknown kind of step', '{ do: shout, text: x }', 'hooks.ERROR_DETECTION[0]'],
    [
      'a key of another kind of step',
      '{ do: comment, text: x, agent: researcher }',
      'hooks.ERROR_DETECTION[0].agent',
    ],
    [
      'a comment that could block',
      '{ do: comment, text: x, blocking: true }',
      'hooks.ERROR_DETECTION[0].blocking',
    ],
    ['words of nothing but blanks', '{ do: comment, text: "  " }', 'hooks.ERROR_DETECTION[0].text'],
    ['a list in place of words', '{ do: comment, text: [x] }', 'hooks.ERROR_DETECTION[0].text'],
  ])('%s is a problem where it stands', (_what, step, key) => {
    const problems = problemsOf(parsePolicy({ path, text: on('ERROR_DETECTION', step) }, packs))
    expect(problems.map((one) => one.key.replace(/\.do$/, ''))).toEqual([key])
    expect(problems[0]?.line).toBe(10)
  })

  it('of a pack are found in the pack', () => {
    const hooks = PackHooks.parse({
      BLOCKER_ESCALATION: [{ do: 'agent', agent: 'sherlock', words: 'Look.', blocking: true }],
    })
    expect(checkHooks(team.agents, hooks).map(({ path: where }) => where.join('.'))).toEqual([
      'hooks.BLOCKER_ESCALATION.0.agent',
      'hooks.BLOCKER_ESCALATION.0.blocking',
    ])
  })

  it('a pack’s demand that a policy leaves nothing to stand behind is told in the policy', () => {
    const hooks = PackHooks.parse({ POST_TASK_VALIDATION: [{ do: 'gate', gate: 'coverage' }] })
    const demanding = new Map([['asa-swarm', { ...team, hooks }]])
    expect(
      problemsOf(parsePolicy({ path, text: VALID_POLICY }, demanding)).map((one) => one.message),
    ).toEqual(['the pack demands coverage here, and nothing stands behind it'])
    const without = `${VALID_POLICY}hooks: { POST_TASK_VALIDATION: null }\n`
    expect(problemsOf(parsePolicy({ path, text: without }, demanding))).toEqual([])
  })
})

describe('hooks of a pack and a policy', () => {
  const pack = PackHooks.parse({
    ERROR_DETECTION: [{ do: 'comment', text: 'pack' }],
    PRE_TASK_SETUP: [{ do: 'comment', text: 'pack' }],
  })
  const comment = (text: string) => ({ do: 'comment', text })

  it.each([
    ['nothing of its own', {}, { ERROR_DETECTION: ['pack'], PRE_TASK_SETUP: ['pack'] }],
    [
      'more',
      { ERROR_DETECTION: [comment('policy')] },
      { ERROR_DETECTION: ['pack', 'policy'], PRE_TASK_SETUP: ['pack'] },
    ],
    [
      'another hook',
      { POST_TASK_CLEANUP: [comment('policy')] },
      { ERROR_DETECTION: ['pack'], PRE_TASK_SETUP: ['pack'], POST_TASK_CLEANUP: ['policy'] },
    ],
    ['none of it', { ERROR_DETECTION: null, PRE_TASK_SETUP: null }, {}],
  ])('with %s', (_what, policy, expected) => {
    const merged = mergeHooks(pack, PolicyHooks.parse(policy))
    const words = Object.entries(merged).map(([name, steps]) => [
      name,
      steps.map((step) => (step.do === 'comment' ? step.text : step.do)),
    ])
    expect(Object.fromEntries(words)).toEqual(expected)
  })
})
