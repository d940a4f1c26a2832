// Starts processes through a small process of its own. To start one from here would copy the page tables of all of our memory, while
// nothing else happens: 10 ms at 250 MB, 60 ms at 450 MB on a virtual machine, `node bench/launcher.ts`.

import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { InternalError, TransientError } from '../errors.ts'
import { Answer, type Launch, type Launched, type Order } from './launch.ts'

interface Waiting {
  resolve(launched: Launched): void
  reject(error: Error): void
}

interface Launcher {
  child: ChildProcess
  waiting: Map<number, Waiting>
}

let launcher: Launcher | undefined
let lastId = 0

function open(): Launcher {
  // Started by the same Node; nothing of our environment, which may hold secrets.
  const child = fork(join(import.meta.dirname, 'child.ts'), {
    env: {},
    cwd: '/',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const opened: Launcher = { child, waiting: new Map() }
  const gone = (why: string, cause?: Error): void => {
    if (launcher === opened) launcher = undefined
    for (const { reject } of opened.waiting.values()) reject(new TransientError(why, { cause }))
    opened.waiting.clear()
  }
  child.on('message', (message) => {
    const answer = Answer.parse(message)
    const found = opened.waiting.get(answer.id)
    opened.waiting.delete(answer.id)
    rest(opened)
    if ('failure' in answer) found?.reject(new InternalError(answer.failure))
    else found?.resolve(answer.launched)
  })
  child.on('error', (error) => gone('the process that starts others could not be reached', error))
  child.on('exit', () => gone('the process that starts others has ended'))
  return opened
}

/** An idle launcher keeps nobody alive. */
function rest({ child, waiting }: Launcher): void {
  if (waiting.size > 0) return
  child.unref()
  child.channel?.unref()
}

function work({ child }: Launcher): void {
  child.ref()
  child.channel?.ref()
}

/**
 * Runs a program to its end and returns what it came to, whatever the exit code. `signal` kills it with all of its group.
 * Throws InternalError when it cannot be started, TransientError when the launching process is lost; a program may then have run.
 */
export function launch(order: Launch, signal?: AbortSignal): Promise<Launched> {
  return new Promise((resolve, reject) => {
    const opened = (launcher ??= open())
    const id = (lastId += 1)
    const abort = (): void => send({ do: 'stop', id })
    const send = (message: Order): void => {
      opened.child.send(message, (error) => {
        // The end of the process is told by 'exit', which rejects all that waits.
        if (error !== null) opened.child.kill('SIGKILL')
      })
    }
    const settled = (): void => signal?.removeEventListener('abort', abort)
    opened.waiting.set(id, {
      resolve: (launched) => {
        settled()
        resolve(launched)
      },
      reject: (error) => {
        settled()
        reject(error)
      },
    })
    work(opened)
    send({ do: 'launch', id, launch: { ...order, args: [...order.args] } })
    signal?.addEventListener('abort', abort, { once: true })
  })
}
