// A repository, and an issue or pull request of it, as people name them on the command line.

import type { RepoRef, TaskRef } from '../domain/ids.ts'
import { UserError } from '../errors.ts'

/** Parses `owner/repo`; accounts that an enterprise manages have an underscore. Raises UserError. */
export function repositoryOf(name: string): RepoRef {
  const found = /^([A-Za-z0-9][\w-]{0,38})\/([\w.-]{1,100})$/.exec(name)
  const [, owner, repo] = found ?? []
  if (owner === undefined || repo === undefined)
    throw new UserError(
      `${JSON.stringify(name)} is no repository`,
      'write it as owner/repo, for example ada/engine',
    )
  return { owner, repo }
}

/** Parses `owner/repo#12`, or `owner/repo` and `12`. Raises UserError. */
export function numberedOf(name: string, number?: string): TaskRef {
  const hash = name.lastIndexOf('#')
  const whole = number === undefined && hash !== -1
  const digits = whole ? name.slice(hash + 1) : number?.replace(/^#/, '')
  if (digits === undefined || !/^[1-9]\d{0,9}$/.test(digits))
    throw new UserError(
      `${JSON.stringify(number === undefined ? name : `${name} ${number}`)} names no issue or pull request`,
      'write it as owner/repo#number, for example ada/engine#12',
    )
  return { ...repositoryOf(whole ? name.slice(0, hash) : name), number: Number(digits) }
}
