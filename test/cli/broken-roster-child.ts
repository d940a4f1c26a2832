// Boots Baton as `baton start` does, with the built-in packs taken from the folder in the first argument.

import { failure } from '../../src/cli/failure.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { createBaton } from '../../src/main.ts'

try {
  await createBaton({
    config: readConfig(process.env),
    log: createLog('info'),
    packsDir: process.argv[2] ?? '',
  })
} catch (error) {
  process.stderr.write(`${failure(error)}\n`)
  process.exitCode = 1
}
