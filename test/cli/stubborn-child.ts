// A process that is asked to stop and does not: it has a folder and a child in a process group of its own.

import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aborted, stopSignal } from '../../src/cli/signals.ts'
import { endOnExit } from '../../src/rehearsal/end-on-exit.ts'

const dir = mkdtempSync(join(tmpdir(), 'stubborn-'))
endOnExit(dir)
const signal = stopSignal()
const child = spawn('sleep', ['612'], { detached: true, stdio: 'ignore' })
child.once('spawn', () => process.stdout.write(`${dir}\nready\n`))
await aborted(signal)
process.stdout.write('asked to stop\n')
