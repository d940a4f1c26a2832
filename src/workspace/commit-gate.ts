// Agent proposes, host commits: looks at what is in the worktree, says what is wrong, and only then makes a commit of it.

import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { InternalError, UserError } from '../errors.ts'
import type { GatePolicy } from './gate-policy.ts'
import { pathProblems } from './gate-rules.ts'
import type { Change, Problem } from './gate-rules.ts'
import { git, gitOk } from './git.ts'
import type { GitOptions } from './git.ts'
import { readRef, scratchDir, treeOf } from './mirror.ts'
import type { Mirror } from './mirror.ts'
import { newSecrets } from './secrets.ts'
import { MAX_FILE_BYTES, quarantine, stage } from './stage.ts'
import type { Skipped } from './stage.ts'
import type { Worktree } from './worktree.ts'
import { Person, writeCommit } from './write-commit.ts'

export interface ChangedFile {
  path: string
  status: 'added' | 'modified' | 'deleted'
}

/** A change that passed. `tree` is what was looked at, so it is also exactly what `commit` commits. */
export interface Accepted {
  ok: true
  files: ChangedFile[]
  /** Size of the patch, binary files counted in full. */
  bytes: number
  tree: Sha
}

export type Inspection = Accepted | { ok: false; problems: Problem[] }

const ABSENT = '000000'

function parseRaw(output: Buffer): Change[] {
  const parts = output.toString('utf8').split('\0')
  const changes: Change[] = []
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const match = /^:(\d{6}) (\d{6}) ([0-9a-f]{40}) ([0-9a-f]{40}) [A-Z]$/.exec(parts[index] ?? '')
    const [, oldMode, newMode, oldBlob, newBlob] = match ?? []
    const path = parts[index + 1]
    if (
      oldMode === undefined ||
      newMode === undefined ||
      oldBlob === undefined ||
      newBlob === undefined ||
      path === undefined
    ) {
      throw new InternalError(`unexpected line from git diff-tree: ${JSON.stringify(parts[index])}`)
    }
    changes.push({ path, oldMode, newMode, oldBlob, newBlob })
  }
  return changes
}

const SKIPPED: Record<Skipped['reason'], Omit<Problem, 'path'>> = {
  'nested-repository': {
    rule: 'gitlink',
    explanation: 'This folder is a git repository of its own. Remove its .git, or the folder.',
  },
  'special-file': {
    rule: 'special',
    explanation: 'Only regular files can be committed. Remove this pipe, socket or device.',
  },
  unreadable: {
    rule: 'special',
    explanation: 'The file or its folder cannot be read. Give back its permissions.',
  },
  'too-large': {
    rule: 'bytes',
    explanation: `The file is larger than ${MAX_FILE_BYTES} bytes. Generate it in the build instead.`,
  },
}

async function patchBytes(
  range: readonly string[],
  run: GitOptions,
  blobSize: (path: string) => Promise<number>,
): Promise<number> {
  const flags = ['-r', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-color']
  const patch = await git(['diff-tree', '-p', ...flags, ...range], { ...run, maxBytes: 60_000_000 })
  const stat = await gitOk(['diff-tree', '--numstat', '-z', ...flags, ...range], run)
  let bytes = patch.stdout.length
  for (const row of stat.toString('utf8').split('\0')) {
    if (row.startsWith('-\t-\t')) bytes += await blobSize(row.slice(4))
  }
  return bytes
}

async function secretProblems(changes: readonly Change[], run: GitOptions): Promise<Problem[]> {
  const problems: Problem[] = []
  const blob = (id: string): Promise<Buffer> => gitOk(['cat-file', 'blob', id], run)
  for (const change of changes) {
    if (!change.newMode.startsWith('100')) continue
    const before = change.oldMode.startsWith('100') ? await blob(change.oldBlob) : undefined
    for (const { kind, line } of newSecrets(before, await blob(change.newBlob))) {
      problems.push({
        path: change.path,
        rule: 'secret',
        explanation: `Line ${line} looks like a ${kind}. Read it from the environment, or use an obvious dummy value.`,
      })
    }
  }
  return problems
}

const MAX_PROBLEMS = 100

async function judge(
  worktree: Worktree,
  policy: GatePolicy,
  objectDir: string,
  signal?: AbortSignal,
): Promise<Inspection> {
  const { tree, skipped } = await stage(worktree, { objectDir, signal })
  const run: GitOptions = { gitDir: worktree.mirror.dir, env: quarantine(worktree.mirror, objectDir), signal }
  const range = [worktree.sha, tree]
  const changes = parseRaw(
    await gitOk(['diff-tree', '-r', '--raw', '-z', '--no-renames', '--no-abbrev', ...range], run),
  )

  const problems: Problem[] = skipped.map(({ path, reason }) => ({ path, ...SKIPPED[reason] }))
  problems.push(...changes.flatMap((change) => pathProblems(change, policy)))
  if (changes.length > policy.maxFiles) {
    problems.push({
      path: '',
      rule: 'files',
      explanation: `${changes.length} files changed, at most ${policy.maxFiles} are accepted.`,
    })
    // Reading thousands of blobs to say more about a change that is refused anyway is not worth it.
    return { ok: false, problems: problems.slice(-MAX_PROBLEMS) }
  }
  const blobs = new Map(
    changes.map(({ path, newMode, newBlob, oldBlob }) => [path, newMode === ABSENT ? oldBlob : newBlob]),
  )
  const bytes = await patchBytes(range, run, async (path) => {
    const id = blobs.get(path)
    return id === undefined ? 0 : Number((await gitOk(['cat-file', '-s', id], run)).toString())
  })
  if (bytes > policy.maxBytes) {
    problems.push({
      path: '',
      rule: 'bytes',
      explanation: `The patch has ${bytes} bytes, at most ${policy.maxBytes} are accepted.`,
    })
  }
  problems.push(...(await secretProblems(changes, run)))
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, MAX_PROBLEMS) }
  const files = changes.map(({ path, oldMode, newMode }): ChangedFile => {
    return { path, status: oldMode === ABSENT ? 'added' : newMode === ABSENT ? 'deleted' : 'modified' }
  })
  return { ok: true, files, bytes, tree }
}

