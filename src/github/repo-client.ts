// What Baton asks of one repository as one App: reads and writes grouped by area, every failure classified.

import type { Octokit } from '@octokit/rest'
import type { RepoRef } from '../domain/ids.ts'
import { actionsApi, type ActionsApi } from './actions-api.ts'
import { boardApi, type BoardApi } from './board-api.ts'
import { checksApi, type ChecksApi } from './checks-api.ts'
import { repositoryApi, type RepositoryApi } from './inspection.ts'
import { hierarchyApi, type HierarchyApi } from './hierarchy-api.ts'
import { issuesApi, type IssuesApi } from './issues-api.ts'
import { proposalsApi, type ProposalsApi } from './proposals-api.ts'
import { mergeQueueApi, type MergeQueueApi } from './merge-queue-api.ts'
import { pullsApi, type PullsApi } from './pulls-api.ts'
import { recordApi, type RecordApi } from './record-api.ts'
import { refsApi, type RefsApi } from './refs-api.ts'
import { classified } from './request-error.ts'
import { rulesetsApi, type RulesetsApi } from './rulesets-api.ts'
import { taskApi, type TaskApi } from './task-api.ts'
import { textsApi, type TextsApi } from './texts-api.ts'

/** A repository as whoever asks, an App or a person. */
export interface RepoConnection {
  octokit: Octokit
  repo: RepoRef
  /** Runs a read and classifies its failure. */
  read<T>(doing: string, work: () => Promise<T>): Promise<T>
  /** The same through the installation's write lane. */
  write<T>(doing: string, work: () => Promise<T>): Promise<T>
}

/** What every area gets to work with. */
export interface Connection extends RepoConnection {
  appId: number
}

export interface RepoClient {
  readonly appId: number
  /** The App's bot login without `[bot]`, as GraphQL spells it. */
  login(): Promise<string>
  readonly issues: IssuesApi
  readonly board: BoardApi
  readonly hierarchy: HierarchyApi
  readonly pulls: PullsApi
  readonly mergeQueue: MergeQueueApi
  readonly proposals: ProposalsApi
  readonly checks: ChecksApi
  readonly actions: ActionsApi
  readonly refs: RefsApi
  readonly tasks: TaskApi
  readonly texts: TextsApi
  readonly rulesets: RulesetsApi
  readonly repository: RepositoryApi
  readonly record: RecordApi
  /** A current installation token, for host-side git over HTTPS only. */
  token(): Promise<string>
}

export function createRepoClient(input: {
  octokit: Octokit
  repo: RepoRef
  appId: number
  lane: <T>(work: () => Promise<T>) => Promise<T>
  token: () => Promise<string>
  login: () => Promise<string>
}): RepoClient {
  const connection: Connection = {
    octokit: input.octokit,
    repo: input.repo,
    appId: input.appId,
    read: classified,
    write: (doing, work) => input.lane(() => classified(doing, work)),
  }
  return {
    appId: input.appId,
    login: () => classified('reading the App', input.login),
    issues: issuesApi(connection),
    board: boardApi(connection),
    hierarchy: hierarchyApi(connection),
    pulls: pullsApi(connection),
    mergeQueue: mergeQueueApi(connection),
    proposals: proposalsApi(connection),
    checks: checksApi(connection),
    actions: actionsApi(connection),
    refs: refsApi(connection),
    tasks: taskApi(connection),
    texts: textsApi(connection),
    rulesets: rulesetsApi(connection),
    repository: repositoryApi(connection),
    record: recordApi(connection),
    token: () => classified('getting an installation token', input.token),
  }
}
