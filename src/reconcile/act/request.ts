// The answer to a button that somebody pressed.

import { answerRequest } from '../../store/requests.ts'
import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

/** A receipt in our own store: written once, whatever crashes. */
export const answer = (
  action: ActionOf<'answer_request'>,
  { db, key }: Pick<ActContext, 'db' | 'key'>,
): Promise<boolean> => answerRequest(db, key, action)
