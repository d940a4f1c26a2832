// Brings a repository's ruleset to what it should be, or shows what that would change.

import {
  combinedRuleset,
  differenceText,
  rulesetDifferences,
  wantedRuleset,
  type Difference,
  type Ruleset,
  type Wish,
} from '../domain/setup/ruleset.ts'
import { asError, TerminalError, UserError } from '../errors.ts'
import type { RulesetsApi } from '../github/rulesets-api.ts'

/** Whose approval the ruleset's one approval is. */
export type IdentityMode = 'one App' | 'two Apps'

export interface RulesetReport {
  mode: IdentityMode
  /** What becomes of it, or with `--dry-run` would. */
  change: 'none' | 'created' | 'updated'
  dryRun: boolean
  differences: Difference[]
  /** What is sent: people's own rules and checks of a live ruleset are in it. */
  body: Ruleset
  notes: string[]
}

const COUNTS: Record<IdentityMode, string> = {
  'one App':
    "one App: the required approval has to be a person's, because an App cannot approve its own pull requests; a second App (REVIEWER_APP_ID) could give it",
  'two Apps': 'two Apps: the approval of the reviewer App counts, and is given when the seats agree',
}

const QUEUE =
  'merge queue: Baton puts pull requests into it and writes its checks on merge groups; other required checks need the trigger `merge_group` in their workflows'

/** GitHub hides what a token may not change behind 404 as well as 403. */
const isForbidden = (error: unknown): boolean =>
  error instanceof TerminalError && /answered (?:403|404):/.test(error.message)

const isInvalid = (error: unknown): boolean =>
  error instanceof TerminalError && /answered 422:/.test(error.message)

/**
 * Compares, and unless it is a dry run creates or updates. Doing it again changes nothing. Raises UserError when the token may
 * not, with what would.
 */
export async function applyRuleset(
  api: RulesetsApi,
  wish: Wish & { mode: IdentityMode; dryRun: boolean },
): Promise<RulesetReport> {
  const { mode, dryRun, mergeQueue } = wish
  const wanted = wantedRuleset(wish)
  const live = await api.find(wanted.name)
  const differences = rulesetDifferences(wanted, live)
  const body = combinedRuleset(wanted, live)
  const change = differences.length === 0 ? 'none' : live === undefined ? 'created' : 'updated'
  if (!dryRun && change !== 'none') {
    try {
      await (live === undefined ? api.create(body) : api.update(live.id, body))
    } catch (error) {
      if (mergeQueue !== undefined && isInvalid(error))
        throw new UserError(
          `GitHub does not take this ruleset with a merge queue: ${asError(error).message}`,
          'leave --merge-queue out where the repository belongs to a person, or is private and its plan has none: GitHub has merge queues for organizations only',
          { cause: error },
        )
      if (!isForbidden(error)) throw error
      throw new UserError(
        `the ruleset cannot be written: ${asError(error).message}`,
        "give the App `administration: write` and accept it on the installation, or run it again with --token and an administrator's token in GITHUB_TOKEN",
        { cause: error },
      )
    }
  }
  const notes = [COUNTS[mode], ...(mergeQueue === undefined ? [] : [QUEUE])]
  return { mode, change, dryRun, differences, body, notes }
}

export function rulesetText(repository: string, report: RulesetReport): string {
  const { change, dryRun, differences, body, notes } = report
  const done = {
    none: 'is as it should be',
    created: dryRun ? 'would be created' : 'was created',
    updated: dryRun ? 'would be updated' : 'was updated',
  }[change]
  return [
    `The ruleset ${body.name} of ${repository} ${done}.`,
    ...differences.map((one) => `  ${differenceText(one)}`),
    ...notes.map((note) => `  ${note}`),
    ...(dryRun ? ['', JSON.stringify(body, null, 2)] : []),
    '',
  ].join('\n')
}
