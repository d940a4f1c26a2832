// Labels as they came and went, from the webhooks that told it.

import { z } from 'zod'

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
