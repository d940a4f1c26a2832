// Rulesets of a repository: read by anybody who sees it, written with `administration: write` or by an administrator.

import { z } from 'zod'
import type { RepoRef } from '../domain/ids.ts'
import type { Rule, Ruleset } from '../domain/setup/ruleset.ts'
import { connectAs } from './as-person.ts'
import type { RepoConnection } from './repo-client.ts'

export interface LiveRuleset extends Ruleset {
  id: number
}

export interface RulesetsApi {
  /** The repository's own ruleset of this name; undefined when there is none. */
  find(name: string): Promise<LiveRuleset | undefined>
  create(body: Ruleset): Promise<LiveRuleset>
  /** Replaces what the body holds; who may bypass it stays as it is. */
  update(id: number, body: Ruleset): Promise<LiveRuleset>
  /** Every rule in force on a branch, wherever it comes from: also those of the organisation. */
  onBranch(branch: string): Promise<Rule[]>
}

const rule = z.object({ type: z.string(), parameters: z.record(z.string(), z.unknown()).optional() })
const ruleset = z.object({
  id: z.int(),
  name: z.string(),
  target: z.string(),
  enforcement: z.string(),
  conditions: z.object({
    ref_name: z.object({ include: z.array(z.string()), exclude: z.array(z.string()) }),
  }),
  rules: z.array(rule),
})
const summaries = z.array(z.object({ id: z.int(), name: z.string(), source_type: z.string() }))

export function rulesetsApi({ octokit, repo, read, write }: RepoConnection): RulesetsApi {
  // Rules of people's own are sent back as they came, so their types are not the client's to check.
  const send = async (method: 'POST' | 'PUT', url: string, body: Ruleset): Promise<LiveRuleset> => {
    const { name, target, enforcement, conditions, rules } = body
    const answer = await octokit.request({
      method,
      url,
      data: { name, target, enforcement, conditions, rules },
    })
    return ruleset.parse(answer.data)
  }
  const base = `/repos/${repo.owner}/${repo.repo}/rulesets`
  return {
    find: (name) =>
      read('reading the rulesets', async () => {
        const listed = await octokit.paginate('GET /repos/{owner}/{repo}/rulesets', {
          ...repo,
          per_page: 100,
        })
        const found = summaries
          .parse(listed)
          .find((one) => one.name === name && one.source_type === 'Repository')
        if (found === undefined) return undefined
        const { data } = await octokit.request('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
          ...repo,
          ruleset_id: found.id,
        })
        return ruleset.parse(data)
      }),
    create: (body) => write('making the ruleset', () => send('POST', base, body)),
    update: (id, body) => write('changing the ruleset', () => send('PUT', `${base}/${id}`, body)),
    onBranch: (branch) =>
      read(`reading the rules of ${branch}`, async () =>
        z.array(rule).parse(
          await octokit.paginate('GET /repos/{owner}/{repo}/rules/branches/{branch}', {
            ...repo,
            branch,
            per_page: 100,
          }),
        ),
      ),
  }
}

/** The same as the person whose token it is. `baseUrl`: the REST root. */
export const rulesetsAs = (token: string, baseUrl: string, repo: RepoRef): RulesetsApi =>
  rulesetsApi(connectAs(token, baseUrl, repo))
