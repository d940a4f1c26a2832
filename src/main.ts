// The composition root: the only file that wires everything. Nothing here decides anything.

import { createServer, type Server } from 'node:http'
import { isIP, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import Anthropic from '@anthropic-ai/sdk'
import type { Logger } from 'pino'
import { createNodeMiddleware, Probot } from 'probot'
import { batonApp } from './app.ts'
import type { Config } from './config.ts'
import type { Action } from './domain/actions.ts'
import type { BoardAction } from './domain/board/actions.ts'
import { repoKey, repoOfRun, type RepoKey, type RepoRef, type RunId, type TaskKey } from './domain/ids.ts'
import { asError, UserError } from './errors.ts'
import { storeJournal } from './executor/journal.ts'
import { createExecutor, type ExecutorDeps } from './executor/local.ts'
import { createWorkspaces } from './executor/workspaces.ts'
import { createGitHub } from './github/apps.ts'
import { createDeliveryLog } from './github/delivery-log.ts'
import { health } from './http/health.ts'
import { pages } from './http/pages.ts'
import { createIntake } from './intake/intake.ts'
import { sweepRedeliveries } from './intake/redelivery.ts'
import { createQueue, type Queue } from './queue/queue.ts'
import { createChangedFiles } from './reconcile/changed-files.ts'
import { createCodeOwners } from './reconcile/code-owners.ts'
import { createConfigurations } from './reconcile/configuration.ts'
import { createReconciler } from './reconcile/reconcile.ts'
import { createRepositoryReconciler } from './reconcile/repository/reconcile.ts'
import { startResync } from './reconcile/resync.ts'
import { loadBuiltInPacks, PACKS_DIR } from './roster/index.ts'
import { createEngine } from './runtime/engine.ts'
import { loadModels, tableModels } from './runtime/models.ts'
import { createPricing } from './runtime/pricing.ts'
import { createRedactor } from './runtime/redact.ts'
import { createSandbox } from './runtime/sandbox/sandbox.ts'
import { loadBoard } from './store/boards.ts'
import { openRuns } from './store/runs.ts'
import { openStore, type Store } from './store/open.ts'
import { requireGit } from './workspace/git-version.ts'

export interface BatonOptions {
  config: Config
  log: Logger
  /** Sends run labels to the script player and takes the model table as it is. Only a rehearsal sets it. */
  rehearsal?: boolean
  onAction?: (key: TaskKey, action: Action) => void
  onBoardAction?: (key: RepoKey, action: BoardAction) => void
  onRun?: ExecutorDeps['onRun']
  /** How long a board waits for further changes once something has changed, in milliseconds; a minute unless given. */
  boardMs?: number
  /** The clock of boards and their rhythm, in milliseconds since 1970; Date.now unless given. */
  now?: () => number
  /** Named moments around effects, for crash tests. */
  probe?: (point: string) => void
  /** A store that is being opened already; Baton closes it. Opened from the configuration unless given. */
  store?: Promise<Store>
  /** Settings of the embedded PostgreSQL, for example `fsync=off` in tests. */
  embeddedSettings?: readonly string[]
  /** The folder of the built-in packs; PACKS_DIR unless given. */
  packsDir?: string
}

export interface Baton {
  /** Where it listens; undefined for a worker without a web side. */
  url: string | undefined
  queue: Queue
  store: Store
  sandbox: { ok: true } | { ok: false; reason: string }
  /** Lets jobs at work end for `graceMs` (5 s unless given), hands back the others, then lets go of everything. */
  stop(graceMs?: number): Promise<void>
}

/** A board is written once a minute at most, whatever happens in its repository. */
const BOARD_MS = 60_000

/** With what closing takes besides it stays below the 10 s after which process supervisors usually kill. */
const STOP_GRACE_MS = 5000
const SWEEP_END_MS = 500

async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(
        taken || error.code === 'EACCES'
          ? new UserError(
              `port ${port} on ${host} ${taken ? 'is in use' : 'may not be opened by this user'}`,
              'set PORT to another one, for example PORT=3001',
            )
          : error,
      )
    })
    server.listen(port, host, resolve)
  })
  const address = server.address()
  // A TCP server that listens has an address object; a string is a pipe's.
  const bound =
    typeof address === 'object' && address !== null ? address : ({ port } satisfies Partial<AddressInfo>)
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${bound.port}`
}

/** Wires and starts everything. Raises UserError for what a person can mend: git, rosters, data folder, port, database. */
export async function createBaton(options: BatonOptions): Promise<Baton> {
  const { config, log } = options
  const probe = options.probe ?? (() => undefined)
  const closers: (() => Promise<void>)[] = []
  let graceMs = STOP_GRACE_MS
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) {
      try {
        await closer()
      } catch (error) {
        log.error({ err: asError(error) }, 'closing failed')
      }
    }
  }
  try {
    // Whatever fails first below, a store that was opened for us is closed again.
    let opening = options.store
    closers.push(async () => {
      const opened = await Promise.allSettled([opening])
      for (const result of opened) if (result.status === 'fulfilled') await result.value?.close()
    })
    // What needs no database is refused before one is made.
    const [, { packs }] = await Promise.all([requireGit(), loadBuiltInPacks(options.packsDir ?? PACKS_DIR)])
    opening ??= openStore({
      databaseUrl: config.databaseUrl,
      dataDir: config.dataDir,
      log,
      embeddedSettings: options.embeddedSettings ?? [],
    })
    const [confined, store] = await Promise.all([createSandbox(), opening])
    const sandbox = 'sandbox' in confined ? confined.sandbox : undefined
    const sandboxState =
      'sandbox' in confined ? ({ ok: true } as const) : ({ ok: false, reason: confined.reason } as const)
    if (!sandboxState.ok) log.warn({ reason: sandboxState.reason }, 'agents get no Bash here')

    const queue = await createQueue({ store, log })
    closers.push(() => queue.stop(graceMs))

    const github = createGitHub({
      baseUrl: config.github.apiUrl,
      author: config.github.author,
      reviewer: config.github.reviewer,
      writeSpacingMs: config.github.writeSpacingMs,
      log: { debug: (message) => log.debug(message), warn: (message) => log.warn(message) },
    })
    const { apiKey, baseUrl } = config.anthropic
    const client = new Anthropic({
      apiKey: apiKey ?? 'none',
      ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    })
    const engine = createEngine({
      client,
      pricing: createPricing(),
      clock: Date.now,
      log,
      models:
        options.rehearsal === true || apiKey === undefined
          ? tableModels()
          : await loadModels(client, { log, signal: AbortSignal.timeout(10_000) }),
      redactor: createRedactor(
        [
          apiKey ?? '',
          config.webhookSecret,
          config.dashboardToken ?? '',
          config.github.author.privateKey,
          config.github.reviewer?.privateKey ?? '',
        ].filter((secret) => secret !== ''),
      ),
      sandbox,
      rehearsal: options.rehearsal ?? false,
    })
    const workspaces = createWorkspaces({
      dataDir: config.dataDir,
      serverUrl: config.github.serverUrl,
      github,
      log,
    })
    closers.push(() => workspaces.close())
    // Of several times the earliest counts: whatever else changes until then is shown by the same pass.
    const onBoard = (repo: RepoRef): Promise<void> =>
      queue.scheduleAt(repoKey(repo), new Date(Date.now() + (options.boardMs ?? BOARD_MS)))
    const showOnBoard = (run: RunId): void => {
      const repo = repoOfRun(run)
      loadBoard(store.db, repoKey(repo))
        .then((board) => (board === undefined ? undefined : onBoard(repo)))
        .catch((error: unknown) => log.debug({ err: asError(error) }, 'the board learns of a run later'))
    }
    const executor = createExecutor({
      db: store.db,
      engine,
      journal: storeJournal(store.db, probe),
      workspaces,
      sandbox,
      wake: (key) => queue.wake([key]),
      onRun: (event) => {
        options.onRun?.(event)
        // Its end wakes its task, and that the board.
        if (event.state === 'started') showOnBoard(event.run)
      },
      probe,
    })
    const configurations = createConfigurations(store.db, packs)
    const reconcile = createReconciler({
      db: store.db,
      github,
      configurations,
      changedFiles: createChangedFiles(),
      codeOwners: createCodeOwners(),
      sandbox: sandboxState,
      scripted: options.rehearsal ?? false,
      publisher: workspaces,
      runs: {
        enqueueRunIn: async (trx, id, key, terms) => {
          await queue.enqueueRunIn(trx, id, key, terms)
        },
        wakeIn: (trx, keys) => queue.wakeIn(trx, keys),
        reprioritise: async (key, startBy) => {
          await queue.reprioritise(key, startBy)
        },
        cancelRun: executor.cancel,
      },
      now: Date.now,
      probe,
      onBoard,
      onAction: options.onAction ?? (() => undefined),
      log,
    })
    const repository = createRepositoryReconciler({
      db: store.db,
      github,
      configurations,
      now: options.now ?? Date.now,
      probe,
      onAction: options.onBoardAction ?? (() => undefined),
      log,
    })
    if (config.role !== 'web') {
      await workspaces.reap(await openRuns(store.db))
      await queue.start({
        reconcile,
        repository,
        run: (id, signal) => executor.run(id, signal),
        cron: [
          {
            name: 'redelivery',
            cron: '*/15 * * * *',
            run: async () => {
              await sweepRedeliveries(store, createDeliveryLog(github.app()), new Date(), log)
            },
          },
        ],
      })
      const resync = startResync({ db: store.db, queue, everyMs: config.resyncMs, log })
      closers.push(() => resync.stop())
    }
    let url: string | undefined
    if (config.role !== 'worker') {
      const intake = createIntake({
        store,
        secret: config.webhookSecret,
        log,
        onStored: () => {
          probe('intake:stored')
          queue.deliveriesStored()
        },
      })
      const { appId, privateKey } = config.github.author
      const probot = new Probot({
        appId,
        privateKey,
        secret: config.webhookSecret,
        baseUrl: config.github.apiUrl,
        log,
      })
      const { dashboardToken: token } = config
      const { serverUrl } = config.github
      const open = [
        health(store.db),
        ...pages({ db: store.db, configurations, token, serverUrl, now: Date.now }),
      ]
      const middleware = await createNodeMiddleware(batonApp(intake, open), { probot })
      const server = createServer((req, res) => {
        void middleware(req, res, () => res.writeHead(404).end())
      })
      url = await listen(server, config.host, config.port)
      closers.push(
        () =>
          new Promise((resolve) => {
            server.close(() => resolve())
            server.closeAllConnections()
          }),
      )
    }
    if (config.role !== 'web') {
      // At boot GitHub is asked for what was missed while nobody listened: once somebody does, as it sends it again at once.
      // A failure is not a reason not to start.
      const swept = sweepRedeliveries(store, createDeliveryLog(github.app()), new Date(), log).catch(
        (error: unknown) =>
          log.warn({ err: asError(error) }, 'the redelivery sweep at boot failed; it is repeated later'),
      )
      // It only asks for what the next boot asks for again: a GitHub that does not answer must not hold up the end.
      closers.push(async () => {
        await Promise.race([swept, sleep(SWEEP_END_MS, undefined, { ref: false })])
      })
    }
    return {
      url,
      queue,
      store,
      sandbox: sandboxState,
      stop: (grace = STOP_GRACE_MS) => {
        graceMs = grace
        return close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
