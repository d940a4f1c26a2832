// What happened to an issue: its events, and its timeline with the comments among them.

import { numberParam } from '../body.ts'
import { issueByNumber } from '../lookup.ts'
import { renderTimeline, renderTimelineEvent } from '../render/timeline.ts'
import { ok } from '../route.ts'
import type { Route } from '../route.ts'

const access = { permission: 'issues', or: 'pull_requests', level: 'read' } as const

export const timelineRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/timeline',
    access,
    handle(c) {
      const issue = issueByNumber(c.repo(), numberParam(c, 'issue_number'))
      return ok(c.page(renderTimeline(c.forge, c.repo(), issue)))
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/events',
    access,
    handle(c) {
      const issue = issueByNumber(c.repo(), numberParam(c, 'issue_number'))
      return ok(c.page(issue.timeline).map((event) => renderTimelineEvent(c.forge, c.repo(), issue, event)))
    },
  },
]
