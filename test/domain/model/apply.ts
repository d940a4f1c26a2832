// Carries decide()'s actions out in the modelled world, as GitHub and the store would, and checks the law before each.

import { expect } from 'vitest'
import type { Action } from '../../../src/domain/actions.ts'
import { ended, type StepEnd } from '../../../src/domain/hooks/record.ts'
import { topicOf } from '../../../src/domain/markers.ts'
import type { OwnComment } from '../../../src/domain/snapshot.ts'
import { unreachable } from '../../../src/errors.ts'
import { checkCheck, checkMerge, checkStart, typeOf } from './law.ts'
import { applyMerge, applyValidation } from './outcomes.ts'
import type { Tape } from './tape.ts'
import {
  branchOfPull,
  changePull,
  changeRun,
  isActive,
  moveBranch,
  newId,
  newSha,
  unsaved,
  type World,
} from './world.ts'

const CLOSED_MAY: ReadonlySet<Action['do']> = new Set([
  'cancel_run',
  'comment',
  'react',
  'set_labels',
  'delete_branch',
  'give_up_validation',
  // What hangs on the end of a task may come after the merge that closes its issue.
  'dispatch_hook',
  'note_hook',
  'save_measurements',
])

function comment(world: World, action: Extract<Action, { do: 'comment' }>): void {
  expect(topicOf(action.body), 'a comment is not found again by its own marker').toBe(action.topic)
  const write = (comments: readonly OwnComment[]): OwnComment[] => {
    const known = comments.find(({ topic }) => topic === action.topic)
    expect(known?.id, 'a topic has one comment').toBe(action.commentId)
    expect(known?.body, 'a comment is written that says the same').not.toBe(action.body)
    if (action.topic.startsWith('hook/')) {
      expect(world.said, 'a hook says something twice').not.toContain(action.topic)
      world.said.add(action.topic)
    }
    const rest = comments.filter(({ topic }) => topic !== action.topic)
    return [...rest, { id: known?.id ?? newId(world), topic: action.topic, body: action.body }]
  }
  if (action.on === 7) {
    world.issue.comments = write(world.issue.comments)
    return
  }
  const branch = branchOfPull(world, action.on)
  changePull(world, branch, { comments: write(world.pulls.get(branch)?.comments ?? []) })
}

