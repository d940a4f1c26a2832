// The schema of `.github/baton.yml`, the policy of a target repository. A key is called in code what it is called in the file.

import { z } from 'zod'
import { AdrFolder } from '../adr/adr.ts'
import { DEFAULT_ROUNDS, DEFAULT_RULE } from '../benchmarks/rule.ts'
import { GateWhen } from '../gates/applies.ts'
import { Gates } from '../gates/kinds/index.ts'
import { NamedGates } from '../gates/named.ts'
import { PolicyHooks } from '../hooks/configured.ts'
import { Capability, PlatformName, REPORT_FORMATS, ReportFormat } from '../results.ts'
import { TriggersFile } from '../escalation/terms.ts'
import { RoadmapLevel } from '../roster/routing-tables.ts'
import { TimeZone } from '../wakes/time-zone.ts'
import { BranchName, BranchPattern } from './branch.ts'
import { ConsensusRule } from './consensus-rule.ts'
import { field } from './field.ts'
import { Glob } from './glob.ts'
import { LimitsFile } from './limits.ts'
import { overrides } from './overrides.ts'
import { Rhythm } from './rhythm.ts'
import { TeamsFile } from './quorum.ts'
import { Tiers } from './tier.ts'

const shell = z.string().min(1).max(2000)
const setup = field(z.array(shell).max(10), 'shell commands that prepare a checkout, run once', [
  'npm ci',
]).default([])
const minutes = (max: number): z.ZodInt => z.int().min(1).max(max)

const command = <R extends z.ZodType>(report: R) =>
  z.strictObject({
    name: field(z.string().min(1).max(100), 'a short name, shown in the check', 'tests'),
    run: field(shell, 'a shell command, at most 2000 characters', 'npm test'),
    report,
    path: field(
      z
        .string()
        .min(1)
        .max(200)
        .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), {
          message: 'expected a path within the checkout',
        }),
      'a path pattern of the files that hold the report; left out: what the command prints',
      'target/criterion/**/new/*.json',
    ).optional(),
  })
const reportText = `how its report is read: none (only the exit code counts), ${REPORT_FORMATS.test.join(', ')} (test counts), ${REPORT_FORMATS.benchmark.join(', ')} (metrics), ${REPORT_FORMATS.coverage.join(' or ')} (coverage)`

const Validate = z.strictObject({
  setup,
  commands: field(
    z
      .array(command(field(ReportFormat, reportText, 'tap').default('none')))
      .min(1)
      .max(20),
    'the commands that must succeed on a wave, in order, each with name and run',
    [{ name: 'tests', run: 'node --test --test-reporter=tap', report: 'tap' }],
  ),
  platforms: field(
    z.array(PlatformName).min(1).max(20),
    'names of the platforms that it must succeed on; left out: the first one',
    ['linux-x64', 'macos-arm64', 'windows-x64'],
  ).optional(),
})

const Benchmark = z.strictObject({
  setup,
  commands: field(
    z
      .array(command(field(ReportFormat, reportText, 'baton-json').default('baton-json')))
      .min(1)
      .max(20),
    'the benchmark commands, run interleaved on base and head',
    [{ name: 'attention', run: 'node bench/attention.mjs' }],
  ),
  rounds: field(
    z.int().min(1).max(200),
    `how often each command runs on base and on head, 1 to 200; gates need ${DEFAULT_RULE.minSamples} at least`,
    DEFAULT_ROUNDS,
  ).default(DEFAULT_ROUNDS),
  platforms: field(
    z.array(PlatformName).min(1).max(20),
    'names of the platforms that it runs on; left out: the first one',
    ['macos-metal'],
  ).optional(),
})

/** Part of the validation: each name becomes a command whose lines are recorded. */
const Experiments = z.strictObject({
  command: field(
    shell.refine((text) => text.includes('{name}'), { message: 'expected {name} in it' }),
    'a shell command with {name}, which prints lines that begin with {"experiment":',
    'node run.mjs --config {name}',
  ),
  when: field(GateWhen, 'which waves run them; left out: all', { waves: [4, 5] }).optional(),
})

const runnerLabel = z.string().regex(/^[\w.-]{1,100}$/, 'expected a runner label, for example ubuntu-latest')

