import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that start processes of their own and wait for them: begun first, so that none is left over at the end. */
const LONG = [
  'test/chaos/',
  'test/cli/',
  'test/scenarios/',
  'test/docs/rehearsal',
  'test/queue/crash',
  'test/runtime/resume',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification): number => {
      const found = LONG.findIndex((part) => file.moduleId.includes(`/${part}`))
      return found === -1 ? LONG.length : found
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/postgres.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Loading the product anew for every file costs more than running most of them.
    isolate: false,
    // Many tests wait for other processes: one more worker than cores keeps both busy.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // Processes that tests start load the product faster the second time.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compile') },
  },
})
