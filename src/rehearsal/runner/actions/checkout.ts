// actions/checkout: a real fetch of one commit or branch over smart HTTP.

import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../../../errors.ts'
import { runProgram } from '../process-tree.ts'
import type { Action, ActionContext } from './action.ts'
import { allowInputs, flag, inside, lines } from './inputs.ts'

const INPUTS = [
  'ref',
  'path',
  'repository',
  'token',
  'persist-credentials',
  'sparse-checkout',
  'sparse-checkout-cone-mode',
  'fetch-depth',
  'filter',
  'clean',
  'set-safe-directory',
  'show-progress',
]
// A name git cannot take for an option or a refspec.
const REF = /^(?!-)(?!.*\.\.)[\w./@+-]{1,255}$/
const SHA = /^[0-9a-f]{40}$/

export const checkout: Action = async (context) => {
  const { inputs, claim } = context
  allowInputs(inputs, 'actions/checkout', INPUTS)
  const repository = inputs['repository'] || claim.repository.full_name
  if (repository.toLowerCase() !== claim.repository.full_name.toLowerCase()) {
    throw new UserError(
      `the local runner checks out ${claim.repository.full_name} only, not ${repository}`,
      'Leave out repository.',
    )
  }
  const url = cloneUrl(context)
  const ref = inputs['ref'] || claim.run.head_sha
  if (!REF.test(ref))
    throw new UserError(
      `${JSON.stringify(ref)} is not a branch, tag or SHA`,
      'Give a full SHA or a branch name.',
    )
  const depth = fetchDepth(inputs['fetch-depth'])
  const directory = inside(context.workspace, inputs['path'] || '.')
  const token = inputs['token'] || claim.token
  const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`
  context.log.mask(token)
  context.log.mask(header.slice('AUTHORIZATION: basic '.length))

  await mkdir(directory, { recursive: true })
  const git = gitIn(context, directory, url, header)
  // Without the template's sample hooks: they are never used and cost as much as a small checkout.
  await git(['init', '--quiet', '--initial-branch=main', '--template='])
  await git(['remote', 'add', 'origin', url])
  const limits = depth === 0 ? [] : [`--depth=${depth}`]
  const filter = inputs['filter'] ?? ''
  if (filter !== '') limits.push(`--filter=${filterOf(filter)}`)
  const fetch = (...wanted: string[]): Promise<string> =>
    git(['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...limits, 'origin', ...wanted])
  // All history is that of all branches, and tags, which nobody asked for here.
  if (depth === 0) await fetch('+refs/heads/*:refs/remotes/origin/*')
  await fetch(SHA.test(ref) ? ref : ref.startsWith('refs/') ? ref : `refs/heads/${ref}`)
  const sparse = lines(inputs['sparse-checkout'])
  if (sparse.length > 0) {
    const mode = flag(inputs, 'sparse-checkout-cone-mode', true) ? '--cone' : '--no-cone'
    await git(['sparse-checkout', 'set', mode, '--', ...sparse])
  }
  await git(['checkout', '--quiet', '--force', '--detach', 'FETCH_HEAD'])
  if (flag(inputs, 'persist-credentials', true))
    await git(['config', `http.${origin(url)}.extraheader`, header])
  // A detached HEAD holds the commit itself.
  const commit = (await readFile(join(directory, '.git', 'HEAD'), 'utf8')).trim()
  context.log.line(`checked out ${commit} to ${inputs['path'] || '.'}`)
  return { outputs: { ref, commit } }
}

/** The URL to fetch from. The token goes to the forge that handed it out and nowhere else. */
function cloneUrl(context: ActionContext): string {
  const url = context.claim.repository.clone_url
  if (!URL.canParse(url) || new URL(url).origin !== new URL(context.forgeUrl).origin) {
    throw new UserError(
      `the clone URL ${url} is not on ${context.forgeUrl}`,
      'Run the runner against the forge that owns the repository.',
    )
  }
  return url
}

const origin = (url: string): string => `${new URL(url).origin}/`

function fetchDepth(text: string | undefined): number {
  const depth = text === undefined || text === '' ? 1 : Number(text)
  if (!Number.isInteger(depth) || depth < 0)
    throw new UserError(`fetch-depth is ${text}`, 'Write a whole number, 0 for all.')
  return depth
}

/** What may be left out of the fetch, in the form that git has for it. */
function filterOf(text: string): string {
  if (/^(?:blob:none|tree:\d+)$/.test(text)) return text
  throw new UserError(`filter is ${JSON.stringify(text)}`, 'The local runner has blob:none and tree:<depth>.')
}

/** Runs git without the machine's own configuration; the credentials travel in the environment, never in arguments or files. */
function gitIn(context: ActionContext, directory: string, url: string, header: string) {
  const env: Record<string, string> = {
    ...context.env,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: '3',
    GIT_CONFIG_KEY_0: `http.${origin(url)}.extraheader`,
    GIT_CONFIG_VALUE_0: header,
    GIT_CONFIG_KEY_1: 'advice.detachedHead',
    GIT_CONFIG_VALUE_1: 'false',
    // A checkout that lives for one job needs no upkeep.
    GIT_CONFIG_KEY_2: 'maintenance.auto',
    GIT_CONFIG_VALUE_2: 'false',
  }
  return async (args: readonly string[]): Promise<string> => {
    let output = ''
    const result = await runProgram('git', args, {
      cwd: directory,
      env,
      output: (chunk) => {
        output += chunk
      },
      timeoutMs: context.timeoutMs,
      signal: context.signal,
    })
    if (result.exitCode === 0) return output
    throw new UserError(
      `git ${args[0]} failed: ${output.trim().slice(-600)}`,
      'Check that the ref exists and that the token may read it.',
    )
  }
}
