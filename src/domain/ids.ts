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

/** Splits a task key into owner, repository and issue number. */
export function taskRef(key: TaskKey): TaskRef {
  const slash = key.indexOf('/')
  const hash = key.lastIndexOf('#')
  return { owner: key.slice(0, slash), repo: key.slice(slash + 1, hash), number: Number(key.slice(hash + 1)) }
}
