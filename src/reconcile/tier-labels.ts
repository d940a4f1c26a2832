// Labels `tier:*` and the people behind them: whoever may write raises a decision's tier, and only who maintains lowers it.

import { allows } from '../domain/commands/role.ts'
import { tierLabel } from '../domain/roster/labels.ts'
import type { BareSnapshot, IssueObservation } from '../domain/snapshot.ts'
import type { RepoClient } from '../github/repo-client.ts'

/** GitHub's name for whoever deleted their account: nobody may act for them. */
const DELETED = 'ghost'

/**
 * Each `tier:*` label that was put on, also one that is off again: taking a label off is not lowering. One that lowers has to be
 * there. `known` remembers what people may do, asked once each; a new one is returned.
 */
export async function tierLabels(
  client: { issues: Pick<RepoClient['issues'], 'permission'> },
  { labels, labelled }: Pick<IssueObservation, 'labels' | 'labelled'>,
  known: Readonly<Record<string, 'none' | 'raise' | 'lower'>>,
): Promise<{
  tiers: NonNullable<BareSnapshot['tiers']>
  people: Record<string, 'none' | 'raise' | 'lower'>
}> {
  const people = { ...known }
  const present = new Set(labels.map((label) => label.toLowerCase()))
  const last = new Map(labelled.map(({ label }, at) => [label.toLowerCase(), at]))
  const tiers: NonNullable<BareSnapshot['tiers']>[number][] = []
  for (const [at, { label, actor }] of labelled.entries()) {
    const tier = tierLabel(label)
    if (tier === undefined || actor.kind === 'bot' || actor.login === DELETED) continue
    if (people[actor.login] === undefined) {
      const role = await client.issues.permission(actor.login)
      people[actor.login] = allows(role, 'maintain') ? 'lower' : allows(role, 'write') ? 'raise' : 'none'
    }
    if (people[actor.login] === 'none') continue
    // Somebody else may have put the same label on again since: then it is theirs.
    const there = present.has(label.toLowerCase()) && last.get(label.toLowerCase()) === at
    tiers.push({ tier, by: actor.login, lowers: there && people[actor.login] === 'lower' })
  }
  return { tiers, people }
}
