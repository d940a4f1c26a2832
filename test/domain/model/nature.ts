// What happens in the modelled world by itself: runs and workflow runs end, people act, time passes.

import type { OutcomeOf, Purpose } from '../../../src/domain/outcomes.ts'
import type { PullObservation, RunOutcome, RunRecord } from '../../../src/domain/snapshot.ts'
import type { Tape } from './tape.ts'
import {
  changePull,
  changeRun,
  changeValidation,
  isActive,
  moveBranch,
  newId,
  newSha,
  type World,
} from './world.ts'

const MINUTE = 60_000
/** More than the policy gives any workflow run. */
const TIMEOUT = 2000 * MINUTE

const failures: readonly RunOutcome[] = [
  { kind: 'invalid_output', detail: 'not JSON' },
  { kind: 'budget', detail: 'the budget is used up' },
  { kind: 'gate_refused', problems: ['.github/x: protected'] },
  { kind: 'blocked', blocked: 'no access', needs: 'a token' },
  { kind: 'failed', detail: 'the worktree is gone' },
]

function verdict(world: World, run: RunRecord, tape: Tape): OutcomeOf['review'] {
  const position = tape.pick<OutcomeOf['review']['position']>([
    'approve',
    'approve',
    'approve',
    'approve',
    'request_changes',
    'abstain',
  ])
  const bench = world.validations.find(
    (record) =>
      record.kind === 'benchmark' && record.headSha === run.headSha && record.workflowRunId !== undefined,
  )
  const claim = {
    metric: 'attention.ms',
    comparison: 'ratio',
    op: '>=',
    run: bench?.workflowRunId ?? '1',
  } as const
  const claims = tape.pick([[], [], [], [], [{ ...claim, value: 2 }], [{ ...claim, value: 40 }]])
  const finding = { path: 'src/attention.mjs', line: 3, severity: 'blocker', message: 'twice' } as const
  return {
    position,
    summary: `${position} by ${run.agent}`,
    findings: position === 'request_changes' ? [finding] : [],
    claims,
  }
}

function success(world: World, run: RunRecord, purpose: Purpose, tape: Tape): RunOutcome {
  const none = { commit: undefined, paths: [] }
  switch (purpose) {
    case 'triage': {
      const types = [
        'implementation',
        'bugfix',
        'performance',
        'architecture',
        'research',
        'documentation',
      ] as const
      const value = {
        summary: 's',
        taskType: tape.pick(types),
        complexity: tape.pick(['medium', 'critical', 'simple']),
        components: tape.pick([['attention'], []]),
        acceptance: ['it is sparse'],
        rationale: 'r',
      } satisfies OutcomeOf['triage']
      return { kind: 'done', purpose, value, ...none }
    }
    case 'plan':
      return { kind: 'done', purpose, value: { summary: 's', analysis: '## Project Analysis' }, ...none }
    case 'direct':
      return {
        kind: 'done',
        purpose,
        value: { executor: run.agent, instructions: 'i', checks: [], why: 'w' },
        ...none,
      }
    case 'research':
      return {
        kind: 'done',
        purpose,
        value: { summary: 'found', findings: [], recommendation: 'walk the lists', risks: [] },
        ...none,
      }
    case 'implement': {
      const paths = tape.pick([['src/attention.mjs'], ['README.md'], ['src/other.mjs', 'README.md']])
      const empty = tape.rarely(12)
      const value = { title: 'Sparse kernel', summary: 'done', answers: [], notes: [] }
      return {
        kind: 'done',
        purpose,
        value,
        commit: empty ? undefined : newSha(world),
        paths: empty ? [] : paths,
      }
    }
    case 'propose':
      return {
        kind: 'done',
        purpose,
        value: {
          summary: 's',
          approach: 'a',
          alternatives: [{ option: 'o', tradeoffs: 't' }],
          rationale: 'r',
          risks: [],
        },
        ...none,
      }
    case 'challenge':
      return { kind: 'done', purpose, value: { summary: 's', objections: [], questions: [] }, ...none }
    case 'review':
      return { kind: 'done', purpose, value: verdict(world, run, tape), ...none }
    case 'synthesise':
      return {
        kind: 'done',
        purpose,
        value: { decision: 'merge', rationale: 'agreed', dissent: [], followUps: [] },
        ...none,
      }
  }
}

