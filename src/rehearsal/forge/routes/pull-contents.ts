// What a pull request consists of: its files and commits (https://docs.github.com/rest/pulls/pulls).

import { pullOf } from '../pulls.ts'
import { renderCommit, renderFile } from '../render/commit.ts'
import { ok, type Route } from '../route.ts'
import type { Pull } from '../world.ts'

const BASE = '/repos/{owner}/{repo}/pulls/{pull_number}'
const access = { permission: 'pull_requests', level: 'read' } as const
/** "Responses include a maximum of 3000 files" and 250 commits (https://docs.github.com/rest/pulls/pulls). */
const MAX_FILES = 3000
const MAX_COMMITS = 250

const baseOf = (pull: Pull): string => pull.baseShaAtClose ?? `refs/heads/${pull.baseRef}`

export const pullContentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${BASE}/files`,
    access,
    handle: async (c) => {
      const pull = pullOf(c)
      const files = await c.forge.git.changes(c.repo(), baseOf(pull), pull.headSha)
      const page = c.page(files.slice(0, MAX_FILES))
      return ok(page.map((file) => renderFile(c.forge, c.repo(), pull.headSha, file)))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/commits`,
    access,
    handle: async (c) => {
      const pull = pullOf(c)
      const commits = await c.forge.git.commits(c.repo(), baseOf(pull), pull.headSha)
      return ok(
        c.page(commits.slice(0, MAX_COMMITS)).map((commit) => renderCommit(c.forge, c.repo(), commit)),
      )
    },
  },
]