function review(world: World, action: Extract<Action, { do: 'review' }>): void {
  const branch = branchOfPull(world, action.pull)
  const pull = world.pulls.get(branch)
  const reviews = pull?.reviews ?? []
  expect(pull?.headSha, 'a review of another head').toBe(action.sha)
  expect(
    reviews.map(({ topic }) => topic),
    'a review is posted twice',
  ).not.toContain(action.topic)
  expect(topicOf(action.body), 'a review is not found again by its own marker').toBe(action.topic)
  if (action.as === 'author') expect(action.event, 'an App cannot judge its own pull request').toBe('COMMENT')
  const state = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const
  const author = { login: action.as === 'author' ? 'baton' : 'baton-reviewer', kind: 'bot' as const }
  const made = { id: newId(world), author, state: state[action.event], sha: action.sha, topic: action.topic }
  const threads = pull?.threads ?? []
  const raised = action.findings.map(({ path, line, topic }) => {
    expect(topic, 'a finding is not found again by its own marker').toMatch(/^finding\//)
    const known = threads.some((thread) => thread.resolved === 'no' && thread.comments[0]?.topic === topic)
    expect(known, 'a finding is raised twice').toBe(false)
    const comment = { id: newId(world), author, body: '', edited: false, topic, review: undefined }
    return { nodeId: `T_${newId(world)}`, path, line, resolved: 'no' as const, comments: [comment] }
  })
  changePull(world, branch, { reviews: [...reviews, made], threads: [...threads, ...raised] })
}

function answerThread(world: World, action: Extract<Action, { do: 'answer_thread' }>): void {
  const branch = branchOfPull(world, action.pull)
  const threads = (world.pulls.get(branch)?.threads ?? []).map((thread) => {
    if (thread.nodeId !== action.thread) return thread
    expect(
      thread.comments.map(({ topic }) => topic),
      'something is said twice in a thread',
    ).not.toContain(action.topic)
    expect(thread.comments[0]?.id, 'a thread is answered at its beginning').toBe(action.comment)
    const author = { login: action.as === 'author' ? 'baton' : 'baton-reviewer', kind: 'bot' as const }
    const { topic, body } = action
    const comment = { id: newId(world), author, body, edited: false, topic, review: undefined }
    const resolved = action.resolve && thread.resolved === 'no' ? ('by us' as const) : thread.resolved
    return { ...thread, resolved, comments: [...thread.comments, comment] }
  })
  changePull(world, branch, { threads })
}

function check(world: World, action: Extract<Action, { do: 'check' }>): void {
  checkCheck(world, action)
  for (const [branch, pull] of world.pulls) {
    if (pull.headSha !== action.sha) continue
    const known = pull.checks.find(({ name }) => name === action.name)
    expect(known?.id, 'a check is written in place').toBe(action.checkId)
    const rest = pull.checks.filter(({ name }) => name !== action.name)
    const { name, digest: externalId, status, conclusion } = action
    const made = { id: known?.id ?? newId(world), name, externalId, status, conclusion: conclusion ?? null }
    changePull(world, branch, { checks: [...rest, made] })
  }
}

function setLabels(world: World, { on, add, remove }: Extract<Action, { do: 'set_labels' }>): void {
  const changed = (labels: readonly string[]): string[] => {
    expect(
      add.filter((label) => labels.includes(label)),
      'a label is set that is there',
    ).toEqual([])
    return [...labels, ...add].filter((label) => !remove.includes(label))
  }
  if (on === undefined) {
    world.issue.labels = changed(world.issue.labels)
    return
  }
  const branch = branchOfPull(world, on)
  changePull(world, branch, { labels: changed(world.pulls.get(branch)?.labels ?? []) })
}

function openPull(world: World, action: Extract<Action, { do: 'open_pull' }>): void {
  const headSha = world.branches.get(action.branch)
  expect(headSha, 'a pull request needs a branch').toBeDefined()
  expect(world.pulls.get(action.branch)?.state, 'a branch has one open pull request').not.toBe('open')
  if (headSha === undefined) return
  const number = 100 + newId(world)
  world.pulls.set(action.branch, {
    nodeId: `PR_${number}`,
    number,
    title: action.title,
    body: action.body,
    state: 'open',
    draft: true,
    labels: [],
    mergeable: 'mergeable',
    headSha,
    baseSha: world.base,
    mergeSha: undefined,
    reviewDecision: undefined,
    reviews: [],
    checks: [],
    foreignChecks: [],
    comments: [],
  })
}

function push(world: World, action: Extract<Action, { do: 'push' }>): void {
  const tip = world.branches.get(action.branch)
  expect(action.expected, 'a push names what it replaces').toBe(tip)
  const run = world.runs.find(({ outcome }) => outcome?.kind === 'done' && outcome.commit === action.sha)
  if (tip !== undefined) expect(run?.headSha, 'somebody else’s commit is pushed over').toBe(tip)
  moveBranch(world, action.branch, action.sha)
  // What resolved a conflict goes together with its base.
  if (world.updates.some(({ branch, head }) => branch === action.branch && head === tip))
    changePull(world, action.branch, { mergeable: 'mergeable' })
}

/** A base that goes into the branch without a conflict, or one that the next round of its author has to resolve. */
function updateBranch(world: World, action: Extract<Action, { do: 'update_branch' }>, tape: Tape): boolean {
  const { branch, head, base } = action
  const pull = world.pulls.get(branch)
  expect(pull, 'a branch is updated that no open pull request has').toMatchObject({
    state: 'open',
    headSha: head,
  })
  expect(base, 'an old base is brought in').toBe(world.base)
  const tried = world.updates.some((one) => one.branch === branch && one.head === head && one.base === base)
  expect(tried, 'the same base is brought in twice').toBe(false)
  if (tape.pick(['clean', 'conflict'] as const) === 'clean') {
    moveBranch(world, branch, newSha(world))
    changePull(world, branch, { mergeable: 'mergeable' })
    return true
  }
  const conflict = { files: ['src/attention.mjs'], text: '<<<<<<< both >>>>>>>' }
  world.updates = [...world.updates.filter((one) => one.branch !== branch), { branch, head, base, conflict }]
  return true
}

/** Once: `ended` would leave a second end unseen. */
function noteHook(world: World, id: string, step: number, end: StepEnd): void {
  const known = world.hooks?.[id]?.steps[step]
  expect(known, 'a step ends that is not on record').toBeDefined()
  expect(known?.at, 'a step of a hook ends twice').toBeUndefined()
  world.hooks = ended(world.hooks ?? {}, id, step, end)
}

/** Every change of the route is merged; a route without changes needs its report only. */
function checkFinished(world: World): void {
  const merged = [...world.pulls.values()].filter(({ state }) => state === 'merged').length
  const reported = world.runs.some((run) => run.purpose === 'research' && run.state === 'done')
  const { waves } = world.setting.policy.pack.routing[typeOf(world)]
  const changes = waves.filter((wave) => wave.purpose === 'implement').length
  expect(changes > 0 ? merged >= changes : reported, 'the issue is closed before its work is done').toBe(true)
}

/** Carries one action out. False when the world refused it or had it already. */
export function apply(world: World, action: Action, tape: Tape): boolean {
  if (world.issue.state === 'closed')
    expect(CLOSED_MAY, `${action.do} on a closed issue`).toContain(action.do)
  switch (action.do) {
    case 'ensure_labels':
      world.repositoryLabels = [...new Set([...world.repositoryLabels, ...action.names])]
      return true
    case 'set_labels':
      setLabels(world, action)
      return true
    case 'comment':
      comment(world, action)
      return true
    case 'react':
      return true
    case 'start_run': {
      checkStart(world, action)
      const { id, wave, agent, purpose, attempt, headSha } = action
      const usage = { turns: 0, inputTokens: 0, outputTokens: 0, usd: 0 }
      world.runs.push({
        id,
        wave,
        agent,
        purpose,
        attempt,
        headSha,
        state: 'queued',
        outcome: undefined,
        usage,
      })
      return true
    }
    case 'cancel_run':
      expect(world.runs.filter(isActive).map(({ id }) => id)).toContain(action.id)
      changeRun(world, action.id, { state: 'cancelled', outcome: { kind: 'aborted', detail: action.why } })
      return true
    case 'push':
      push(world, action)
      return true
    case 'update_branch':
      return updateBranch(world, action, tape)
    case 'open_pull':
      openPull(world, action)
      return true
    case 'dispatch':
    case 'collect_result':
    case 'give_up_validation':
      return applyValidation(world, action, tape)
    case 'review':
      review(world, action)
      return true
    case 'answer_thread':
      answerThread(world, action)
      return true
    case 'check':
      check(world, action)
      return true
    case 'edit_pull':
      changePull(world, branchOfPull(world, action.pull), { body: action.body })
      return true
    case 'mark_ready':
      changePull(world, branchOfPull(world, action.pull), { draft: false })
      return true
    case 'merge':
      checkMerge(world, action)
      return applyMerge(world, action, tape)
    case 'close_pull':
      changePull(world, branchOfPull(world, action.pull), { state: 'closed' })
      return true
    case 'save_measurements':
      expect(unsaved(world), 'figures are saved twice, or of what was not merged').toContain(action.head)
      world.saved.add(action.head)
      return true
    case 'delete_branch':
      expect(world.pulls.get(action.branch), 'a branch is deleted that no pull request keeps').toMatchObject({
        state: expect.stringMatching(/merged|closed/),
        headSha: world.branches.get(action.branch),
      })
      return world.branches.delete(action.branch)
    case 'open_post_mortem':
      return expect.unreachable(`${action.do} without a pattern that looks back`)
    case 'dequeue':
    case 'enqueue':
      return expect.unreachable(`${action.do} without a merge queue`)
    case 'answer_request':
      return expect.unreachable(`${action.do} where nobody presses buttons`)
    // Tasks of the model have no plan.
    case 'close_sub_issue':
    case 'ensure_dependency':
    case 'ensure_sub_issue':
    case 'freeze':
    case 'lift_freeze':
    case 'note_freeze_notice':
    case 'roll_back':
    case 'send_signal':
      return expect.unreachable(`${action.do} without a plan`)
    case 'dispatch_hook':
      noteHook(world, action.id, action.step, { at: world.now, result: 'started', failed: false })
      return true
    case 'note_hook':
      noteHook(world, action.id, action.step, action.end)
      return true
    // Records are tried in test/domain/recording.test.ts; the policy of the model keeps none.
    case 'wake_task':
    case 'rule':
    case 'reserve_adr':
    case 'commit_adr':
      return expect.unreachable(`${action.do} although no decision is put on record`)
    case 'close_issue':
      checkFinished(world)
      world.issue.state = 'closed'
      return true
    default:
      return unreachable(action)
  }
}
