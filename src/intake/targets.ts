// What a delivery is about, before the store is asked which task that belongs to.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { WorkflowKind } from '../domain/results.ts'

const repository = { owner: z.string().min(1), repo: z.string().min(1) }
const number = z.int().positive()

/** One thing a delivery touches. Plain data: it is stored with the delivery and resolved behind the answer. */
export const Target = z.discriminatedUnion('kind', [
  /** An issue: the task it is linked to, or a root issue and so a task itself. `parent` when the payload names it. */
  z.strictObject({ kind: z.literal('issue'), ...repository, number, parent: number.optional() }),
  /**
   * A pull request: the task its branch names, or the one it is linked to. `branch` only where the branch is this repository's.
   * `changed` when what it would change has changed: such news concerns the pull request itself, whoever's it is.
   */
  z.strictObject({
    kind: z.literal('pull'),
    ...repository,
    number,
    branch: z.string().optional(),
    changed: z.literal(true).optional(),
  }),
  z.strictObject({ kind: z.literal('branch'), ...repository, branch: z.string() }),
  /** A workflow run of ours, named by the nonce of the validation it carries. */
  z.strictObject({ kind: z.literal('nonce'), nonce: z.string() }),
  /** A button that was pressed, or GitHub's own "Re-run": it belongs to the tasks that the delivery's other targets lead to. */
  z.strictObject({
    kind: z.literal('request'),
    sha: Sha,
    branch: z.string().nullable(),
    kinds: z.array(WorkflowKind).min(1),
    by: z.string().min(1),
    bot: z.boolean(),
  }),
  /** The policy or the roster on the default branch has changed: news for the repository as a whole. */
  z.strictObject({ kind: z.literal('configuration'), ...repository }),
  /** Every open task of a repository. */
  z.strictObject({ kind: z.literal('repo'), ...repository }),
  /** Every open task of an owner's repositories. */
  z.strictObject({ kind: z.literal('owner'), owner: z.string().min(1) }),
])
export type Target = z.infer<typeof Target>

export const Targets = z.array(Target)
