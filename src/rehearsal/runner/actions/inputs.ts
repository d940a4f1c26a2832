// Reads the `with:` of an action and the paths in it.

import { resolve, sep } from 'node:path'
import { UserError } from '../../../errors.ts'

/** Refuses inputs the runner does not carry out: a skipped one would change what the step means. */
export function allowInputs(
  inputs: Readonly<Record<string, string>>,
  action: string,
  known: readonly string[],
): void {
  const unknown = Object.keys(inputs).filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    throw new UserError(
      `the local runner does not have ${action} with ${unknown.join(', ')}`,
      `It has ${known.join(', ')}.`,
    )
  }
}

/** A boolean input as YAML spells it. Throws a UserError for anything else. */
export function flag(inputs: Readonly<Record<string, string>>, name: string, fallback: boolean): boolean {
  const text = inputs[name]?.trim().toLowerCase() ?? ''
  if (text === '') return fallback
  if (text !== 'true' && text !== 'false')
    throw new UserError(`${name} is ${JSON.stringify(text)}`, 'Write true or false.')
  return text === 'true'
}

export const lines = (text: string | undefined): string[] =>
  (text ?? '').split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))

/** An absolute path inside the workspace. Throws a UserError for one that leaves it. */
export function inside(workspace: string, path: string): string {
  const full = resolve(workspace, path)
  if (full !== workspace && !full.startsWith(workspace + sep)) {
    throw new UserError(
      `the path ${path} is outside the workspace`,
      'Use a path below the workspace, for example candidate.',
    )
  }
  return full
}
