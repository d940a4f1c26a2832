// What a rehearsal ended in, read from the embedded GitHub and the store: nothing here is known beforehand.

import { verdictsOn } from '../domain/consensus/verdicts.ts'
import { measure } from '../domain/evidence/statistics.ts'
import { taskRef, type TaskKey } from '../domain/ids.ts'
import type { RunRecord, ValidationRecord } from '../domain/snapshot.ts'
import { recordOf } from '../domain/side-runs.ts'
import { toRunRecord, toValidationRecord } from '../reconcile/records.ts'
import { TaskState } from '../reconcile/task-state.ts'
import { runsOfTask } from '../store/runs.ts'
import type { Store } from '../store/open.ts'
import { loadTask } from '../store/tasks.ts'
import { validationsOfTask } from '../store/validations.ts'
import { latestChecks } from './forge/checks.ts'
import { fullName, type Pull, type Repository } from './forge/world.ts'
import { AUTHOR_APP, type Stage } from './stage.ts'

export interface WaveSummary {
  /** Its issue, where the scenario has several. */
  issue?: number
  /** As its plan numbers it, else its place in the route. */
  wave: number
  /** It only adds this decision record; its wave is none then. */
  record?: number
  branch: string
  pull: number
  merged: boolean
  verdicts: { seat: string; position: string; sha: string }[]
  checks: { 'baton/gates': string | null; 'baton/consensus': string | null }
}

export interface Summary {
  scenario: string
  ok: boolean
  model: 'scripted' | 'live'
  github: 'embedded'
  issue: { number: number; state: string }
  /** Every issue, where the scenario has several. */
  issues?: { number: number; state: string }[]
  /** In the order in which they were merged. */
  waves: WaveSummary[]
  benchmarks: {
    metric: string
    unit: string
    baseline: number
    candidate: number
    ratio: number
    samples: number
  }[]
  deliveries: { received: number; unique: number; failed: number }
  requests: { sent: number; schemaViolations: number }
  usage: { turns: number; inputTokens: number; outputTokens: number; usd: number }
  wallMs: number
}

function checkOf(repo: Repository, sha: string, name: string): string | null {
  const own = latestChecks(repo, sha).find((check) => check.name === name && check.app.id === AUTHOR_APP.id)
  return own === undefined ? null : (own.conclusion ?? own.status)
}

/** What the store knows of one issue. */
interface TaskRecords {
  issue: number
  state: TaskState | undefined
  runs: readonly RunRecord[]
  validations: readonly ValidationRecord[]
}

async function recordsOf(store: Store, key: TaskKey): Promise<TaskRecords> {
  const task = await loadTask(store.db, key)
  return {
    issue: taskRef(key).number,
    state: task && TaskState.parse(task.state),
    runs: (await runsOfTask(store.db, key)).map(toRunRecord),
    validations: (await validationsOfTask(store.db, key)).map((row) => toValidationRecord(row, false)),
  }
}

function waveSummary(repo: Repository, pull: Pull, tasks: readonly TaskRecords[]): WaveSummary {
  const task = tasks.find(({ state }) => state?.waves.some(({ branch }) => branch === pull.headRef))
  const index = task?.state?.waves.find(({ branch }) => branch === pull.headRef)?.index ?? 0
  const planned = task?.state?.routed?.waves.find((wave) => wave.index === index)?.plan
  const record = recordOf(index)
  const { runs = [], validations = [] } = task ?? {}
  const heads = [
    ...new Set(
      runs.filter((run) => run.wave === index && run.purpose === 'review').map((run) => run.headSha),
    ),
  ]
  return {
    ...(tasks.length > 1 && task !== undefined ? { issue: task.issue } : {}),
    wave: planned ?? index,
    ...(record === undefined ? {} : { record }),
    branch: pull.headRef,
    pull: pull.number,
    merged: pull.merged,
    verdicts: heads.flatMap((head) =>
      head === undefined
        ? []
        : verdictsOn(head, index, runs, validations).map(({ seat, sha, outcome }) => ({
            seat,
            position: outcome.position,
            sha,
          })),
    ),
    checks: {
      'baton/gates': checkOf(repo, pull.headSha, 'baton/gates'),
      'baton/consensus': checkOf(repo, pull.headSha, 'baton/consensus'),
    },
  }
}

