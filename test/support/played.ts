// A scenario played from its issue to its end, for the tests that look at the world it leaves.

import { createLog } from '../../src/log.ts'
import { rehearse, type Rehearsal } from '../../src/rehearsal/rehearse.ts'
import type { Scenario } from '../../src/rehearsal/scenario.ts'

/** For a busy machine: a scenario takes some twenty seconds. The caller closes what it is given. */
export const played = (scenario: Scenario): Promise<Rehearsal> =>
  rehearse({
    scenario,
    live: undefined,
    port: 0,
    log: createLog('silent'),
    onLine: () => undefined,
    signal: new AbortController().signal,
    deadlineMs: 500_000,
  })
