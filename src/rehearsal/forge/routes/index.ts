// Every REST route of the embedded GitHub.

import type { RateLimits } from '../ratelimit.ts'
import type { Route } from '../route.ts'
import type { Webhooks } from '../webhooks.ts'
import { appRoutes } from './app.ts'
import { assigneeRoutes } from './assignees.ts'
import { collaboratorRoutes } from './collaborators.ts'
import { commentRoutes } from './comments.ts'
import { createDeliveryRoutes } from './deliveries.ts'
import { dependencyRoutes } from './dependencies.ts'
import { gitRoutes } from './git-index.ts'
import { installationRoutes } from './installations.ts'
import { issueLabelRoutes } from './issue-labels.ts'
import { issueRoutes } from './issues.ts'
import { labelRoutes } from './labels.ts'
import { createMetaRoutes } from './meta.ts'
import { milestoneRoutes } from './milestones.ts'
import { reactionRoutes } from './reactions.ts'
import { repositoryRoutes } from './repositories.ts'
import { subIssueRoutes } from './sub-issues.ts'
import { timelineRoutes } from './timeline.ts'
import { userRoutes } from './users.ts'

export interface RouteDependencies {
  webhooks: Webhooks
  limits: RateLimits
  graphqlLimits: RateLimits
}

/** All routes, in no particular order: the router prefers the more literal template. */
export const createRoutes = ({ webhooks, limits, graphqlLimits }: RouteDependencies): readonly Route[] => [
  ...appRoutes,
  ...installationRoutes,
  ...createDeliveryRoutes(webhooks),
  ...createMetaRoutes(limits, graphqlLimits),
  ...userRoutes,
  ...repositoryRoutes,
  ...collaboratorRoutes,
  ...issueRoutes,
  ...issueLabelRoutes,
  ...assigneeRoutes,
  ...commentRoutes,
  ...reactionRoutes,
  ...timelineRoutes,
  ...labelRoutes,
  ...milestoneRoutes,
  ...subIssueRoutes,
  ...dependencyRoutes,
  ...gitRoutes,
]
