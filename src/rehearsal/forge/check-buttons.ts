// A button of a check run, pressed on its page: GitHub has no API for that, only the webhook that follows.

import { atLeast, roleOf } from './access.ts'
import type { Forge } from './forge.ts'
import { HttpError } from './http-error.ts'
import { renderCheckRunEvent } from './render/check-run.ts'
import type { CheckRun, Repository, User } from './world.ts'

/** Who may press it: whoever may write, as on github.com. */
export const mayPress = (repo: Repository, user: User): boolean => atLeast(roleOf(repo, user), 'write')

/** Tells the App that made the check, and nobody else. Throws 403 without the permission, 404 for a button that is not there. */
export async function press(
  forge: Forge,
  repo: Repository,
  run: CheckRun,
  user: User,
  identifier: string,
): Promise<void> {
  if (!mayPress(repo, user)) throw new HttpError(403, 'Must have write access to the repository.')
  if (run.status !== 'completed' || !run.actions.some((button) => button.identifier === identifier))
    throw new HttpError(404, 'Not Found')
  const payload = {
    check_run: await renderCheckRunEvent(forge, repo, run),
    requested_action: { identifier },
  }
  forge.emit({
    event: 'check_run',
    action: 'requested_action',
    repo,
    sender: user,
    payload,
    onlyApp: run.app.id,
  })
}
