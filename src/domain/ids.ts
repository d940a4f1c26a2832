// Branded identifiers, each made by the one function that checks its form.

import { z } from 'zod'

/**
 * `owner/repo#12`: a root issue; one key, one lock, one pending job. An owner holds an underscore where it is a managed user:
 * https://docs.github.com/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
 */
export const TaskKey = z
  .string()
  .regex(/^[\w-]+\/[\w.-]+#[1-9]\d*$/, 'expected owner/repo#number, for example acme/widgets#12')
  .brand<'TaskKey'>()
export type TaskKey = z.infer<typeof TaskKey>

/**
 * `owner/repo#0`: a repository as a whole. No issue has the number 0, so it is a key of its own beside those of tasks, and has like
 * them one lock and one pending job.
 */
export const RepoKey = z
  .string()
  .regex(/^[\w-]+\/[\w.-]+#0$/, 'expected owner/repo#0, for example acme/widgets#0')
  .brand<'RepoKey'>()
export type RepoKey = z.infer<typeof RepoKey>

/** Whatever has passes: what is queued, leased, and named in the ledger. */
export const SubjectKey = z.union([TaskKey, RepoKey])
export type SubjectKey = z.infer<typeof SubjectKey>

export const isTaskKey = (key: SubjectKey): key is TaskKey => !key.endsWith('#0')

/** A full git object name, 40 lower-case hex digits. */
export const Sha = z
  .string()
  .regex(/^[0-9a-f]{40}$/, 'expected a full git SHA of 40 hex digits')
  .brand<'Sha'>()
export type Sha = z.infer<typeof Sha>

/** X-GitHub-Delivery. GitHub sends a UUID; only its characters and length are relied on. */
export const DeliveryId = z
  .string()
  .regex(/^[0-9A-Za-z-]{1,64}$/, 'expected a delivery GUID')
  .brand<'DeliveryId'>()
export type DeliveryId = z.infer<typeof DeliveryId>

/** The name of an agent: also a label part, a branch part and a file name, so its form is narrow. */
export const AgentName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,39}$/,
    'expected lower-case letters, digits and dashes, at most 40, for example rust-engineer',
  )
  .brand<'AgentName'>()
export type AgentName = z.infer<typeof AgentName>

/** Identifies one agent run for ever: `owner/repo#12/w1/implementer/implement/2`. Deterministic, so a doubled request finds the first. */
export const RunId = z.string().min(1).max(200).brand<'RunId'>()
export type RunId = z.infer<typeof RunId>

export interface RepoRef {
  owner: string
  repo: string
}

export interface TaskRef extends RepoRef {
  number: number
}

export const taskKey = (task: TaskRef): TaskKey => TaskKey.parse(`${task.owner}/${task.repo}#${task.number}`)

export const repoKey = ({ owner, repo }: RepoRef): RepoKey => RepoKey.parse(`${owner}/${repo}#0`)

/** The repository that a key is of. */
export function repoOf(key: SubjectKey): RepoRef {
  const slash = key.indexOf('/')
  return { owner: key.slice(0, slash), repo: key.slice(slash + 1, key.lastIndexOf('#')) }
}

/** The repository that a run is in: its id begins with the key of its task. */
export const repoOfRun = (run: RunId): RepoRef => {
  const slash = run.indexOf('/')
  return { owner: run.slice(0, slash), repo: run.slice(slash + 1, run.indexOf('#')) }
}

/** Splits a task key into owner, repository and issue number. */
export function taskRef(key: TaskKey): TaskRef {
  const slash = key.indexOf('/')
  const hash = key.lastIndexOf('#')
  return { owner: key.slice(0, slash), repo: key.slice(slash + 1, hash), number: Number(key.slice(hash + 1)) }
}
