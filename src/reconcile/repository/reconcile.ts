// One pass over a repository as a whole: what its board shows and its rhythm tells, observed, decided and carried out like a task.

import type { Kysely } from 'kysely'
import type { BoardAction } from '../../domain/board/actions.ts'
import { decideBoard, slotsNow } from '../../domain/board/decide.ts'
import { BoardMemory, nothingRemembered } from '../../domain/board/memory.ts'
import type { BoardSnapshot } from '../../domain/board/snapshot.ts'
import { repoOf, type RepoKey } from '../../domain/ids.ts'
import type { GitHub } from '../../github/apps.ts'
import { loadBoard, saveBoard } from '../../store/boards.ts'
import type { Lease } from '../../store/leases.ts'
import type { Schema } from '../../store/schema.ts'
import { boardOf } from '../board.ts'
import type { Configurations } from '../configuration.ts'
import { actOnBoard, type BoardContext } from './act.ts'
import { rhythmFacts } from './facts.ts'
import { registerFacts } from './register.ts'

/** Opening, writing, pinning, telling: a pass that finds more than this to do leaves it to the next. */
const MAX_PASSES = 5
/** How long GitHub may take to show what it has accepted before it is looked at again. */
const LAG_MS = 2000

export interface RepositoryDeps {
  db: Kysely<Schema>
  github: GitHub
  configurations: Configurations
  now: () => number
  probe: (point: string) => void
  onAction: (key: RepoKey, action: BoardAction) => void
  log: { info(fields: object, message: string): void }
}

export type RepositoryReconciler = (
  key: RepoKey,
  lease: Lease,
  signal: AbortSignal,
) => Promise<{ requeueAfterMs?: number }>

/** One request, and the store only where a board is asked for. Undefined: the repository is gone or has no commit yet. */
async function observe(
  { db, github, configurations }: RepositoryDeps,
  key: RepoKey,
  memory: BoardMemory,
  now: number,
): Promise<BoardSnapshot | undefined> {
  const repo = repoOf(key)
  const seen = await (await github.author(repo)).board.observe(memory.issue)
  if (seen === undefined) return undefined
  const { policy } = await configurations.resolve(repo, seen)
  const { issue, pinned } = seen
  const found = { policy, issue, pinned }
  if (policy?.board !== true)
    return { ...found, view: undefined, register: [], milestones: [], facts: undefined }
  const due = slotsNow(found, memory, now).due.length > 0
  const { register, milestones } = await registerFacts(db, repo, seen.milestones, now)
  return {
    ...found,
    view: await boardOf(db, repo, now, { policy }),
    register,
    milestones,
    facts: due ? await rhythmFacts(db, repo, { policy, milestones }, now) : undefined,
  }
}

/** Takes a repository's key; see Handlers.repository. */
export function createRepositoryReconciler(deps: RepositoryDeps): RepositoryReconciler {
  const { db, github, now, log } = deps

  async function pass(
    key: RepoKey,
    lease: Lease,
    signal: AbortSignal,
  ): Promise<{ acted: boolean; requeueAfterMs: number | undefined }> {
    const stored = await loadBoard(db, key)
    const known = stored === undefined ? nothingRemembered() : BoardMemory.parse(stored)
    const at = now()
    const snapshot = await observe(deps, key, known, at)
    if (snapshot === undefined) return { acted: false, requeueAfterMs: undefined }
    // Nothing is kept of repositories that never wanted a board.
    if (snapshot.policy?.board !== true && stored === undefined)
      return { acted: false, requeueAfterMs: undefined }
    const { actions, memory: decided, afterwards, nextAt, why } = decideBoard(snapshot, known, at)
    let memory = decided
    const remember: BoardContext['remember'] = async (change) => {
      memory = { ...memory, ...change }
      await saveBoard(db, key, BoardMemory.parse(memory))
    }
    if (stored === undefined || JSON.stringify(memory) !== JSON.stringify(known)) await remember({})
    const repo = repoOf(key)
    const author = await github.author(repo)
    const context: BoardContext = { lease, signal, key, repo, db, author, remember, probe: deps.probe }
    for (const action of actions) {
      signal.throwIfAborted()
      await actOnBoard(action, context)
      deps.onAction(key, action)
      log.info({ repository: key, action: action.do, why }, 'acted')
    }
    if (JSON.stringify({ ...memory, ...afterwards }) !== JSON.stringify(memory)) await remember(afterwards)
    return {
      acted: actions.length > 0,
      requeueAfterMs: nextAt === undefined ? undefined : Math.max(0, nextAt - now()),
    }
  }

  return async (key, lease, signal) => {
    for (let i = 0; i < MAX_PASSES; i += 1) {
      signal.throwIfAborted()
      const { acted, requeueAfterMs } = await pass(key, lease, signal)
      if (!acted) return requeueAfterMs === undefined ? {} : { requeueAfterMs }
    }
    return { requeueAfterMs: LAG_MS }
  }
}
