// A plan as GitHub shows it: a sub-issue for each wave, blocked by those it waits for in this plan and in others, closed when the wave is complete.

import type { Action } from '../actions.ts'
import { showableDependencies, subIssueTopic, waveTopic } from '../hierarchy/place.ts'
import { foreignDependencies } from '../hierarchy/senders.ts'
import { sameText, withMarker } from '../markers.ts'
import { planWaveOf } from '../plan/route-plan.ts'
import type { RecordedRoute } from '../roster/recorded-route.ts'
import type { RouteWave } from '../roster/route.ts'
import { waveIssueBody, waveIssueTitle } from '../render/plan-comments.ts'
import type { Snapshot, SubIssueObservation } from '../snapshot.ts'
import { hasDone } from './routing.ts'

/** New sub-issues a pass: GitHub wants a second between writes, and work does not wait for its pictures. */
const AT_ONCE = 4

export function planHierarchy(snapshot: Snapshot, record: RecordedRoute): Action[] {
  const { plan, issue, subIssues } = snapshot
  const document = plan?.document
  if (document === undefined || record.offset === undefined || issue.state === 'closed') return []
  const topicOf = (wave: RouteWave): string => waveTopic(issue.number, document.plan, wave)
  const shown = (wave: RouteWave): SubIssueObservation | undefined =>
    subIssues.find(({ topic }) => topic === topicOf(wave))

  const wanted = record.waves.flatMap((wave): Action[] => {
    const planned = planWaveOf(document, wave)
    if (planned === undefined) return []
    const known = shown(wave)
    const title = waveIssueTitle(document, planned)
    const body = withMarker(topicOf(wave), waveIssueBody(document, planned, issue.number))
    if (known !== undefined && known.title === title && sameText(known.body, body)) return []
    const number = known?.number
    return [
      { do: 'ensure_sub_issue', wave: wave.index, title, body, topic: topicOf(wave), labels: [], number },
    ]
  })
  const ended = [...record.waves, ...record.dropped].flatMap((wave): Action[] => {
    const known = shown(wave)
    if (known === undefined || known.state === 'closed') return []
    if (hasDone(snapshot, wave))
      return [{ do: 'close_sub_issue', wave: wave.index, number: known.number, reason: 'completed' }]
    return record.dropped.includes(wave)
      ? [{ do: 'close_sub_issue', wave: wave.index, number: known.number, reason: 'not_planned' }]
      : []
  })
  // Of waves that never began and that the plan has no more, nothing else is left.
  const topics = new Set<string>([...record.waves, ...record.dropped].map(topicOf))
  const prefix = subIssueTopic(issue.number, `${document.plan}/`)
  const forgotten = subIssues
    .filter(
      ({ state, topic }) => state === 'open' && topic?.startsWith(prefix) === true && !topics.has(topic),
    )
    .map(({ number }): Action => ({ do: 'close_sub_issue', wave: 0, number, reason: 'not_planned' }))
  const pairs = record.waves.flatMap((wave) => {
    const blocked = shown(wave)
    return wave.after.flatMap((index) => {
      const before = record.waves.find((other) => other.index === index)
      const blocking = before && shown(before)
      return blocked === undefined || blocking === undefined
        ? []
        : [{ blocked: blocked.number, blocking: blocking.number }]
    })
  })
  const foreign = foreignDependencies(record.waves, (wave) => shown(wave)?.number, snapshot.senders)
  const missing = showableDependencies([...pairs, ...foreign]).shown.filter(
    ({ blocked, blocking }) =>
      subIssues.find(({ number }) => number === blocked)?.blockedBy.includes(blocking) === false,
  )
  return [
    ...wanted.slice(0, AT_ONCE),
    ...ended,
    ...forgotten,
    ...missing.slice(0, AT_ONCE).map((pair): Action => ({ do: 'ensure_dependency', ...pair, present: true })),
  ]
}
