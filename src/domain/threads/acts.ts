// What people ask for on an agent's pull request, in conversations on the diff and in reviews: each thing once, by its id.

import type {
  PullObservation,
  ReviewObservation,
  RunRecord,
  ThreadComment,
  ThreadObservation,
} from '../snapshot.ts'

export interface Act {
  /** `c12`: comment 12 in the diff; `r34`: the text of review 34. It names the act for ever. */
  key: string
  by: string
  /** A change is answered by a round of the agent, a question by a look at the code. */
  wants: 'change' | 'answer'
  text: string
  /** In the diff; undefined: the text of a review. */
  place: { path: string; line: number | undefined; thread: string; comment: number } | undefined
  /** Whether its author may push here. Who may not is heard, and obliges nobody. */
  mayWrite: boolean
  edited: boolean
  /** Our answer stands. */
  answered: boolean
  /** Somebody resolved the conversation, or dismissed the review. */
  closed: boolean
}

export const answerTopic = (key: string): string => `answer/${key}`

/** What is left when code, quotes and hidden text are taken away. */
const ownWords = (text: string): string =>
  text
    .replaceAll(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1[^\n]*$|$(?![\s\S]))/gm, '')
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replaceAll(/^[ \t]*>.*$/gm, '')
    .trim()

/** Whether a text ends in a question: then its author wants to know something, and a change only if they say so. */
export const isQuestion = (text: string): boolean =>
  /\?[\s)"'*_`!\p{Emoji_Presentation}]*$/u.test(ownWords(text))

function inThread(thread: ThreadObservation, comment: ThreadComment): Act[] {
  const { author, review, topic, body } = comment
  const first = thread.comments[0]
  if (first === undefined || topic !== undefined || author.kind === 'bot' || ownWords(body) === '') return []
  if (review?.state === 'PENDING') return []
  const key = `c${comment.id}`
  return [
    {
      key,
      by: author.login,
      wants: review?.state !== 'CHANGES_REQUESTED' && isQuestion(body) ? 'answer' : 'change',
      text: body,
      place: { path: thread.path, line: thread.line, thread: thread.nodeId, comment: first.id },
      mayWrite: review?.mayWrite === true,
      edited: comment.edited,
      answered: thread.comments.some((one) => one.topic === answerTopic(key)),
      closed: thread.resolved !== 'no' || review?.state === 'DISMISSED',
    },
  ]
}

/** An approval is an answer to us, whatever it says beside; its comments in the diff are acts of their own. */
function inReview(review: ReviewObservation, pull: PullObservation): Act[] {
  const { author, state, body = '', topic } = review
  if (author.kind === 'bot' || topic !== undefined || ownWords(body) === '') return []
  if (state === 'APPROVED' || state === 'PENDING') return []
  const key = `r${review.id}`
  return [
    {
      key,
      by: author.login,
      wants: state === 'COMMENTED' && isQuestion(body) ? 'answer' : 'change',
      text: body,
      place: undefined,
      mayWrite: review.mayWrite === true,
      edited: review.edited === true,
      answered: pull.comments.some((one) => one.topic === answerTopic(key)),
      closed: state === 'DISMISSED',
    },
  ]
}

/** Reviews first, then the diff, oldest first. Bots and our own Apps are never among them. */
export const actsOn = (pull: PullObservation): Act[] => [
  ...pull.reviews.flatMap((review) => inReview(review, pull)),
  ...(pull.threads ?? []).flatMap((thread) =>
    thread.comments.flatMap((comment) => inThread(thread, comment)),
  ),
]

const wasTold = (run: RunRecord, { key }: Act): boolean => run.asked?.includes(key) === true

/**
 * Acts that oblige us and that no finished run was told of: by somebody who may write, as they were first written (an edited text
 * is not what anybody answered for), and still open.
 */
export const openActs = (pull: PullObservation, runs: readonly RunRecord[], wants: Act['wants']): Act[] =>
  actsOn(pull).filter(
    (act) =>
      act.wants === wants &&
      act.mayWrite &&
      !act.edited &&
      !act.answered &&
      !act.closed &&
      !runs.some((run) => run.outcome?.kind === 'done' && wasTold(run, act)),
  )

/** Acts that a run which has ended well was told of and that have no answer yet, each with the newest such run. */
export const owedAnswers = (
  pull: PullObservation,
  runs: readonly RunRecord[],
): { act: Act; run: RunRecord }[] =>
  actsOn(pull).flatMap((act) => {
    const run = runs.findLast((one) => one.outcome?.kind === 'done' && wasTold(one, act))
    return run === undefined || act.answered ? [] : [{ act, run }]
  })

/**
 * People whose newest decision on the pull request is that it must change. As on GitHub it stands over new commits until they
 * approve or it is dismissed. https://docs.github.com/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/about-pull-request-reviews
 */
export function objectors(pull: PullObservation): string[] {
  const newest = new Map<string, ReviewObservation['state']>()
  for (const { author, state, mayWrite } of pull.reviews) {
    if (author.kind === 'bot' || mayWrite !== true) continue
    if (state !== 'COMMENTED' && state !== 'PENDING') newest.set(author.login, state)
  }
  return [...newest].flatMap(([login, state]) => (state === 'CHANGES_REQUESTED' ? [login] : []))
}

/** The acts of these names, for a turn that answers what the turn before it was told of. */
export const actsNamed = (pull: PullObservation | undefined, keys: readonly string[]): Act[] =>
  pull === undefined ? [] : actsOn(pull).filter(({ key }) => keys.includes(key))
