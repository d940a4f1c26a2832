// A repository as people name it on the command line.

import type { RepoRef } from '../domain/ids.ts'
import { UserError } from '../errors.ts'

/** Parses `owner/repo`. Raises UserError. */
export function repositoryOf(name: string): RepoRef {
  const found = /^([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([\w.-]{1,100})$/.exec(name)
  const [, owner, repo] = found ?? []
  if (owner === undefined || repo === undefined)
    throw new UserError(
      `${JSON.stringify(name)} is no repository`,
      'write it as owner/repo, for example ada/engine',
    )
  return { owner, repo }
}
