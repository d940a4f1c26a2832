// A forge with a small project on main, and short ways to make branches, pull requests and clones of it.

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Octokit } from '@octokit/rest'
import { z } from 'zod'
import type { ForgeOptions } from '../../../src/rehearsal/forge/forge.ts'
import type { Repository } from '../../../src/rehearsal/forge/world.ts'
import { APPS, failure, OWNER, REPO, repo, startTestForge, type TestForge } from '../support.ts'

export const LINES = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`)
export const WORKFLOW = `name: Check
run-name: check \${{ inputs.nonce }}
on:
  workflow_dispatch:
    inputs:
      nonce: { required: true, type: string }
      mode: { type: choice, options: [fast, slow], default: fast }
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: echo hi
`

const FILES: Record<string, string> = {
  'README.md': '# engine\n',
  'src/lines.txt': `${LINES.join('\n')}\n`,
  '.github/workflows/check.yml': WORKFLOW,
  '.github/workflows/push.yml': 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: []\n',
}

/** What the test forge of the other tests has, with files on main and no private repository. */
export async function startCodeForge(overrides: Partial<ForgeOptions> = {}): Promise<TestForge> {
  const files = await mkdtemp(join(tmpdir(), 'forge-files-'))
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(files, name)), { recursive: true })
    await writeFile(join(files, name), text)
  }
  const started = await startTestForge({
    repositories: [
      { owner: OWNER, name: REPO, files, collaborators: { grace: 'write', lin: 'triage' } },
      { owner: OWNER, name: 'secret', private: true, files },
    ],
    ...overrides,
  })
  await rm(files, { recursive: true })
  return started
}

export const repositoryOf = (t: TestForge): Repository => t.forge.world.repositories.get(`${OWNER}/${REPO}`)!

export async function tip(octokit: Octokit, branch: string): Promise<string> {
  return (await octokit.rest.git.getRef({ ...repo, ref: `heads/${branch}` })).data.object.sha
}

/** Commits files (null removes) on a branch, which is made from main when it is new. Gives the commit's SHA. */
export async function commit(
  octokit: Octokit,
  branch: string,
  files: Record<string, string | null>,
  message = `change ${Object.keys(files).join(', ')}`,
): Promise<string> {
  const known = await octokit.rest.git.listMatchingRefs({ ...repo, ref: `heads/${branch}` })
  const parent = known.data.find((one) => one.ref === `refs/heads/${branch}`)?.object.sha
  const from = parent ?? (await tip(octokit, 'main'))
  const tree = await octokit.rest.git.createTree({
    ...repo,
    base_tree: from,
    tree: Object.entries(files).map(([path, content]) =>
      content === null
        ? { path, mode: '100644' as const, type: 'blob' as const, sha: null }
        : { path, mode: '100644' as const, type: 'blob' as const, content },
    ),
  })
  const made = await octokit.rest.git.createCommit({ ...repo, message, tree: tree.data.sha, parents: [from] })
  const { sha } = made.data
  if (parent === undefined) await octokit.rest.git.createRef({ ...repo, ref: `refs/heads/${branch}`, sha })
  else await octokit.rest.git.updateRef({ ...repo, ref: `heads/${branch}`, sha })
  return sha
}

/** A pull request of a branch with these files. */
export async function openPull(
  octokit: Octokit,
  head: string,
  files: Record<string, string | null>,
  more: { body?: string; draft?: boolean } = {},
) {
  await commit(octokit, head, files)
  return (await octokit.rest.pulls.create({ ...repo, title: `Add ${head}`, head, base: 'main', ...more }))
    .data
}

const run = promisify(execFile)
const ended = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() })

export interface GitResult {
  code: number
  output: string
}

/** The real git, with none of this machine's configuration. Never throws: gives the exit code and both outputs. */
export async function git(cwd: string, ...args: string[]): Promise<GitResult> {
  const env = {
    PATH: process.env['PATH'],
    HOME: cwd,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Grace',
    GIT_AUTHOR_EMAIL: 'grace@example.test',
    GIT_COMMITTER_NAME: 'Grace',
    GIT_COMMITTER_EMAIL: 'grace@example.test',
  }
  try {
    const { stdout, stderr } = await run('git', args, { cwd, env })
    return { code: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = ended.parse(error)
    return { code, output: stdout + stderr }
  }
}

/** The address of a repository with a token in it. */
export const cloneUrl = (t: TestForge, token: string | undefined, name = REPO): string => {
  const url = new URL(`${t.forge.url}/${OWNER}/${name}.git`)
  if (token !== undefined) Object.assign(url, { username: 'x-access-token', password: token })
  return url.href
}

export const readFile = async (octokit: Octokit, path: string, ref = 'main'): Promise<string> => {
  const { data } = await octokit.rest.repos.getContent({ ...repo, path, ref, mediaType: { format: 'raw' } })
  return z.string().parse(data)
}

/** A ruleset on the default branch. */
export async function protect(
  t: TestForge,
  rules: { approvals?: number; checks?: { context: string; integration_id?: number }[]; strict?: boolean } & {
    dismissStale?: boolean
    lastPush?: boolean
    threads?: boolean
  },
): Promise<void> {
  await t.as('ada').request('POST /repos/{owner}/{repo}/rulesets', {
    ...repo,
    name: 'main',
    enforcement: 'active',
    target: 'branch',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    rules: [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
      {
        type: 'pull_request',
        parameters: {
          required_approving_review_count: rules.approvals ?? 0,
          dismiss_stale_reviews_on_push: rules.dismissStale ?? false,
          require_code_owner_review: false,
          require_last_push_approval: rules.lastPush ?? false,
          required_review_thread_resolution: rules.threads ?? false,
        },
      },
      ...(rules.checks === undefined
        ? []
        : [
            {
              type: 'required_status_checks' as const,
              parameters: {
                required_status_checks: rules.checks,
                strict_required_status_checks_policy: rules.strict ?? false,
              },
            },
          ]),
    ],
  })
}

/** Status and words with which grace's merge is refused. */
export const mergeRefusal = async (t: TestForge, number: number) => {
  const { status, message } = await failure(t.as('grace').rest.pulls.merge({ ...repo, pull_number: number }))
  return { status, message }
}
/** A refusal by a ruleset with these lines. */
export const ruled = (...lines: string[]) => ({
  status: 405,
  message: `Repository rule violations found\n\n${lines.join('\n\n')}\n\n`,
})

export { APPS, repo }
