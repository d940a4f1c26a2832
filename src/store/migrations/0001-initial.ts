// The first tables.

import { sql, type QueryExecutorProvider } from 'kysely'

/** Each statement with what its table is for. Columns of type json hold text from outside; nothing queries inside them. */
const statements = [
  // Every webhook we answered with 2xx, once per X-GitHub-Delivery. `payload` is zstd; `targets` is what intake mapped it to.
  `create table delivery (
    guid text primary key,
    event text not null,
    action text,
    installation_id bigint,
    received_at timestamptz not null default now(),
    payload bytea not null,
    targets json not null,
    state text not null check (state in ('stored', 'drained', 'ignored', 'failed')),
    task_key text,
    error text
  )`,
  `alter table delivery alter column payload set storage external`,
  `create index delivery_stored on delivery (received_at) where state = 'stored'`,
  // One row per task key: whether a reconcile job is pending (at most one is), and when to wake it next by itself.
  `create table subject (
    key text primary key,
    scheduled boolean not null,
    generation bigint not null default 0,
    wake_at timestamptz
  )`,
  `create index subject_wake on subject (wake_at) where wake_at is not null`,
  // What we remember about a task that GitHub cannot hold.
  `create table task (
    key text primary key,
    state json not null,
    open boolean not null default true,
    updated_at timestamptz not null default now()
  )`,
  // Pull requests and sub-issues (owner/repo#n) → the task they belong to.
  `create table link (ref text primary key, task_key text not null)`,
  `create index link_task on link (task_key)`,
  `create table run (
    id text primary key,
    task_key text not null,
    wave integer not null,
    agent text not null,
    purpose text not null,
    attempt integer not null,
    head_sha text not null,
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    request json not null,
    outcome json,
    usage json,
    lease_owner text,
    lease_until timestamptz,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz
  )`,
  `create index run_task on run (task_key, wave)`,
  `create index run_open on run (state) where state in ('queued', 'running')`,
  // Every event of a run in order, so that it can be resumed with nothing done or paid twice.
  `create table journal (
    run_id text not null,
    seq integer not null check (seq >= 0),
    event json not null,
    at timestamptz not null default now(),
    primary key (run_id, seq)
  )`,
  // Intent before, receipt after, for each effect on GitHub.
  `create table ledger (
    key text primary key,
    task_key text not null,
    kind text not null,
    intent json not null,
    intended_at timestamptz not null default now(),
    receipt json,
    done_at timestamptz,
    attempts integer not null default 1,
    error text
  )`,
  `create index ledger_open on ledger (task_key) where done_at is null`,
  // Workflow runs asked for in Actions and what came back.
  `create table validation (
    id text primary key,
    task_key text not null,
    wave integer not null,
    kind text not null,
    head_sha text not null,
    base_sha text not null,
    nonce text not null unique,
    workflow_run_id bigint,
    state text not null default 'requested' check (state in ('requested', 'running', 'done', 'failed', 'refused')),
    result json,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    detail text
  )`,
  `create index validation_task on validation (task_key, wave)`,
  `create index validation_workflow_run on validation (workflow_run_id) where workflow_run_id is not null`,
  // Who may act on a key now. Fences come from a sequence, so they rise for ever although rows come and go.
  `create sequence lease_fence`,
  `create table lease (key text primary key, owner text not null, until timestamptz not null, fence bigint not null)`,
  `create index lease_owner on lease (owner)`,
  `create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    task_key text,
    actor text not null,
    what text not null,
    detail json not null
  )`,
  `create index audit_task on audit (task_key, id)`,
  // Jobs that are not retried any more, until somebody redrives them. One per queue and key: the latest failure.
  `create table dead_letter (
    id uuid primary key default gen_random_uuid(),
    queue text not null,
    key text not null,
    data json not null,
    error text not null,
    kind text not null,
    attempts integer not null,
    failed_at timestamptz not null default now(),
    unique (queue, key)
  )`,
  // Worker processes. A worker is alive as long as its session holds the advisory lock with its id.
  `create table worker (
    id integer generated always as identity primary key,
    host text not null,
    pid integer not null,
    started_at timestamptz not null default now()
  )`,
]

/** Creates the tables. Takes the transaction to do it in. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
