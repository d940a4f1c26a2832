// Sub-issues and dependencies between issues, as GitHub shows them.

import { z } from 'zod'
import { topicOf } from '../domain/markers.ts'
import type { Connection } from './repo-client.ts'
import { statusOf } from './request-error.ts'

export interface IssueRef {
  /** The database id, by which these routes name an issue. */
  id: number
  number: number
}

export interface SubIssue extends IssueRef {
  title: string
  body: string
  state: 'open' | 'closed'
  /** The marker's topic when this App wrote the issue. */
  topic: string | undefined
}

export interface HierarchyApi {
  /** The newest issue by this App with a marker, wherever it stands, among those opened after an issue. */
  findOwn(topic: string, after: number): Promise<IssueRef | undefined>
  /** Opens an issue that stands nowhere yet. Labels that do not exist are made by GitHub. */
  create(input: { title: string; body: string; labels: readonly string[] }): Promise<IssueRef>
  /** Rewrites title and body. */
  rewrite(number: number, text: { title: string; body: string }): Promise<void>
  /** Closing a closed issue changes nothing. */
  close(number: number, reason: 'completed' | 'not_planned'): Promise<void>
  /** In the order that people see. Empty for an issue that is gone. */
  subIssues(parent: number): Promise<SubIssue[]>
  /** Puts an issue below a parent, last; from below another one it is taken. Returns false when it stands there already. */
  add(parent: number, child: IssueRef): Promise<boolean>
  /** Returns false when it does not stand there. */
  remove(parent: number, child: IssueRef): Promise<boolean>
  /** Puts a sub-issue behind another of the same parent; undefined: first. Returns false when it stands there already. */
  moveBehind(parent: number, child: IssueRef, after: IssueRef | undefined): Promise<boolean>
  /** What an issue is blocked by. */
  blockedBy(number: number): Promise<IssueRef[]>
  /** Returns false when it is so already. */
  block(number: number, blocking: number): Promise<boolean>
  /** Returns false when it is so already. */
  unblock(number: number, blocking: number): Promise<boolean>
}

const Issue = z.object({
  id: z.int(),
  number: z.int(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  performed_via_github_app: z.object({ id: z.int() }).nullish(),
})
const Issues = z.array(Issue)

/** A list may be slow to show what GitHub then refuses to do twice: that is what was wanted. False then. */
async function unlessDouble(add: () => Promise<unknown>): Promise<boolean> {
  try {
    await add()
    return true
  } catch (error) {
    if (statusOf(error) === 422 && error instanceof Error && /duplicate|already/i.test(error.message))
      return false
    throw error
  }
}

export function hierarchyApi({ octokit, repo, appId, read, write }: Connection): HierarchyApi {
  const { issues } = octokit.rest

  function toSubIssue(issue: z.infer<typeof Issue>): SubIssue {
    const { id, number, title, state } = issue
    const body = issue.body ?? ''
    const own = issue.performed_via_github_app?.id === appId
    return { id, number, title, body, state, topic: own ? topicOf(body) : undefined }
  }
  async function subIssues(parent: number): Promise<SubIssue[]> {
    const page = { ...repo, issue_number: parent, per_page: 100 }
    return Issues.parse(await octokit.paginate(issues.listSubIssues, page)).map(toSubIssue)
  }
  async function blockers(number: number): Promise<IssueRef[]> {
    const page = { ...repo, issue_number: number, per_page: 100 }
    const all = Issues.parse(await octokit.paginate(issues.listDependenciesBlockedBy, page))
    return all.map(({ id, number: blocking }) => ({ id, number: blocking }))
  }
  const idOf = async (number: number): Promise<number> =>
    Issue.parse((await issues.get({ ...repo, issue_number: number })).data).id

  return {
    findOwn: (topic, after) =>
      read(`looking for the issue ${topic}`, async () => {
        const all = octokit.paginate.iterator(issues.listForRepo, {
          ...repo,
          state: 'all',
          sort: 'created',
          direction: 'desc',
          per_page: 100,
        })
        for await (const { data } of all) {
          const found = Issues.parse(data)
            .map(toSubIssue)
            .find((issue) => issue.topic === topic)
          if (found !== undefined) return { id: found.id, number: found.number }
          // Newest first: the rest is older than what it belongs to.
          if (data.some(({ number }) => number <= after)) break
        }
        return undefined
      }),
    create: ({ title, body, labels }) =>
      write(`opening the issue ${title}`, async () => {
        const { data } = await issues.create({ ...repo, title, body, labels: [...labels] })
        const { id, number } = Issue.parse(data)
        return { id, number }
      }),
    rewrite: (number, { title, body }) =>
      write(`rewriting #${number}`, async () => {
        await issues.update({ ...repo, issue_number: number, title, body })
      }),
    close: (number, reason) =>
      write(`closing #${number}`, async () => {
        await issues.update({ ...repo, issue_number: number, state: 'closed', state_reason: reason })
      }),
    subIssues: (parent) =>
      read(`listing the sub-issues of #${parent}`, async () => {
        try {
          return await subIssues(parent)
        } catch (error) {
          if (statusOf(error) === 404 || statusOf(error) === 410) return []
          throw error
        }
      }),
    add: (parent, child) =>
      write(`putting #${child.number} below #${parent}`, async () => {
        if ((await subIssues(parent)).some(({ id }) => id === child.id)) return false
        const there = { ...repo, issue_number: parent, sub_issue_id: child.id, replace_parent: true }
        return unlessDouble(() => issues.addSubIssue(there))
      }),
    remove: (parent, child) =>
      write(`taking #${child.number} from below #${parent}`, async () => {
        if (!(await subIssues(parent)).some(({ id }) => id === child.id)) return false
        await issues.removeSubIssue({ ...repo, issue_number: parent, sub_issue_id: child.id })
        return true
      }),
    moveBehind: (parent, child, after) =>
      write(`moving #${child.number} below #${parent}`, async () => {
        const all = await subIssues(parent)
        const at = all.findIndex(({ id }) => id === child.id)
        if (at === -1 || all[at - 1]?.id === after?.id) return false
        const first = all[0]?.id
        const place =
          after !== undefined ? { after_id: after.id } : first === undefined ? {} : { before_id: first }
        await issues.reprioritizeSubIssue({
          ...repo,
          issue_number: parent,
          sub_issue_id: child.id,
          ...place,
        })
        return true
      }),
    blockedBy: (number) => read(`listing what blocks #${number}`, () => blockers(number)),
    block: (number, blocking) =>
      write(`noting that #${blocking} blocks #${number}`, async () => {
        if ((await blockers(number)).some((one) => one.number === blocking)) return false
        const there = { ...repo, issue_number: number, issue_id: await idOf(blocking) }
        return unlessDouble(() => issues.addBlockedByDependency(there))
      }),
    unblock: (number, blocking) =>
      write(`noting that #${blocking} no longer blocks #${number}`, async () => {
        const found = (await blockers(number)).find((one) => one.number === blocking)
        if (found === undefined) return false
        await issues.removeDependencyBlockedBy({ ...repo, issue_number: number, issue_id: found.id })
        return true
      }),
  }
}
