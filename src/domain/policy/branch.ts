// Branch names: which are valid for git, and how a wave's branch is made from the policy's pattern.

import { z } from 'zod'

/** Why git would refuse a branch name (`git check-ref-format --branch`), or null when it is valid. */
export function branchProblem(name: string): string | null {
  if (name.length === 0 || name.length > 200) return 'it must have 1 to 200 characters'
  // oxlint-disable-next-line no-control-regex -- git refuses control characters
  const special = /[\u0000-\u0020\u007f~^:?*[\]\\]/.exec(name)
  if (special) return `it contains ${JSON.stringify(special[0])}`
  if (name.includes('..') || name.includes('@{') || name === '@') return 'it contains `..` or `@{`'
  if (name.startsWith('-')) return 'it starts with a dash'
  if (name.startsWith('refs/')) return 'it starts with `refs/`; give the branch name alone'
  for (const part of name.split('/')) {
    if (part === '') return 'it has an empty part between slashes'
    if (part.startsWith('.') || part.endsWith('.')) return 'a part starts or ends with a dot'
    if (part.endsWith('.lock')) return 'a part ends with `.lock`'
  }
  return null
}

export const BranchName = z.string().superRefine((name, context) => {
  const problem = branchProblem(name)
  if (problem !== null) context.addIssue({ code: 'custom', message: `not a valid branch name: ${problem}` })
})

export interface BranchParts {
  issue: number
  /** From 1, in the order of the route. */
  wave: number
  agent: string
}

/** Fills `{issue}`, `{wave}` and `{agent}`; everything else is kept as it is. */
export const branchName = (pattern: string, parts: BranchParts): string =>
  pattern
    .replaceAll('{issue}', String(parts.issue))
    .replaceAll('{wave}', String(parts.wave))
    .replaceAll('{agent}', parts.agent)

/**
 * A pattern must hold `{issue}` and `{wave}`: without them two waves would share a branch. Nothing that can change, like a
 * title, may be in it: the name is how a wave's pull request is found again.
 */
export const BranchPattern = z.string().superRefine((pattern, context) => {
  const missing = ['{issue}', '{wave}'].filter((part) => !pattern.includes(part))
  const unknown = pattern.replaceAll(/\{(?:issue|wave|agent)\}/g, '').match(/[{}]/)
  const problem =
    missing.length > 0
      ? `${missing.join(' and ')} missing`
      : unknown
        ? 'only {issue}, {wave} and {agent} are known'
        : /\}\{/.test(pattern)
          ? 'two placeholders need something between them'
          : branchProblem(branchName(pattern, { issue: 1, wave: 1, agent: 'a' }))
  if (problem !== null)
    context.addIssue({ code: 'custom', message: `not a usable branch pattern: ${problem}` })
})
