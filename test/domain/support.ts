// A base snapshot for decision tables: a task that has just been handed over, and small steps that move it on.

import { attemptMark } from '../../src/domain/render/pull-body.ts'
import { join } from 'node:path'
import { AgentName, RunId, Sha, TaskKey, taskRef } from '../../src/domain/ids.ts'
import type { OutcomeOf, Purpose } from '../../src/domain/outcomes.ts'
import { effectivePolicy, type EffectivePolicy } from '../../src/domain/policy/effective.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import type { WorkflowResult } from '../../src/domain/results.ts'
import type {
  BareSnapshot,
  PullObservation,
  RunRecord,
  ValidationRecord,
  WaveObservation,
} from '../../src/domain/snapshot.ts'
import { loadBuiltInPacks } from '../../src/roster/index.ts'

export const NOW = Date.UTC(2026, 10, 21, 12)
const { packs } = await loadBuiltInPacks(join(import.meta.dirname, '..', '..', 'agents'))
export const pack = packs.get('asa-swarm')!

export const sha = (digit: string): Sha => Sha.parse(digit.repeat(40))
export const agent = (name: string): AgentName => AgentName.parse(name)
export const MAIN = sha('0')
export const HEAD = sha('a')
export const BRANCH = 'baton/issue-7/wave-2-implementer'

export const policy = (change: Partial<Policy> = {}): EffectivePolicy =>
  effectivePolicy(pack, {
    ...Policy.parse({
      version: 1,
      extends: 'asa-swarm',
      validate: { commands: [{ name: 'tests', run: 'npm test', report: 'tap' }] },
      benchmark: { commands: [{ name: 'b', run: 'b' }] },
      gates: { benchmark: [{ metric: 'attention.ms', max_regression_pct: 5, strict: true }] },
    }),
    ...change,
  })

export function snapshot(change: Partial<BareSnapshot> = {}): BareSnapshot {
  const key = TaskKey.parse('acme/attention#7')
  return {
    key,
    task: taskRef(key),
    repository: { defaultBranch: 'main', labels: [{ name: 'baton' }] },
    base: { branch: 'main', sha: MAIN },
    issue: {
      number: 7,
      title: 'Make it sparse',
      body: 'Please.',
      state: 'open',
      locked: false,
      author: { login: 'alice', kind: 'person' },
      labels: ['baton'],
      labelled: [],
      blocks: 0,
      editedAt: undefined,
      comments: [],
    },
    uncounted: [],
    routed: undefined,
    standing: new Map(),
    day: { usd: 0, endsAt: Date.UTC(2026, 10, 22) },
    plan: undefined,
    trouble: undefined,
    explanation: [],
    signals: [],
    freezes: [],
    senders: new Map(),
    analysis: undefined,
    changed: [],
    authorisedBy: 'alice',
    configProblems: [],
    waves: [{ index: 2, branch: BRANCH, branchSha: undefined, pull: undefined }],
    subIssues: [],
    runs: [],
    validations: [],
    reviewer: true,
    scripted: false,
    sandbox: { ok: true },
    updates: [],
    mergeRefusal: undefined,
    ...change,
  }
}

const values: OutcomeOf = {
  triage: {
    summary: 's',
    taskType: 'implementation',
    complexity: 'high',
    components: ['attention'],
    acceptance: ['it is sparse'],
    rationale: 'r',
  },
  plan: { summary: 's', analysis: '## Project Analysis' },
  direct: { executor: AgentName.parse('implementer'), instructions: 'i', checks: [], why: 'w' },
  research: { summary: 'found', findings: [], recommendation: 'walk the lists', risks: [] },
  implement: { title: 'Sparse kernel', summary: 'done', answers: [], notes: [] },
  review: { position: 'approve', summary: 'good', findings: [], claims: [] },
  synthesise: { decision: 'merge', rationale: 'agreed', dissent: [], followUps: [] },
  propose: {
    summary: 's',
    approach: 'walk the lists',
    alternatives: [{ option: 'a mask', tradeoffs: 'simple, and slow' }],
    rationale: 'less work',
    risks: [],
  },
  challenge: { summary: 'why not a tree?', objections: [], questions: [] },
}

/** A finished run of `agent`; `more` overrides any field, `value` parts of its outcome. */
export function done<P extends Purpose>(
  name: string,
  purpose: P,
  more: Partial<RunRecord> & { value?: Partial<OutcomeOf[P]>; commit?: Sha; paths?: string[] } = {},
): RunRecord {
  const { value, commit, paths, ...fields } = more
  const wave =
    fields.wave ??
    {
      triage: 0,
      plan: 0,
      direct: 2,
      research: 1,
      implement: 2,
      review: 2,
      synthesise: 2,
      propose: 2,
      challenge: 2,
    }[purpose]
  const attempt = fields.attempt ?? 1
  const outcome = {
    kind: 'done',
    purpose,
    value: { ...values[purpose], ...value },
    commit,
    paths: paths ?? [],
  }
  return {
    id: RunId.parse(`acme/attention#7/w${wave}/${name}/${purpose}/${attempt}/${fields.headSha ?? ''}`),
    wave,
    agent: agent(name),
    purpose,
    attempt,
    headSha: MAIN,
    state: 'done',
    // One purpose and its value belong together; the table above pairs them, which the compiler cannot follow.
    outcome: outcome as unknown as RunRecord['outcome'],
    usage: { turns: 2, inputTokens: 100, outputTokens: 10, usd: 0.01 },
    ...fields,
  }
}

