// Workflow files are code that runs with secrets: an App may only bring them in with the `workflows` permission.

import type { Forge } from './forge.ts'
import { ZERO } from './git/refs.ts'
import type { Caller } from './route.ts'
import type { Repository } from './world.ts'

const FOLDER = '.github/workflows/'

/** Whether this caller's changes to workflow files are to be refused. */
export const mayNotTouchWorkflows = (caller: Caller): boolean =>
  caller.kind === 'installation' && caller.token.permissions.workflows !== 'write'

/** GitHub's words for refusing a change of this workflow file. */
const refusal = (path: string): string =>
  `refusing to allow a GitHub App to create or update workflow \`${path}\` without \`workflows\` permission`

/** The refusal for moving a ref from `before` to `after` (40 zeros: created or deleted), or undefined when there is none. */
export async function workflowRefusal(
  forge: Forge,
  repo: Repository,
  caller: Caller,
  before: string,
  after: string,
): Promise<string | undefined> {
  if (!mayNotTouchWorkflows(caller) || after === ZERO) return undefined
  // What a new branch brings is what it has beyond the default branch.
  const from = before === ZERO ? `refs/heads/${repo.defaultBranch}` : before
  const touched = (await forge.git.changes(repo, from, after)).find(
    ({ path, previousPath }) => path.startsWith(FOLDER) || previousPath?.startsWith(FOLDER) === true,
  )
  return touched === undefined ? undefined : refusal(touched.path)
}
