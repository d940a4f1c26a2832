// A verdict as a pull-request review; findings outside the diff go into the body, where GitHub would refuse them inline.

import { topicOf } from '../../domain/markers.ts'
import { findingBody } from '../../domain/render/verdict-body.ts'
import { placeFindings } from '../../domain/render/place-findings.ts'
import { InternalError } from '../../errors.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

export async function review(action: ActionOf<'review'>, context: ActContext): Promise<boolean> {
  const client = action.as === 'reviewer' ? context.reviewer : context.author
  if (client === undefined)
    throw new InternalError('a review as the reviewer App was decided, but there is none')
  const { pulls } = client
  const { how } = await once(context, {
    key: `review/${action.pull}/${action.topic}`,
    kind: 'review',
    intent: { pull: action.pull, topic: action.topic, event: action.event },
    find: async () =>
      (await pulls.reviews(action.pull)).find((own) => topicOf(own.body) === action.topic)?.id,
    carryOut: async () => {
      const patches =
        action.findings.length > 0 ? await pulls.patches(action.pull) : new Map<string, string>()
      const placed = placeFindings(action.body, action.findings, patches)
      return pulls.review(action.pull, {
        sha: action.sha,
        event: action.event,
        body: placed.body,
        comments: placed.inline.map((finding) => ({
          path: finding.path,
          line: finding.line,
          body: findingBody(finding),
        })),
      })
    },
  })
  return how === 'done'
}
