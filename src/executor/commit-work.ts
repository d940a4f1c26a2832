// From a finished run to its stored outcome: an implementer's worktree is gated and committed by the host.

import { outcomeSchemas, type OutcomeOf, type Purpose } from '../domain/outcomes.ts'
import { Sha } from '../domain/ids.ts'
import { protectedBy } from '../domain/policy/protected.ts'
import { oneLine, quoted } from '../domain/render/text.ts'
import { unreachable } from '../errors.ts'
import type { StoredOutcome } from '../reconcile/records.ts'
import type { RunRecord } from '../store/runs.ts'
import { commit, inspect } from '../workspace/commit-gate.ts'
import { GatePolicy } from '../workspace/gate-policy.ts'
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
  const gate = GatePolicy.parse({
    maxFiles: request.commitGate.max_files,
    maxBytes: request.commitGate.max_bytes,
  })
  const inspection = await inspect(worktree, gate, run.signal)
  if (!inspection.ok) {
    return {
      kind: 'gate_refused',
      problems: inspection.problems.map((p) => `${p.path}: ${p.rule}: ${p.explanation}`),
    }
  }
  const touched = inspection.files.flatMap(({ path }) => {
    const rule = protectedBy(request.commitGate.protected, path)
    return rule === undefined ? [] : [`${path}: protected by \`${rule}\``]
  })
  if (touched.length > 0) return { kind: 'gate_refused', problems: touched }
  if (inspection.files.length === 0)
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
    ref: runRef(row.id),
  })
  return {
    kind: 'done',
    purpose: 'implement',
    value,
    commit: Sha.parse(sha),
    paths: inspection.files.map((file) => file.path),
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
    case 'research':
      return { kind: 'done', purpose, value: outcomeSchemas.research.parse(value), ...none }
    case 'review':
      return { kind: 'done', purpose, value: outcomeSchemas.review.parse(value), ...none }
    case 'synthesise':
      return { kind: 'done', purpose, value: outcomeSchemas.synthesise.parse(value), ...none }
    default:
      return unreachable(purpose)
  }
}
