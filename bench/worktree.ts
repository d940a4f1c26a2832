// What a wave waits for its files: a worktree from the cached mirror against a fresh clone of the same repository.

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { asError } from '../src/errors.ts'
import { gitOk } from '../src/workspace/git.ts'
import { ensureMirror, readRef } from '../src/workspace/mirror.ts'
import { createSpares } from '../src/workspace/spares.ts'
import { addWorktree, removeWorktree } from '../src/workspace/worktree.ts'

const FILES = 5000
// Two or three commits a file: a project of a few years.
const COMMITS = 12_000
const ROUNDS = 5

/** Deterministic text that compresses about as well as source code does. */
function source(seed: number, bytes: number): string {
  let state = seed * 2_654_435_761 + 1
  let text = ''
  while (text.length < bytes) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    text += `const value${state.toString(36)} = compute(${state % 1000}, '${(state >>> 7).toString(36)}')\n`
  }
  return text
}

/** A `git fast-import` stream: all files in the first commit, then two lines changed in one file per commit. */
function history(): string {
  const path = (index: number): string => `src/module${index % 40}/part${index % 7}/file${index}.ts`
  const file = (index: number, text: string): string =>
    `M 100644 inline ${path(index)}\ndata ${Buffer.byteLength(text)}\n${text}\n`
  const files = Array.from({ length: FILES }, (_, index) =>
    source(index, 2000 + (index % 9) * 1000).split('\n'),
  )
  let stream = ''
  for (let commit = 0; commit < COMMITS; commit += 1) {
    const when = 1_700_000_000 + commit * 600
    stream += `commit refs/heads/main\ncommitter Bench <bench@example.com> ${when} +0000\ndata 6\nchange\n`
    const changed = commit === 0 ? [...files.keys()] : [(commit * 7) % FILES]
    for (const index of changed) {
      const lines = files[index] ?? []
      if (commit > 0)
        lines.splice(
          (commit * 13) % lines.length,
          1,
          ...source(commit + FILES, 90)
            .trimEnd()
            .split('\n'),
        )
      stream += file(index, lines.join('\n'))
    }
  }
  return stream
}

const median = (times: number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Generates the repository, then alternates clone and worktree. Times are medians in milliseconds. */
export async function run(): Promise<{
  name: string
  rows: { what: string; value: number; unit: string }[]
}> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-bench-'))
  try {
    const remote = join(folder, 'remote.git')
    await gitOk(['init', '--quiet', '--bare', '--initial-branch=main', remote], {})
    await gitOk(['fast-import', '--quiet'], { gitDir: remote, input: history() })
    await gitOk(['repack', '-a', '-d', '-q'], { gitDir: remote })
    const cloneUrl = `file://${remote}`
    const mirror = await ensureMirror({
      cloneUrl,
      dir: join(folder, 'mirror.git'),
      refs: ['refs/heads/main'],
      allowFile: true,
    })
    const sha = await readRef(mirror, 'refs/remotes/origin/main')
    const parent = await readRef(mirror, 'refs/remotes/origin/main~1')
    if (sha === undefined || parent === undefined) throw new Error('the mirror has no main')

    const clones: number[] = []
    const cold: number[] = []
    const worktrees: number[] = []
    const spares = createSpares((error) => {
      throw asError(error)
    })
    const removals: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const clone = join(folder, `clone-${round}`)
      clones.push(await timed(() => promisify(execFile)('git', ['clone', '--quiet', cloneUrl, clone])))
      const dir = join(folder, `worktree-${round}`)
      // As in the product: the spare is checked out while the run before is at work, and moved to where it is needed.
      const other = join(folder, `cold-${round}`)
      cold.push(await timed(() => addWorktree(mirror, { sha, dir: other })))
      spares.prepare(mirror, parent)
      await spares.idle()
      worktrees.push(await timed(() => spares.take(mirror, { sha, dir })))
    }
    // Removed last: file systems without a journal create files slowly while they avoid inodes freed a moment ago.
    for (let round = 0; round < ROUNDS; round += 1) {
      removals.push(
        await timed(() => removeWorktree({ mirror, dir: join(folder, `worktree-${round}`), sha })),
      )
    }
    const [clone, worktree] = [median(clones), median(worktrees)]
    return {
      name: 'worktree from a cached mirror against a fresh clone',
      rows: [
        { what: `fresh clone (${FILES} files, ${COMMITS} commits)`, value: clone, unit: 'ms' },
        { what: 'worktree without a spare', value: median(cold), unit: 'ms' },
        { what: 'worktree from the spare, one commit behind', value: worktree, unit: 'ms' },
        { what: 'worktree checked for lost work and removed', value: median(removals), unit: 'ms' },
        { what: 'worktree / clone (target 10)', value: (100 * worktree) / clone, unit: '%' },
      ],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const { name, rows } = await run()
  console.log(name)
  for (const { what, value, unit } of rows) console.log(`  ${what}: ${value.toFixed(1)} ${unit}`)
}
