// Finds the tasks that deliveries are about: by branch name, by nonce, or by what is linked to a task or to its repository.

import { sql, type Kysely } from 'kysely'
import { repoKey, SubjectKey, type RepoRef } from '../domain/ids.ts'
import type { Target } from '../intake/targets.ts'
import type { Schema } from '../store/schema.ts'
import { refOf } from '../store/tasks.ts'

/** The root issue a branch of a repository belongs to, undefined for branches that are not ours. */
export type TaskOfBranch = (repo: RepoRef, branch: string) => number | undefined

/** The default naming, `baton/issue-<n>/…`. */
export const taskOfDefaultBranch: TaskOfBranch = (_repo, branch) => {
  const digits = /^baton\/issue-([1-9]\d{0,9})\//.exec(branch)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

export interface Resolved {
  keys: Set<SubjectKey>
  /** Issues and pull requests found to belong to a task: later deliveries about them need not name a branch. */
  links: Map<string, SubjectKey>
}

/** What the store knows about a batch, read in four queries however many deliveries there are. */
interface Known {
  links: ReadonlyMap<string, string>
  nonces: ReadonlyMap<string, string>
  open: readonly string[]
}

const parentRef = (target: Target): string[] =>
  target.kind === 'issue' && target.parent !== undefined ? [refOf({ ...target, number: target.parent })] : []

async function read(trx: Kysely<Schema>, targets: readonly Target[]): Promise<Known> {
  const refs = targets.flatMap((target) =>
    target.kind === 'issue' || target.kind === 'pull' ? [refOf(target), ...parentRef(target)] : [],
  )
  const nonces = targets.flatMap((target) => (target.kind === 'nonce' ? [target.nonce] : []))
  const repos = targets.flatMap((target) =>
    target.kind === 'repo' ? [`${target.owner}/${target.repo}`] : [],
  )
  const owners = targets.flatMap((target) => (target.kind === 'owner' ? [target.owner] : []))
  const links =
    refs.length === 0 ? [] : await trx.selectFrom('link').selectAll().where('ref', 'in', refs).execute()
  const validations =
    nonces.length === 0
      ? []
      : await trx
          .selectFrom('validation')
          .select(['nonce', 'task_key'])
          .where('nonce', 'in', nonces)
          .execute()
  const open =
    repos.length + owners.length === 0
      ? { rows: [] }
      : await sql<{ key: string }>`
          select key from task where open
            and (split_part(key, '#', 1) = any(${repos}::text[]) or split_part(key, '/', 1) = any(${owners}::text[]))`.execute(
          trx,
        )
  return {
    links: new Map(links.map((row) => [row.ref, row.task_key])),
    nonces: new Map(validations.map((row) => [row.nonce, row.task_key])),
    open: open.rows.map((row) => row.key),
  }
}

function resolveOne(target: Target, known: Known, taskOfBranch: TaskOfBranch, into: Resolved): void {
  const add = (key: string, ref?: string): void => {
    const task = SubjectKey.parse(key)
    into.keys.add(task)
    if (ref !== undefined && ref !== task && known.links.get(ref) !== task) into.links.set(ref, task)
  }
  switch (target.kind) {
    case 'issue': {
      const [parent] = parentRef(target)
      const ref = refOf(target)
      const root =
        known.links.get(ref) ?? (parent === undefined ? undefined : (known.links.get(parent) ?? parent))
      return root === undefined ? add(ref) : add(root, ref)
    }
    case 'pull': {
      const number = target.branch === undefined ? undefined : taskOfBranch(target, target.branch)
      const root = number === undefined ? known.links.get(refOf(target)) : refOf({ ...target, number })
      if (root !== undefined) add(root, refOf(target))
      // One that is not of our branches may propose another configuration.
      if (number === undefined && target.changed === true) add(refOf(target))
      return
    }
    case 'branch': {
      const number = taskOfBranch(target, target.branch)
      if (number !== undefined) add(refOf({ ...target, number }))
      return
    }
    case 'nonce': {
      const key = known.nonces.get(target.nonce)
      if (key !== undefined) add(key)
      return
    }
    case 'request':
      // Stored by the drain, with the tasks of the delivery's other targets.
      return
    case 'configuration':
      into.keys.add(repoKey(target))
      return
    case 'repo':
      for (const key of known.open) if (key.startsWith(`${target.owner}/${target.repo}#`)) add(key)
      return
    case 'owner':
      for (const key of known.open) if (key.startsWith(`${target.owner}/`)) add(key)
      return
  }
}

/** The tasks of each group of targets, in order. Raises a ZodError in place of a result for a name GitHub would not give. */
export async function resolveTargets(
  trx: Kysely<Schema>,
  groups: readonly (readonly Target[])[],
  taskOfBranch: TaskOfBranch,
): Promise<(Resolved | Error)[]> {
  const known = await read(trx, groups.flat())
  return groups.map((targets) => {
    const resolved: Resolved = { keys: new Set(), links: new Map() }
    try {
      for (const target of targets) resolveOne(target, known, taskOfBranch, resolved)
      return resolved
    } catch (error) {
      if (error instanceof Error) return error
      throw error
    }
  })
}
