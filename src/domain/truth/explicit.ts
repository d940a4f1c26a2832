// The explicit claims of a document, each with its place and what came of reading it.

import type { StatedClaim } from '../evidence/claims.ts'
import { claimSpans, parseClaim, type ClaimProblem } from './claim-line.ts'
import { placer, type Place } from './finding.ts'
import type { Passage } from './passages.ts'
import { wordsOf } from './words.ts'

export interface ExplicitClaim extends Place {
  text: string
  passage: Passage
  read: { claim: StatedClaim } | { problem: ClaimProblem }
}

/** Reads the claims of passages. Never raises. */
export function explicitClaims(path: string, passages: readonly Passage[]): ExplicitClaim[] {
  return passages.flatMap((passage) => {
    const words = wordsOf(passage)
    const placeOf = placer(path, passage)
    return claimSpans(words).map(({ start, body }) => {
      const read = parseClaim(body)
      return {
        ...placeOf(words.at[start] ?? 0),
        text: `Claim: ${body}`,
        passage,
        read: 'message' in read ? { problem: read } : { claim: read },
      }
    })
  })
}
