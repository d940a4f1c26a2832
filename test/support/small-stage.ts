// The embedded GitHub with the small scenario on it, with requests by people and Apps, and looks at its world.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { createLog } from '../../src/log.ts'
import { TaskKey } from '../../src/domain/ids.ts'
import type { Issue, Pull, Repository } from '../../src/rehearsal/forge/world.ts'
import type { Scenario } from '../../src/rehearsal/scenario.ts'
import { AUTHOR_APP, REVIEWER_APP, setStage, type Stage } from '../../src/rehearsal/stage.ts'
import { smallScenario } from './small-scenario.ts'

export interface SmallStage {
  stage: Stage
  repo: Repository
  /** Absolute; removed by close(). */
  workDir: string
  /** A client with a person's token. */
  as(login: string): Octokit
  /** A client with the token of an App's installation. */
  app(name: 'author' | 'reviewer'): Octokit
  close(): Promise<void>
}

export const log = createLog('silent')
export const at = { owner: 'acme', repo: 'greeter' } as const
export const taskOf = (issue: number): TaskKey => TaskKey.parse(`${at.owner}/${at.repo}#${issue}`)

const ignore = (): void => undefined
const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore }

/** Sets the stage without Baton; `change` makes another scenario of the small one. */
export async function smallStage(
  change: (scenario: Scenario) => Scenario = (scenario) => scenario,
): Promise<SmallStage> {
  const workDir = await mkdtemp(join(tmpdir(), 'baton-small-'))
  const scenario = change(await smallScenario(join(workDir, 'project')))
  const stage = await setStage({ scenario, workDir, live: undefined, port: 0, log })
  const repo = stage.forge.world.repositories.get(`${at.owner}/${at.repo}`)
  if (repo === undefined) throw new Error('the stage has no repository')
  const baseUrl = `${stage.forge.url}/api/v3`
  return {
    stage,
    repo,
    workDir,
    as: (login) => new Octokit({ baseUrl, log: quiet, auth: stage.token(login) }),
    app: (name) => {
      const { id, installationId } = name === 'author' ? AUTHOR_APP : REVIEWER_APP
      const auth = { appId: id, installationId, privateKey: stage.forge.privateKey(id) }
      return new Octokit({ baseUrl, log: quiet, authStrategy: createAppAuth, auth })
    },
    close: async () => {
      await stage.close()
      await rm(workDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

export function issueOf(repo: Repository, number: number): Issue {
  const issue = repo.issues.get(number)
  if (issue === undefined) throw new Error(`there is no issue #${number}`)
  return issue
}

/** The only pull request there is. */
export function onlyPull(repo: Repository): Pull {
  const [pull, ...others] = repo.pulls.values()
  if (pull === undefined || others.length > 0) throw new Error(`${repo.pulls.size} pull requests, not one`)
  return pull
}

export const labelsOf = (issue: Issue): string[] => issue.labels.map(({ name }) => name)

/** A task is at its end when its last action shows: the label. */
export const isDone = (repo: Repository, issue: number): boolean =>
  labelsOf(issueOf(repo, issue)).includes('state:done')
