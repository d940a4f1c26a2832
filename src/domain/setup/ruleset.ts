// The ruleset that makes Baton's two checks binding: what it should be, how a live one differs, and the two put together.
//
// https://docs.github.com/rest/repos/rules

import { CONSENSUS_CHECK, GATES_CHECK } from '../render/checks.ts'

/** A rule as GitHub's API has it. */
export interface Rule {
  type: string
  parameters?: Readonly<Record<string, unknown>> | undefined
}

export interface Ruleset {
  name: string
  target: string
  enforcement: string
  conditions: { ref_name: { include: readonly string[]; exclude: readonly string[] } }
  rules: readonly Rule[]
}

export interface Wish {
  /** The App that writes the two checks: bound to it, no other App and no workflow can write them. */
  authorAppId: number
  /** The integration branch; undefined: the default branch, whatever it is called. */
  branch: string | undefined
  /** Undefined: no merge queue. */
  mergeQueue: 'squash' | 'merge' | 'rebase' | undefined
}

export interface Difference {
  /** As a path into the ruleset. */
  place: string
  expected: unknown
  found: unknown
}

const NAME = 'baton'
const CHECKS = 'required_status_checks'

/** Numbers and waits as GitHub's own page suggests them for a new queue. */
const queue = (method: NonNullable<Wish['mergeQueue']>): Rule => ({
  type: 'merge_queue',
  parameters: {
    check_response_timeout_minutes: 60,
    grouping_strategy: 'ALLGREEN',
    max_entries_to_build: 5,
    max_entries_to_merge: 5,
    merge_method: method.toUpperCase(),
    min_entries_to_merge: 1,
    min_entries_to_merge_wait_minutes: 5,
  },
})

/**
 * One approval is required whoever gives it: with one App that can only be a person, because an App cannot approve its own pull
 * request; with two the reviewer App's counts, and stands for the seats.
 */
export function wantedRuleset({ authorAppId, branch, mergeQueue }: Wish): Ruleset {
  return {
    name: NAME,
    target: 'branch',
    enforcement: 'active',
    conditions: {
      ref_name: { include: [branch === undefined ? '~DEFAULT_BRANCH' : `refs/heads/${branch}`], exclude: [] },
    },
    rules: [
      {
        type: 'pull_request',
        parameters: {
          required_approving_review_count: 1,
          dismiss_stale_reviews_on_push: true,
          require_code_owner_review: false,
          require_last_push_approval: false,
          required_review_thread_resolution: false,
        },
      },
      {
        type: CHECKS,
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [GATES_CHECK, CONSENSUS_CHECK].map((context) => ({
            context,
            integration_id: authorAppId,
          })),
        },
      },
      ...(mergeQueue === undefined ? [] : [queue(mergeQueue)]),
    ],
  }
}

export interface Check {
  context: string
  integration_id: number | undefined
}

/** The required checks of a rule; what has no name is left out. */
export function checksOf({ parameters }: Rule): Check[] {
  const listed: unknown = parameters?.[CHECKS]
  if (!Array.isArray(listed)) return []
  return listed.flatMap((one: unknown): Check[] => {
    if (typeof one !== 'object' || one === null || !('context' in one) || typeof one.context !== 'string')
      return []
    const id =
      'integration_id' in one && typeof one.integration_id === 'number' ? one.integration_id : undefined
    return [{ context: one.context, integration_id: id }]
  })
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** More than is asked for is no difference: a second approval, code owners, branches that are up to date. */
const isEnough = (expected: unknown, found: unknown): boolean =>
  same(expected, found) ||
  (typeof expected === 'number' && typeof found === 'number' && found > expected) ||
  (expected === false && found === true)

function ruleDifferences(wanted: Rule, live: Rule | undefined): Difference[] {
  const place = `rules.${wanted.type}`
  if (live === undefined) return [{ place, expected: wanted.parameters ?? {}, found: undefined }]
  return Object.entries(wanted.parameters ?? {}).flatMap(([key, expected]): Difference[] => {
    if (key === CHECKS) {
      const there = checksOf(live)
      return checksOf(wanted).flatMap((check) => {
        const found = there.find(({ context }) => context === check.context)
        return there.some((one) => same(one, check))
          ? []
          : [{ place: `${place}.${check.context}`, expected: check, found }]
      })
    }
    const found = live.parameters?.[key]
    return isEnough(expected, found) ? [] : [{ place: `${place}.${key}`, expected, found }]
  })
}

/** Every way in which a live ruleset asks for less than the wanted one, or for something else. None: it does what it should. */
export function rulesetDifferences(wanted: Ruleset, live: Ruleset | undefined): Difference[] {
  if (live === undefined) return [{ place: 'ruleset', expected: wanted.name, found: undefined }]
  const plain = (['target', 'enforcement'] as const).flatMap((key): Difference[] =>
    wanted[key] === live[key] ? [] : [{ place: key, expected: wanted[key], found: live[key] }],
  )
  const { include, exclude } = live.conditions.ref_name
  const missing = wanted.conditions.ref_name.include.filter(
    (ref) => !include.includes(ref) && !include.includes('~ALL'),
  )
  const left = exclude.filter((ref) => wanted.conditions.ref_name.include.includes(ref))
  return [
    ...plain,
    ...missing.map((ref) => ({ place: 'conditions.ref_name.include', expected: ref, found: include })),
    ...left.map((ref) => ({ place: 'conditions.ref_name.exclude', expected: [], found: ref })),
    ...wanted.rules.flatMap((rule) =>
      ruleDifferences(
        rule,
        live.rules.find(({ type }) => type === rule.type),
      ),
    ),
  ]
}

function combinedRule(wanted: Rule, live: Rule | undefined): Rule {
  if (live === undefined) return wanted
  const ours = checksOf(wanted)
  const parameters = Object.entries(wanted.parameters ?? {}).map(([key, expected]): [string, unknown] => {
    if (key !== CHECKS)
      return [key, isEnough(expected, live.parameters?.[key]) ? live.parameters?.[key] : expected]
    const others = checksOf(live).filter(({ context }) => !ours.some((check) => check.context === context))
    return [key, [...ours, ...others]]
  })
  return { type: wanted.type, parameters: { ...live.parameters, ...Object.fromEntries(parameters) } }
}

/** The live ruleset with what is missing added: rules, checks, branches and stricter settings of people's own are kept. */
export function combinedRuleset(wanted: Ruleset, live: Ruleset | undefined): Ruleset {
  if (live === undefined) return wanted
  const { include, exclude } = live.conditions.ref_name
  const refs = wanted.conditions.ref_name.include
  return {
    ...wanted,
    conditions: {
      ref_name: {
        include: include.includes('~ALL') ? include : [...new Set([...refs, ...include])],
        exclude: exclude.filter((ref) => !refs.includes(ref)),
      },
    },
    rules: [
      ...wanted.rules.map((rule) =>
        combinedRule(
          rule,
          live.rules.find(({ type }) => type === rule.type),
        ),
      ),
      ...live.rules.filter(({ type }) => !wanted.rules.some((rule) => rule.type === type)),
    ],
  }
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

/** A difference on one line. */
export const differenceText = ({ place, expected, found }: Difference): string =>
  `${place}: expected ${shown(expected)}, found ${shown(found)}`
