// Baton in a process of its own that kills itself at a named point: what a crash test starts, ends and starts again.
//
// argv[2] is a JSON file of ChildOptions. The URL is printed when it is up.

import { appendFileSync, readFileSync } from 'node:fs'
import { createLog } from '../../src/log.ts'
import { createBaton, type BatonOptions } from '../../src/main.ts'
import { EMBEDDED_SETTINGS, type ChildOptions, type Kill } from './child-options.ts'
import { transitionOf } from './transitions.ts'

// Written by the test itself a moment before. `undefined` is left out in JSON, which reads as the same.
const { config, kill } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ChildOptions

function hooks(at: Kill | undefined): Pick<BatonOptions, 'probe' | 'onAction'> {
  const die = (): boolean => process.kill(process.pid, 'SIGKILL')
  if (at === undefined) return {}
  if ('record' in at) {
    const past = new Set(readFileSync(at.record, 'utf8').split('\n'))
    return {
      onAction: (key, action) => {
        const transition = transitionOf(key, action)
        if (transition === undefined || past.has(transition)) return
        appendFileSync(at.record, `${transition}\n`)
        die()
      },
    }
  }
  let seen = 0
  return {
    probe: (point) => {
      if (point === at.point && (seen += 1) === at.nth) die()
    },
  }
}

const baton = await createBaton({
  config,
  log: createLog('error'),
  rehearsal: true,
  embeddedSettings: EMBEDDED_SETTINGS,
  ...hooks(kill),
})
process.once('SIGTERM', () => {
  void baton.stop(500)
})
process.stdout.write(`${baton.url ?? ''}\n`)
