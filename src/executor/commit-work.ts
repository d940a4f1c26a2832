// From a finished run to its stored outcome: an implementer's worktree is gated and committed by the host.

import { outcomeSchemas, type OutcomeOf, type Purpose } from '../domain/outcomes.ts'
import { Sha } from '../domain/ids.ts'
import { alwaysProtectedBy } from '../domain/policy/protected.ts'
import { oneLine, quoted } from '../domain/render/text.ts'
import { unreachable } from '../errors.ts'
import type { StoredOutcome } from '../reconcile/records.ts'
import type { RunRecord } from '../store/runs.ts'
import { commit, inspect } from '../workspace/commit-gate.ts'
import { GatePolicy } from '../workspace/gate-policy.ts'
import { merged, unresolved } from '../workspace/merge.ts'
import { symbolsBetween } from '../workspace/symbols.ts'
import { tampering } from '../workspace/tampering.ts'
import type { Worktree } from '../workspace/worktree.ts'
import type { StoredRunRequest } from './request.ts'
import { runRef } from './workspaces.ts'

export interface FinishedRun {
  row: RunRecord
  request: StoredRunRequest
  purpose: Purpose
  worktree: Worktree
  value: OutcomeOf[Purpose]
  signal: AbortSignal
}

async function patch(run: FinishedRun, value: OutcomeOf['implement']): Promise<StoredOutcome> {
  const { row, worktree, request } = run
  const { allowPaths, denyPaths, limits } = request.authority
  const tampered = await tampering(worktree)
  if (tampered.length > 0) return { kind: 'breach', what: tampered.map((what) => `${what} (git)`) }
  const gate = GatePolicy.parse({
    maxFiles: limits.files,
    maxBytes: limits.bytes,
    protect: denyPaths,
    only: allowPaths,
  })
  const inspection = await inspect(worktree, gate, run.signal)
  if (!inspection.ok) {
    // Whatever the tools said: a change there is an act that nobody can be granted.
    const never = inspection.problems.flatMap(({ path }) => {
      const entry = alwaysProtectedBy(path)
      return entry === undefined ? [] : [`patch \`${path}\` (path:${entry})`]
    })
    if (never.length > 0) return { kind: 'breach', what: [...new Set(never)] }
    return {
      kind: 'gate_refused',
      problems: inspection.problems.map((p) => `${p.path}: ${p.rule}: ${p.explanation}`),
    }
  }
  const { onto } = request
  const head = Sha.parse(row.headSha)
  const left =
    onto === undefined
      ? []
      : await unresolved(
          worktree.mirror,
          inspection.tree,
          (await merged(worktree.mirror, head, onto)).conflicts,
        )
  if (left.length > 0) {
    const problems = left.map((path) => `${path}: conflict: Lines of the conflict's markers are still there.`)
    return { kind: 'gate_refused', problems }
  }
  if (onto === undefined && inspection.files.length === 0)
    return { kind: 'done', purpose: 'implement', value, commit: null, paths: [] }
  // Date and identity come from the run's row, so that the commit is the same however often this is repeated.
  const person = {
    name: `${row.agent} (Baton)`,
    email: `${row.agent}@agents.invalid`,
    date: row.createdAt.toISOString(),
  }
  const sha = await commit(worktree, inspection, {
    // On the default branch GitHub acts on a commit's words as it does on a pull request's.
    message: `${oneLine(value.title)}\n\n${quoted(value.summary)}`,
    author: person,
    trailers: [
      { key: 'Baton-Task', value: row.taskKey },
      { key: 'Baton-Run', value: row.id },
    ],
    ...(onto === undefined ? {} : { parents: [head, onto] }),
    ref: runRef(row.id),
  })
  return {
    kind: 'done',
    purpose: 'implement',
    value,
    commit: Sha.parse(sha),
    paths: inspection.files.map((file) => file.path),
    // With the base merged in, the patch is not the agent's alone.
    ...(onto === undefined
      ? { symbols: await symbolsBetween(worktree.mirror, worktree.sha, inspection.tree, run.signal) }
      : {}),
  }
}

export async function commitWork(run: FinishedRun): Promise<StoredOutcome> {
  const { purpose, value } = run
  const none = { commit: null, paths: [] }
  // The engine has parsed the value with this purpose's schema; parsing again gives it the purpose's type.
  switch (purpose) {
    case 'implement':
      return patch(run, outcomeSchemas.implement.parse(value))
    case 'triage':
      return { kind: 'done', purpose, value: outcomeSchemas.triage.parse(value), ...none }
    case 'plan':
      return { kind: 'done', purpose, value: outcomeSchemas.plan.parse(value), ...none }
    case 'direct':
      return { kind: 'done', purpose, value: outcomeSchemas.direct.parse(value), ...none }
    case 'research':
      return { kind: 'done', purpose, value: outcomeSchemas.research.parse(value), ...none }
    case 'review':
      return { kind: 'done', purpose, value: outcomeSchemas.review.parse(value), ...none }
    case 'synthesise':
      return { kind: 'done', purpose, value: outcomeSchemas.synthesise.parse(value), ...none }
    case 'propose':
      return { kind: 'done', purpose, value: outcomeSchemas.propose.parse(value), ...none }
    case 'challenge':
      return { kind: 'done', purpose, value: outcomeSchemas.challenge.parse(value), ...none }
    default:
      return unreachable(purpose)
  }
}
