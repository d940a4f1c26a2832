// The tables of the store, typed for kysely. What each is for is said in migrations/0001-initial.ts.

import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** `timestamptz`: read as a Date, written as a Date or filled in by the database. */
type Time = ColumnType<Date, Date | undefined, Date>
type MaybeTime = ColumnType<Date | null, Date | null | undefined, Date | null>

/**
 * `json`, read as what it holds, written as text. Never `jsonb`: that refuses the NUL characters and lone surrogates which
 * command output and models do produce.
 */
type Json = ColumnType<unknown, string, string>
type MaybeJson = ColumnType<unknown, string | null | undefined, string | null>

/** stored: the drain has yet to look. drained: its tasks are scheduled. ignored: nothing of ours. failed: kept with its error. */
export type DeliveryState = 'stored' | 'drained' | 'ignored' | 'failed'
export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
export type ValidationState = 'requested' | 'running' | 'done' | 'failed' | 'refused'

interface DeliveryTable {
  guid: string
  event: string
  action: string | null
  installation_id: number | null
  received_at: Time
  payload: Buffer
  targets: Json
  state: DeliveryState
  task_key: string | null
  error: string | null
}

interface SubjectTable {
  key: string
  scheduled: boolean
  generation: Generated<number>
  wake_at: MaybeTime
}

interface TaskTable {
  key: string
  state: Json
  open: Generated<boolean>
  updated_at: Time
  resynced_at: MaybeTime
}

interface LinkTable {
  ref: string
  task_key: string
}

interface RunTable {
  id: string
  task_key: string
  wave: number
  agent: string
  purpose: string
  attempt: number
  head_sha: string
  state: Generated<RunState>
  request: Json
  outcome: MaybeJson
  usage: MaybeJson
  lease_owner: string | null
  lease_until: MaybeTime
  created_at: Time
  started_at: MaybeTime
  finished_at: MaybeTime
  repository: GeneratedAlways<string>
  task_type: string | null
  /** The cost of `usage`, in US dollars: nothing queries inside json. */
  usd: number | null
}

interface JournalTable {
  run_id: string
  seq: number
  event: Json
  at: Time
}

interface LedgerTable {
  key: string
  task_key: string
  kind: string
  intent: Json
  intended_at: Time
  receipt: MaybeJson
  done_at: MaybeTime
  attempts: Generated<number>
  error: string | null
}

interface ValidationTable {
  id: string
  task_key: string
  wave: number
  kind: string
  platform: string
  confirms: boolean
  head_sha: string
  base_sha: string
  nonce: string
  workflow_run_id: number | null
  state: Generated<ValidationState>
  result: MaybeJson
  created_at: Time
  finished_at: MaybeTime
  detail: string | null
}

interface LeaseTable {
  key: string
  owner: string
  until: Date
  fence: number
}

interface AuditTable {
  id: Generated<number>
  at: Time
  task_key: string | null
  actor: string
  what: string
  detail: Json
}

interface ConfigurationTable {
  repository: string
  policy: string
  roster: Json
  seen_at: Time
}

interface DeadLetterTable {
  id: Generated<string>
  queue: string
  key: string
  data: Json
  error: string
  kind: string
  attempts: number
  failed_at: Time
}

interface WorkerTable {
  id: Generated<number>
  host: string
  pid: number
  started_at: Time
}

interface SignalTable {
  repository: string
  name: string
  payload: Json
  task_key: string
  wave: number | null
  sha: string | null
  sent_at: Time
}

interface WaitingTable {
  repository: string
  signal: string
  task_key: string
}

interface FreezeTable {
  repository: string
  id: string
  paths: Json
  symbols: Json
  task_key: string
  wave: number
  sha: string
  rule: Json
  frozen_at: Date
  expires_at: MaybeTime
  noticed_at: MaybeTime
  lifted_at: MaybeTime
  lifted_by: MaybeJson
}

interface MeasurementTable {
  validation: string
  metric: string
  repository: string
  branch: string
  unit: string
  better: 'lower' | 'higher'
  platform: string
  machine: string
  machine_name: string
  head_sha: string
  task_key: string
  wave: number
  workflow_run_id: number | null
  samples: number
  median: number
  at: Date
  merged_as: string | null
  merged_at: MaybeTime
  saved_at: MaybeTime
}

interface ExperimentTable {
  id: string
  repository: string
  task_key: string
  wave: number
  name: string
  record: Json
  at: Date
}

interface RequestTable {
  id: Generated<number>
  guid: string
  task_key: string
  sha: string
  branch: string | null
  kinds: Json
  actor: string
  bot: boolean
  requested_at: Date
  outcome: string | null
  answered_at: MaybeTime
}

interface AdrCounterTable {
  repository: string
  last: number
}

interface AdrTable {
  repository: string
  number: number
  task_key: string
  topic: string
  title: string
  path: string
  branch: string
  sha: string | null
  reserved_at: Date
}

interface RulingTable {
  id: string
  first_task: string
  second_task: string
  ruling: Json
  ruled_at: Time
}

interface BroadcastTable {
  task_key: string
  repository: string
  directive: Json
  given_at: Time
  closed_at: MaybeTime
}

interface BoardTable {
  key: string
  state: Json
  updated_at: Time
}

export interface Schema {
  delivery: DeliveryTable
  subject: SubjectTable
  task: TaskTable
  link: LinkTable
  run: RunTable
  journal: JournalTable
  ledger: LedgerTable
  validation: ValidationTable
  lease: LeaseTable
  audit: AuditTable
  configuration: ConfigurationTable
  dead_letter: DeadLetterTable
  worker: WorkerTable
  signal: SignalTable
  waiting: WaitingTable
  api_freeze: FreezeTable
  measurement: MeasurementTable
  experiment: ExperimentTable
  request: RequestTable
  adr_counter: AdrCounterTable
  adr: AdrTable
  ruling: RulingTable
  broadcast: BroadcastTable
  board: BoardTable
}
