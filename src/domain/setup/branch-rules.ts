// The rules in force on the branch that is merged to, wherever they come from, against those that are wanted.

import { CONSENSUS_CHECK, GATES_CHECK } from '../render/checks.ts'
import { fail, ok, warn, type Finding } from './finding.ts'
import {
  checksOf,
  differenceText,
  rulesetDifferences,
  wantedRuleset,
  type Rule,
  type Wish,
} from './ruleset.ts'

const stricter = (a: unknown, b: unknown): unknown => {
  if (typeof a === 'number' && typeof b === 'number') return Math.max(a, b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return a || b
  return b
}

/** Rules of one type put together: GitHub applies all of them, so the strictest of each setting is what counts. */
function inForce(rules: readonly Rule[]): Rule[] {
  return [...Map.groupBy(rules, ({ type }) => type)].map(([type, same]): Rule => {
    const parameters: Record<string, unknown> = {}
    for (const rule of same)
      for (const [key, value] of Object.entries(rule.parameters ?? {}))
        parameters[key] = key in parameters ? stricter(parameters[key], value) : value
    const checks = same.flatMap(checksOf)
    return {
      type,
      parameters: checks.length === 0 ? parameters : { ...parameters, required_status_checks: checks },
    }
  })
}

const PLACE = 'repository.ruleset'
const OURS: ReadonlySet<string> = new Set([GATES_CHECK, CONSENSUS_CHECK])

/** What the second App is on this repository. */
export type Reviewer = 'none' | 'not installed' | 'counts' | 'does not count'

export interface BranchFacts {
  rules: readonly Rule[]
  reviewer: Reviewer
}

/** Which identity's approval counts here, and what would have to change for the other. */
function approvals(rules: readonly Rule[], reviewer: Reviewer): Finding {
  const place = `${PLACE}.approvals`
  const parameters = rules.find(({ type }) => type === 'pull_request')?.parameters
  const count = parameters?.['required_approving_review_count']
  if (typeof count !== 'number' || count === 0)
    return warn(
      place,
      'GitHub asks for no approval: the two checks alone decide',
      'one approval',
      'run `baton setup ruleset`',
    )
  if (reviewer === 'does not count')
    return fail(
      place,
      "two Apps are configured, and GitHub does not count the reviewer App's approval: it lacks `contents: write`",
      "the reviewer App's approval counts",
      'give the reviewer App `contents: write` and accept it on the installation; until then a person has to approve',
    )
  if (reviewer === 'not installed')
    return fail(
      place,
      'two Apps are configured, and the reviewer App is not installed here: a person has to approve each pull request',
      "the reviewer App's approval counts",
      'install the reviewer App on this repository',
    )
  if (reviewer === 'none')
    return warn(
      place,
      `one App: ${count === 1 ? 'a person has' : `${count} people have`} to approve each pull request, because an App cannot approve its own`,
      "a person's approval, or a second App that gives the seats' approval",
      'register a second App and set REVIEWER_APP_ID and REVIEWER_PRIVATE_KEY, or leave it to people',
    )
  const people = [
    ...(count > 1 ? [`${count} approvals are required, and the reviewer App gives one`] : []),
    ...(parameters?.['require_code_owner_review'] === true
      ? ['an approval by a code owner is required, and an App is none']
      : []),
  ]
  return people.length === 0
    ? ok(place, 'two Apps: the approval of the reviewer App counts')
    : warn(
        place,
        people.join('; '),
        'one approval, by the reviewer App',
        'expect people to approve as well, or relax the rule',
      )
}

/** Everything about the rules of one branch. */
export function branchFindings(wish: Wish, { rules, reviewer }: BranchFacts): Finding[] {
  const wanted = wantedRuleset(wish)
  const live = inForce(rules)
  const differences = rulesetDifferences(wanted, { ...wanted, rules: live })
  const branch = wish.branch ?? 'the default branch'
  return [
    ...(differences.length === 0
      ? [ok(PLACE, `baton/gates and baton/consensus are required on ${branch}, and bound to the App`)]
      : differences
          // Without a pull_request rule the approvals are spoken of below.
          .filter(({ place }) => !place.startsWith('rules.pull_request.required_approving'))
          .map((one) =>
            fail(
              `${PLACE}.${one.place}`,
              `on ${branch} ${differenceText(one)}`,
              JSON.stringify(one.expected),
              'run `baton setup ruleset`, or change the ruleset by hand',
            ),
          )),
    approvals(live, reviewer),
    live.some(({ type }) => type === 'merge_queue')
      ? ok(`${PLACE}.merge_queue`, `a merge queue merges to ${branch}: Baton puts pull requests into it`)
      : ok(`${PLACE}.merge_queue`, 'there is no merge queue'),
    ...unanswered(live, wish.authorAppId),
    ...optional(live),
    ...ofOthers(live, wish.authorAppId),
  ]
}

/** Our checks required of another App besides: it never writes them, so nothing could be merged. */
function ofOthers(rules: readonly Rule[], author: number): Finding[] {
  const checks = rules
    .flatMap(checksOf)
    .filter(({ context }) => context === GATES_CHECK || context === CONSENSUS_CHECK)
  return checks
    .filter(
      ({ context, integration_id: id }) =>
        id !== undefined &&
        id !== author &&
        checks.some((one) => one.context === context && one.integration_id === author),
    )
    .map(({ context, integration_id: id }) =>
      fail(
        `${PLACE}.${context}`,
        `${context} is required of the App ${id} besides, which never writes it: nothing can be merged`,
        `it is required of the App ${author} only`,
        'take the other one out of the required checks',
      ),
    )
}

/** Checks of others that a merge group waits for: what runs on pull requests only leaves it waiting until its time is up. */
function unanswered(rules: readonly Rule[], author: number): Finding[] {
  if (!rules.some(({ type }) => type === 'merge_queue')) return []
  const names = rules
    .flatMap(checksOf)
    .filter(({ context, integration_id: id }) => id !== author && !OURS.has(context))
    .map(({ context }) => context)
  return names.length === 0
    ? []
    : [
        warn(
          `${PLACE}.merge_queue.checks`,
          `the merge queue waits for ${names.join(', ')} on the commit of each merge group`,
          'whatever writes them runs for merge groups too',
          'give the workflows of these checks the trigger `merge_group`',
        ),
      ]
}

/** Checks that are written only where there is something to say: required, they would hold up everything else for ever. */
function optional(rules: readonly Rule[]): Finding[] {
  const wrong = rules
    .flatMap(checksOf)
    .filter(({ context }) => context === 'baton/freeze' || context === 'baton/configuration')
  return wrong.map(({ context }) =>
    fail(
      `${PLACE}.${context}`,
      `${context} is required, and most pull requests never get it`,
      'it is not required',
      'take it out of the required checks',
    ),
  )
}
