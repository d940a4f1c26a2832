// Sets a rehearsal up: embedded GitHub, script player or live model, Baton itself, and a runner; and takes it all down.

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { APP_EVENTS, APP_PERMISSIONS, REVIEWER_APP_PERMISSIONS } from '../domain/policy/app-permissions.ts'
import { wantedRuleset } from '../domain/setup/ruleset.ts'
import { asError } from '../errors.ts'
import type { Baton, BatonOptions } from '../main.ts'
import type { Forge } from './forge/forge.ts'
import { startForge } from './forge/index.ts'
import { runnerToken } from './forge/runner-routes.ts'
import { startScriptPlayer, type ScriptPlayer } from './model/player.ts'
import { startRunner, type Runner } from './runner/index.ts'
import { issuesOf, type Scenario, type ScenarioIssue } from './scenario.ts'
import { prepareTarget } from './target.ts'

export const AUTHOR_APP = { id: 1001, slug: 'baton', installationId: 5001 } as const
export const REVIEWER_APP = { id: 1002, slug: 'baton-reviewer', installationId: 5002 } as const

export interface StageOptions {
  scenario: Scenario
  /** Absolute; everything of the rehearsal lives below it. */
  workDir: string
  /** The real model with this key instead of the script player. */
  live: { apiKey: string; baseUrl: string | undefined } | undefined
  /** Port of the embedded GitHub; 0 takes a free one. */
  port: number
  log: Logger
  /** Requests that GitHub takes in an hour; as many as on github.com unless given. */
  rateLimit?: number
}

/** Everything around Baton. */
export interface Stage {
  forge: Forge
  player: ScriptPlayer | undefined
  runner: Runner
  /** The configuration that Baton is started with here. */
  config: Config
  /** A person's token, by login. */
  token(login: string): string
  /** Files the scenario's first issue as its author; returns its number. */
  fileIssue(): Promise<number>
  /** Files all issues of the scenario, each as its author; returns their numbers. */
  fileIssues(): Promise<readonly number[]>
  close(): Promise<void>
}

/** Where Baton keeps its data in a rehearsal. */
export const dataDirOf = (workDir: string): string => join(workDir, 'data')

const personToken = (login: string): string => `ghp_rehearsal_${login}`

interface Request {
  forge: Forge
  login: string
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body: unknown
}

/** A person's own request, made as a browser or script would: not through any client of the product. */
export async function asPerson({ forge, login, method, path, body }: Request): Promise<unknown> {
  const response = await fetch(`${forge.url}/api/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${personToken(login)}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok)
    throw new Error(`${method} ${path} as @${login}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** As set-up installs it. */
const ruleset = wantedRuleset({ authorAppId: AUTHOR_APP.id, branch: undefined, mergeQueue: undefined })

function forgeConfig(
  forge: Forge,
  options: StageOptions,
  secret: string,
  model: ScriptPlayer | undefined,
): Config {
  const { workDir, live, scenario } = options
  return {
    host: '127.0.0.1',
    port: 0,
    dataDir: dataDirOf(workDir),
    databaseUrl: undefined,
    github: {
      apiUrl: `${forge.url}/api/v3`,
      serverUrl: forge.url,
      author: { appId: AUTHOR_APP.id, privateKey: forge.privateKey(AUTHOR_APP.id) },
      reviewer:
        scenario.apps === 1
          ? undefined
          : { appId: REVIEWER_APP.id, privateKey: forge.privateKey(REVIEWER_APP.id) },
      writeSpacingMs: 0,
    },
    webhookSecret: secret,
    dashboardToken: randomBytes(16).toString('hex'),
    anthropic:
      live === undefined
        ? // Not a word of any text: whatever equals the key is taken out of messages.
          { apiKey: 'no-key-in-a-rehearsal', baseUrl: model?.url }
        : { apiKey: live.apiKey, baseUrl: live.baseUrl },
    logLevel: 'warn',
    role: 'all',
    resyncMs: 60_000,
  }
}

/** Starts everything but Baton. What was started is closed again when something fails. */
export async function setStage(options: StageOptions): Promise<Stage> {
  const { scenario, workDir, log } = options
  const { owner, name } = scenario.repository
  const admin = scenario.people[0]?.login ?? scenario.issue.author
  const target = await prepareTarget(join(workDir, 'target'), scenario.repository.source)
  const closers: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) {
      try {
        await closer()
      } catch (error) {
        log.error({ err: asError(error) }, 'taking the rehearsal down failed')
      }
    }
  }
  try {
    const forge = await startForge({
      port: options.port,
      ...(options.rateLimit === undefined ? {} : { rateLimit: options.rateLimit }),
      dataDir: join(workDir, 'github'),
      users: scenario.people.map(({ login }) => ({ login, token: personToken(login) })),
      apps: [
        { ...AUTHOR_APP, permissions: { ...APP_PERMISSIONS }, events: [...APP_EVENTS] },
        { ...REVIEWER_APP, permissions: { ...REVIEWER_APP_PERMISSIONS }, events: [] },
      ],
      repositories: [
        {
          owner,
          name,
          ...target,
          collaborators: Object.fromEntries(scenario.people.map(({ login, role }) => [login, role])),
        },
      ],
    })
    closers.push(() => forge.close())
    await asPerson({
      forge,
      login: admin,
      method: 'POST',
      path: `/repos/${owner}/${name}/rulesets`,
      body: ruleset,
    })
    const player =
      options.live === undefined ? await startScriptPlayer({ scripts: scenario.scripts }) : undefined
    if (player !== undefined) closers.push(() => player.close())
    const runner = await startRunner({
      forgeUrl: forge.url,
      token: runnerToken(forge),
      owner,
      repo: name,
      workDir: join(workDir, 'runner'),
      labels: ['self-hosted', process.platform],
      name: 'local-runner',
      log: (line) => log.debug({ runner: line }, 'runner'),
    })
    closers.push(() => runner.stop())
    const secret = randomBytes(32).toString('hex')
    const file = async ({ title, body, labels, author }: ScenarioIssue): Promise<number> => {
      const path = `/repos/${owner}/${name}/issues`
      const text = { title, body, labels }
      const issue = await asPerson({ forge, login: author, method: 'POST', path, body: text })
      if (typeof issue !== 'object' || issue === null || !('number' in issue))
        throw new Error('the issue was not filed')
      return Number(issue.number)
    }
    return {
      forge,
      player,
      runner,
      config: forgeConfig(forge, options, secret, player),
      token: personToken,
      fileIssue: () => file(scenario.issue),
      async fileIssues() {
        const numbers: number[] = []
        for (const issue of issuesOf(scenario)) numbers.push(await file(issue))
        return numbers
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Points the author App's webhooks at Baton. */
export function connect(stage: Stage, baton: Pick<Baton, 'url'>): void {
  stage.forge.setWebhook(AUTHOR_APP.id, {
    url: `${baton.url ?? ''}/api/github/webhooks`,
    secret: stage.config.webhookSecret,
  })
}

export type BatonHooks = Pick<BatonOptions, 'onAction' | 'onRun' | 'probe'>
