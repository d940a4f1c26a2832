// Store rows as the domain's records, parsed on the way in: a row that no longer fits is an InternalError, never a guess.

import { z } from 'zod'
import { AgentName, Sha } from '../domain/ids.ts'
import { outcomeSchemas, Purpose } from '../domain/outcomes.ts'
import type { Question } from '../domain/gates/records.ts'
import { PlatformName, WorkflowKind, WorkflowResult } from '../domain/results.ts'
import type { RunOutcome, RunRecord, RunUsage, ValidationRecord } from '../domain/snapshot.ts'
import { InternalError } from '../errors.ts'
import type { RunRecord as RunRow } from '../store/runs.ts'
import type { ValidationRecord as ValidationRow } from '../store/validations.ts'

const commit = Sha.nullable()
const done = z.discriminatedUnion('purpose', [
  z.strictObject({
    kind: z.literal('done'),
    purpose: z.literal('triage'),
    value: outcomeSchemas.triage,
    commit,
    paths: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('done'),
    purpose: z.literal('plan'),
    value: outcomeSchemas.plan,
    commit,
    paths: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('done'),
    purpose: z.literal('direct'),
    value: outcomeSchemas.direct,
    commit,
    paths: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('done'),
    purpose: z.literal('research'),
    value: outcomeSchemas.research,
    commit,
    paths: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('done'),
    purpose: z.literal('implement'),
    value: outcomeSchemas.implement,
    commit,
    paths: z.array(z.string()),
    symbols: z.array(z.string()).optional(),
  }),
  z.strictObject({
    kind: z.literal('done'),
    purpose: z.literal('review'),
    value: outcomeSchemas.review,
    commit,
    paths: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('done'),
    purpose: z.literal('propose'),
    value: outcomeSchemas.propose,
    commit,
    paths: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('done'),
    purpose: z.literal('challenge'),
    value: outcomeSchemas.challenge,
    commit,
    paths: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('done'),
    purpose: z.literal('synthesise'),
    value: outcomeSchemas.synthesise,
    commit,
    paths: z.array(z.string()),
  }),
])

/** How an ended run is stored in `run.outcome`. */
export const StoredOutcome = z.union([
  done,
  z.strictObject({ kind: z.literal('blocked'), blocked: z.string(), needs: z.string() }),
  z.strictObject({ kind: z.literal('gate_refused'), problems: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('breach'), what: z.array(z.string()) }),
  z.strictObject({
    kind: z.enum(['budget', 'refused', 'context', 'max_tokens', 'aborted', 'invalid_output', 'failed']),
    detail: z.string(),
  }),
])
export type StoredOutcome = z.infer<typeof StoredOutcome>

const usage = z
  .object({
    turns: z.number(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    cacheReadTokens: z.number(),
    cacheWriteTokens: z.number(),
    usd: z.number(),
  })
  // Cached input is input too: the API counts it apart only because its price differs.
  .transform(({ cacheReadTokens, cacheWriteTokens, inputTokens, ...rest }) => ({
    ...rest,
    inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens,
  }))
const noUsage: RunUsage = { turns: 0, inputTokens: 0, outputTokens: 0, usd: 0 }

function parse<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw new InternalError(`${what} in the store is malformed:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function toOutcome(stored: StoredOutcome): RunOutcome {
  if (stored.kind !== 'done') return stored
  return { ...stored, commit: stored.commit ?? undefined }
}

/** All that is read of a run's request here: it is large, and read in every pass. */
const Asked = z.object({
  brief: z
    .object({ asked: z.array(z.string()).optional(), directives: z.array(z.string()).optional() })
    .optional(),
  pull: z.int().optional(),
})

export function toRunRecord(row: RunRow): RunRecord {
  const { brief, pull } = parse(Asked, row.request ?? {}, `the request of ${row.id}`)
  return {
    id: row.id,
    wave: row.wave,
    agent: parse(AgentName, row.agent, `the agent of ${row.id}`),
    purpose: parse(Purpose, row.purpose, `the purpose of ${row.id}`),
    attempt: row.attempt,
    headSha: parse(Sha, row.headSha, `the head of ${row.id}`),
    state: row.state,
    outcome:
      row.outcome === null
        ? undefined
        : toOutcome(parse(StoredOutcome, row.outcome, `the outcome of ${row.id}`)),
    ...(brief?.asked === undefined ? {} : { asked: brief.asked }),
    ...(brief?.directives === undefined ? {} : { told: brief.directives }),
    queuedAt: row.createdAt.getTime(),
    ...(pull === undefined ? {} : { pull }),
    ...(row.finishedAt === null ? {} : { endedAt: row.finishedAt.getTime() }),
    usage: row.usage === null ? noUsage : parse(usage, row.usage, `the usage of ${row.id}`),
  }
}

/** Validation ids end in the attempt: `<task>/<kind>/<platform>/<head>/<attempt>`; one that confirms has a kind of its own. */
export const validationId = (
  key: string,
  { kind, platform, confirms }: Question,
  head: string,
  attempt: number,
): string => `${key}/${kind}${confirms ? '-confirm' : ''}/${platform}/${head}/${attempt}`

export function toValidationRecord(row: ValidationRow, completed: boolean): ValidationRecord {
  return {
    id: row.id,
    wave: row.wave,
    kind: parse(WorkflowKind, row.kind, `the kind of ${row.id}`),
    platform: parse(PlatformName, row.platform, `the platform of ${row.id}`),
    confirms: row.confirms,
    headSha: parse(Sha, row.headSha, `the head of ${row.id}`),
    baseSha: parse(Sha, row.baseSha, `the base of ${row.id}`),
    nonce: row.nonce,
    attempt: Number(row.id.slice(row.id.lastIndexOf('/') + 1)),
    state: row.state,
    workflowRunId: row.workflowRunId === null ? undefined : String(row.workflowRunId),
    completed,
    result: row.result === null ? undefined : parse(WorkflowResult, row.result, `the result of ${row.id}`),
    detail: row.detail ?? undefined,
    requestedAt: row.createdAt.getTime(),
  }
}
