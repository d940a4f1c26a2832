// Who handed an issue to Baton: work costs money and changes code, so only a person with write permission can.

import type { RepoClient } from '../github/repo-client.ts'
import type { TaskObservation } from '../github/task-api.ts'

const MAY_ASSIGN: ReadonlySet<string> = new Set(['admin', 'maintain', 'write'])

/**
 * The author when they may write, else whoever may write and put the assigning label on. `role_name` decides; an author
 * association is display only. Undefined when nobody entitled has acted, which is silent on GitHub.
 */
export async function authorisedBy(
  client: Pick<RepoClient, 'issues'>,
  seen: Pick<TaskObservation, 'issue' | 'labelledBy'>,
  label: string | undefined,
): Promise<string | undefined> {
  const { issue } = seen
  if (label === undefined || issue.state === 'closed' || !issue.labels.includes(label)) return undefined
  const labellers = seen.labelledBy.filter((entry) => entry.label === label).map((entry) => entry.actor)
  const people = [issue.author, ...labellers].filter((actor) => actor.kind === 'person')
  for (const login of new Set(people.map((actor) => actor.login))) {
    if (MAY_ASSIGN.has(await client.issues.permission(login))) return login
  }
  return undefined
}
