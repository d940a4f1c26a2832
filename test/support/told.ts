// What the embedded GitHub holds or has told at the end of a rehearsal: labels that came and went, sub-issues, comments of ours.

import { expect } from 'vitest'
import { z } from 'zod'
import { waveTopic } from '../../src/domain/hierarchy/place.ts'
import { topicOf } from '../../src/domain/markers.ts'
import type { Repository } from '../../src/rehearsal/forge/world.ts'
import { AUTHOR_APP } from '../../src/rehearsal/stage.ts'
import { issueOf } from './small-stage.ts'

const Numbered = z.object({ number: z.int() })
const Payload = z.object({
  action: z.string(),
  label: z.object({ name: z.string() }),
  issue: Numbered.optional(),
  pull_request: Numbered.optional(),
})

/** Names of a group (`wave:`) that were set on an issue or pull request, or taken off, in order. */
export const labelled = (
  deliveries: readonly { event: string; payload: string }[],
  group: string,
  number: number,
  action: 'labeled' | 'unlabeled',
): string[] =>
  deliveries.flatMap(({ event, payload }) => {
    if (event !== 'issues' && event !== 'pull_request') return []
    const { success, data } = Payload.safeParse(JSON.parse(payload))
    if (!success || data.action !== action) return []
    const on = data.issue ?? data.pull_request
    return on?.number === number && data.label.name.startsWith(group) ? [data.label.name] : []
  })

/** The number of the sub-issue that shows a wave of a plan. */
export const subIssueOf = (
  repo: Repository,
  task: number,
  plan: string,
  wave: number,
): number | undefined => {
  const topic = waveTopic(task, plan, { index: 0, plan: wave })
  return [...repo.issues.values()].find(({ body }) => topicOf(body ?? '') === topic)?.number
}

/** The author App's one comment that carries this marker, as it is now. */
export function said(repo: Repository, number: number, topic: string): string {
  const found = issueOf(repo, number).comments.filter(({ body }) => topicOf(body) === topic)
  expect(found.map(({ app }) => app?.id)).toEqual([AUTHOR_APP.id])
  return found[0]?.body ?? ''
}
