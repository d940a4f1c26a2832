// `baton dead-letters`: jobs that failed for good, and putting them back to work.

import { Command } from 'commander'
import { UserError } from '../errors.ts'
import type { Queue } from '../queue/queue.ts'
import { withStore } from './with-store.ts'

const withQueue = <T>(work: (queue: Queue) => Promise<T>): Promise<T> => withStore(({ queue }) => work(queue))

const list = new Command('list')
  .description('List jobs that failed for good, with their errors')
  .option('--json', 'print one JSON array')
  .action(async (options: { json?: boolean }) => {
    const letters = await withQueue((queue) => queue.listDeadLetters())
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify(letters)}\n`)
      return
    }
    if (letters.length === 0) process.stdout.write('There are no dead letters.\n')
    for (const letter of letters) {
      process.stdout.write(
        `${letter.id}  ${letter.queue}  ${letter.key}\n    ${letter.error.replaceAll('\n', '\n    ')}\n`,
      )
    }
  })

const redrive = new Command('redrive')
  .description('Put dead letters back to work')
  .argument('[ids...]', 'ids as `list` shows them')
  .option('--all', 'every one')
  .action(async (ids: string[], options: { all?: boolean }) => {
    if (ids.length === 0 && options.all !== true) {
      throw new UserError('no dead letter is named', 'give ids from `baton dead-letters list`, or --all')
    }
    const count = await withQueue((queue) => queue.redrive(options.all === true ? 'all' : ids))
    process.stdout.write(`${count} put back to work.\n`)
  })

export const deadLettersCommand = new Command('dead-letters')
  .description(
    'Jobs that failed for good (needs the data folder or DATABASE_URL; the embedded store must not be in use)',
  )
  .addCommand(list)
  .addCommand(redrive)
