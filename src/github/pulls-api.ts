// Pull requests, reviews and merges.

import { z } from 'zod'
import type { ChangedFile } from '../domain/freeze/violations.ts'
import type { Connection } from './repo-client.ts'
import { statusOf } from './request-error.ts'
import { markReadyMutation, resolveThreadMutation } from './task-query.ts'

export interface PullRef {
  number: number
  state: 'open' | 'closed'
  merged: boolean
  headSha: string
}

export interface ReviewInput {
  sha: string
  event: 'COMMENT' | 'APPROVE' | 'REQUEST_CHANGES'
  body: string
  comments: readonly { path: string; line: number; startLine?: number; body: string }[]
}

export type MergeResult =
  | { merged: true; sha: string }
  /** `moved`: the head is another one now. `refused`: a rule or a conflict says no, in GitHub's words. */
  | { merged: false; why: 'moved' | 'refused'; message: string }

export interface PullsApi {
  /** Pull requests of a branch in this repository, newest first, open or not. */
  ofBranch(branch: string): Promise<PullRef[]>
  create(input: { branch: string; base: string; title: string; body: string }): Promise<number>
  markReady(nodeId: string): Promise<void>
  /** Replaces the body. */
  edit(pull: number, body: string): Promise<void>
  /** Closes without merging; closing a closed one changes nothing. */
  close(pull: number): Promise<void>
  reviews(pull: number): Promise<{ id: number; body: string }[]>
  /** Patches by path, for finding which lines a review comment may stand on. */
  patches(pull: number): Promise<Map<string, string>>
  /** Every file that a pull request changes; without a patch where GitHub leaves it out, as for large files. */
  changed(pull: number): Promise<ChangedFile[]>
  /**
   * The files of a comparison of two commits, from where they parted; at most 300 of them (REST, "Compare two commits"). None where
   * GitHub does not have one of the commits any more.
   */
  compared(base: string, head: string): Promise<ChangedFile[]>
  review(pull: number, input: ReviewInput): Promise<number>
  /** Everything that bots said in the diff. */
  botReplies(pull: number): Promise<{ id: number; body: string }[]>
  /** Answers in the conversation that begins with a comment; undefined when that is no more. */
  reply(pull: number, comment: number, body: string): Promise<number | undefined>
  /** Resolving a resolved conversation changes nothing. */
  resolveThread(id: string): Promise<void>
  merge(
    pull: number,
    input: { sha: string; method: 'squash' | 'merge' | 'rebase'; title: string; message: string },
  ): Promise<MergeResult>
}

const markReadyAnswer = z.object({
  markPullRequestReadyForReview: z.object({ pullRequest: z.object({ isDraft: z.boolean() }) }),
})

const resolveAnswer = z.object({
  resolveReviewThread: z.object({ thread: z.object({ isResolved: z.boolean() }) }),
})
const Comments = z.array(
  z.object({ id: z.int(), body: z.string().nullish(), user: z.object({ type: z.string() }).nullish() }),
)
const Created = z.object({ number: z.int() })
const Review = z.object({ id: z.int(), body: z.string().nullish() })
const Pulls = z.array(
  z.object({
    number: z.int(),
    state: z.string(),
    merged_at: z.string().nullish(),
    head: z.object({ sha: z.string() }),
  }),
)
const Files = z.array(
  z.object({
    filename: z.string(),
    previous_filename: z.string().optional(),
    patch: z.string().optional(),
  }),
)
const Merged = z.object({ sha: z.string() })

const toChanged = ({
  filename,
  patch,
  previous_filename: previous,
}: z.infer<typeof Files>[number]): ChangedFile => ({
  path: filename,
  ...(previous === undefined ? {} : { previousPath: previous }),
  ...(patch === undefined ? {} : { patch }),
})

