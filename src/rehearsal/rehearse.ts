// One rehearsal from the issue filed to the work merged, with everything real but github.com and (unless live) the model.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { TaskKey, taskRef } from '../domain/ids.ts'
import { openStore } from '../store/open.ts'
import { createBaton, type Baton } from '../main.ts'
import { requireGit } from '../workspace/git-version.ts'
import { createActs } from './acts.ts'
import { endOnExit } from './end-on-exit.ts'
import type { Repository } from './forge/world.ts'
import { createProgress, type Progress } from './progress.ts'
import { issuesOf, type Scenario } from './scenario.ts'
import { connect, dataDirOf, setStage, type Stage } from './stage.ts'
import { summarise, type Summary } from './summary.ts'

export interface RehearsalOptions {
  scenario: Scenario
  live: { apiKey: string; baseUrl: string | undefined } | undefined
  port: number
  log: Logger
  /** A line of progress, with the milliseconds since the start. */
  onLine: (line: string, ms: number) => void
  signal: AbortSignal
  /** The longest it may take, in milliseconds. */
  deadlineMs: number
}

export interface Rehearsal {
  summary: Summary
  stage: Stage
  baton: Baton
  repo: Repository
  /** Why it did not end well, in words; empty when it did. */
  problems: string[]
  /** Takes everything down and removes the work folder. */
  close(): Promise<void>
}

/** How long nothing may be left to do while the issue is still open before the rehearsal counts as stuck. */
const STUCK_MS = 1500

function repository(stage: Stage, scenario: Scenario): Repository {
  const { owner, name } = scenario.repository
  const repo = stage.forge.world.repositories.get(`${owner}/${name}`.toLowerCase())
  if (repo === undefined) throw new Error(`the embedded GitHub has no repository ${owner}/${name}`)
  return repo
}

/** Comments that say why a task stands still. */
const STOPS = /<!-- baton:(?:parked|plan-problems|problem|config) -->/

/** What stops the open issues, in the words that Baton left on them last. */
function standstill(repo: Repository, issues: readonly number[]): string[] {
  const open = issues.flatMap((number) => {
    const issue = repo.issues.get(number)
    return issue?.state === 'open' ? [issue] : []
  })
  return open.map(({ number, comments, labels }) => {
    const of = issues.length > 1 ? ` #${number}` : ''
    const blocked = labels.some(({ name }) => name === 'state:blocked')
    const said = blocked ? comments.findLast(({ body }) => STOPS.test(body)) : undefined
    return said === undefined
      ? `nothing is left to do, but the issue${of} is not done`
      : `${of} ${said.body.split('\n').slice(0, 3).join(' ')}`.trim()
  })
}

/** Waits until the issues are closed and everything is at rest, or nothing moves any more. */
async function settle(
  options: RehearsalOptions,
  stage: Stage,
  baton: Baton,
  repo: Repository,
  issues: readonly number[],
): Promise<string[]> {
  const end = performance.now() + options.deadlineMs
  const idle = idleWatch(baton)
  let restingSince: number | undefined
  for (;;) {
    options.signal.throwIfAborted()
    if (performance.now() > end) return [`it was not done after ${Math.round(options.deadlineMs / 1000)} s`]
    await Promise.race([idle(), sleep(500, undefined, { signal: options.signal })])
    await stage.forge.drain()
    await sleep(25, undefined, { signal: options.signal })
    const letters = await baton.queue.listDeadLetters()
    if (letters.length > 0) return letters.map((letter) => `dead letter: ${letter.key}: ${letter.error}`)
    const busy = repo.runs.some((run) => run.status !== 'completed')
    const done = !busy && issues.every((issue) => repo.issues.get(issue)?.state === 'closed')
    const moving = busy || (await isBusy(idle))
    if (moving) restingSince = undefined
    else restingSince ??= performance.now()
    if (done && !moving) return []
    if (restingSince !== undefined && performance.now() - restingSince > STUCK_MS)
      return standstill(repo, issues)
  }
}

/** With several issues at a time every line begins with the number of its own. */
function progressOf(scenario: Scenario, line: (text: string) => void): (issue: number) => Progress {
  if (issuesOf(scenario).length === 1) {
    const only = createProgress(line)
    return () => only
  }
  const made = new Map<number, Progress>()
  return (issue) => {
    const known = made.get(issue) ?? createProgress((text) => line(`#${issue}  ${text}`))
    made.set(issue, known)
    return known
  }
}

