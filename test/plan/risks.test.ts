// Risks in plan documents: read, written and read again, and refused with the place where something is wrong.

import { expect, test } from 'vitest'
import { checkPlan } from '../../src/domain/plan/check-plan.ts'
import type { PlanDocument } from '../../src/domain/plan/document.ts'
import { renderPlan } from '../../src/domain/plan/render-plan.ts'
import { readPlan } from '../../src/plans/plan-file.ts'
import { policy } from '../domain/support.ts'

const written = (risks: string): string =>
  [
    '---',
    'plan: plan-2',
    'title: Sparse kernels',
    'orchestrator: orchestrator',
    'risks:',
    risks,
    'waves: [{ wave: 1, title: Baseline }]',
    '---',
    '',
  ].join('\n')
function read(risks: string): PlanDocument {
  const found = readPlan({ path: 'plan-2.md', text: written(risks) })
  if ('problems' in found) throw new Error(JSON.stringify(found.problems))
  return found.plan
}

test('a risk has its usual levels where none are given, and comes back as it was written', () => {
  const plan = read(
    '  - { what: It is slow, contingency: Wait }\n  - { what: No Mac, likelihood: high, impact: low, trigger: no runner, contingency: Buy one, owner: critic }',
  )
  expect(plan.risks).toEqual([
    { what: 'It is slow', likelihood: 'medium', impact: 'medium', contingency: 'Wait' },
    {
      what: 'No Mac',
      likelihood: 'high',
      impact: 'low',
      trigger: 'no runner',
      contingency: 'Buy one',
      owner: 'critic',
    },
  ])
  for (const form of ['file', 'issue'] as const)
    expect(readPlan({ path: 'again.md', text: renderPlan(plan, form) })).toMatchObject({ plan })
})

test.each([
  ['without an answer to it', '  - { what: It is slow }', 'contingency'],
  ['with another level', '  - { what: It is slow, contingency: Wait, impact: huge }', 'impact'],
  [
    'with a key that there is not',
    '  - { what: It is slow, contingency: Wait, mitigation: x }',
    'mitigation',
  ],
])('a risk %s is refused where it stands', (_, risks, key) => {
  const found = readPlan({ path: 'plan-2.md', text: written(risks) })
  const problems = 'problems' in found ? found.problems : []
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatchObject({ file: 'plan-2.md', line: 6 })
  expect(JSON.stringify(problems[0])).toContain(key)
})

test('an owner has to be an agent of the pack', () => {
  const { pack } = policy()
  expect(checkPlan(read('  - { what: It is slow, contingency: Wait, owner: critic }'), pack)).toEqual([])
  const found = checkPlan(read('  - { what: It is slow, contingency: Wait, owner: critics }'), pack)
  expect(found).toMatchObject([
    { path: ['risks', 0, 'owner'], message: expect.stringContaining('did you mean `critic`?') },
  ])
})
