// Checks that the checkouts are what they should be.

import { execFileSync } from 'node:child_process'
import { RequestError } from './problem.ts'

const reason = (error: unknown): string => {
  const printed = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
  return printed === '' ? String(error instanceof Error ? error.message : error) : printed
}

/** Throws a RequestError unless `directory` is a checkout of its own of exactly that commit. */
export function checkCheckout(directory: string, sha: string): void {
  let told: string
  try {
    told = execFileSync('git', ['-C', directory, 'rev-parse', '--show-toplevel', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    throw new RequestError(`${directory} is not a git checkout: ${reason(error)}`)
  }
  const [top = '', commit] = told.trim().split(/\r?\n/)
  // Without its own .git the answer would be about the repository around it. Git prints / on Windows too.
  if (!top.endsWith(`/${directory}`)) throw new RequestError(`${directory} is not a git checkout of its own`)
  if (commit !== sha) throw new RequestError(`${directory} is at ${commit}; expected ${sha}`)
}
