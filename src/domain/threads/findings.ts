// Findings over rounds: which of them stand on the pull request already, which were settled, and which a person has resolved.

import { digest } from '../digest.ts'
import type { AgentName } from '../ids.ts'
import type { Finding } from '../outcomes.ts'
import type { ThreadObservation } from '../snapshot.ts'

/** What makes two messages the same: their words. Places move with every commit, so numbers of lines do not count. */
export const normalisedMessage = (message: string): string =>
  message
    .toLowerCase()
    .replaceAll(/\b(?:lines?|l\.?)\s*\d+(?:\s*(?:-|–|to|and)\s*\d+)?/g, ' ')
    .replaceAll(/:\d+(?::\d+)?\b/g, ' ')
    .replaceAll(/[^\p{L}\p{N}%<>=+/]+/gu, ' ')
    .trim()

/** The marker topic of a finding's comment: the same for the same seat, file and words, whatever the line. */
export const findingTopic = (seat: AgentName, { path, message }: Pick<Finding, 'path' | 'message'>): string =>
  `finding/${seat}/${digest(`${path}\n${normalisedMessage(message)}`)}`

export interface Placed extends Finding {
  topic: string
}

export interface Sorted {
  /** To be posted, each once. */
  fresh: readonly Placed[]
  /** How many stand in open threads of this seat already. */
  open: number
  /** How many a person has resolved: they are not raised again. */
  closed: number
}

/** The topic of a thread that one of our seats began. */
const topicOfThread = ({ comments }: ThreadObservation): string | undefined => {
  const topic = comments[0]?.topic
  return topic?.startsWith('finding/') === true ? topic : undefined
}

/** A seat's findings against the threads that there are. A finding in other words is another one: it brings a new reason. */
export function sortFindings(
  seat: AgentName,
  findings: readonly Finding[],
  threads: readonly ThreadObservation[],
): Sorted {
  const fresh = new Map<string, Placed>()
  const open = new Set<string>()
  const closed = new Set<string>()
  for (const finding of findings) {
    const topic = findingTopic(seat, finding)
    const known = threads.filter((thread) => topicOfThread(thread) === topic)
    if (known.some(({ resolved }) => resolved === 'no')) open.add(topic)
    else if (known.some(({ resolved }) => resolved === 'by a person')) closed.add(topic)
    else if (!fresh.has(topic)) fresh.set(topic, { ...finding, topic })
  }
  return { fresh: [...fresh.values()], open: open.size, closed: closed.size }
}

/**
 * Threads of a seat that people have resolved, the newest of each finding, oldest first: its next verdict has to know them. One
 * that stands open in another thread is not among them.
 */
export function resolvedByPeople(
  seat: AgentName,
  threads: readonly ThreadObservation[],
): readonly ThreadObservation[] {
  const found = new Map<string, ThreadObservation>()
  const open = new Set<string>()
  for (const thread of threads) {
    const topic = topicOfThread(thread)
    if (topic?.startsWith(`finding/${seat}/`) !== true) continue
    if (thread.resolved === 'no') open.add(topic)
    if (thread.resolved === 'by a person') found.set(topic, thread)
  }
  return [...found].flatMap(([topic, thread]) => (open.has(topic) ? [] : [thread]))
}

export const SETTLED = 'settled/'

/**
 * Threads of a seat whose finding its verdict on a newer head does not hold any more. One that was settled before and is open
 * again was opened by a person: it is theirs. `by us` and without a word is one whose answer got lost in a crash.
 */
export function settledThreads(
  seat: AgentName,
  findings: readonly Finding[],
  threads: readonly ThreadObservation[],
): ThreadObservation[] {
  const raised = new Set(findings.map((finding) => findingTopic(seat, finding)))
  return threads.filter((thread) => {
    const topic = topicOfThread(thread)
    return (
      topic?.startsWith(`finding/${seat}/`) === true &&
      !raised.has(topic) &&
      thread.resolved !== 'by a person' &&
      !thread.comments.some((comment) => comment.topic?.startsWith(SETTLED))
    )
  })
}