/** Merged ones in the order of their commits on the default branch, then the others. */
async function inOrderOfMerges(stage: Stage, repo: Repository): Promise<Pull[]> {
  const commits = await stage.forge.git.log(repo, repo.defaultBranch)
  const place = ({ mergeCommitSha }: Pull): number =>
    mergeCommitSha === null ? -1 : commits.indexOf(mergeCommitSha)
  return [...repo.pulls.values()].toSorted((a, b) => place(b) - place(a))
}

export interface SummaryInput {
  scenario: string
  stage: Stage
  store: Store
  /** The issues of the scenario; the first is the main one. */
  keys: readonly TaskKey[]
  repo: Repository
  wallMs: number
}

/** How many webhooks this process stored, however often each came. */
async function storedDeliveries(store: Store): Promise<number> {
  const { count } = await store.db
    .selectFrom('delivery')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function summarise(input: SummaryInput): Promise<Summary> {
  const { stage, store, repo, keys } = input
  const tasks = await Promise.all(keys.map((key) => recordsOf(store, key)))
  const runs = tasks.flatMap((task) => task.runs)
  const validations = tasks.flatMap((task) => task.validations)
  const waves = (await inOrderOfMerges(stage, repo)).map((pull) => waveSummary(repo, pull, tasks))
  const merged = [...repo.pulls.values()].filter((pull) => pull.merged)
  const measured = validations
    .filter((record) => merged.some((pull) => pull.headSha === record.headSha))
    .flatMap((record) => (record.result?.benchmarks ?? []).flatMap((benchmark) => measure(benchmark) ?? []))
  const received = stage.forge.deliveries.filter((delivery) => delivery.appId === AUTHOR_APP.id)
  const { contract } = stage.forge
  const issues = tasks.map(({ issue }) => ({
    number: issue,
    state: repo.issues.get(issue)?.state ?? 'missing',
  }))
  const unique = new Set(received.map((delivery) => delivery.guid)).size
  const stored = await storedDeliveries(store)
  const failed = received.filter((delivery) => delivery.statusCode >= 400 || delivery.statusCode === 0).length
  const sum = (pick: (run: RunRecord) => number): number => runs.reduce((total, run) => total + pick(run), 0)
  const ok =
    issues.every(({ state }) => state === 'closed') &&
    waves.length > 0 &&
    waves.every((wave) => wave.merged) &&
    contract.violations.length === 0 &&
    (stage.player?.mismatches.length ?? 0) === 0 &&
    failed === 0 &&
    stored === unique
  return {
    scenario: input.scenario,
    ok,
    model: stage.player === undefined ? 'live' : 'scripted',
    github: 'embedded',
    issue: issues[0] ?? { number: 0, state: 'missing' },
    ...(issues.length > 1 ? { issues } : {}),
    waves,
    benchmarks: measured.map(({ metric, unit, baseline, candidate, ratio, samples }) => ({
      metric,
      unit,
      baseline,
      candidate,
      ratio,
      samples,
    })),
    deliveries: { received: received.length, unique, failed },
    requests: { sent: contract.sent, schemaViolations: contract.violations.length },
    usage: {
      turns: sum((run) => run.usage.turns),
      inputTokens: sum((run) => run.usage.inputTokens),
      outputTokens: sum((run) => run.usage.outputTokens),
      usd: sum((run) => run.usage.usd),
    },
    wallMs: Math.round(input.wallMs),
  }
}

export const webLink = (stage: Stage, repo: Repository, path: string): string =>
  `${stage.forge.url}/${fullName(repo)}${path}`