function endRun(world: World, run: RunRecord, tape: Tape): void {
  const usd = tape.pick([0.01, 0.5, world.setting.policy.limits.run_usd])
  const usage = { turns: 3, inputTokens: 100, outputTokens: 10, usd }
  if (tape.rarely(12)) {
    const outcome = tape.pick<RunOutcome | undefined>([undefined, ...failures])
    changeRun(world, run.id, { state: 'failed', outcome, usage })
    return
  }
  changeRun(world, run.id, { state: 'done', outcome: success(world, run, run.purpose, tape), usage })
}

/** Lets one thing end that is under way. False when nothing is. */
export function letSomethingEnd(world: World, tape: Tape): boolean {
  const run = world.runs.find(isActive)
  if (run !== undefined) {
    endRun(world, run, tape)
    return true
  }
  const open = world.validations.find(
    (record) =>
      (record.state === 'requested' || record.state === 'running') &&
      !record.completed &&
      record.requestedAt + TIMEOUT > world.now,
  )
  if (open === undefined) return false
  // One that GitHub never named, or that never ends, is given up when its time is over.
  if (open.workflowRunId === undefined || tape.rarely(6)) world.now += TIMEOUT
  else changeValidation(world, open.id, { completed: true })
  return true
}

function review(
  world: World,
  branch: string,
  pull: PullObservation,
  state: 'APPROVED' | 'CHANGES_REQUESTED',
): void {
  const author = { login: 'grace', kind: 'person' as const }
  const made = { id: newId(world), author, state, sha: pull.headSha, topic: undefined }
  changePull(world, branch, { reviews: [...pull.reviews, made] })
}

/** Something that a person or GitHub does without being asked. */
export function meddle(world: World, tape: Tape): void {
  const [branch, pull] = [...world.pulls].findLast(([, one]) => one.state === 'open') ?? []
  const onPull: readonly ((b: string, p: PullObservation) => void)[] = [
    (b, p) => review(world, b, p, 'APPROVED'),
    (b) => moveBranch(world, b, newSha(world)),
    (b, p) => review(world, b, p, 'CHANGES_REQUESTED'),
    (b) => changePull(world, b, { mergeable: 'unknown' }),
    (b) => changePull(world, b, { mergeable: 'conflicting' }),
    (b) => changePull(world, b, { mergeable: 'mergeable' }),
    (b) => changePull(world, b, { state: 'closed' }),
    (b) => changePull(world, b, { draft: true }),
    (b, p) =>
      changePull(world, b, { reviews: p.reviews.map((one) => ({ ...one, state: 'DISMISSED' as const })) }),
    (b, p) => changePull(world, b, { comments: p.comments.slice(1) }),
  ]
  const onIssue: readonly [() => void, ...(() => void)[]] = [
    () => (world.now += 11 * MINUTE),
    () => (world.base = newSha(world)),
    () => (world.issue.state = world.issue.state === 'open' ? 'closed' : 'open'),
    () => (world.issue.labels = world.issue.labels.filter((label) => label !== world.setting.policy.label)),
    () => (world.issue.labels = [...new Set([...world.issue.labels, world.setting.policy.label])]),
    () => (world.issue.labels = world.issue.labels.filter((label) => !label.startsWith('type:'))),
    () => (world.issue.labels = [...world.issue.labels, 'type:bugfix']),
    () => (world.issue.labels = [...world.issue.labels, 'type:architecture']),
    () => (world.issue.comments = world.issue.comments.slice(1)),
    () => (world.authorisedBy ??= 'alice'),
  ]
  // Most of what matters happens to a pull request, once there is one.
  const onIt =
    branch === undefined || pull === undefined ? [] : onPull.map((event) => () => event(branch, pull))
  const events = onIt.length > 0 && !tape.rarely(3) ? onIt : onIssue
  tape.pick([events[0] ?? (() => undefined), ...events.slice(1)])()
}
