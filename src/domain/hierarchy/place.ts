// Where sub-issues go: GitHub takes 100 below one issue, closed ones included, so a long list goes on below continuations.

/** https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/adding-sub-issues */
export const MAX_SUB_ISSUES = 100
/** Left free below the task's own issue for its continuations: 90 + 10 × 100 sub-issues in all, on two levels. */
export const KEPT_FOR_CONTINUATIONS = 10

/** Marks a sub-issue of a task. `name` is unique within it: a wave's number, or a path of such parts. */
export const subIssueTopic = (task: number, name: string): string => `sub-issue/${task}/${name}`
/** Marks the sub-issue of a plan's wave; a wave that is in no plan goes by its index in the route. */
export const waveTopic = (
  task: number,
  plan: string,
  wave: { index: number; plan?: number | undefined },
): string => subIssueTopic(task, `${plan}/${wave.plan ?? wave.index}`)
/** Marks the n-th continuation (from 1) of a task's issue. */
export const continuationTopic = (task: number, n: number): string => `continuation/${task}/${n}`

export interface Parent {
  /** How many sub-issues stand below it, whoever put them there, continuations included. */
  count: number
  /** The topics of ours among them. */
  topics: readonly string[]
}

export interface Placement {
  /** For each wanted topic that has no place yet, which parent takes it: 0 is the task's issue, n its n-th continuation. */
  placed: readonly { topic: string; parent: number }[]
  /** How many continuations have to be added to those that exist. */
  continuations: number
  /** Those that fit nowhere. */
  overflow: readonly string[]
}

/**
 * Places wanted sub-issues, in order. `existing` is the task's issue and then its continuations. What is placed stays where it
 * is. Continuations are made as late as possible and stand below the task's issue, so that the depth does not grow.
 */
export function placeSubIssues(existing: readonly Parent[], wanted: readonly string[]): Placement {
  const known = new Set(existing.flatMap(({ topics }) => topics))
  const counts = existing.length > 0 ? existing.map(({ count }) => count) : [0]
  const placed: { topic: string; parent: number }[] = []
  const overflow: string[] = []
  const before = counts.length
  for (const topic of new Set(wanted)) {
    if (known.has(topic)) continue
    const limit = (at: number): number =>
      at === 0 ? MAX_SUB_ISSUES - KEPT_FOR_CONTINUATIONS : MAX_SUB_ISSUES
    const root = counts[0] ?? 0
    const made = counts.length - 1
    // The task's own issue takes no more once it has gone on: order of numbers stays order of waves.
    let parent =
      made === 0 && root < limit(0) ? 0 : counts.findIndex((count, at) => at > 0 && count < limit(at))
    if (parent === -1 && made < KEPT_FOR_CONTINUATIONS && root < MAX_SUB_ISSUES) {
      counts[0] = root + 1
      parent = counts.push(0) - 1
    }
    if (parent === -1) {
      overflow.push(topic)
      continue
    }
    counts[parent] = (counts[parent] ?? 0) + 1
    placed.push({ topic, parent })
  }
  return { placed, continuations: counts.length - before, overflow }
}

/** https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/creating-issue-dependencies */
export const MAX_DEPENDENCIES = 50

export interface Dependency {
  blocked: number
  blocking: number
}

/**
 * The dependencies that GitHub can show, in order: 50 of each kind per issue. It only shows them; what waits for what is
 * enforced by Baton, so those left out lose nothing but their icon.
 */
export function showableDependencies(wanted: readonly Dependency[]): {
  shown: readonly Dependency[]
  left: readonly Dependency[]
} {
  const blockers = new Map<number, number>()
  const waiting = new Map<number, number>()
  const seen = new Set<string>()
  const shown: Dependency[] = []
  const left: Dependency[] = []
  for (const one of wanted) {
    const { blocked, blocking } = one
    if (blocked === blocking || seen.has(`${blocked} ${blocking}`)) continue
    seen.add(`${blocked} ${blocking}`)
    const [a, b] = [blockers.get(blocked) ?? 0, waiting.get(blocking) ?? 0]
    if (a >= MAX_DEPENDENCIES || b >= MAX_DEPENDENCIES) {
      left.push(one)
      continue
    }
    blockers.set(blocked, a + 1)
    waiting.set(blocking, b + 1)
    shown.push(one)
  }
  return { shown, left }
}
