// The small scenario with something of every kind on its hooks, and what must hold of it at the end.

import { expect } from 'vitest'
import { topicOf } from '../../src/domain/markers.ts'
import type { OutcomeOf } from '../../src/domain/outcomes.ts'
import { hookRun } from '../../src/domain/side-runs.ts'
import type { Extra } from './small-scenario.ts'
import { issueOf, labelsOf, onlyPull, type SmallStage } from './small-stage.ts'

const WORKFLOW = `name: Notify
run-name: notify \${{ inputs.nonce }}
on:
  workflow_dispatch:
    inputs:
      hook: { required: true, type: string }
      task: { required: true, type: string }
      wave: { type: string }
      sha: { required: true, type: string }
      nonce: { required: true, type: string }
jobs:
  notify:
    runs-on: ubuntu-latest
    steps:
      - run: echo hello
`

const POLICY = `named_gates:
  CODE_QUALITY_GATE: [validate]
  INTEGRATION_QUALITY_GATE: [tests]
hooks:
  PRE_TASK_SETUP:
    - { do: comment, text: 'Task #{issue} begins.' }
  PRE_TASK_VALIDATION:
    - { do: agent, agent: researcher, words: 'Is #{issue} ready?', blocking: true }
  AGENT_HANDOFF_PREPARE:
    - { do: label, add: [handed-over] }
  POST_TASK_VALIDATION:
    - { do: gate, gate: CODE_QUALITY_GATE }
    - { do: gate, gate: INTEGRATION_QUALITY_GATE }
  POST_TASK_CLEANUP:
    - { do: workflow, workflow: notify.yml }
    - { do: workflow, workflow: missing.yml }
  ERROR_DETECTION:
    - { do: label, add: [error-detected] }
`

const report: OutcomeOf['research'] = {
  summary: 'It can be checked.',
  findings: [],
  recommendation: 'Begin.',
  risks: [],
}

export const HOOKED: Extra = {
  policy: POLICY,
  files: { '.github/workflows/notify.yml': WORKFLOW },
  // One for the hook, one for the wave: by their names alone the researcher's runs would be told apart by their order.
  scripts: [hookRun(1), 1].map((wave) => ({
    key: `1/w${wave}/researcher/research/1`,
    turns: [{ content: [{ type: 'json', value: report }] }],
  })),
}

/** Fails unless everything that hangs on a hook has happened, and nothing twice. */
export function expectHooksOnce({ repo, stage }: SmallStage): void {
  const issue = issueOf(repo, 1)
  const heads = [...new Set(repo.checks.map(({ headSha }) => headSha))]
  expect(heads).toContain(onlyPull(repo).headSha)
  expect(issue.comments.map(({ body }) => topicOf(body) ?? 'none').sort()).toEqual(
    [
      'hook/PRE_TASK_SETUP/task/1',
      'hook/PRE_TASK_VALIDATION/route/1',
      'hook-trouble',
      'route',
      'summary',
      'wave-1',
    ].sort(),
  )
  expect(labelsOf(issue)).toContain('handed-over')
  expect(labelsOf(issue)).not.toContain('error-detected')
  const notified = repo.runs.filter(({ workflowName }) => workflowName === 'Notify')
  expect(notified.map(({ inputs }) => [inputs['hook'], inputs['wave']])).toEqual([
    ['POST_TASK_CLEANUP', '1'],
    ['POST_TASK_CLEANUP', '2'],
  ])
  const asked = (stage.player?.log ?? []).filter(
    ({ status, cut, script }) => status === 200 && !cut && script.includes(`w${hookRun(1)}`),
  )
  expect(asked).toHaveLength(1)
  expect(stage.player?.mismatches).toEqual([])
  const summary = issue.comments.find(({ body }) => topicOf(body) === 'summary')?.body ?? ''
  const rows = summary.split('\n').filter((line) => /^\| [A-Z_]+ \|/.test(line))
  const table = rows.map((line) =>
    line
      .split('|')
      .slice(1, 4)
      .map((cell) => cell.trim())
      .join(' '),
  )
  expect(table).toEqual([
    'PRE_TASK_SETUP task comments',
    'PRE_TASK_VALIDATION route asks researcher',
    'POST_TASK_CLEANUP wave-1/done starts notify.yml',
    'POST_TASK_CLEANUP wave-1/done starts missing.yml',
    'AGENT_HANDOFF_PREPARE wave-1/wave-2 +handed-over',
    ...heads.flatMap((head) => [
      `POST_TASK_VALIDATION wave-2/${head.slice(0, 12)} demands CODE_QUALITY_GATE`,
      `POST_TASK_VALIDATION wave-2/${head.slice(0, 12)} demands INTEGRATION_QUALITY_GATE`,
    ]),
    'POST_TASK_CLEANUP wave-2/done starts notify.yml',
    'POST_TASK_CLEANUP wave-2/done starts missing.yml',
  ])
  expect(summary).not.toMatch(/\| open \|/)
  expect(rows.filter((line) => line.includes('❌')).map((line) => line.includes('missing.yml'))).toEqual([
    true,
    true,
  ])
}