/** A kind of machine that the workflows run on. */
const Platform = z.strictObject({
  runner: field(
    z.union([runnerLabel, z.array(runnerLabel).min(1).max(10)]),
    'the runner label, or a list of labels that one runner must have together',
    ['self-hosted', 'macOS', 'ARM64', 'metal'],
  ),
  requires: field(z.array(Capability).max(5), 'what the machine must show that it can do: metal', [
    'metal',
  ]).default([]),
  bare_metal: field(
    z.boolean(),
    'true: a machine of its own, whose figures decide; figures of other machines are told only, unless a gate is strict',
    true,
  ).default(false),
  optional: field(
    z.boolean(),
    'true: where no machine can show it, the gates go on without this platform',
    true,
  ).default(false),
})
export type Platform = z.infer<typeof Platform>

const workflowFile = z
  .string()
  .regex(/^[\w][\w.-]{0,95}\.ya?ml$/, 'expected a file name in .github/workflows, ending in .yml')

const CommitGate = z.strictObject({
  max_files: field(
    z.int().min(1).max(3000),
    'the most files that one commit of an agent may change',
    50,
  ).default(50),
  max_bytes: field(
    z.int().min(1).max(50_000_000),
    'the most bytes that one commit of an agent may change',
    200_000,
  ).default(200_000),
  protected: field(z.array(Glob).max(100), 'further path patterns that no agent may change', [
    'infra/**',
  ]).default([]),
  allow_lockfiles: field(z.boolean(), 'true: agents may change lock files', false).default(false),
})

const Merge = z.strictObject({
  method: field(
    z.enum(['squash', 'merge', 'rebase']),
    'squash, merge or rebase; where the branch has a merge queue, its rule counts instead',
    'squash',
  ).default('squash'),
  delete_branch: field(z.boolean(), 'true: the branch of a merged wave is deleted', true).default(true),
})

/** Off unless it is given: it costs a benchmark per merge, and nobody is to find reverts that nobody asked for. */
const Rollback = z.strictObject({
  max_regression_pct: field(
    z.number().min(0).max(1000),
    'a metric that two runs after the merge find worse than before it by more than so many percent has the wave taken back',
    25,
  ).default(25),
  platforms: field(
    z.array(PlatformName).min(1).max(20),
    'where it is measured; left out: where every wave is',
    ['macos-metal'],
  ).optional(),
})

const Adr = z.strictObject({
  enabled: field(z.boolean(), 'false: no decision is put on record', true).default(true),
  dir: field(AdrFolder, 'the folder of the decision records', 'docs/adr').default('docs/adr'),
})

/** Hosted jobs end after 6 hours, self-hosted ones after 5 days and 24 hours in the queue (facts: GitHub Actions limits). */
const Timeouts = z.strictObject({
  validate_minutes: field(minutes(7200), 'the longest validation run, in minutes', 30).default(30),
  benchmark_minutes: field(minutes(7200), 'the longest benchmark run, in minutes', 60).default(60),
  queue_minutes: field(
    minutes(1440),
    'how long a workflow run may wait for a runner, in minutes',
    60,
  ).default(60),
})

/** Label groups that Baton manages itself; the assigning label may not look like one of theirs. */
const assigningLabel = z
  .string()
  .max(50)
  .regex(
    /^(?!baton:board$|(?:type|complexity|component|needs|expertise|pattern|tier|priority|impact|urgency|resources|risk|dependencies|wave|state):)[^\s,][^,\r\n]*$/i,
    'expected a label outside the groups that Baton manages, such as type: and state:',
  )

