// Pull requests and reviews: creation, listing, inline comments and every refusal's words.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hunkAt } from '../../../src/rehearsal/forge/diff-lines.ts'
import { failure, startReceiver, type Receiver, type TestForge } from '../support.ts'
import { APPS, commit, LINES, openPull, repo, startCodeForge } from './support.ts'

let t: TestForge
let hooks: Receiver
beforeAll(async () => {
  t = await startCodeForge()
  hooks = await startReceiver()
  t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: 's' })
})
afterAll(async () => {
  await hooks[Symbol.asyncDispose]()
  await t.close()
})

const refused = async (call: Promise<unknown>) => {
  const { status, message, errors } = await failure(call)
  const [first] = errors ?? []
  const detail = typeof first === 'object' && first !== null && 'message' in first ? first.message : first
  return [status, message, ...(first === undefined ? [] : [detail])]
}

describe('opening', () => {
  it('refuses what GitHub refuses', async () => {
    const grace = t.as('grace')
    await commit(grace, 'open', { 'o.txt': 'o\n' })
    await grace.rest.git.createRef({
      ...repo,
      ref: 'refs/heads/same',
      sha: (await grace.rest.git.getRef({ ...repo, ref: 'heads/main' })).data.object.sha,
    })
    await grace.rest.pulls.create({ ...repo, title: 'open', head: 'ada:open', base: 'main' })
    const open = (head: string, base: string) =>
      refused(grace.rest.pulls.create({ ...repo, title: 't', head, base }))
    expect(await open('open', 'main')).toEqual([
      422,
      'Validation Failed',
      'A pull request already exists for ada:open.',
    ])
    expect(await open('same', 'main')).toEqual([422, 'Validation Failed', 'No commits between main and same'])
    const nowhere = await failure(
      grace.rest.pulls.create({ ...repo, title: 't', head: 'nowhere', base: 'main' }),
    )
    expect(nowhere.errors).toEqual([{ resource: 'PullRequest', field: 'head', code: 'invalid' }])
    const noBase = await failure(
      grace.rest.pulls.create({ ...repo, title: 't', head: 'open', base: 'nowhere' }),
    )
    expect(noBase.errors).toEqual([{ resource: 'PullRequest', field: 'base', code: 'invalid' }])
    expect((await open('mallory:open', 'main'))[0]).toBe(501)
    expect(
      (
        await refused(t.as('mallory').rest.pulls.create({ ...repo, title: 't', head: 'open', base: 'main' }))
      )[0],
    ).toBe(403)
  })

  it('shows files, commits and the diff', async () => {
    const grace = t.as('grace')
    const changed = LINES.map((line) => (line === 'line 5' ? 'LINE 5' : line)).join('\n') + '\n'
    const { number } = await openPull(grace, 'shown', {
      'src/lines.txt': changed,
      'README.md': null,
      'new.bin': '\0\u0001',
    })
    const where = { ...repo, pull_number: number }
    const { data: files } = await grace.rest.pulls.listFiles(where)
    expect(
      files.map(({ filename, status, additions, deletions }) => [filename, status, additions, deletions]),
    ).toEqual([
      ['README.md', 'removed', 0, 1],
      ['new.bin', 'added', 0, 0],
      ['src/lines.txt', 'modified', 1, 1],
    ])
    expect(files[2]?.patch).toContain('-line 5\n+LINE 5')
    expect(files[1]).not.toHaveProperty('patch')
    expect((await grace.rest.pulls.listCommits(where)).data).toHaveLength(1)
    const diff = await grace.rest.pulls.get({ ...where, mediaType: { format: 'diff' } })
    expect(diff.data).toMatch(/^diff --git a\/README\.md b\/README\.md/)
    const page = await grace.rest.pulls.listFiles({ ...where, per_page: 2, page: 2 })
    expect([page.data.length, page.headers.link]).toEqual([1, expect.stringContaining('rel="prev"')])
  })

  it('sees a rename', async () => {
    const grace = t.as('grace')
    const { number } = await openPull(grace, 'renamed', {
      'src/lines.txt': null,
      'src/moved.txt': `${LINES.join('\n')}\n`,
    })
    const { data } = await grace.rest.pulls.listFiles({ ...repo, pull_number: number })
    expect(data).toMatchObject([
      { filename: 'src/moved.txt', previous_filename: 'src/lines.txt', status: 'renamed', changes: 0 },
    ])
  })

  it('is changed, closed and reopened', async () => {
    const grace = t.as('grace')
    const { number } = await openPull(grace, 'changed', { 'c.txt': 'c\n' })
    const where = { ...repo, pull_number: number }
    const { data } = await grace.rest.pulls.update({ ...where, title: 'New', body: 'text', state: 'closed' })
    expect(data).toMatchObject({ title: 'New', body: 'text', state: 'closed' })
    await commit(grace, 'changed', { 'd.txt': 'd\n' })
    const reopened = await grace.rest.pulls.update({ ...where, state: 'open' })
    expect([reopened.data.state, reopened.data.changed_files]).toEqual(['open', 2])
    await grace.rest.pulls.merge(where)
    expect(await refused(grace.rest.pulls.update({ ...where, state: 'open' }))).toEqual([
      422,
      'Validation Failed',
      'state cannot be changed. The pull request has been merged.',
    ])
    expect((await refused(t.as('mallory').rest.pulls.update({ ...where, title: 'x' })))[0]).toBe(403)
    const { data: list } = await grace.rest.pulls.list({ ...repo, state: 'all', head: 'ada:changed' })
    expect(list.map((pull) => pull.number)).toEqual([number])
    expect((await grace.rest.pulls.list({ ...repo, state: 'open', head: 'ada:changed' })).data).toEqual([])
  })
})

