// The world of the scenario mathhook once it has ended, read from GitHub and the store, and looked up by plan and wave.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import type { Kysely } from 'kysely'
import { TaskKey } from '../../src/domain/ids.ts'
import type { PlanDocument } from '../../src/domain/plan/document.ts'
import { readPlan } from '../../src/plans/plan-file.ts'
import type { DeliveryRecord } from '../../src/rehearsal/forge/forge.ts'
import type { Pull, Repository } from '../../src/rehearsal/forge/world.ts'
import { issuesOf, type Scenario } from '../../src/rehearsal/scenario.ts'
import type { Stage } from '../../src/rehearsal/stage.ts'
import type { WaveSummary } from '../../src/rehearsal/summary.ts'
import type { Schema } from '../../src/store/schema.ts'
import { runsOfTask, type RunRecord } from '../../src/store/runs.ts'
import { signalsOf, type Signal } from '../../src/store/signals.ts'
import { said } from './told.ts'

const execute = promisify(execFile)
export const REPO = { owner: 'acme', repo: 'mathhook' } as const
export const ISSUES = [1, 2, 3] as const
export const keyOf = (issue: number): TaskKey => TaskKey.parse(`acme/mathhook#${issue}`)

export interface MathhookWorld {
  stage: Stage
  repo: Repository
  db: Kysely<Schema>
  plans: readonly PlanDocument[]
  runs: readonly RunRecord[]
  signals: readonly Signal[]
  /** In the order of their merges. */
  waves: readonly WaveSummary[]
  /** Each webhook once, however often it was sent. */
  deliveries: readonly DeliveryRecord[]
  runsOf(plan: string, wave: number): RunRecord[]
  sent(name: string): Signal
  pullOf(plan: number, wave: number): Pull
  /** Our one comment on a topic. */
  said(issue: number, topic: string): string
  git(...args: string[]): Promise<string>
}

/** Plans of the scenario, in the order of their issues. */
export const plansOf = (scenario: Scenario): PlanDocument[] =>
  issuesOf(scenario).map(({ title, body }) => {
    const read = readPlan({ path: title, text: body })
    if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('; '))
    return read.plan
  })

export const begun = (of: readonly RunRecord[]): number =>
  Math.min(...of.map(({ createdAt }) => createdAt.getTime()))

export async function readWorld(
  scenario: Scenario,
  { stage, repo, db, waves }: Pick<MathhookWorld, 'stage' | 'repo' | 'db' | 'waves'>,
): Promise<MathhookWorld> {
  const runs = (await Promise.all(ISSUES.map((issue) => runsOfTask(db, keyOf(issue))))).flat()
  const signals = await signalsOf(db, REPO)
  const deliveries = [...new Map(stage.forge.deliveries.map((one) => [one.guid, one])).values()]
  return {
    stage,
    repo,
    db,
    plans: plansOf(scenario),
    runs,
    signals,
    waves,
    deliveries,
    // Plan ids are `plan-<number of the issue>`. Waves of plans count from 0, those of routes from 1.
    runsOf: (plan, wave) =>
      runs.filter(
        (one) => one.taskKey === keyOf(Number(plan.slice('plan-'.length))) && one.wave === wave + 1,
      ),
    sent(name) {
      const found = signals.find((signal) => signal.name === name)
      if (found === undefined) throw new Error(`the signal ${name} was never sent`)
      return found
    },
    pullOf(plan, wave) {
      const found = waves.filter((one) => one.issue === plan && one.wave === wave)
      expect(found).toHaveLength(1)
      const pull = repo.pulls.get(found[0]?.pull ?? 0)
      if (pull === undefined) throw new Error(`wave ${wave} of plan ${plan} has no pull request`)
      return pull
    },
    said: (issue, topic) => said(repo, issue, topic),
    git: async (...args) => (await execute('git', ['-C', repo.gitDir, ...args])).stdout.trim(),
  }
}
