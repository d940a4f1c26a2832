// WORKFLOW_STATE_MANAGEMENT: the task's state has changed. A state may come back, so moments are numbered.

import type { Hook } from '../hook.ts'

const PREFIX = 'state:'
/** Those that Baton sets: what else somebody writes there is no state. */
const STATES: readonly string[] = ['running', 'in-review', 'blocked', 'done']

export const workflowStateManagement: Hook = {
  moment: 'the label `state:*` of a task has changed',
  from: 'always',
  holds: false,
  judges: false,
  knows: [],
  moments: ({ snapshot, seen }) => {
    const state = STATES.find((one) => snapshot.issue.labels.includes(`${PREFIX}${one}`))
    if (state === undefined) return []
    const before = seen('WORKFLOW_STATE_MANAGEMENT')
    const last = before.at(-1)
    const same = last?.slice(last.indexOf('-') + 1) === state
    return [{ key: same && last !== undefined ? last : `${before.length + 1}-${state}` }]
  },
}
