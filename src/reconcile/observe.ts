// Reads everything decide() needs: one GraphQL request, the store, and while a workflow run is awaited its state.

import type { Kysely } from 'kysely'
import { Sha, taskRef, type RepoRef, type TaskKey } from '../domain/ids.ts'
import { IDLE } from '../domain/priority/candidate.ts'
import { observeCommands, type ObservedCommand } from '../domain/commands/observed.ts'
import type { Trend } from '../domain/benchmarks/trend.ts'
import { metricsOnRecord } from '../domain/gates/baselines.ts'
import type { Baseline } from '../domain/gates/gate.ts'
import { renderCoordination } from '../domain/render/coordination.ts'
import type { EffectivePolicy } from '../domain/policy/effective.ts'
import type { BareSnapshot, RecordedRollback } from '../domain/snapshot.ts'
import { endOfDay, startOfDay } from '../domain/stages/day-budget.ts'
import { TerminalError } from '../errors.ts'
import type { GitHub } from '../github/apps.ts'
import type { RepoClient } from '../github/repo-client.ts'
import type { Gone } from '../github/task-api.ts'
import { acknowledgements } from '../store/acknowledgements.ts'
import { ROLLBACK, RollbackReceipt } from './act/rollback.ts'
import { receiptsOf } from '../store/ledger.ts'
import { committedSince } from '../store/spending.ts'
import { baselinesOf } from '../store/baselines.ts'
import { trendsOf } from '../store/trends.ts'
import { unmergedHeads } from '../store/measurements.ts'
import { adrsOfTask } from '../store/adrs.ts'
import { freezesOf } from '../store/freezes.ts'
import { rulingsOfTask } from '../store/rulings.ts'
import { signalsOf } from '../store/signals.ts'
import { record, workload } from '../store/agent-records.ts'
import { openRequests } from '../store/requests.ts'
import { runsOfTask } from '../store/runs.ts'
import type { Schema } from '../store/schema.ts'
import { loadTask } from '../store/tasks.ts'
import { validationsOfTask } from '../store/validations.ts'
import { authorisedBy, uncountedLabels } from './authority.ts'
import { inheritedFrom } from './post-mortem.ts'
import { broadcastsFor } from './broadcasts.ts'
import type { ChangedFiles } from './changed-files.ts'
import type { CodeOwners } from './code-owners.ts'
import type { Configurations } from './configuration.ts'
import { coordinationOf } from './coordination.ts'
import { withMergeGroups } from './merge-queue.ts'
import { askers, rolesOf } from './roles.ts'
import { analysisOfTask, planOf } from './plan-source.ts'
import { sendersFor } from './senders.ts'
import { rivalsOf } from './rivals.ts'
import { tierLabels } from './tier-labels.ts'
import { toRunRecord, toValidationRecord } from './records.ts'
import { emptyTaskState, TaskState } from './task-state.ts'

export interface ObserveDeps {
  db: Kysely<Schema>
  github: GitHub
  configurations: Configurations
  changedFiles: ChangedFiles
  codeOwners: CodeOwners
  now: () => number
  sandbox: BareSnapshot['sandbox']
  scripted: boolean
}

/** Costs a request of its own only where the policy names another branch than the default one. */
async function integrationBranch(
  client: RepoClient,
  { defaultBranch, defaultSha }: { defaultBranch: string; defaultSha: Sha },
  policy: EffectivePolicy | undefined,
): Promise<BareSnapshot['base']> {
  const branch = policy?.integration_branch ?? defaultBranch
  if (branch === defaultBranch) return { branch, sha: defaultSha }
  const sha = await client.refs.sha(branch)
  if (sha === undefined)
    throw new TerminalError(`the integration branch ${branch} of the policy does not exist`)
  return { branch, sha: Sha.parse(sha) }
}

export interface Observed {
  snapshot: BareSnapshot
  policy: EffectivePolicy | undefined
  state: TaskState
}

/** What the store knows of the repository's agents: two queries over an index. */
async function standing(db: Kysely<Schema>, { owner, repo }: RepoRef): Promise<BareSnapshot['standing']> {
  const repository = `${owner}/${repo}`
  const [loads, records] = [await workload(db, repository), await record(db, repository)]
  const names = new Set([...loads.keys(), ...records.keys()])
  return new Map(
    [...names].map((name) => [
      name,
      { workload: loads.get(name) ?? IDLE, record: records.get(name) ?? new Map<string, never>() },
    ]),
  )
}

