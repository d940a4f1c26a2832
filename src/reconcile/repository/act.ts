// Carries out what a pass over a repository decided: the board's issue, its pin, and one comment for each slot of the rhythm.

import type { Kysely } from 'kysely'
import type { BoardAction } from '../../domain/board/actions.ts'
import type { BoardMemory } from '../../domain/board/memory.ts'
import { BOARD_LABEL } from '../../domain/board/names.ts'
import type { RepoKey, RepoRef } from '../../domain/ids.ts'
import { topicOf } from '../../domain/markers.ts'
import { unreachable } from '../../errors.ts'
import type { RepoClient } from '../../github/repo-client.ts'
import type { Lease } from '../../store/leases.ts'
import type { Schema } from '../../store/schema.ts'
import { link, refOf } from '../../store/tasks.ts'
import { once } from '../act/context.ts'

export interface BoardContext {
  /** Proof that nobody else acts on this repository's board now. */
  lease: Lease
  signal: AbortSignal
  key: RepoKey
  repo: RepoRef
  db: Kysely<Schema>
  author: RepoClient
  /** Changes what is remembered; saved at once. */
  remember(change: Partial<BoardMemory>): Promise<void>
  /** Named moments, for crash tests: called right before and right after each effect. */
  probe(point: string): void
}

type ActionOf<D extends BoardAction['do']> = Extract<BoardAction, { do: D }>

const LABEL = {
  name: BOARD_LABEL,
  color: '0969da',
  description: 'Baton keeps this issue as its status board: it is never a task',
}

async function open({ title, body, label }: ActionOf<'open_board'>, context: BoardContext): Promise<void> {
  const { author, key, repo, db } = context
  const find = async (): Promise<number | undefined> => (await author.board.observe(undefined))?.issue?.number
  const { receipt } = await once<number>(context, {
    key: 'board',
    kind: 'board',
    intent: { title },
    find,
    carryOut: async () => {
      // A store that was lost has a ledger that knows nothing: also the first attempt looks.
      const found = await find()
      if (found !== undefined) return found
      await author.issues.createLabel(LABEL)
      return (await author.hierarchy.create({ title, body, labels: [label] })).number
    },
  })
  await context.remember({ issue: receipt })
  await link(db, [refOf({ ...repo, number: receipt })], key)
}

async function write(
  { number, title, body, label }: ActionOf<'write_board'>,
  context: BoardContext,
): Promise<void> {
  const { author, key, repo, db } = context
  // Webhooks about it are news for the repository: also about one that was found again.
  await link(db, [refOf({ ...repo, number })], key)
  if (label !== undefined) {
    await author.issues.createLabel(LABEL)
    await author.issues.addLabels(number, [label])
  }
  context.probe('write_board:before')
  await author.hierarchy.rewrite(number, { title, body })
  context.probe('write_board:after')
}

/** What somebody has deleted stays deleted: then nothing is found, and it was told all the same. */
async function tell({ number, topic, body, after }: ActionOf<'tell'>, context: BoardContext): Promise<void> {
  const { issues } = context.author
  await once<number>(context, {
    key: `comment/${number}/${topic}`,
    kind: 'tell',
    intent: { on: number, topic },
    find: async () => (await issues.ownComments(number)).find((own) => topicOf(own.body) === topic)?.id,
    carryOut: () => issues.createComment(number, body),
    gone: 0,
  })
  await context.remember(after)
}

/** Carries one action out; safe to call again with the same action after a crash at any point. */
export async function actOnBoard(action: BoardAction, context: BoardContext): Promise<void> {
  const { board } = context.author
  switch (action.do) {
    case 'open_board':
      return open(action, context)
    case 'write_board':
      return write(action, context)
    case 'reopen_board':
      return board.reopen(action.number)
    case 'pin_board': {
      const refused = await board.pin(action.id)
      return context.remember({ pin: refused === undefined ? 'done' : { refused: refused.slice(0, 500) } })
    }
    case 'unpin_board':
      return board.unpin(action.id)
    case 'tell':
      return tell(action, context)
    default:
      return unreachable(action)
  }
}