export const Policy = z.strictObject({
  version: field(z.literal(1), 'the version of this format: 1', 1),
  extends: field(z.string().min(1).max(60), 'the name of a pack', 'asa-swarm'),
  label: field(
    assigningLabel,
    'the label that assigns an issue to Baton, at most 50 characters',
    'baton',
  ).default('baton'),
  integration_branch: field(
    BranchName,
    'the branch that waves are merged to; left out: the default branch of the repository',
    'main',
  ).optional(),
  branch: field(
    BranchPattern,
    "the name of a wave's branch, with {issue} and {wave}, and {agent} if wanted",
    'baton/issue-{issue}/wave-{wave}-{agent}',
  ).default('baton/issue-{issue}/wave-{wave}-{agent}'),
  validate: field(Validate, 'what must succeed on every wave: setup and commands', {
    commands: [{ name: 'tests', run: 'npm test' }],
  }),
  benchmark: field(Benchmark, 'what is measured on every wave: setup, commands, rounds and platforms', {
    commands: [{ name: 'attention', run: 'node bench/attention.mjs' }],
  }).optional(),
  experiments: field(
    Experiments,
    "how the baselines and ablations of a plan's experiment plan are run: a command, and on which waves",
    { command: 'node run.mjs --config {name}' },
  ).optional(),
  gates: field(Gates, 'what results must reach, by kind of gate', {
    tests: [{ min_passed: 676 }],
  }).prefault({}),
  named_gates: field(
    NamedGates,
    'kinds of gates that are shown, and may be demanded by hooks, under one name; a name given replaces the pack’s',
    { INTEGRATION_QUALITY_GATE: ['tests', 'coverage'] },
  ).prefault({}),
  hooks: field(
    PolicyHooks,
    'what happens at the moments of a task’s life, by the name of the hook; comes after the pack’s, null takes the pack’s away',
    { HANDOFF_PREPARATION: [{ do: 'comment', text: 'Wave {wave} is done.' }] },
  ).prefault({}),
  platforms: field(
    z.record(PlatformName, Platform).refine((platforms) => Object.keys(platforms).length > 0, {
      message: 'expected one platform at least',
    }),
    'the platforms of the workflows by name, the usual one first',
    { 'linux-x64': { runner: 'ubuntu-latest' } },
  ).prefault({ 'linux-x64': { runner: 'ubuntu-latest' } }),
  workflows: field(
    z.strictObject({
      validate: field(workflowFile, 'the file name of the validation workflow', 'baton-validate.yml').default(
        'baton-validate.yml',
      ),
      benchmark: field(
        workflowFile,
        'the file name of the benchmark workflow',
        'baton-benchmark.yml',
      ).default('baton-benchmark.yml'),
    }),
    'the file names of the two workflows in .github/workflows',
    { validate: 'baton-validate.yml' },
  ).prefault({}),
  default_priority: field(
    RoadmapLevel,
    'the level of tasks without a label priority:* that no item of the roadmap is about: critical, high, medium, low or future',
    'medium',
  ).default('medium'),
  board: field(
    z.boolean(),
    'true: one pinned issue shows agents, tasks, dependencies, metrics, the critical path and key figures',
    true,
  ).default(false),
  rhythm: field(
    Rhythm,
    'when comments on the board say where the repository stands, in its time_zone; {} for the usual times; left out: never. With it there is a board',
    { review: 'mon,tue,wed,thu,fri 09:00', assessment: false },
  ).optional(),
  time_zone: field(TimeZone, 'the time zone of schedules, by its IANA name', 'Europe/Berlin').default('UTC'),
  ...overrides,
  consensus: field(
    z.array(ConsensusRule).max(50),
    'consensus rules that replace those of the pack by name, or are added',
    [{ name: 'public-api', when: { paths: ['src/index.*'] }, seats: ['critic'], quorum: 'all' }],
  ).default([]),
  tiers: field(
    Tiers,
    'decision tiers: what is routine or irreversible, and who must agree then; a tier given here replaces the pack’s',
    { irreversible: { people: 1 } },
  ).prefault({}),
  teams: field(
    TeamsFile,
    'who belongs to which team, for people_from and CODEOWNERS: people as logins, by org/team',
    { 'acme/core': ['alice', 'lin'] },
  ).default({}),
  keep_on_rebase: field(
    z.boolean(),
    'true: verdicts and approvals stay when a rebase moves a change and leaves every line of it as it was',
    true,
  ).default(false),
  limits: field(LimitsFile, 'what work may cost at most', { run_usd: 3, issue_usd: 10 }).prefault({}),
  triggers: field(TriggersFile, 'when a task is escalated although nothing has parked it', {
    waiting_minutes: 60,
    overrun_factor: 2,
  }).prefault({}),
  commit_gate: field(CommitGate, 'what one commit of an agent may change', { max_files: 50 }).prefault({}),
  merge: field(Merge, 'how an agreed wave is merged', { method: 'squash' }).prefault({}),
  rollback: field(
    Rollback,
    'merged waves are measured once more, and taken back when they made a metric worse; left out: they are not',
    { max_regression_pct: 25 },
  ).optional(),
  adr: field(Adr, 'where decisions are put on record', { dir: 'docs/adr' }).prefault({}),
  timeouts: field(Timeouts, 'how long workflow runs may take', { validate_minutes: 30 }).prefault({}),
})
export type Policy = z.infer<typeof Policy>

/** The JSON Schema (draft 2020-12) of the file as a person writes it: defaults are optional. */
export const policyJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(Policy, { io: 'input', unrepresentable: 'any' }),
  title: 'Baton policy',
})