export function pullsApi({ octokit, repo, read, write }: Connection): PullsApi {
  const { pulls } = octokit.rest
  return {
    ofBranch: (branch) =>
      read(`finding the pull request of ${branch}`, async () => {
        const { data } = await pulls.list({
          ...repo,
          head: `${repo.owner}:${branch}`,
          state: 'all',
          sort: 'created',
          direction: 'desc',
        })
        return Pulls.parse(data).map((pull) => ({
          number: pull.number,
          state: pull.state === 'open' ? 'open' : 'closed',
          merged: typeof pull.merged_at === 'string',
          headSha: pull.head.sha,
        }))
      }),
    create: ({ branch, base, title, body }) =>
      write(`opening a pull request for ${branch}`, async () => {
        const { data } = await pulls.create({ ...repo, head: branch, base, title, body, draft: true })
        return Created.parse(data).number
      }),
    markReady: (nodeId) =>
      write('taking a pull request out of draft', async () => {
        markReadyAnswer.parse(await octokit.graphql(markReadyMutation, { id: nodeId }))
      }),
    edit: (pull, body) =>
      write(`rewriting #${pull}`, async () => {
        await pulls.update({ ...repo, pull_number: pull, body })
      }),
    close: (pull) =>
      write(`closing #${pull}`, async () => {
        await pulls.update({ ...repo, pull_number: pull, state: 'closed' })
      }),
    reviews: (pull) =>
      read(`listing reviews of #${pull}`, async () => {
        const all = await octokit.paginate(pulls.listReviews, { ...repo, pull_number: pull, per_page: 100 })
        return all.map((one) => {
          const review = Review.parse(one)
          return { id: review.id, body: review.body ?? '' }
        })
      }),
    patches: (pull) =>
      read(`listing files of #${pull}`, async () => {
        const files = await octokit.paginate(pulls.listFiles, { ...repo, pull_number: pull, per_page: 100 })
        return new Map(Files.parse(files).map((file) => [file.filename, file.patch ?? '']))
      }),
    changed: (pull) =>
      read(`listing changes of #${pull}`, async () => {
        const files = await octokit.paginate(pulls.listFiles, { ...repo, pull_number: pull, per_page: 100 })
        return Files.parse(files).map(toChanged)
      }),
    compared: (base, head) =>
      read(`comparing ${base} with ${head}`, async () => {
        try {
          const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
            ...repo,
            basehead: `${base}...${head}`,
          })
          return Files.parse(data.files ?? []).map(toChanged)
        } catch (error) {
          if (statusOf(error) === 404) return []
          throw error
        }
      }),
    review: (pull, { sha, event, body, comments }) =>
      write(`reviewing #${pull}`, async () => {
        const inline = comments.map(({ startLine, ...comment }) => ({
          ...comment,
          side: 'RIGHT',
          ...(startLine === undefined ? {} : { start_line: startLine, start_side: 'RIGHT' }),
        }))
        const review = await pulls.createReview({
          ...repo,
          pull_number: pull,
          commit_id: sha,
          event,
          body,
          comments: inline,
        })
        return Review.parse(review.data).id
      }),
    botReplies: (pull) =>
      read(`listing comments in the diff of #${pull}`, async () => {
        const all = await octokit.paginate(pulls.listReviewComments, {
          ...repo,
          pull_number: pull,
          per_page: 100,
        })
        return Comments.parse(all)
          .filter(({ user }) => user?.type === 'Bot')
          .map(({ id, body }) => ({ id, body: body ?? '' }))
      }),
    reply: (pull, comment, body) =>
      write(`answering in the diff of #${pull}`, async () => {
        try {
          const { data } = await pulls.createReplyForReviewComment({
            ...repo,
            pull_number: pull,
            comment_id: comment,
            body,
          })
          return Review.parse(data).id
        } catch (error) {
          if (statusOf(error) !== 404) throw error
          return undefined
        }
      }),
    resolveThread: (id) =>
      write('resolving a conversation', async () => {
        resolveAnswer.parse(await octokit.graphql(resolveThreadMutation, { id }))
      }),
    merge: (pull, { sha, method, title, message }) =>
      write(`merging #${pull}`, async () => {
        try {
          const { data } = await pulls.merge({
            ...repo,
            pull_number: pull,
            sha,
            merge_method: method,
            commit_title: title,
            commit_message: message,
          })
          return { merged: true, sha: Merged.parse(data).sha }
        } catch (error) {
          const status = statusOf(error)
          const text = error instanceof Error ? error.message : String(error)
          if (status === 409) return { merged: false, why: 'moved', message: text }
          if (status === 405 || status === 422) return { merged: false, why: 'refused', message: text }
          throw error
        }
      }),
  }
}
