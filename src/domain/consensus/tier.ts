// Which tier a decision is in: from what changes and what the task is, raised by agents and labels, lowered by those who may.

import type { ChangedFile } from '../freeze/violations.ts'
import type { Complexity, TaskKind, TaskType } from '../outcomes.ts'
import { matchingGlob } from '../policy/glob.ts'
import type { Tier } from '../outcomes.ts'
import { higherTier, irreversibleWhen, routineWhen, type Tiers } from '../policy/tier.ts'
import { reason, type Reason } from '../reason.ts'
import { apiChanges, linesOf } from './public-api.ts'

/** A tier that somebody named, and who. */
export interface TierWord {
  tier: Tier
  by: string
}

export interface TierFacts {
  type: TaskType
  kind: TaskKind
  complexity: Complexity
  /** Labels that count. */
  labels: readonly string[]
  /** What changes; undefined: there is nothing yet, or it was not read. */
  files: readonly ChangedFile[] | undefined
  /** Paths that are known to change, where no files are: of agents' commits, or of the components. */
  paths: readonly string[]
  /** Agents that named a tier. Only a higher one counts. */
  agents: readonly TierWord[]
  /** Labels of people who may write, oldest first. `lowers`: by somebody who may lower it, and still there. */
  people: readonly (TierWord & { lowers: boolean })[]
}

export interface TierVerdict {
  tier: Tier
  why: Reason
}

const MOST_SHOWN = 3

/** Why the change is irreversible by itself. */
function irreversible(tiers: Tiers, facts: TierFacts): string[] {
  const when = irreversibleWhen(tiers)
  const { files = [], paths } = facts
  const why: string[] = []
  if (when.task_types.some((type) => type === facts.type || type === facts.kind))
    why.push(`the task type is ${facts.type}`)
  if (when.complexities.includes(facts.complexity)) why.push(`the complexity is ${facts.complexity}`)
  const label = when.labels.find((asked) =>
    facts.labels.some((one) => one.toLowerCase() === asked.toLowerCase()),
  )
  if (label !== undefined) why.push(`the issue has the label ${label}`)
  const changed = [...paths, ...files.flatMap(({ path, previousPath }) => [path, previousPath ?? path])]
  const path = changed.find((one) => matchingGlob(when.paths, one) !== undefined)
  if (path !== undefined) why.push(`\`${path}\` is data or schema that a revert does not bring back`)
  const { added, removed } = linesOf(files)
  if (removed > when.deleted_lines) why.push(`it removes ${removed} lines`)
  if (added + removed > when.lines) why.push(`it changes ${added + removed} lines`)
  for (const change of when.public_api ? apiChanges(files).slice(0, MOST_SHOWN) : [])
    why.push(
      change.before === undefined
        ? `GitHub does not show how \`${change.path}\` changes, so its exported declarations may`
        : `\`${change.path}\` no longer exports \`${change.before}\` as it was`,
    )
  return why
}

/** Whether nothing but what the policy calls routine changes; before there is a change, whether the task writes prose. */
function isRoutine(tiers: Tiers, { files, paths, kind }: TierFacts): boolean {
  const when = routineWhen(tiers)
  if (files === undefined && paths.length === 0) return kind === 'documentation' || kind === 'research'
  const { added, removed } = linesOf(files ?? [])
  const changed = [
    ...paths,
    ...(files ?? []).flatMap(({ path, previousPath }) => [path, previousPath ?? path]),
  ]
  return (
    added + removed <= when.lines && changed.every((path) => matchingGlob(when.paths, path) !== undefined)
  )
}

/** The tier of a decision. The same facts give the same tier, and a fact more never lowers it but a label that may. */
export function tierOf(tiers: Tiers, facts: TierFacts): TierVerdict {
  const because = irreversible(tiers, facts)
  const derived: Tier =
    because.length > 0 ? 'irreversible' : isRoutine(tiers, facts) ? 'routine' : 'reversible'
  const notes =
    because.length > 0
      ? because.map((text) => reason('info', text))
      : [
          reason(
            'info',
            derived === 'routine'
              ? 'only what the policy calls routine changes'
              : 'it is neither routine nor hard to take back',
          ),
        ]
  let tier = derived
  for (const word of facts.agents) {
    const raised = higherTier(tier, word.tier)
    if (raised !== tier) notes.push(reason('info', `${word.by} raises it to ${word.tier}`))
    tier = raised
  }
  for (const word of facts.people) {
    const next = word.lowers ? word.tier : higherTier(tier, word.tier)
    if (next !== tier) {
      const up = higherTier(tier, next) === next
      notes.push(reason('info', `@${word.by} ${up ? 'raises' : 'lowers'} it to ${next} by a label`))
    } else if (word.tier !== tier)
      notes.push(
        reason(
          'info',
          `the label tier:${word.tier} of @${word.by} does not lower it: that takes maintain permission`,
        ),
      )
    tier = next
  }
  return { tier, why: reason('info', `decision tier: ${tier}`, notes) }
}
