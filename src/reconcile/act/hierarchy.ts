// The plan as GitHub shows it: a sub-issue per wave, and which issue is blocked by which.

import {
  continuationTopic,
  KEPT_FOR_CONTINUATIONS,
  MAX_SUB_ISSUES,
  placeSubIssues,
} from '../../domain/hierarchy/place.ts'
import { withMarker } from '../../domain/markers.ts'
import { UserError } from '../../errors.ts'
import type { IssueRef, SubIssue } from '../../github/hierarchy-api.ts'
import { link, refOf } from '../../store/tasks.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

interface NewIssue {
  topic: string
  title: string
  body: string
  labels: readonly string[]
}

/** Opens an issue of ours once. What it is about reaches the task from then on: its number is linked before anything else. */
async function openOnce(
  context: ActContext,
  issue: NewIssue,
): Promise<{ how: 'found' | 'done'; issue: IssueRef }> {
  const { hierarchy } = context.author
  const { topic, title, body, labels } = issue
  const { how, receipt } = await once<IssueRef>(context, {
    key: `sub_issue/${topic}`,
    kind: 'sub_issue',
    intent: { topic, title },
    find: () => hierarchy.findOwn(topic, context.task.number),
    carryOut: () => hierarchy.create({ title, body, labels }),
  })
  await link(context.db, [refOf({ ...context.task, number: receipt.number })], context.key)
  return { how, issue: receipt }
}

interface Holder {
  number: number
  children: readonly SubIssue[]
}

/** The task's issue and its continuations in order, with what stands below each. */
async function holders(context: ActContext): Promise<Holder[]> {
  const { hierarchy } = context.author
  const { number } = context.task
  const root = await hierarchy.subIssues(number)
  const found: Holder[] = [{ number, children: root }]
  for (let n = 1; n <= KEPT_FOR_CONTINUATIONS; n += 1) {
    const continuation = root.find(({ topic }) => topic === continuationTopic(number, n))
    if (continuation === undefined) break
    found.push({ number: continuation.number, children: await hierarchy.subIssues(continuation.number) })
  }
  return found
}

async function continuation(context: ActContext, n: number): Promise<number> {
  const { number } = context.task
  const topic = continuationTopic(number, n)
  const { issue } = await openOnce(context, {
    topic,
    title: `Continuation ${n} of #${number}`,
    body: withMarker(
      topic,
      `More waves of #${number}: GitHub takes ${MAX_SUB_ISSUES} sub-issues below one issue.`,
    ),
    labels: [],
  })
  await context.author.hierarchy.add(number, issue)
  return issue.number
}

/** Raises UserError when the task's issue and all its continuations are full. */
export async function ensureSubIssue(
  action: ActionOf<'ensure_sub_issue'>,
  context: ActContext,
): Promise<boolean> {
  const { hierarchy } = context.author
  const { topic, title, body, labels } = action
  if (action.number !== undefined) {
    await hierarchy.rewrite(action.number, { title, body })
    return true
  }
  const existing = await holders(context)
  const parents = existing.map(({ children }) => ({
    count: children.length,
    topics: children.flatMap((child) => child.topic ?? []),
  }))
  const { placed, overflow } = placeSubIssues(parents, [topic])
  if (overflow.length > 0) {
    throw new UserError(
      `#${context.task.number} and its continuations have no room for another sub-issue.`,
      `Take sub-issues that Baton did not make away from below #${context.task.number}: GitHub counts closed ones too.`,
    )
  }
  const [place] = placed
  // It stands in its place, where decide() could not see it yet.
  if (place === undefined) return false
  const { how, issue } = await openOnce(context, { topic, title, body, labels })
  const parent = existing[place.parent]?.number ?? (await continuation(context, place.parent))
  const added = await hierarchy.add(parent, issue)
  context.probe('sub_issue:placed')
  return added || how === 'done'
}

export async function closeSubIssue(
  action: ActionOf<'close_sub_issue'>,
  context: ActContext,
): Promise<boolean> {
  await context.author.hierarchy.close(action.number, action.reason)
  return true
}

export async function ensureDependency(
  action: ActionOf<'ensure_dependency'>,
  context: ActContext,
): Promise<boolean> {
  const { hierarchy } = context.author
  const { blocked, blocking, present } = action
  return present ? hierarchy.block(blocked, blocking) : hierarchy.unblock(blocked, blocking)
}
