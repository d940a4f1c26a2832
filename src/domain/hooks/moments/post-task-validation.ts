// POST_TASK_VALIDATION: the gates have passed on a wave's head, and it is not merged. A new head is a new moment.

import { GATES_CHECK } from '../../render/checks.ts'
import type { Hook } from '../hook.ts'

export const postTaskValidation: Hook = {
  moment: 'the gates have passed on the head of a wave, before it is merged; again for each new head',
  from: 'routed',
  holds: true,
  judges: true,
  knows: ['wave', 'agent'],
  moments: ({ waves }) =>
    waves.flatMap(({ index, number, agent, pull }) =>
      pull?.state === 'open' &&
      pull.checks.some(({ name, conclusion }) => name === GATES_CHECK && conclusion === 'success')
        ? [{ key: `wave-${index}/${pull.headSha.slice(0, 12)}`, wave: number, agent, sha: pull.headSha }]
        : [],
    ),
}
