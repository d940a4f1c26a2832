// The running embedded GitHub as the rest of the product and the tests see it, and what to start it with.

import type { GitPlumbing } from './git/plumbing.ts'
import type { ContractReport } from '../contract/contract.ts'
import type { Permissions, Repository, Role, User, World } from './world.ts'

export interface AppSeed {
  id: number
  slug: string
  installationId: number
  permissions: Permissions
  events: string[]
  /** Where this App's webhooks go; undefined: it receives none. Can be set later with `setWebhook`. */
  webhook?: { url: string; secret: string }
  /** PKCS#8 PEM; generated when absent. */
  privateKeyPem?: string
}

export interface RepositorySeed {
  owner: string
  name: string
  /** Directory whose files become the initial commit on `main`. */
  files?: string
  /** Or: an existing git repository (any branch layout) that is cloned bare; the original is never touched. */
  cloneFrom?: string
  description?: string
  private?: boolean
  collaborators?: Record<string, Role>
}

export interface ForgeOptions {
  /** 0 picks a free port. Always loopback. */
  port?: number
  /** Bare repositories live below it; created when missing. */
  dataDir: string
  /** People, by login, with the tokens they may use. */
  users: { login: string; token: string }[]
  apps: AppSeed[]
  repositories: RepositorySeed[]
  now?: () => number
  /** Primary rate limit per installation, App or person and hour (default 5000, as on github.com). */
  rateLimit?: number
  /** Content-creating requests (POST, PUT, PATCH, DELETE) a minute before the secondary limit answers; none by default. */
  secondaryRateLimit?: number
  /** Milliseconds a webhook's receiver has to answer (default 10,000, as on github.com). */
  webhookTimeout?: number
  /** Answers 501 instead of 404 for routes GitHub has and this forge lacks. Default true. */
  strict?: boolean
}

export interface DeliveryRecord {
  id: number
  guid: string
  appId: number
  event: string
  action: string | null
  installationId: number
  repositoryId: number
  deliveredAt: string
  redelivery: boolean
  /** HTTP status answered, 0 when nothing answered. */
  statusCode: number
  /** `OK`, or what went wrong in words. */
  status: string
  /** Where it was sent. */
  url: string
  durationMs: number
  requestHeaders: Record<string, string>
  payload: string
  responseHeaders: Record<string, string>
  responseBody: string
}

/**
 * What happens to the next deliveries, for chaos tests. Rates are 0–1 and drawn from `random`. A dropped one is in the
 * deliveries API as failed; a duplicate has the same GUID; `delayMs` is waited before each.
 */
export interface WebhookFaults {
  drop: number
  duplicate: number
  shuffle: boolean
  delayMs: number
  random: () => number
}

export interface EmitInput {
  event: string
  action: string | null
  repo: Repository
  sender: User
  /** Event-specific keys; repository, sender, installation and action are added. A function is called once per App. */
  payload: Record<string, unknown>
  /** Only this App gets it (check_run.requested_action and the like). Undefined: every App subscribed. */
  onlyApp?: number
}

export interface Forge {
  readonly url: string
  readonly world: World
  readonly git: GitPlumbing
  readonly deliveries: DeliveryRecord[]
  readonly contract: ContractReport
  /** Every API request so far, newest last, for tests: method, path, caller, status. Git and web traffic is not in it. */
  readonly requests: { method: string; path: string; caller: string; status: number }[]
  privateKey(appId: number): string
  setWebhook(appId: number, hook: { url: string; secret: string } | undefined): void
  setFaults(faults: Partial<WebhookFaults> | undefined): void
  /** Queues a webhook for every subscribed App that is installed on the repository. */
  emit(input: EmitInput): void
  /**
   * The one place that reacts to a moved branch, whether through API, push or merge: emits `push`, moves open pull
   * requests' heads (`refs/pull/N/head`, `pull_request.synchronize`), dismisses stale approvals. `before`/`after` are
   * 40 zeros for created and deleted branches.
   */
  refChanged(repo: Repository, ref: string, before: string, after: string, actor: User): Promise<void>
  /** Does something after a while, holding nothing that the caller holds; not any more once the forge is closed. */
  later(ms: number, work: () => Promise<void>): void
  /** Resolves when every queued webhook was delivered (or failed). */
  drain(): Promise<void>
  close(): Promise<void>
}
