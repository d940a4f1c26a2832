// The rules of the commit gate that look at one changed path, as a table.

import { matchingGlob } from '../domain/policy/glob.ts'
import { PROTECTED_PATHS, protectedBy } from '../domain/policy/protected.ts'
import type { GatePolicy } from './gate-policy.ts'

/** One entry of `git diff-tree --raw`. Modes are git's (`100644`, `100755`, `120000`, `160000`, `000000` for absent). */
export interface Change {
  path: string
  oldMode: string
  newMode: string
  oldBlob: string
  newBlob: string
}

export const Rule = [
  'path',
  'protected',
  'authority',
  'symlink',
  'gitlink',
  'special',
  'executable',
  'secret',
  'files',
  'bytes',
] as const
export type Rule = (typeof Rule)[number]

export interface Problem {
  /** Relative to the root; empty for a problem of the change as a whole. */
  path: string
  rule: Rule
  /** One sentence for the agent and the reviewer: what is wrong and what would be right. */
  explanation: string
}

const matches = (globs: readonly string[], path: string): boolean => matchingGlob(globs, path) !== undefined

/** Never lifted, whatever the policy allows. */
const GIT_FOLDER = '**/.git/**'

const EXECUTABLE = '100755'

// Control, invisible and direction-changing characters, and bytes that are not UTF-8 (decoded as U+FFFD).
const UNSAFE_IN_PATH = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u

/** The problems of one change under a policy. The order is the order people should read them in. */
export function pathProblems(change: Change, policy: GatePolicy): Problem[] {
  const { path } = change
  const problems: Problem[] = []
  const add = (rule: Rule, explanation: string): number => problems.push({ path, rule, explanation })

  if (UNSAFE_IN_PATH.test(path))
    add('path', 'The name has invisible, control or non-UTF-8 characters. Use plain letters.')
  const entry = protectedBy([...PROTECTED_PATHS, ...policy.protect], path)
  if (entry !== undefined && (entry === GIT_FOLDER || !matches(policy.allow, path))) {
    add(
      'protected',
      `protected by \`${entry}\`: agents may not change it. Leave it as it was in the base commit.`,
    )
  }
  if (!matches(policy.only, path)) {
    add('authority', `This run may only change ${policy.only.join(', ') || 'nothing'}.`)
  }
  if (change.newMode === '120000') add('symlink', 'Symbolic links are not accepted. Commit a regular file.')
  if (change.newMode === '160000') add('gitlink', 'Submodules are not accepted. Commit the files themselves.')
  if (
    change.newMode === EXECUTABLE &&
    change.oldMode !== EXECUTABLE &&
    !matches(policy.allowExecutable, path)
  ) {
    add('executable', 'The file became executable. Take the bit away, or run it through its interpreter.')
  }
  return problems
}
