// What a hand-off document says: what is done and open, what could go wrong, by what it is borne out, and what comes next.

import { z } from 'zod'
import { AgentName, Sha } from '../ids.ts'
import { PlanId } from '../plan/names.ts'
import { WorkflowKind } from '../results.ts'

/** Longer words stand in full where they were said: the document points at them. */
export const MOST_WORDS = 600
/** Entries of one section. */
export const MOST_POINTS = 40

const words = z.string().trim().min(1).max(MOST_WORDS)

/** Somebody's words, and whose they are. */
const Point = z.strictObject({ from: z.string().min(1).max(80).optional(), text: words })
export type Point = z.infer<typeof Point>

const Evidence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pull'), number: z.int().min(1), sha: Sha, merged: Sha.optional() }),
  z.strictObject({
    kind: z.literal('validation'),
    of: WorkflowKind,
    sha: Sha,
    /** Id of the workflow run; left out where none was ever known. */
    run: z.string().regex(/^\d+$/).optional(),
    says: words,
  }),
  z.strictObject({ kind: z.literal('measured'), says: words }),
  z.strictObject({ kind: z.literal('verdict'), seat: AgentName, position: words, sha: Sha }),
  /** What a report names as its source: a path, an address, a measurement. */
  z.strictObject({ kind: z.literal('source'), says: words }),
  z.strictObject({ kind: z.literal('run'), agent: AgentName, attempt: z.int().min(1), says: words }),
])
export type Evidence = z.infer<typeof Evidence>

const points = z.array(Point).max(MOST_POINTS)

export const Ending = z.enum(['merged', 'reported', 'unchanged', 'handed-over', 'under-way'])
export type Ending = z.infer<typeof Ending>

const Of = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('wave'),
    plan: PlanId.optional(),
    wave: z.int().min(0),
    title: words,
    ended: Ending,
    /** Who worked on it, in order. */
    by: z.array(AgentName),
    /** Who goes on with it. */
    to: AgentName.optional(),
  }),
  z.strictObject({ kind: z.literal('plan'), plan: PlanId, title: words, by: z.array(AgentName) }),
])

export const Handoff = z
  .strictObject({
    of: Of,
    done: points,
    open: points,
    risks: points,
    evidence: z.array(Evidence).max(MOST_POINTS * 2),
    next: points,
  })
  .check(({ value, issues }) => {
    // Work that is handed on in the middle may have come to nothing yet.
    const ended = value.of.kind === 'plan' || !['handed-over', 'under-way'].includes(value.of.ended)
    const wanted = ended ? (['done', 'evidence', 'next'] as const) : (['next'] as const)
    for (const key of wanted) {
      if (value[key].length > 0) continue
      issues.push({ code: 'custom', input: value, path: [key], message: `nothing is said under ${key}` })
    }
  })
export type Handoff = z.infer<typeof Handoff>

/** What a document lacks or has too much of, one line each; empty for one that can be handed on. Never raises. */
export function handoffProblems(document: unknown): string[] {
  const read = Handoff.safeParse(document)
  if (read.success) return []
  return read.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'document'}: ${message}`,
  )
}

/** Cut to what a document takes, at a word where there is one. */
export function clipped(text: string): string {
  const clean = text.trim()
  if (clean.length <= MOST_WORDS) return clean === '' ? '(nothing was said)' : clean
  const cut = clean.slice(0, MOST_WORDS - 2)
  // Half a character would not pass as JSON.
  return `${cut
    .slice(0, Math.max(cut.lastIndexOf(' '), MOST_WORDS / 2))
    .toWellFormed()
    .trimEnd()} …`
}

export const point = (text: string, from?: string): Point => ({
  ...(from === undefined ? {} : { from }),
  text: clipped(text),
})

/** At most as many as a section takes; that some are left out is said. */
export function most(entries: readonly Point[]): Point[] {
  if (entries.length <= MOST_POINTS) return [...entries]
  const kept = entries.slice(0, MOST_POINTS - 1)
  return [...kept, point(`and ${entries.length - kept.length} more, where they were said`)]
}