/** Without a policy nothing is started, so nothing is counted. */
async function today(
  db: Kysely<Schema>,
  { owner, repo }: RepoRef,
  policy: EffectivePolicy | undefined,
  now: number,
): Promise<BareSnapshot['day']> {
  const since = new Date(startOfDay(now))
  const usd =
    policy === undefined ? 0 : await committedSince(db, `${owner}/${repo}`, since, policy.limits.run_usd)
  return { usd, endsAt: endOfDay(now) }
}

/** Whether somebody waits for an answer to `/baton coordinate`: only then are the other plans read. */
const asksHow = (
  commands: readonly ObservedCommand[],
  acknowledged: ReadonlyMap<number, 'seen' | 'answered'>,
): boolean =>
  commands.some(
    (one) =>
      'command' in one && one.command.verb === 'coordinate' && acknowledged.get(one.commentId) !== 'answered',
  )

async function coordination(db: Kysely<Schema>, task: RepoRef, now: number): Promise<string | undefined> {
  const view = await coordinationOf(db, task, now)
  return view && renderCoordination(view)
}

const mergedHeads = (waves: BareSnapshot['waves']): Sha[] =>
  waves.flatMap(({ pull }) => (pull?.state === 'merged' ? [pull.headSha] : []))

/** What is on record for the branch, where a gate or a target is about to be looked at: one query. */
async function baselines(
  db: Kysely<Schema>,
  repo: RepoRef,
  branch: string,
  waves: BareSnapshot['waves'],
  policy: EffectivePolicy | undefined,
): Promise<Baseline[]> {
  if (policy === undefined || waves.every(({ pull }) => pull === undefined)) return []
  return baselinesOf(db, repo, branch, metricsOnRecord(policy))
}

/** For the closing summary: one query, once everything is merged. */
async function trends(
  db: Kysely<Schema>,
  { owner, repo }: RepoRef,
  branch: string,
  waves: BareSnapshot['waves'],
  policy: EffectivePolicy | undefined,
): Promise<Trend[]> {
  const over = waves.length > 0 && waves.every(({ pull }) => pull?.state === 'merged')
  if (policy === undefined || !over) return []
  const { gates, pack } = policy
  const metrics = [...gates.benchmark, ...gates.metric, ...pack.targets].map(({ metric }) => metric)
  return trendsOf(db, { repository: `${owner}/${repo}`, branch, metrics })
}

async function rollbacks(
  db: Kysely<Schema>,
  key: TaskKey,
  waves: BareSnapshot['waves'],
): Promise<RecordedRollback[]> {
  if (mergedHeads(waves).length === 0) return []
  return (await receiptsOf(db, key, ROLLBACK)).map((receipt) => RollbackReceipt.parse(receipt))
}

async function validations(
  db: Kysely<Schema>,
  client: RepoClient,
  key: TaskKey,
): Promise<BareSnapshot['validations']> {
  const rows = await validationsOfTask(db, key)
  return Promise.all(
    rows.map(async (row) => {
      const open = row.state === 'requested' || row.state === 'running'
      const completed =
        open && row.workflowRunId !== null && (await client.actions.run(String(row.workflowRunId))).completed
      return toValidationRecord(row, completed)
    }),
  )
}

/**
 * Everything about a task, or Gone when there is no issue any more. Raises TerminalError when the installation is gone,
 * TransientError when GitHub cannot be asked now.
 */
