// Paths that no agent may change, whatever the policy adds: what steers CI, git, packages, reviews or Baton itself.

import { matchingGlob } from './glob.ts'

/** Matched ignoring case. Roster and policy live under .github. */
export const PROTECTED_PATHS: readonly string[] = [
  '.github/**',
  '**/CODEOWNERS',
  '**/.gitmodules',
  '**/.gitattributes',
  '**/.npmrc',
  '**/.claude/**',
  '**/.husky/**',
  '.git/**',
]

/** Protected too unless the policy says `allow_lockfiles: true`. */
export const LOCKFILES: readonly string[] = [
  '**/package-lock.json',
  '**/npm-shrinkwrap.json',
  '**/yarn.lock',
  '**/pnpm-lock.yaml',
  '**/bun.lock',
  '**/bun.lockb',
  '**/Cargo.lock',
  '**/poetry.lock',
  '**/uv.lock',
  '**/Pipfile.lock',
  '**/go.sum',
  '**/Gemfile.lock',
  '**/composer.lock',
]

/** The pattern that protects a path, or undefined when an agent may change it. */
export const protectedBy = (protectedGlobs: readonly string[], path: string): string | undefined =>
  matchingGlob(protectedGlobs, path, { ignoreCase: true })
