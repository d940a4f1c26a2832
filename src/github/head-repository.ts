// Where the branch of a pull request is: in the repository itself, or in a fork.

import { z } from 'zod'
import type { RepoRef } from '../domain/ids.ts'

/** The repository of a pull request's head, as REST has it. Null: a fork that was deleted. */
export const HeadRepository = z.object({ full_name: z.string() }).nullable()

/** Whether it is this repository. GitHub does not tell letter cases apart. */
export const isHere = ({ owner, repo }: RepoRef, head: z.infer<typeof HeadRepository>): boolean =>
  head?.full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase()
