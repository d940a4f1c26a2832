// The path of a file of the repository, as a report may name it: relative, with slashes, never upwards.

import { z } from 'zod'

const MAX_PATH = 400

/** Whether a path is relative, stays below its root and holds nothing that a terminal or a file system would read otherwise. */
export function isRepositoryPath(path: string): boolean {
  return (
    path.length > 0 &&
    path.length <= MAX_PATH &&
    !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\]/u.test(path) &&
    !/^[A-Za-z]:/.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  )
}

export const RepositoryPath = z
  .string()
  .refine(isRepositoryPath, 'expected a path inside the repository, for example src/main.ts')
