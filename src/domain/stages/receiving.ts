// Directives for the whole repository, in a task that they are for: taken in before its first run with a route, and over when it has ended.

import { withLevel } from '../commands/directing.ts'
import { put, sameStamp, type AskedDirective, type Desired } from '../commands/desired.ts'
import { sameWords } from '../conflicts/detect.ts'
import type { Broadcast } from '../directives/broadcast.ts'
import { isBroadcast } from '../directives/progress.ts'
import type { AgentName } from '../ids.ts'
import { openWaves } from './assigned.ts'
import { isClassified } from './eligibility.ts'
import { hasDone } from './routing.ts'
import type { RoutedTask } from './stage.ts'

/** Who has to act in this task: those named who work or sit in it, else everybody with a wave before them. */
function addressees({ snapshot, route }: RoutedTask, { said, to }: Broadcast): AgentName[] {
  const working = openWaves(snapshot, route, (wave) => hasDone(snapshot, wave)).map(({ agent }) => agent)
  if (working.length === 0) return []
  if (to.length > 0) return to.filter((name) => working.includes(name) || route.seats.includes(name))
  // A shift that names nobody is for the tasks about its component.
  const concerned =
    said.kind !== 'priority-shift' ||
    route.components.some((name) => sameWords(name) === sameWords(said.component))
  return concerned ? [...new Set(working)] : []
}

/** Nobody is waited for once the issue that gave it was closed, or nothing is done here any more. */
function lapsed(
  { snapshot, now }: RoutedTask,
  open: readonly Broadcast[],
  asked: AskedDirective,
): AskedDirective {
  if (!isBroadcast(asked) || asked.closed !== undefined) return asked
  if (snapshot.issue.state === 'closed') return { ...asked, lapsed: 'ended', closed: now }
  const stands = open.some(({ issue }) => issue === asked.line)
  return stands ? asked : { ...asked, lapsed: 'withdrawn', closed: now }
}

/**
 * What is wanted, with the directives of the repository. One that concerns nobody here is taken in as closed: the issue that gave
 * it learns of it by that.
 */
export function received(task: RoutedTask, desired: Desired): Desired {
  const { snapshot, now } = task
  const { broadcasts = [], key } = snapshot
  const known = desired.directives.map((asked) => lapsed(task, broadcasts, asked))
  const changed = known.some((asked, i) => asked !== desired.directives[i])
  let wanted = changed ? { ...desired, directives: known } : desired
  if (!isClassified(snapshot) || snapshot.issue.state === 'closed') return wanted
  for (const broadcast of broadcasts.filter(({ tasks }) => tasks.includes(key))) {
    const { issue, by, at, said } = broadcast
    const to = addressees(task, broadcast)
    const nobody = to.length === 0 ? { closed: now } : {}
    const fresh: AskedDirective = { by, at, comment: 0, line: issue, to, said, ...nobody }
    if (wanted.directives.some((asked) => sameStamp(asked, fresh))) continue
    const directives = put(wanted.directives, fresh, (asked) => sameStamp(asked, fresh))
    wanted = to.length === 0 ? { ...wanted, directives } : withLevel({ ...wanted, directives }, fresh)
  }
  return wanted
}
