// Two plans of two waves each, the second of which waits for the first at its end: the smallest world with everything that a
// plan has. A wave writes one line into a file of its own.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OutcomeOf } from '../../src/domain/outcomes.ts'
import type { Repository } from '../../src/rehearsal/forge/world.ts'
import type { Script } from '../../src/rehearsal/model/script.ts'
import type { Scenario, ScenarioIssue } from '../../src/rehearsal/scenario.ts'
import { setStage, type Stage } from '../../src/rehearsal/stage.ts'
import { log } from './small-stage.ts'

const POLICY = `version: 1
extends: mathhook
validate:
  commands:
    - { name: files, run: 'test -f README.md' }
`

const LEADS = ['rust-engineer', 'python-expert'] as const

const plan = (number: number, agent: string, second: string): ScenarioIssue => ({
  title: `Plan ${number}`,
  body: `---
plan: plan-${number}
title: Plan ${number}
orchestrator: ${agent}
waves:
  - { wave: 1, title: First part, agent: ${agent} }
  - { wave: 2, title: Second part, agent: ${agent}${second} }
---
`,
  labels: ['baton', 'type:implementation', 'complexity:simple'],
  author: 'alice',
})

export const fileOf = (number: number, wave: number): string => `plan-${number}/wave-${wave}.txt`
export const lineOf = (number: number, wave: number): string => `wave ${wave} of plan ${number}\n`

const say = (value: unknown): Script['turns'][number] => ({ content: [{ type: 'json', value }] })

function scriptsOf(number: number, wave: number, agent: string): Script[] {
  const at = `${number}/w${wave + 1}`
  const input = { file_path: fileOf(number, wave), content: lineOf(number, wave) }
  const title = `Write ${fileOf(number, wave)}`
  return [
    {
      key: `${at}/${agent}/implement/1`,
      turns: [
        { content: [{ type: 'tool_use', name: 'Write', input }] },
        say({ title, summary: title, answers: [], notes: [] } satisfies OutcomeOf['implement']),
      ],
    },
    {
      key: `${at}/correctness-reviewer/review/1`,
      turns: [
        say({
          position: 'approve',
          summary: 'As it should be.',
          findings: [],
          claims: [],
        } satisfies OutcomeOf['review']),
      ],
    },
    {
      key: `${at}/conductor/synthesise/1`,
      turns: [
        say({
          decision: 'Merge it.',
          rationale: 'Gates and seat agree.',
          dissent: [],
          followUps: [],
        } satisfies OutcomeOf['synthesise']),
      ],
    },
  ]
}

export interface PlanStage {
  stage: Stage
  repo: Repository
  workDir: string
  close(): Promise<void>
}

/** Sets the stage without Baton. The issues are 1 and 2. */
export async function twoPlans(): Promise<PlanStage> {
  const workDir = await mkdtemp(join(tmpdir(), 'baton-plans-'))
  const files = join(workDir, 'project')
  await mkdir(join(files, '.github'), { recursive: true })
  await writeFile(join(files, '.github/baton.yml'), POLICY)
  await writeFile(join(files, 'README.md'), '# Two plans\n')
  const freezes = `, freezes: [{ paths: ['plan-1/**'] }]`
  const scenario: Scenario = {
    name: 'two-plans',
    summary: 'two plans',
    pack: 'mathhook',
    repository: { owner: 'acme', name: 'plans', source: { files } },
    issue: plan(1, LEADS[0], freezes),
    moreIssues: [plan(2, LEADS[1], ', waits_for: [plan-1-wave-2-complete]')],
    people: [{ login: 'alice', role: 'admin' }],
    scripts: LEADS.flatMap((agent, i) => [1, 2].flatMap((wave) => scriptsOf(i + 1, wave, agent))),
  }
  const stage = await setStage({ scenario, workDir, live: undefined, port: 0, log })
  const repo = stage.forge.world.repositories.get('acme/plans')
  if (repo === undefined) throw new Error('the stage has no repository')
  return {
    stage,
    repo,
    workDir,
    close: async () => {
      await stage.close()
      await rm(workDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