describe('reviewing', () => {
  it('refuses what GitHub refuses', async () => {
    const { number, head } = await openPull(t.app('baton'), 'own', { 'own.txt': '1\n2\n3\n' })
    const where = { ...repo, pull_number: number }
    const own = t.app('baton').rest.pulls
    const grace = t.as('grace').rest.pulls
    const unprocessable = (detail: string) => [422, 'Unprocessable Entity', detail]
    const comment = { path: 'own.txt', line: 1, body: 'here' }
    const rows: [() => Promise<unknown>, string][] = [
      [
        () => own.createReview({ ...where, event: 'APPROVE' }),
        'Review Can not approve your own pull request',
      ],
      [
        () => own.createReview({ ...where, event: 'REQUEST_CHANGES', body: 'x' }),
        'Review Can not request changes on your own pull request',
      ],
      [() => grace.createReview({ ...where, event: 'COMMENT' }), "Review body can't be blank"],
      [() => grace.createReview({ ...where, event: 'REQUEST_CHANGES' }), "Review body can't be blank"],
      [
        () => grace.createReview({ ...where, event: 'REQUEST_CHANGES', comments: [comment] }),
        "Review body can't be blank",
      ],
      [
        () =>
          grace.createReview({
            ...where,
            event: 'COMMENT',
            body: 'x',
            comments: [{ ...comment, path: 'no.txt' }],
          }),
        'Path could not be resolved',
      ],
      [
        () =>
          grace.createReview({ ...where, event: 'COMMENT', body: 'x', comments: [{ ...comment, line: 4 }] }),
        'Line could not be resolved',
      ],
      [
        () =>
          grace.createReview({
            ...where,
            event: 'COMMENT',
            body: 'x',
            comments: [{ ...comment, side: 'LEFT' }],
          }),
        'Line could not be resolved',
      ],
      [
        () => grace.createReview({ ...where, event: 'APPROVE', commit_id: '1'.repeat(40) }),
        'The commit_id is not part of the pull request',
      ],
    ]
    for (const [call, detail] of rows) expect(await refused(call())).toEqual(unprocessable(detail))
    expect((await own.listReviews(where)).data).toEqual([])
    const line = await failure(
      grace.createReviewComment({ ...where, ...comment, line: 9, commit_id: head.sha }),
    )
    expect([line.status, line.errors]).toEqual([
      422,
      [
        {
          resource: 'PullRequestReviewComment',
          code: 'custom',
          field: 'pull_request_review_thread.line',
          message: 'pull_request_review_thread.line must be part of the diff',
        },
      ],
    ])
    const commented = await own.createReview({ ...where, event: 'COMMENT', body: 'as author' })
    expect(commented.data.state).toBe('COMMENTED')
  })

  it('goes through pending, submitted and dismissed', async () => {
    const { number } = await openPull(t.app('baton'), 'steps', { 'steps.txt': '1\n2\n3\n' })
    const where = { ...repo, pull_number: number }
    const grace = t.as('grace').rest.pulls
    const pending = await grace.createReview({
      ...where,
      comments: [{ path: 'steps.txt', line: 3, start_line: 2, side: 'RIGHT', body: 'two lines' }],
    })
    expect(pending.data.state).toBe('PENDING')
    expect((await t.as('ada').rest.pulls.listReviews(where)).data).toEqual([])
    expect((await t.as('ada').rest.pulls.listReviewComments(where)).data).toEqual([])
    expect(await refused(grace.createReview({ ...where, event: 'APPROVE' }))).toEqual([
      422,
      'Unprocessable Entity',
      'User can only have one pending review per pull request',
    ])
    const review = { ...where, review_id: pending.data.id }
    const submitted = await grace.submitReview({ ...review, event: 'REQUEST_CHANGES', body: 'please' })
    expect(submitted.data).toMatchObject({ state: 'CHANGES_REQUESTED', body: 'please' })
    expect((await grace.listCommentsForReview(review)).data).toMatchObject([
      { body: 'two lines', line: 3, start_line: 2, path: 'steps.txt' },
    ])
    expect((await refused(t.as('lin').rest.pulls.dismissReview({ ...review, message: 'm' })))[0]).toBe(403)
    const dismissed = await t.as('ada').rest.pulls.dismissReview({ ...review, message: 'outdated' })
    expect(dismissed.data.state).toBe('DISMISSED')
    expect(await refused(grace.dismissReview({ ...review, message: 'again' }))).toEqual([
      422,
      'Unprocessable Entity',
      'Can not dismiss a dismissed pull request review',
    ])
    await t.forge.drain()
    const names = hooks.names().filter((name) => name.startsWith('pull_request_review'))
    expect(names.slice(-3)).toEqual([
      'pull_request_review.submitted',
      'pull_request_review_comment.created',
      'pull_request_review.dismissed',
    ])
  })

  it('is answered in threads', async () => {
    const { number, head } = await openPull(t.as('grace'), 'threads', { 'threads.txt': '1\n2\n' })
    const where = { ...repo, pull_number: number }
    const ada = t.as('ada').rest.pulls
    const first = await ada.createReviewComment({
      ...where,
      commit_id: head.sha,
      path: 'threads.txt',
      line: 2,
      body: 'why?',
    })
    expect(first.data.diff_hunk).toBe('@@ -0,0 +1,2 @@\n+1\n+2')
    const where2 = { ...where, comment_id: first.data.id }
    const reply = await t.as('grace').rest.pulls.createReplyForReviewComment({ ...where2, body: 'because' })
    expect(reply.data.in_reply_to_id).toBe(first.data.id)
    expect(
      (
        await refused(ada.createReplyForReviewComment({ ...where2, comment_id: reply.data.id, body: 'x' }))
      )[0],
    ).toBe(422)
    expect((await ada.listReviewComments(where)).data.map(({ body }) => body)).toEqual(['why?', 'because'])
  })

  it('is asked of collaborators only', async () => {
    const { number } = await openPull(t.as('grace'), 'asked', { 'asked.txt': 'x\n' })
    const where = { ...repo, pull_number: number }
    const ask = (login: string) => t.as('grace').rest.pulls.requestReviewers({ ...where, reviewers: [login] })
    expect(await refused(ask('mallory'))).toEqual([
      422,
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ada/engine repository.',
    ])
    expect(await refused(ask('grace'))).toEqual([422, 'Review cannot be requested from pull request author.'])
    expect((await ask('lin')).data.requested_reviewers?.map(({ login }) => login)).toEqual(['lin'])
    await t.as('lin').rest.pulls.createReview({ ...where, event: 'APPROVE' })
    expect((await t.as('lin').rest.pulls.listRequestedReviewers(where)).data.users).toEqual([])
  })
})

describe('lines of a diff', () => {
  const patch =
    '@@ -1,3 +1,4 @@ head\n a\n-b\n+B\n+C\n d\n@@ -10,2 +11,1 @@\n x\n-y\n\\ No newline at end of file'
  const file = {
    path: 'f',
    previousPath: undefined,
    status: 'modified',
    additions: 2,
    deletions: 2,
    patch,
    blobSha: '',
  } as const
  it.each([
    [1, 'RIGHT', ' a'],
    [2, 'RIGHT', '+B'],
    [3, 'RIGHT', '+C'],
    [4, 'RIGHT', ' d'],
    [5, 'RIGHT', undefined],
    [0, 'RIGHT', undefined],
    [2, 'LEFT', '-b'],
    [3, 'LEFT', ' d'],
    [4, 'LEFT', undefined],
    [11, 'RIGHT', ' x'],
    [12, 'RIGHT', undefined],
    [11, 'LEFT', '-y'],
    [12, 'LEFT', undefined],
  ] as const)('%i %s is %s', (line, side, text) => {
    expect(hunkAt(file, line, side)?.split('\n').at(-1)).toBe(text)
  })
})
