// What a rehearsal ended in, read from the embedded GitHub and the store: nothing here is known beforehand.

import { verdictsOn } from '../domain/consensus/consensus.ts'
import { measure } from '../domain/evidence/statistics.ts'
import type { TaskKey } from '../domain/ids.ts'
import type { RunRecord, ValidationRecord } from '../domain/snapshot.ts'
import { toRunRecord, toValidationRecord } from '../reconcile/records.ts'
import { runsOfTask } from '../store/runs.ts'
import type { Store } from '../store/open.ts'
import { validationsOfTask } from '../store/validations.ts'
import { latestChecks } from './forge/checks.ts'
import { fullName, type Pull, type Repository } from './forge/world.ts'
import { AUTHOR_APP, type Stage } from './stage.ts'

export interface WaveSummary {
  wave: number
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

function waveSummary(
  repo: Repository,
  pull: Pull,
  runs: readonly RunRecord[],
  validations: readonly ValidationRecord[],
): WaveSummary {
  const wave = Number(/\/wave-(\d+)/.exec(pull.headRef)?.[1] ?? 0)
  const heads = [
    ...new Set(runs.filter((run) => run.wave === wave && run.purpose === 'review').map((run) => run.headSha)),
  ]
  return {
    wave,
    branch: pull.headRef,
    pull: pull.number,
    merged: pull.merged,
    verdicts: heads.flatMap((head) =>
      head === undefined
        ? []
        : verdictsOn(head, wave, runs, validations).map(({ seat, sha, outcome }) => ({
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

export interface SummaryInput {
  scenario: string
  stage: Stage
  store: Store
  key: TaskKey
  repo: Repository
  issue: number
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
  const { stage, store, repo, key } = input
  const runs = (await runsOfTask(store.db, key)).map(toRunRecord)
  const validations = (await validationsOfTask(store.db, key)).map((row) => toValidationRecord(row, false))
  const waves = [...repo.pulls.values()].map((pull) => waveSummary(repo, pull, runs, validations))
  const merged = [...repo.pulls.values()].filter((pull) => pull.merged)
  const measured = validations
    .filter((record) => merged.some((pull) => pull.headSha === record.headSha))
    .flatMap((record) => (record.result?.benchmarks ?? []).flatMap((benchmark) => measure(benchmark) ?? []))
  const received = stage.forge.deliveries.filter((delivery) => delivery.appId === AUTHOR_APP.id)
  const { contract } = stage.forge
  const state = repo.issues.get(input.issue)?.state ?? 'missing'
  const unique = new Set(received.map((delivery) => delivery.guid)).size
  const stored = await storedDeliveries(store)
  const failed = received.filter((delivery) => delivery.statusCode >= 400 || delivery.statusCode === 0).length
  const sum = (pick: (run: RunRecord) => number): number => runs.reduce((total, run) => total + pick(run), 0)
  const ok =
    state === 'closed' &&
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
    issue: { number: input.issue, state },
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
