// Whether something is at a path of this machine. What may not be looked at counts as absent: using it then says why.

import { access, lstat } from 'node:fs/promises'

const succeeds = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => true,
    () => false,
  )

/** Whether the path itself is taken: a symbolic link counts, wherever it points. */
export const entryExists = (path: string): Promise<boolean> => succeeds(lstat(path))

/** Whether there is something to read at the path: a symbolic link is followed, and counts only when its target exists. */
export const targetExists = (path: string): Promise<boolean> => succeeds(access(path))
