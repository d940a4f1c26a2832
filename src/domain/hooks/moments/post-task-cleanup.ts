// POST_TASK_CLEANUP: a wave is over. The merge of the last one may have closed the issue.

import type { Hook } from '../hook.ts'
import { shaOf } from '../life.ts'

export const postTaskCleanup: Hook = {
  moment: 'a wave is done: merged, or its report is there',
  from: 'routed',
  holds: false,
  judges: false,
  knows: ['wave', 'agent'],
  moments: ({ waves }) =>
    waves
      .filter(({ done }) => done)
      .map((wave) => ({
        key: `wave-${wave.index}/done`,
        wave: wave.number,
        agent: wave.agent,
        sha: shaOf(wave),
      })),
}
