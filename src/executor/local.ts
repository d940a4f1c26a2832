// The local executor: runs an agent in a worktree on this machine, gates and commits what it leaves, records the outcome.

import type { Kysely } from 'kysely'
import { authorityText } from '../domain/authority/authority-text.ts'
import type { AgentSpec } from '../domain/roster/agent.ts'
import { statedText } from '../domain/roster/statements.ts'
import { taskRef, type RunId, Sha, type TaskKey } from '../domain/ids.ts'
import { Purpose } from '../domain/outcomes.ts'
import { InternalError, TerminalError, TransientError, UserError } from '../errors.ts'
import type { StoredOutcome } from '../reconcile/records.ts'
import { type Journal, JournalConflict } from '../runtime/journal.ts'
import type { AgentEngine, RunResult, RunUsage, UntrustedText } from '../runtime/request.ts'
import type { Sandbox } from '../runtime/tool.ts'
import { toolsFor } from '../runtime/tools/index.ts'
import { audit } from '../store/audit.ts'
import { finishRun, isRunOpen, loadRun, runsOfTask, startRun, type RunRecord } from '../store/runs.ts'
import type { Schema } from '../store/schema.ts'
import { diffText } from '../workspace/diff.ts'
import { merged } from '../workspace/merge.ts'
import type { Mirror } from '../workspace/mirror.ts'
import type { Worktree } from '../workspace/worktree.ts'
import { commitWork } from './commit-work.ts'
import { StoredRunRequest } from './request.ts'
import { usageSoFar } from './usage.ts'
import type { Workspaces } from './workspaces.ts'

export interface ExecutorDeps {
  db: Kysely<Schema>
  engine: AgentEngine
  journal: Journal
  workspaces: Workspaces
  sandbox: Sandbox | undefined
  /** Brings the task's next pass. */
  wake: (key: TaskKey) => Promise<void>
  onRun: (event: {
    run: RunId
    agent: string
    purpose: string
    state: 'started' | 'ended'
    outcome: string | undefined
  }) => void
  probe: (point: string) => void
}

export interface Executor {
  /** Runs or resumes one run. Raises TransientError when it should be tried again later; whatever else is an outcome. */
  run(id: RunId, signal: AbortSignal): Promise<void>
  /** Stops a run of this process; the store says already that it is cancelled. */
  cancel(id: RunId): void
}

interface Ended {
  outcome: StoredOutcome
  usage: RunUsage
  worktree: Worktree
}

/**
 * Why this run cannot succeed however often it is tried, in words for the issue; undefined for what may pass, for bugs, and
 * for a run that another worker has taken over.
 */
function hopeless(error: unknown): string | undefined {
  if (error instanceof JournalConflict) return undefined
  if (error instanceof UserError) return `${error.message} ${error.fix}`
  return error instanceof TerminalError ? error.message : undefined
}

/** A diff beyond this is cut; the reviewer reads the rest in the worktree. */
const DIFF_BYTES = 150_000

async function reviewMaterial(
  purpose: Purpose,
  mirror: Mirror,
  base: Sha,
  head: Sha,
): Promise<UntrustedText[]> {
  if (purpose !== 'review') return []
  const { text } = await diffText(mirror, { base, head }, { maxBytes: DIFF_BYTES })
  return [{ source: `diff ${base.slice(0, 12)}...${head.slice(0, 12)}`, text, kind: 'code' }]
}

