// Says no to writes that the commit gate would refuse anyway, at the moment when the model can still do something else.

import { pathRefusal, type PathAuthority } from '../../domain/authority/verdict.ts'
import { WORKSPACE } from '../sandbox/system-view.ts'
import { AuthorityFailure, ToolFailure } from '../tool.ts'
import type { ToolContext } from '../tool.ts'
import { shortened } from './command-guard.ts'
import type { Inside } from './paths.ts'

/** Throws ToolFailure when this path may not be written. */
export type WriteGuard = (tool: string, requested: string, inside: Inside, context: ToolContext) => void

/** The path as the model spelled it, from the worktree's root; undefined when it climbs. */
function spelled(requested: string, inside: Inside): string | undefined {
  const root = [inside.root, WORKSPACE].find((folder) => requested.startsWith(`${folder}/`))
  const name = (root === undefined ? requested : requested.slice(root.length + 1)).replace(/^(?:\.?\/)+/, '')
  return name === '' || name.split('/').includes('..') ? undefined : name
}

/** Refuses read-only runs and paths outside the authority, both as the model spelled them and as they really are. */
export function writeGuard(authority: PathAuthority): WriteGuard {
  return (tool, requested, inside, context) => {
    if (context.readOnly)
      throw new ToolFailure('This run is read-only: describe the change in your answer instead.')
    const name = spelled(requested, inside)
    const refusals = [inside.shown, ...(name === undefined ? [] : [name])].flatMap(
      (path) => pathRefusal(authority, path) ?? [],
    )
    const refusal = refusals.find(({ breach }) => breach) ?? refusals[0]
    if (refusal === undefined) return
    const { rule, breach, reason } = refusal
    throw new AuthorityFailure(reason, { tool, argument: shortened(inside.shown), rule, breach })
  }
}
