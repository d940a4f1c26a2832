// What a seat is told of its findings whose conversations people have resolved: as data, and once that it is not to raise them again.

import type { RunBrief } from '../actions.ts'
import { withoutMarker } from '../markers.ts'
import type { ThreadObservation } from '../snapshot.ts'

/** Empty where nothing was resolved, so that a brief of before says what it said. */
export const resolvedInstruction = (threads: readonly ThreadObservation[]): string =>
  threads.length === 0
    ? ''
    : ' People have resolved the conversations on findings of yours that are below: do not raise these again, in whatever words, and do not request changes because of them. A new reason is a new finding; then say what is new.'

/** The finding as it was posted, and what people who may write said to it. */
export function resolvedText({ path, line, comments }: ThreadObservation): RunBrief['untrusted'][number] {
  const [finding, ...replies] = comments
  const said = replies
    .filter(({ author, review }) => author.kind === 'person' && review?.mayWrite === true)
    .map(({ author, body }) => `@${author.login} answered: ${body.trim()}`)
  return {
    source: `finding of yours on ${path}${line === undefined ? '' : `:${line}`}, resolved by a person`,
    text: [withoutMarker(finding?.body ?? ''), ...said].join('\n\n'),
  }
}
