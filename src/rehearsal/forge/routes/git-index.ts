// The routes for code: git data, contents, pull requests, reviews, checks, rules and Actions.

import type { Route } from '../route.ts'
import { artifactRoutes } from './artifacts.ts'
import { branchRoutes } from './branches.ts'
import { checkRunRoutes } from './check-runs.ts'
import { checkSuiteRoutes } from './check-suites.ts'
import { commitRoutes } from './commits.ts'
import { contentRoutes } from './contents.ts'
import { gitObjectRoutes } from './git-objects.ts'
import { mergeRoutes } from './merge.ts'
import { pullRoutes } from './pulls.ts'
import { pullContentRoutes } from './pull-contents.ts'
import { refRoutes } from './refs.ts'
import { reviewCommentRoutes } from './review-comments.ts'
import { reviewerRoutes } from './reviewers.ts'
import { reviewRoutes } from './reviews.ts'
import { rulesetRoutes } from './rulesets.ts'
import { statusRoutes } from './statuses.ts'
import { workflowRunRoutes } from './workflow-runs.ts'
import { workflowRoutes } from './workflows.ts'

export const gitRoutes: readonly Route[] = [
  ...artifactRoutes,
  ...branchRoutes,
  ...checkRunRoutes,
  ...checkSuiteRoutes,
  ...commitRoutes,
  ...contentRoutes,
  ...gitObjectRoutes,
  ...mergeRoutes,
  ...pullRoutes,
  ...pullContentRoutes,
  ...refRoutes,
  ...reviewCommentRoutes,
  ...reviewerRoutes,
  ...reviewRoutes,
  ...rulesetRoutes,
  ...statusRoutes,
  ...workflowRunRoutes,
  ...workflowRoutes,
]
