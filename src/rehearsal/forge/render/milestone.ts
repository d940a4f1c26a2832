// A milestone as GitHub's `milestone`.

import type { Forge } from '../forge.ts'
import type { Milestone, Repository } from '../world.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import { renderUser } from './user.ts'

/** `milestone`, with how many issues and pull requests of it are open and closed. */
export function renderMilestone(forge: Forge, repo: Repository, milestone: Milestone) {
  const url = `${repositoryUrl(forge, repo)}/milestones/${milestone.number}`
  const issues = [...repo.issues.values()].filter((issue) => issue.milestone === milestone.number)
  const open = issues.filter(({ state }) => state === 'open').length
  return {
    url,
    html_url: `${repositoryPage(forge, repo)}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: milestone.nodeId,
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    state: milestone.state,
    creator: renderUser(forge, milestone.creator),
    open_issues: open,
    closed_issues: issues.length - open,
    created_at: milestone.createdAt,
    updated_at: milestone.updatedAt,
    due_on: milestone.dueOn,
    closed_at: milestone.closedAt,
  }
}

/** What an issue or pull request says of its milestone. */
export function renderMilestoneOf(forge: Forge, repo: Repository, number: number | undefined) {
  const milestone = number === undefined ? undefined : repo.milestones.get(number)
  return milestone === undefined ? null : renderMilestone(forge, repo, milestone)
}
