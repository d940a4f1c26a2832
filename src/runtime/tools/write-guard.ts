// Says no to writes that the commit gate would refuse anyway, at the moment when the model can still do something else.

import { protectedBy } from '../../workspace/protected-paths.ts'
import { ToolFailure } from '../tool.ts'
import type { ToolContext } from '../tool.ts'
import type { Inside } from './paths.ts'

/** Throws ToolFailure when this path may not be written. */
export type WriteGuard = (requested: string, inside: Inside, context: ToolContext) => void

/** Refuses read-only runs and protected paths, both as the model spelled them and as they really are. */
export function writeGuard(protect: readonly string[]): WriteGuard {
  return (requested, inside, context) => {
    if (context.readOnly)
      throw new ToolFailure('This run is read-only: describe the change in your answer instead.')
    const name = requested.startsWith(`${inside.root}/`) ? requested.slice(inside.root.length) : requested
    const entry = protectedBy(inside.shown, protect) ?? protectedBy(name, protect)
    if (entry !== undefined)
      throw new ToolFailure(`${inside.shown} is protected (${entry}): agents may not change it.`)
  }
}
