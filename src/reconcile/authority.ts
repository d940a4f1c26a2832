// Who handed an issue to Baton: work costs money and changes code, so only a person with write permission can.

import type { RepoClient } from '../github/repo-client.ts'
import type { BareSnapshot, IssueObservation } from '../domain/snapshot.ts'
import { isRouting } from '../domain/roster/labels.ts'
import type { TaskObservation } from '../github/task-api.ts'

const MAY_ASSIGN: ReadonlySet<string> = new Set(['admin', 'maintain', 'write'])

/**
 * The author when they may write, else whoever may write and put the assigning label on. `role_name` decides; an author
 * association is display only. Undefined when nobody entitled has acted, which is silent on GitHub.
 */
export async function authorisedBy(
  client: Pick<RepoClient, 'issues'>,
  seen: Pick<TaskObservation, 'issue'>,
  label: string | undefined,
): Promise<string | undefined> {
  const { issue } = seen
  if (label === undefined || issue.state === 'closed' || !issue.labels.includes(label)) return undefined
  const labellers = issue.labelled.filter((entry) => entry.label === label).map((entry) => entry.actor)
  const people = [issue.author, ...labellers].filter((actor) => actor.kind === 'person')
  for (const login of new Set(people.map((actor) => actor.login))) {
    if (MAY_ASSIGN.has(await client.issues.permission(login))) return login
  }
  return undefined
}

/**
 * Labels that route and were put on after the hand-over by somebody who may not write; they do not count. What was on the issue
 * before was seen by the person who handed it over. `permissions` remembers who was asked about; a new one is returned.
 */
export async function uncountedLabels(
  client: Pick<RepoClient, 'issues'>,
  issue: IssueObservation,
  handedOver: { by: string | undefined; label: string | undefined },
  permissions: Readonly<Record<string, boolean>>,
): Promise<{ uncounted: BareSnapshot['uncounted']; permissions: Record<string, boolean> }> {
  const known = { ...permissions }
  const uncounted: { label: string; by: string }[] = []
  if (handedOver.by === undefined) return { uncounted, permissions: known }
  const since = issue.labelled.findIndex(
    ({ label, actor }) => label === handedOver.label && actor.login === handedOver.by,
  )
  for (const label of issue.labels.filter(isRouting)) {
    const at = issue.labelled.findLastIndex((event) => event.label === label)
    const actor = issue.labelled[at]?.actor
    if (actor === undefined || at <= since || actor.kind === 'bot' || actor.login === handedOver.by) continue
    known[actor.login] ??= MAY_ASSIGN.has(await client.issues.permission(actor.login))
    if (known[actor.login] === false) uncounted.push({ label, by: actor.login })
  }
  return { uncounted, permissions: known }
}
