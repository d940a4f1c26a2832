// The small stage behind a merge queue, and a CI of somebody else's that a required check waits for.

import { setTimeout as sleep } from 'node:timers/promises'
import { wantedRuleset } from '../../src/domain/setup/ruleset.ts'
import { applyRuleset, type RulesetReport } from '../../src/cli/apply-ruleset.ts'
import { rulesetsAs } from '../../src/github/rulesets-api.ts'
import { AUTHOR_APP } from '../../src/rehearsal/stage.ts'
import { at, onlyPull, type SmallStage } from './small-stage.ts'

export const CHECK = 'ci'
const PREFIX = 'refs/heads/gh-readonly-queue/'

/** Sets the ruleset up with a queue as the command does it, as the administrator. */
export const setUpQueue = ({ stage }: SmallStage): Promise<RulesetReport> =>
  applyRuleset(rulesetsAs(stage.token('alice'), `${stage.forge.url}/api/v3`, at), {
    authorAppId: AUTHOR_APP.id,
    branch: undefined,
    mergeQueue: 'squash',
    mode: 'two Apps',
    dryRun: false,
  })

export const wantedQueue = wantedRuleset({
  authorAppId: AUTHOR_APP.id,
  branch: undefined,
  mergeQueue: 'squash',
})

export interface Ci {
  /** What it says of merge groups from now on; heads of pull requests always pass. */
  groups: 'success' | 'failure'
  /** Commits of merge groups that it has spoken of, oldest first. */
  readonly seen: string[]
  stop(): Promise<void>
}

/** Requires the check and has it written, by the reviewer App in the role of anybody's CI. */
export async function startCi(small: SmallStage): Promise<Ci> {
  await small.as('alice').rest.repos.createRepoRuleset({
    ...at,
    name: CHECK,
    enforcement: 'active',
    target: 'branch',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    rules: [
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [{ context: CHECK }],
        },
      },
    ],
  })
  const { repo, stage } = small
  const app = small.app('reviewer')
  const spoken = new Set<string>()
  const seen: string[] = []
  const say = async (sha: string, conclusion: 'success' | 'failure'): Promise<void> => {
    if (spoken.has(sha)) return
    spoken.add(sha)
    await app.rest.checks.create({ ...at, name: CHECK, head_sha: sha, status: 'completed', conclusion })
  }
  const stopping = new AbortController()
  const ci: Ci = {
    groups: 'success',
    seen,
    stop: async () => {
      stopping.abort()
      await running
    },
  }
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      for (const { headSha } of repo.pulls.values()) await say(headSha, 'success')
      for (const sha of new Set((await stage.forge.git.refs(repo, PREFIX)).values())) {
        if (!spoken.has(sha)) seen.push(sha)
        await say(sha, ci.groups)
      }
      await sleep(20)
    }
  }
  const running = run()
  return ci
}

/** What each check said of a commit, by name. */
export const saidOf = ({ repo }: SmallStage, sha: string): Record<string, string | null> =>
  Object.fromEntries(
    repo.checks.filter((run) => run.headSha === sha).map(({ name, conclusion }) => [name, conclusion]),
  )

/** How the only pull request went in and out of the queue, oldest first. */
export function passages({ repo }: SmallStage): string[] {
  const { number } = onlyPull(repo)
  return (repo.issues.get(number)?.timeline ?? []).flatMap(({ event, reason }) =>
    event === 'added_to_merge_queue' ? ['in'] : event === 'removed_from_merge_queue' ? [reason ?? 'out'] : [],
  )
}
