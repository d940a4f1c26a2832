// BLOCKER_ESCALATION: a task that waits has climbed to a level of the ladder where others are asked.

import type { Hook } from '../hook.ts'

/** The first level is reached the moment the task stops: nobody else is asked then. */
const OTHERS = 2

export const blockerEscalation: Hook = {
  moment: 'a task that waits has reached the second level of the escalation ladder, and each one above',
  from: 'always',
  holds: false,
  judges: false,
  knows: [],
  moments: ({ snapshot: { trouble } }) =>
    trouble === undefined || trouble.over === true || trouble.level < OTHERS
      ? []
      : [{ key: `${trouble.since}/level-${trouble.level}` }],
}
