// Baton in a process of its own that kills itself at a named point: what a crash test starts, ends and starts again.
//
// argv[2] is a JSON file of ChildOptions. The URL is printed when it is up.

import { readFileSync } from 'node:fs'
import { createLog } from '../../src/log.ts'
import { createBaton } from '../../src/main.ts'
import { EMBEDDED_SETTINGS, type ChildOptions } from './child-options.ts'

// Written by the test itself a moment before. `undefined` is left out in JSON, which reads as the same.
const { config, kill } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ChildOptions
let seen = 0

const baton = await createBaton({
  config,
  log: createLog('error'),
  rehearsal: true,
  embeddedSettings: EMBEDDED_SETTINGS,
  probe: (point) => {
    if (point === kill?.point && (seen += 1) === kill.nth) process.kill(process.pid, 'SIGKILL')
  },
})
process.once('SIGTERM', () => {
  void baton.stop(500)
})
process.stdout.write(`${baton.url ?? ''}\n`)