export const failed = (
  name: string,
  purpose: Purpose,
  outcome: RunRecord['outcome'],
  attempt = 1,
): RunRecord => ({
  ...done(name, purpose, { attempt }),
  state: 'failed',
  outcome,
})

export const active = (name: string, purpose: Purpose, more: Partial<RunRecord> = {}): RunRecord => ({
  ...done(name, purpose, more),
  state: 'running',
  outcome: undefined,
})

export const result = (change: Partial<WorkflowResult> = {}): WorkflowResult => ({
  version: 2,
  kind: 'validate',
  platform: 'linux-x64',
  nonce: 'nonce-1234',
  headSha: HEAD,
  baseSha: MAIN,
  runner: {
    os: 'linux',
    arch: 'x64',
    cpu: 'test',
    cores: 2,
    node: 'v24',
    environment: 'github-hosted',
    metal: null,
  },
  startedAt: '2026-11-21T10:00:00Z',
  finishedAt: '2026-11-21T10:00:05Z',
  steps: [{ name: 'tests', command: 'npm test', exitCode: 0, durationMs: 900, outputTail: '' }],
  tests: { total: 12, passed: 12, failed: 0, skipped: 0, failures: [] },
  coverage: null,
  benchmarks: [],
  ...change,
})

export const ratioOf4 = {
  metric: 'attention.ms',
  unit: 'ms',
  better: 'lower' as const,
  baseline: [20, 20.4, 19.6, 20, 20.4, 19.6, 20, 20.4, 19.6, 20],
  candidate: [5, 5.1, 4.9, 5, 5.1, 4.9, 5, 5.1, 4.9, 5],
}

export function validation(
  kind: 'validate' | 'benchmark',
  change: Partial<ValidationRecord> = {},
): ValidationRecord {
  return {
    id: `acme/attention#7/${kind}/${HEAD}/1`,
    wave: 2,
    kind,
    platform: 'linux-x64',
    confirms: false,
    headSha: HEAD,
    baseSha: MAIN,
    nonce: 'nonce-1234',
    attempt: 1,
    state: 'done',
    workflowRunId: kind === 'validate' ? '100' : '200',
    completed: true,
    result: result(kind === 'benchmark' ? { kind, tests: null, benchmarks: [ratioOf4] } : {}),
    detail: undefined,
    requestedAt: NOW - 60_000,
    ...change,
  }
}

export const pull = (change: Partial<PullObservation> = {}): PullObservation => ({
  nodeId: 'PR_1',
  number: 8,
  title: 'Sparse kernel',
  // Said by every attempt that a table may make of it.
  body: `Closes #7\n${[1, 2, 3, 4, 5, 6, 7, 8, 9].map(attemptMark).join('')}`,
  state: 'open',
  draft: true,
  labels: ['wave:2'],
  mergeable: 'mergeable',
  headSha: HEAD,
  baseSha: MAIN,
  mergeSha: undefined,
  reviewDecision: 'REVIEW_REQUIRED',
  reviews: [],
  checks: [],
  foreignChecks: [],
  comments: [],
  ...change,
})

export const wave = (change: Partial<WaveObservation> = {}): WaveObservation => ({
  index: 2,
  branch: BRANCH,
  branchSha: HEAD,
  pull: pull(),
  ...change,
})

const labels = ['baton', 'type:implementation', 'complexity:high', 'component:attention']
const triaged = { ...snapshot().issue, labels }

/** Where a task stands at each step of the way, each the base for rows that tweak one thing. */
export const at = {
  handedOver: snapshot(),
  triaged: snapshot({ issue: triaged, runs: [done('orchestrator', 'triage')] }),
  researched: snapshot({
    issue: triaged,
    runs: [done('orchestrator', 'triage'), done('researcher', 'research')],
  }),
  implemented: snapshot({
    issue: triaged,
    runs: [
      done('orchestrator', 'triage'),
      done('researcher', 'research'),
      done('implementer', 'implement', { commit: HEAD, paths: ['src/attention.mjs'] }),
    ],
  }),
}
export const opened: BareSnapshot = { ...at.implemented, waves: [wave()] }
export const validated: BareSnapshot = {
  ...opened,
  validations: [validation('validate'), validation('benchmark')],
}
const verdict = (name: string): RunRecord => done(name, 'review', { headSha: HEAD })
export const agreed: BareSnapshot = {
  ...validated,
  runs: [...validated.runs, verdict('critic'), verdict('benchmarker'), verdict('researcher')],
}