/** Moves loose objects into the mirror. They are named by their content, so one that is there already is the same. */
async function release(mirror: Mirror, objectDir: string): Promise<void> {
  for (const prefix of await readdir(objectDir)) {
    if (!/^[0-9a-f]{2}$/.test(prefix)) continue
    const target = join(mirror.dir, 'objects', prefix)
    await mkdir(target, { recursive: true })
    for (const name of await readdir(join(objectDir, prefix)))
      await rename(join(objectDir, prefix, name), join(target, name))
  }
}

/**
 * Looks at everything the agent left in its worktree. A refused change leaves no object in the mirror. An untouched worktree
 * is accepted with no files. Throws TransientError when aborted, InternalError when git itself fails.
 */
export async function inspect(
  worktree: Worktree,
  policy: GatePolicy,
  signal?: AbortSignal,
): Promise<Inspection> {
  const objectDir = join(scratchDir(worktree.mirror), `quarantine-${randomUUID()}`)
  await mkdir(objectDir, { recursive: true })
  try {
    const inspection = await judge(worktree, policy, objectDir, signal)
    if (inspection.ok) await release(worktree.mirror, objectDir)
    return inspection
  } finally {
    await rm(objectDir, { recursive: true, force: true })
  }
}

const CommitRequest = z.strictObject({
  message: z.string().trim().min(1).max(20_000),
  author: Person,
  committer: Person.optional(),
  /** `Key: value` lines at the end of the message, in this order. */
  trailers: z.array(
    z.strictObject({
      key: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/, 'expected a trailer key, for example Baton-Run'),
      value: z.string().regex(/^[^\p{Cc}]{1,500}$/u, 'expected one line'),
    }),
  ),
  /** Left out: the commit the worktree was cut from. A merge has its two, and is one also where nothing had to be changed. */
  parents: z.array(Sha).min(1).max(2).optional(),
  /** Where the commit is kept in the mirror, for example `refs/baton/runs/<id>`. */
  ref: z.string().regex(/^refs\/baton\/[\w./-]{1,200}$/, 'expected a ref under refs/baton/'),
})
export type CommitRequest = z.infer<typeof CommitRequest>

/**
 * Commits exactly the tree that was accepted, on the commit the worktree was cut from unless others are named, and keeps it under `ref`. The same
 * input gives the same SHA, so doing it again after a crash changes nothing. Throws InternalError for an empty change,
 * UserError when `ref` already keeps another commit, ZodError for a malformed request.
 */
export async function commit(worktree: Worktree, accepted: Accepted, input: CommitRequest): Promise<Sha> {
  const request = CommitRequest.parse(input)
  const { mirror } = worktree
  if (request.parents === undefined && accepted.tree === (await treeOf(mirror, worktree.sha)))
    throw new InternalError('there is nothing to commit')
  const trailers = request.trailers.map(({ key, value }) => `${key}: ${value}\n`).join('')
  const body = request.message.replace(/[^\P{Cc}\n\t]/gu, '')
  const sha = await writeCommit(mirror, {
    tree: accepted.tree,
    parents: request.parents ?? [worktree.sha],
    message: trailers === '' ? `${body}\n` : `${body}\n\n${trailers}`,
    author: request.author,
    committer: request.committer ?? request.author,
  })
  const created = await git(['update-ref', request.ref, sha, '0'.repeat(40)], { gitDir: mirror.dir })
  if (created.exitCode !== 0 && (await readRef(mirror, request.ref)) !== sha) {
    throw new UserError(`${request.ref} already keeps another commit`, 'Use one ref per run and attempt.')
  }
  return sha
}
