// Commits as GraphQL shows them, with their check suites and check runs.

import type { CheckSuite } from '../checks.ts'
import { suitesOf, suiteState } from '../checks.ts'
import type { Commit, Person } from '../git/plumbing.ts'
import { notFound } from '../http-error.ts'
import type { CheckRun, Pull, Repository } from '../world.ts'
import type { PageArguments } from './connection.ts'
import { connection } from './connection.ts'
import { gitNodeId, treeView } from './git-object.ts'
import { mayRead } from './people.ts'
import type { Scope, View } from './scope.ts'

interface RunFilter {
  appId?: number | null
  checkName?: string | null
  checkType?: 'ALL' | 'LATEST' | null
  conclusions?: string[] | null
  status?: string | null
  statuses?: string[] | null
}

export function commitView(scope: Scope, repo: Repository, sha: string): View {
  let loading: Promise<Commit> | undefined
  const load = (): Promise<Commit> =>
    (loading ??= scope.forge.git.commit(repo, sha).then((commit) => {
      if (commit === undefined) throw notFound()
      return commit
    }))
  const pullsWith = async (): Promise<Pull[]> => {
    mayRead(scope, repo, 'pull_requests')
    const found: Pull[] = []
    for (const pull of repo.pulls.values()) {
      const base = pull.baseShaAtClose ?? `refs/heads/${pull.baseRef}`
      const within = await scope.forge.git.commits(repo, base, pull.headSha)
      if (pull.mergeCommitSha === sha || within.some((commit) => commit.sha === sha)) found.push(pull)
    }
    return found
  }
  return {
    __typename: 'Commit',
    id: gitNodeId('C', repo, sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    url: `${scope.forge.url}/${repo.owner.login}/${repo.name}/commit/${sha}`,
    message: async () => (await load()).message,
    messageHeadline: async () => (await load()).message.split('\n', 1)[0],
    messageBody: async () => (await load()).message.split('\n').slice(1).join('\n').trim(),
    author: async () => person((await load()).author),
    committer: async () => person((await load()).committer),
    authoredDate: async () => (await load()).author.date,
    committedDate: async () => (await load()).committer.date,
    tree: async () => treeView(scope, repo, (await load()).tree),
    parents: async (args: PageArguments) =>
      connection('CommitConnection', 'parents', (await load()).parents, args, (parent) =>
        scope.views.commit(repo, parent),
      ),
    associatedPullRequests: async (args: PageArguments) =>
      connection('PullRequestConnection', 'associatedPullRequests', await pullsWith(), args, (pull) =>
        scope.views.pull(repo, pull),
      ),
    checkSuites: (
      args: PageArguments & { filterBy?: { appId?: number | null; checkName?: string | null } | null },
    ) => {
      mayRead(scope, repo, 'checks')
      const { appId, checkName } = args.filterBy ?? {}
      const suites = suitesOf(repo).filter(
        (suite) =>
          suite.headSha === sha &&
          (typeof appId !== 'number' || suite.app.id === appId) &&
          (typeof checkName !== 'string' || runsOf(repo, suite).some((run) => run.name === checkName)),
      )
      return connection('CheckSuiteConnection', 'checkSuites', suites, args, (suite) =>
        suiteView(scope, repo, suite),
      )
    },
  }
}

const person = ({ name, email, date }: Person) => ({ name, email, date })

function suiteView(scope: Scope, repo: Repository, suite: CheckSuite): View {
  const { status, conclusion, runs: current } = suiteState(repo, suite)
  const { app } = suite
  return {
    __typename: 'CheckSuite',
    id: suite.nodeId,
    databaseId: suite.id,
    createdAt: suite.createdAt,
    status: status.toUpperCase(),
    conclusion: conclusion?.toUpperCase() ?? null,
    commit: () => scope.views.commit(repo, suite.headSha),
    app: { __typename: 'App', id: app.nodeId, databaseId: app.id, slug: app.slug, name: app.name },
    checkRuns: (args: PageArguments & { filterBy?: RunFilter | null }) => {
      const filter = args.filterBy ?? {}
      const candidates = filter.checkType === 'LATEST' ? current : runsOf(repo, suite)
      const matching = candidates.filter((run) => matches(run, filter))
      return connection('CheckRunConnection', 'checkRuns', matching, args, (run) => runView(scope, repo, run))
    },
  }
}

const runsOf = (repo: Repository, suite: CheckSuite): CheckRun[] =>
  repo.checks.filter((run) => run.suiteId === suite.id)

function matches(run: CheckRun, filter: RunFilter): boolean {
  const statuses = filter.statuses ?? (typeof filter.status === 'string' ? [filter.status] : undefined)
  const conclusion = run.conclusion?.toUpperCase()
  return (
    (typeof filter.appId !== 'number' || run.app.id === filter.appId) &&
    (typeof filter.checkName !== 'string' || run.name === filter.checkName) &&
    (statuses === undefined || statuses.includes(run.status.toUpperCase())) &&
    (!filter.conclusions || (conclusion !== undefined && filter.conclusions.includes(conclusion)))
  )
}

function runView(scope: Scope, repo: Repository, run: CheckRun): View {
  return {
    __typename: 'CheckRun',
    id: run.nodeId,
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    externalId: run.externalId,
    url: `${scope.forge.url}/${repo.owner.login}/${repo.name}/runs/${run.id}`,
    detailsUrl: run.detailsUrl,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    title: run.output.title,
    summary: run.output.summary,
    text: run.output.text,
  }
}
