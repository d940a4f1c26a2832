// Pinned issues as GraphQL shows them, and the two mutations on them.

import { authorize } from '../access.ts'
import { announce, record } from '../issue-events.ts'
import { nodeId, type Issue, type Repository } from '../world.ts'
import type { PageArguments } from './connection.ts'
import { connection } from './connection.ts'
import { typedError } from './errors.ts'
import type { Scope, View } from './scope.ts'

/** "You can pin up to three important issues" (https://docs.github.com/issues/tracking-your-work-with-issues/administering-issues/pinning-an-issue-to-your-repository). */
const MOST = 3

type Pinned = Issue & Required<Pick<Issue, 'pinned'>>
const isPinned = (issue: Issue): issue is Pinned => issue.pinned !== undefined

const pinnedIn = (repo: Repository): Pinned[] =>
  [...repo.issues.values()].filter(isPinned).sort((a, b) => a.pinned.id - b.pinned.id)

export const pinnedConnection = (scope: Scope, repo: Repository, args: PageArguments): View =>
  connection('PinnedIssueConnection', 'pinnedIssues', pinnedIn(repo), args, (issue) => ({
    __typename: 'PinnedIssue',
    id: nodeId('PI', issue.pinned.id),
    databaseId: issue.pinned.id,
    issue: () => scope.views.issue(repo, issue),
    pinnedBy: () => scope.views.actor(issue.pinned.by),
    repository: () => scope.views.repository(repo),
  }))

interface PinArguments {
  input: { issueId: string; clientMutationId?: string | null }
}
type Find = (id: string) => { repo: Repository; issue: Issue }

/** The mutations, for the root of a query; `find` takes an issue's node id. What GitHub says in refusing is nowhere published. */
export function pinMutations(scope: Scope, find: Find): Record<string, unknown> {
  const { forge, caller, viewer } = scope
  const by = { actor: viewer, app: caller.kind === 'installation' ? caller.app : undefined }
  const found = ({ input }: PinArguments): ReturnType<Find> => {
    const { repo, issue } = find(input.issueId)
    authorize(caller, repo, { permission: 'issues', level: 'write', role: 'write' })
    return { repo, issue }
  }
  const told = async (repo: Repository, issue: Issue, action: 'pinned' | 'unpinned'): Promise<void> => {
    record(forge, issue, action, by)
    await announce(forge, repo, issue, action, viewer)
  }
  const payload = ({ input }: PinArguments, repo: Repository, issue: Issue) => ({
    clientMutationId: input.clientMutationId ?? null,
    issue: () => scope.views.issue(repo, issue),
  })
  return {
    pinIssue: async (args: PinArguments) => {
      const { repo, issue } = found(args)
      if (!isPinned(issue)) {
        if (pinnedIn(repo).length >= MOST)
          throw typedError('UNPROCESSABLE', `Maximum ${MOST} pinned issues per repository`)
        issue.pinned = { id: forge.world.nextId(), by: viewer }
        await told(repo, issue, 'pinned')
      }
      return payload(args, repo, issue)
    },
    unpinIssue: async (args: PinArguments) => {
      const { repo, issue } = found(args)
      const { pinned } = issue
      if (pinned !== undefined) {
        delete issue.pinned
        await told(repo, issue, 'unpinned')
      }
      return { ...payload(args, repo, issue), id: pinned === undefined ? null : nodeId('PI', pinned.id) }
    },
  }
}