export async function observe(deps: ObserveDeps, key: TaskKey): Promise<Observed | Gone> {
  const { db, github } = deps
  const task = taskRef(key)
  const client = await github.author(task)
  const reviewer = await github.reviewer(task)
  const known = await loadTask(db, key)
  const state = known === undefined ? emptyTaskState() : TaskState.parse(known.state)
  const seen = await client.tasks.observe(task.number, state.waves, reviewer && (await reviewer.login()))
  if ('gone' in seen) return seen
  const { policy, problems } = await deps.configurations.resolve(task, seen)
  const runs = await runsOfTask(db, key)
  const person =
    state.authorisedBy ??
    (await inheritedFrom(db, task, seen.issue)) ??
    (await authorisedBy(client, seen, policy?.label))
  const { uncounted, permissions } = await uncountedLabels(
    client,
    seen.issue,
    { by: person, label: policy?.label },
    state.permissions,
  )
  const { tiers, people: tierPeople } = await tierLabels(client, seen.issue, state.tierPeople)
  // The App's name costs a request the first time, so it is asked for only where somebody might be mentioned.
  const mention = seen.comments.some(({ body }) => body.includes('@')) ? await client.login() : undefined
  const commands = observeCommands(seen.comments, { mention })
  const acknowledged = await acknowledgements(
    db,
    key,
    commands.map(({ commentId }) => commentId),
  )
  const requests = await openRequests(db, key)
  const pressing = requests.flatMap(({ author }) => (author.kind === 'person' ? [author.login] : []))
  const roles = await rolesOf(client, new Set([...askers(commands, acknowledged), ...pressing]))
  const records = runs.map(toRunRecord)
  const analysed = analysisOfTask(seen.issue, policy, records, state.desired, state.plan)
  const written = planOf(
    seen.issue,
    { authorisedBy: person, desired: state.desired },
    seen.plans,
    policy,
    state.plan,
  )
  const filed: BareSnapshot['plan'] = written.plan && { ...written.plan, filed: true }
  const source = filed === undefined ? analysed : { ...written, plan: filed }
  const signals = await signalsOf(db, task)
  const freezes = await freezesOf(db, task)
  const senders = await sendersFor(db, key, state, new Set(signals.map(({ name }) => name)))
  const base = await integrationBranch(client, seen.repository, policy)
  const codeowners = await deps.codeOwners.at(client, task, base.sha, policy)
  return {
    policy,
    state: {
      ...state,
      ...(source.text === undefined ? {} : { plan: source.text }),
      permissions,
      tierPeople,
      ...(person === undefined ? {} : { authorisedBy: person }),
    },
    snapshot: {
      key,
      task,
      repository: { defaultBranch: seen.repository.defaultBranch, labels: seen.repository.labels },
      base,
      issue: seen.issue,
      authorisedBy: person,
      uncounted,
      ...(tiers.length === 0 ? {} : { tiers }),
      routed: state.routed,
      postMortem: state.postMortem,
      standing: await standing(db, task),
      day: await today(db, task, policy, deps.now()),
      plan: source.plan,
      analysis: analysed.analysis,
      commands,
      acknowledged,
      roles,
      ...(requests.length === 0 ? {} : { requests }),
      ...(state.desired === undefined ? {} : { desired: state.desired }),
      explanation: state.explanation,
      coordination: asksHow(commands, acknowledged) ? await coordination(db, task, deps.now()) : undefined,
      ...(state.hooks === undefined ? {} : { hooks: state.hooks }),
      trouble: state.trouble,
      troubles: state.troubles,
      progress: state.progress,
      signals: signals.map(({ name }) => name),
      signalled: new Map(signals.map(({ name, sentAt }) => [name, sentAt.getTime()])),
      begunAt: state.begunAt,
      senders,
      freezes,
      ...(await broadcastsFor(db, key, seen.issue, { ...state, authorisedBy: person })),
      rivals: await rivalsOf(db, key, records, seen.waves),
      rulings: await rulingsOfTask(db, key),
      toldRivals: state.toldRivals,
      adrs: await adrsOfTask(db, key),
      changed: await deps.changedFiles.of(client, key, seen.waves, records, policy),
      ...(codeowners === undefined ? {} : { codeowners }),
      configProblems: problems,
      waves: await withMergeGroups(client, seen.waves),
      baselines: await baselines(db, task, base.branch, seen.waves, policy),
      rollbacks: await rollbacks(db, key, seen.waves),
      rollbackOf: state.rollbackOf,
      trends: await trends(db, task, base.branch, seen.waves, policy),
      unsaved: await unmergedHeads(db, key, mergedHeads(seen.waves)),
      subIssues: seen.subIssues,
      runs: records,
      validations: await validations(db, client, key),
      reviewer: reviewer !== undefined,
      scripted: deps.scripted,
      sandbox: deps.sandbox,
      updates: state.updates,
      mergeRefusal: state.mergeRefusal,
      enqueued: state.enqueued,
    },
  }
}