/** queue.idle() polls until it holds: one wait is shared instead of leaving another behind each time it is not awaited. */
function idleWatch({ queue }: Baton): () => Promise<void> {
  let waiting: Promise<void> | undefined
  return () =>
    (waiting ??= queue.idle().finally(() => {
      waiting = undefined
    }))
}

async function isBusy(idle: () => Promise<void>): Promise<boolean> {
  const rested = Symbol('rested')
  return (await Promise.race([idle().then(() => rested), sleep(20)])) !== rested
}

export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { scenario, log } = options
  const started = performance.now()
  const line = (text: string): void => options.onLine(text, performance.now() - started)
  const workDir = await mkdtemp(join(tmpdir(), 'baton-rehearsal-'))
  const callOff = endOnExit(workDir)
  const closers: (() => Promise<void>)[] = [
    () => rm(workDir, { recursive: true, force: true, maxRetries: 3 }),
  ]
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer()
    callOff()
  }
  try {
    await requireGit()
    // The store's first start is the slowest part of the set-up, so the rest goes on beside it.
    const opening = openStore({
      databaseUrl: undefined,
      dataDir: dataDirOf(workDir),
      log,
      // The folder is removed at the end: nothing in it has to outlive a power cut, and waiting for the disk would be for nothing.
      embeddedSettings: ['fsync=off', 'full_page_writes=off'],
    })
    const staging = setStage({ scenario, workDir, live: options.live, port: options.port, log })
    const [staged, opened] = await Promise.allSettled([staging, opening])
    if (staged.status === 'fulfilled') closers.push(() => staged.value.close())
    let handedOver = false
    closers.push(async () => {
      if (!handedOver && opened.status === 'fulfilled') await opened.value.close()
    })
    const stage = await staging
    options.signal.throwIfAborted()
    line(
      `embedded GitHub at ${stage.forge.url} with ${scenario.repository.owner}/${scenario.repository.name}`,
    )
    const progress = progressOf(scenario, line)
    const acts = createActs(scenario, stage.forge, line)
    // From here on Baton closes the store, whether it starts or not.
    handedOver = true
    const baton = await createBaton({
      config: stage.config,
      log,
      rehearsal: stage.player !== undefined,
      store: opening,
      onAction: (key, action) => {
        const { number } = taskRef(key)
        progress(number).action(key, action)
        acts.onAction(number, action)
      },
      onRun: (event) => progress(Number(/#(\d+)/.exec(event.run)?.[1] ?? 0)).run(event),
    })
    // Who stops a rehearsal does not want to see its runs end.
    closers.push(() => baton.stop(0))
    options.signal.throwIfAborted()
    connect(stage, baton)
    line(
      baton.sandbox.ok
        ? 'Baton is up; agents run commands in a sandbox'
        : `Baton is up; agents get no Bash: ${baton.sandbox.reason}`,
    )
    const issues = await stage.fileIssues()
    for (const [at, { author, title }] of issuesOf(scenario).entries())
      line(`@${author} files issue #${issues[at] ?? 0}: ${title}`)
    const repo = repository(stage, scenario)
    const problems = await settle(options, stage, baton, repo, issues)
    problems.push(...(await acts.settled()))
    const { owner, name } = scenario.repository
    const summary = await summarise({
      scenario: scenario.name,
      stage,
      store: baton.store,
      keys: issues.map((issue) => TaskKey.parse(`${owner}/${name}#${issue}`)),
      repo,
      wallMs: performance.now() - started,
    })
    for (const violation of stage.forge.contract.violations) {
      problems.push(`${violation.side} of ${violation.operation} at ${violation.at}: ${violation.message}`)
    }
    for (const mismatch of stage.player?.mismatches ?? []) {
      problems.push(
        `the script ${mismatch.script} expected ${mismatch.expected} at turn ${mismatch.turn}, got ${mismatch.got}`,
      )
    }
    return { summary, stage, baton, repo, problems, close }
  } catch (error) {
    await close()
    // A terminal's Ctrl-C reaches child processes too: what failed after it failed because of it.
    options.signal.throwIfAborted()
    throw error
  }
}
