// A wave whose work a person gave to another agent: who had it stops, the hand-off document is posted, and the other goes on.

import type { Action } from '../actions.ts'
import type { OpenWork } from '../commands/hand-over.ts'
import { isLater, type GivenWork } from '../commands/desired.ts'
import { givenHandoff, givenWork, hasTakenOver } from '../handoff/given.ts'
import { waveHandoff } from '../handoff/wave.ts'
import { handoffComment, handoffMarkdown, handoffTitle } from '../render/handoff-text.ts'
import { mayDo } from '../roster/team.ts'
import type { RouteWave } from '../roster/route.ts'
import { waveNumber } from '../roster/route-waves.ts'
import { investigationOf } from '../side-runs.ts'
import type { Snapshot } from '../snapshot.ts'
import { assignmentOf, workOn } from './assigned.ts'
import { stickyComment } from './comments.ts'
import { hasDone, routedOf } from './routing.ts'
import { opened } from './publishing.ts'
import { commitOf, pushed } from './pushing.ts'
import { isActive, wait, type RoutedTask, type StageResult } from './stage.ts'

/** What stops, because the work is somebody else's now: also a look into what blocked the one before. */
function stopped({ runs }: Snapshot, wave: RouteWave, { agent, by }: GivenWork): Action[] {
  const why = `@${by} gave wave ${waveNumber(wave)} to ${agent}`
  return runs
    .filter(
      (run) =>
        isActive(run) &&
        ((run.wave === wave.index && (run.purpose === 'direct' || run.purpose === wave.purpose)) ||
          run.wave === investigationOf(wave.index)) &&
        run.agent !== agent,
    )
    .map((run): Action => ({ do: 'cancel_run', id: run.id, why }))
}

/**
 * The wave with the agent that has it now, and what has to be done before that agent starts. Undefined for a wave that nobody
 * gave to anybody, and for one that has ended.
 */
export function handingOver(
  task: RoutedTask,
  wave: RouteWave,
): { wave: RouteWave; before: StageResult | undefined } | undefined {
  const { snapshot } = task
  const given = givenWork(snapshot, wave)
  if (given === undefined || hasDone(snapshot, wave)) return undefined
  // Whoever was put to work on it later than that has it.
  const assigned = assignmentOf(snapshot, wave)
  if (assigned !== undefined && isLater(assigned, given)) return undefined
  const taken = { ...wave, agent: given.agent, owners: undefined }
  const stopping = stopped(snapshot, wave, given)
  if (stopping.length > 0)
    return { wave: taken, before: wait(`wave ${wave.index} is given to ${given.agent}`, stopping) }
  if (hasTakenOver(workOn(snapshot, wave), given)) return { wave: taken, before: undefined }
  const { issue, waves } = snapshot
  // What the one before has finished is kept: the next goes on from it.
  const seen = waves.find(({ index }) => index === wave.index)
  const left = workOn(snapshot, wave).findLast((run) => commitOf(run) !== undefined)
  const published =
    seen === undefined || left === undefined
      ? undefined
      : (pushed(wave, seen, left) ?? opened(task, wave, seen, [left]))
  if (published !== undefined) return { wave: taken, before: published }
  const topic = `handoff-${wave.index}-${given.comment}`
  // Said once, as it was then: what the next agent does is not part of what it was given.
  if (issue.comments.some((comment) => comment.topic === topic)) return { wave: taken, before: undefined }
  const body = handoffComment(givenHandoff({ snapshot, waves: task.route.waves, wave }, given))
  return {
    wave: taken,
    before: wait(
      `wave ${wave.index} is handed over to ${given.agent}`,
      stickyComment(issue.number, issue.comments, topic, body),
    ),
  }
}

/** The waves that a person can give to somebody, and to whom. */
export function openWork(snapshot: Snapshot): OpenWork[] {
  const { pack, runs, waves } = snapshot
  return routedOf(snapshot)
    .record.waves.filter((wave) => !hasDone(snapshot, wave))
    .map((wave) => {
      const works = workOn(snapshot, wave)
      const able = pack.agents.map(({ name }) => name).filter((name) => mayDo(pack, name, wave.purpose))
      const attempts = (name: string): number =>
        Math.max(0, ...works.filter((run) => run.agent === name).map((run) => run.attempt))
      const seen = waves.find(({ index }) => index === wave.index)
      return {
        index: wave.index,
        number: waveNumber(wave),
        pull: seen?.pull?.number,
        begun: runs.some((run) => run.wave === wave.index) || seen?.pull !== undefined,
        by: works.at(-1)?.agent ?? wave.agent,
        takers: new Map(able.map((name) => [name, attempts(name)])),
      }
    })
}

/** What `/baton handoff` answers: the documents of all waves under way. */
export function handoffAnswer(snapshot: Snapshot): string {
  const { waves } = routedOf(snapshot).record
  const begun = new Set(
    openWork(snapshot)
      .filter((work) => work.begun)
      .map(({ index }) => index),
  )
  const documents = waves
    .filter((wave) => begun.has(wave.index))
    .map((wave) => waveHandoff({ snapshot, waves, wave }))
  if (documents.length === 0) return '### Hand-off document\n\nNo wave is under way.'
  return documents
    .map((document) => `### Hand-off document of ${handoffTitle(document)}\n\n${handoffMarkdown(document)}`)
    .join('\n\n')
}
