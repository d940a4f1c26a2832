// PRE_TASK_SETUP: the task has been handed over, and nobody has worked on it.

import type { Hook } from '../hook.ts'

export const preTaskSetup: Hook = {
  moment: 'a task was handed over, before it is classified',
  from: 'always',
  holds: true,
  judges: false,
  knows: [],
  moments: () => [{ key: 'task' }],
}
