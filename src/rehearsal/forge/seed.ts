// Builds the world a forge starts with: people, Apps with their keys, repositories and installations.

import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UserError } from '../../errors.ts'
import type { AppSeed, ForgeOptions, RepositorySeed } from './forge.ts'
import type { GitPlumbing } from './git/plumbing.ts'
import { findUser } from './lookup.ts'
import { nodeId } from './world.ts'
import type { App, Repository, User, World } from './world.ts'

/** The labels github.com gives a new repository. */
const DEFAULT_LABELS = [
  ['bug', 'd73a4a', "Something isn't working"],
  ['documentation', '0075ca', 'Improvements or additions to documentation'],
  ['duplicate', 'cfd3d7', 'This issue or pull request already exists'],
  ['enhancement', 'a2eeef', 'New feature or request'],
  ['good first issue', '7057ff', 'Good for newcomers'],
  ['help wanted', '008672', 'Extra attention is needed'],
  ['invalid', 'e4e669', "This doesn't seem right"],
  ['question', 'd876e3', 'Further information is requested'],
  ['wontfix', 'ffffff', 'This will not be worked on'],
] as const

/** An empty world whose ids and clock are ready. */
export function createWorld(now: () => number): World {
  let last = 1000
  const iso = (): string => new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z')
  return {
    now,
    iso,
    startedAt: iso(),
    nextId: () => (last += 1),
    users: new Map(),
    apps: new Map(),
    installations: new Map(),
    tokens: new Map(),
    repositories: new Map(),
  }
}

/** Fills the world. Throws UserError for a seed that contradicts itself. */
export async function seedWorld(world: World, git: GitPlumbing, options: ForgeOptions): Promise<void> {
  for (const { login, token } of options.users) {
    const user = findUser(world, login) ?? addUser(world, login, 'User')
    world.tokens.set(token, { kind: 'user', token, user })
  }
  for (const seed of options.repositories) await addRepository(world, git, seed, options.dataDir)
  const owners = new Set([...world.repositories.values()].map((repo) => repo.owner))
  for (const seed of options.apps) addApp(world, seed, [...owners])
}

function addUser(world: World, login: string, type: User['type']): User {
  const id = world.nextId()
  const user: User = { id, nodeId: nodeId(type === 'Organization' ? 'O' : 'U', id), login, type }
  world.users.set(login.toLowerCase(), user)
  return user
}

/** An owner who is not among the people is an organisation. */
const ownerOf = (world: World, login: string): User =>
  findUser(world, login) ?? addUser(world, login, 'Organization')

async function addRepository(
  world: World,
  git: GitPlumbing,
  seed: RepositorySeed,
  dataDir: string,
): Promise<void> {
  const key = `${seed.owner}/${seed.name}`.toLowerCase()
  if (world.repositories.has(key)) {
    throw new UserError(
      `repository ${seed.owner}/${seed.name} is seeded twice`,
      'give each repository one entry',
    )
  }
  const owner = ownerOf(world, seed.owner)
  const id = world.nextId()
  const repo: Repository = {
    id,
    nodeId: nodeId('R', id),
    owner,
    name: seed.name,
    description: seed.description ?? null,
    private: seed.private ?? false,
    defaultBranch: 'main',
    gitDir: resolve(join(dataDir, owner.login, `${seed.name}.git`)),
    createdAt: world.iso(),
    pushedAt: world.iso(),
    nextNumber: 1,
    issues: new Map(),
    pulls: new Map(),
    labels: new Map(),
    milestones: new Map(),
    checks: [],
    statuses: [],
    protections: new Map(),
    rulesets: new Map(),
    workflowIds: new Map(),
    runs: [],
    artifacts: [],
    collaborators: new Map(),
  }
  for (const [login, role] of Object.entries(seed.collaborators ?? {})) {
    if (findUser(world, login) === undefined) {
      throw new UserError(
        `${login}, a collaborator of ${key}, is not among the users`,
        'add the login to `users`',
      )
    }
    repo.collaborators.set(login.toLowerCase(), role)
  }
  for (const [name, color, description] of DEFAULT_LABELS) {
    const labelId = world.nextId()
    const label = { id: labelId, nodeId: nodeId('LA', labelId), name, color, description, default: true }
    repo.labels.set(name, label)
  }
  world.repositories.set(key, repo)
  await mkdir(join(dataDir, owner.login), { recursive: true })
  await git.init(repo, {
    ...(seed.files === undefined ? {} : { files: seed.files }),
    ...(seed.cloneFrom === undefined ? {} : { cloneFrom: seed.cloneFrom }),
  })
}

/** Which permission, any level, an App must hold to be sent an event (https://docs.github.com/webhooks/webhook-events-and-payloads). */
const EVENT_PERMISSIONS: Record<string, readonly (keyof App['permissions'])[]> = {
  issues: ['issues'],
  issue_comment: ['issues', 'pull_requests'],
  sub_issues: ['issues'],
  issue_dependencies: ['issues'],
  pull_request: ['pull_requests'],
  pull_request_review: ['pull_requests'],
  pull_request_review_comment: ['pull_requests'],
  pull_request_review_thread: ['pull_requests'],
  push: ['contents'],
  create: ['contents'],
  delete: ['contents'],
  check_run: ['checks'],
  check_suite: ['checks'],
  status: ['statuses'],
  workflow_run: ['actions'],
  workflow_job: ['actions'],
  workflow_dispatch: ['contents'],
  merge_group: ['merge_queues'],
  branch_protection_rule: ['administration'],
  repository_ruleset: ['administration'],
}

function addApp(world: World, seed: AppSeed, owners: readonly User[]): void {
  for (const event of seed.events) {
    const needed = EVENT_PERMISSIONS[event]
    if (needed !== undefined && !needed.some((permission) => seed.permissions[permission] !== undefined)) {
      throw new UserError(
        `App ${seed.slug} subscribes to ${event} without the permission ${needed.join(' or ')}`,
        `add "${needed[0]}": "read" to its permissions, or leave the event out`,
      )
    }
  }
  const privateKeyPem = seed.privateKeyPem ?? generatePrivateKey()
  const bot = addUser(world, `${seed.slug}[bot]`, 'Bot')
  const app: App = {
    id: seed.id,
    nodeId: nodeId('A', seed.id),
    slug: seed.slug,
    name: seed.slug,
    clientId: `Iv23li${Buffer.from(`app-${seed.id}`).toString('base64url')}`,
    owner: owners[0] ?? bot,
    bot,
    privateKeyPem,
    publicKey: createPublicKey(createPrivateKey(privateKeyPem)),
    webhook: seed.webhook,
    permissions: { metadata: 'read', ...seed.permissions },
    events: seed.events,
    createdAt: world.iso(),
  }
  world.apps.set(app.id, app)
  // One installation per account, as on GitHub; the seed names the id of the first.
  for (const [i, account] of owners.entries()) {
    const id = i === 0 ? seed.installationId : world.nextId()
    world.installations.set(id, {
      id,
      app,
      account,
      repositories: 'all',
      permissions: { ...app.permissions },
      createdAt: world.iso(),
    })
  }
}

function generatePrivateKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return privateKey
}