export function createExecutor(deps: ExecutorDeps): Executor {
  const { db } = deps
  const active = new Map<RunId, AbortController>()

  /**
   * Readable names of a run for logs and scripts, the narrower first: `<issue>/w<wave>/<agent>/<purpose>/<n>`, the n-th run of
   * this agent and purpose in its wave, and `<agent>/<purpose>/<n>`, the n-th in the task.
   */
  async function label(row: RunRecord): Promise<string> {
    const { taskKey, wave, agent, purpose } = row
    const before = (await runsOfTask(db, taskKey)).filter(
      (run) => run.agent === agent && run.purpose === purpose && run.createdAt < row.createdAt,
    )
    const inWave = before.filter((run) => run.wave === wave).length
    const { number } = taskRef(taskKey)
    return `${number}/w${wave}/${agent}/${purpose}/${inWave + 1}, ${agent}/${purpose}/${before.length + 1}`
  }

  async function execute(row: RunRecord, request: StoredRunRequest, signal: AbortSignal): Promise<Ended> {
    const purpose = Purpose.parse(row.purpose)
    const head = Sha.parse(row.headSha)
    const base = Sha.parse(request.baseSha)
    const agent: AgentSpec = request.agent
    const { onto } = request
    const commits = onto === undefined ? [head, base] : [head, base, onto]
    const mirror = await deps.workspaces.mirror(taskRef(row.taskKey), commits, signal)
    const start = onto === undefined ? head : (await merged(mirror, head, onto)).sha
    const worktree = await deps.workspaces.worktree(mirror, row.id, start, signal)
    const readOnly = purpose !== 'implement'
    const { authority } = request
    const date = row.createdAt.toISOString().slice(0, 10)
    const stated = statedText(request.statements, date)
    const result = await deps.engine.run(
      {
        runId: row.id,
        label: await label(row),
        agent: { name: agent.name, prompt: agent.prompt, model: agent.model ?? undefined },
        purpose,
        worktree: worktree.dir,
        readOnly,
        task: `${request.brief.title}\n\n${request.brief.instructions}`,
        routing: request.brief.routedBy,
        date,
        context: [
          {
            title: 'Your authority',
            text: authorityText(authority, request.brief.mandate),
          },
          ...(stated === undefined ? [] : [{ title: 'What was stated, and when', text: stated }]),
        ],
        untrusted: [...request.brief.untrusted, ...(await reviewMaterial(purpose, mirror, base, head))],
        tools: toolsFor(agent, { readOnly, sandbox: deps.sandbox, authority }),
        budget: {
          usd: authority.limits.usd,
          turns: authority.limits.turns,
          wallMs: authority.limits.minutes * 60_000,
        },
        signal,
      },
      deps.journal,
    )
    deps.probe(`run:${purpose}:engine-done`)
    const outcome = await conclude(row, request, purpose, worktree, result, signal)
    return { outcome, usage: result.usage, worktree }
  }

  async function conclude(
    row: RunRecord,
    request: StoredRunRequest,
    purpose: Purpose,
    worktree: Worktree,
    result: RunResult,
    signal: AbortSignal,
  ): Promise<StoredOutcome> {
    const { outcome } = result
    // Not an outcome: the process is stopping, and the same run goes on later.
    if (outcome.kind === 'aborted')
      throw new TransientError(`the run ${row.id} was interrupted: ${outcome.detail}`)
    if (outcome.kind === 'blocked') return { kind: 'blocked', blocked: outcome.blocked, needs: outcome.needs }
    if (outcome.kind !== 'done') return outcome
    return commitWork({ row, request, purpose, worktree, value: outcome.value, signal })
  }

  /** Ends the run on record. A breach is also for people to read later, whatever becomes of the task. */
  async function record(row: RunRecord, outcome: StoredOutcome, usage: RunUsage): Promise<void> {
    await db.transaction().execute(async (trx) => {
      const state = outcome.kind === 'done' ? 'done' : 'failed'
      if (!(await finishRun(trx, row.id, { state, outcome, usage })) || outcome.kind !== 'breach') return
      const detail = { run: row.id, purpose: row.purpose, wave: row.wave, what: outcome.what }
      await audit(trx, { taskKey: row.taskKey, actor: row.agent, what: 'breach', detail })
    })
  }

  return {
    async run(id, outer) {
      const row = await loadRun(db, id)
      if (row === undefined) throw new InternalError(`the run ${id} is not in the store`)
      if (!(await startRun(db, id))) {
        // It ended before: whoever ended it may have died before the task was told.
        await deps.wake(row.taskKey)
        return
      }
      const own = new AbortController()
      active.set(id, own)
      const { agent, purpose } = row
      deps.onRun({ run: id, agent, purpose, state: 'started', outcome: undefined })
      try {
        const signal = AbortSignal.any([outer, own.signal])
        const { outcome, usage, worktree } = await execute(row, StoredRunRequest.parse(row.request), signal)
        deps.probe(`run:${purpose}:before-record`)
        await record(row, outcome, usage)
        deps.probe(`run:${purpose}:recorded`)
        deps.onRun({ run: id, agent, purpose, state: 'ended', outcome: outcome.kind })
        // Only now: until the outcome is on record, a crash needs the worktree to find the same patch in it.
        await deps.workspaces.discard(worktree)
        await deps.wake(row.taskKey)
      } catch (error) {
        // Cancelled in the store, by this process or another: there is nobody to tell.
        if (own.signal.aborted || !(await isRunOpen(db, id))) return
        const detail = hopeless(error)
        if (detail === undefined) throw error
        const usage = await usageSoFar(deps.journal, id)
        await finishRun(db, id, { state: 'failed', outcome: { kind: 'failed', detail }, usage })
        deps.onRun({ run: id, agent, purpose, state: 'ended', outcome: 'failed' })
        await deps.wake(row.taskKey)
      } finally {
        active.delete(id)
      }
    },
    cancel: (id) => active.get(id)?.abort(new TransientError('the run was cancelled')),
  }
}
