import { readFileSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take longest, by measure: begun first, so that none is left over at the end. The first that fits counts.
 */
const LONG = [
  'test/chaos/',
  'test/scenarios/',
  'test/cli/st',
  'test/queue/crash',
  'test/docs/rehearsal',
  'test/cli/',
  'test/plan/command',
  'test/runtime/resume',
  'test/templates/',
]

/**
 * Whole scenarios and processes that are killed again and again: `npm run test:long` runs these, `npm test` all others. Both are
 * run by `.ci/run`; apart, what a person waits for while working stays within 3 minutes on 2 cores.
 */
const SLOW = [
  'test/chaos/**/*.test.ts',
  'test/scenarios/{bitnet-rust,board,board-issue,conflict,force-push,hooks,mathhook,merge-queue,mergekit-rs,ml-research,no-sandbox,people,proposed-configuration,rerun,resolved,rollback,rules,slow-down,wake}.test.ts',
  'test/{cli/explain,cli/kpis,cli/own-repository,cli/rehearse-input,cli/set-up,cli/setup-files,cli/start,cli/stop,docs/rehearsal-example,queue/crash,reconcile/rollback,runner/forge,runtime/resume,templates/workflows,truth/properties}.test.ts',
]

/** The whole suite needs about 0.4 GB at a time. */
const ROOM = 3 * 1024 ** 3
const MEMORY = '/dev/shm'

/** Whether there is a folder in memory with room for what tests write, where programs may be run. */
function memoryFolder(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[1] === MEMORY)
    const open = mount !== undefined && !/\b(?:noexec|ro)\b/.test(mount.split(' ')[3] ?? 'ro')
    return open && bavail * bsize > ROOM && process.availableMemory() > ROOM
  } catch {
    // Not Linux: the usual folder serves as well, only slower.
    return false
  }
}

// Tests write and remove many thousands of small files (clusters, repositories): on a disk a fifth of their time goes there.
// Workers and everything they start inherit it. A TMPDIR of one's own is left alone.
if (process.env['TMPDIR'] === undefined && memoryFolder()) process.env['TMPDIR'] = MEMORY

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification): number => {
      const found = LONG.findIndex((part) => file.moduleId.includes(`/${part}`))
      return found === -1 ? LONG.length : found
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig(({ mode }) => ({
  test: {
    include: mode === 'long' ? SLOW : ['test/**/*.test.ts'],
    exclude: mode === 'long' ? [] : SLOW,
    globalSetup: ['test/support/postgres.ts'],
    // For a busy machine: no time is asserted, and what hangs is found as well after a longer while.
    testTimeout: mode === 'long' ? 600_000 : 120_000,
    hookTimeout: mode === 'long' ? 600_000 : 240_000,
    pool: 'forks',
    // Loading the product anew for every file costs more than running most of them.
    isolate: false,
    // Many tests wait for other processes: one more worker than cores keeps both busy.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // Processes that tests start load the product faster the second time.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compile') },
  },
}))
