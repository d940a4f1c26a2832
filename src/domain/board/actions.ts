// What a pass over a repository may do, as data.

import type { BoardMemory } from './memory.ts'

export type BoardAction =
  /** Opens the board's issue, unless this App has one already. */
  | { do: 'open_board'; title: string; body: string; label: string }
  /** `label`: put on where it is missing. */
  | { do: 'write_board'; number: number; title: string; body: string; label: string | undefined }
  | { do: 'reopen_board'; number: number }
  | { do: 'pin_board'; id: string }
  | { do: 'unpin_board'; id: string }
  /** One comment for one topic, for ever: also when somebody deletes it. `after`: what is remembered once it stands there. */
  | {
      do: 'tell'
      number: number
      topic: string
      body: string
      after: Pick<BoardMemory, 'announced'> | Pick<BoardMemory, 'slots'>
    }
