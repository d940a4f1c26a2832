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

/** Fills each `{name}` of `parts` in; everything else is kept as it is. */
export const fillPattern = (pattern: string, parts: Readonly<Record<string, string | number>>): string =>
  Object.entries(parts).reduce(
    (filled, [name, part]) => filled.replaceAll(`{${name}}`, String(part)),
    pattern,
  )

/**
 * A pattern for branches whose placeholders are the names of `sample`, in the order that messages list them; those of `required`
 * must be there. Nothing that can change, like a title, may be in it: the name is how a wave's pull request is found again.
 */
export const branchPattern = (
  sample: Readonly<Record<string, string | number>>,
  required: readonly string[] = [],
) =>
  z.string().superRefine((pattern, context) => {
    const names = Object.keys(sample).map((name) => `{${name}}`)
    const missing = required.filter((part) => !pattern.includes(part))
    const unknown = /[{}]/.test(names.reduce((rest, name) => rest.replaceAll(name, ' '), pattern))
    const problem =
      missing.length > 0
        ? `${missing.join(' and ')} missing`
        : unknown
          ? `only ${names.slice(0, -1).join(', ')} and ${names.at(-1)} are known`
          : pattern.includes('}{')
            ? 'two placeholders need something between them'
            : branchProblem(fillPattern(pattern, sample))
    if (problem !== null)
      context.addIssue({ code: 'custom', message: `not a usable branch pattern: ${problem}` })
  })

export interface BranchParts {
  issue: number
  /** From 1, in the order of the route. */
  wave: number
  agent: string
}

/** The branch of a wave of a task without a plan, by the policy's pattern. */
export const branchName = (pattern: string, { issue, wave, agent }: BranchParts): string =>
  fillPattern(pattern, { issue, wave, agent })

/** Without `{issue}` and `{wave}` two waves would share a branch. */
export const BranchPattern = branchPattern({ issue: 1, wave: 1, agent: 'a' }, ['{issue}', '{wave}'])
