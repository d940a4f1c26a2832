// `baton rehearse`: the whole product against the embedded GitHub, on a scenario or on a copy of one's own repository.

import { Command, Option } from 'commander'
import { UserError } from '../errors.ts'
import { createLog } from '../log.ts'
import type { Rehearsal } from '../rehearsal/rehearse.ts'
import type { Scenario } from '../rehearsal/scenario.ts'
import { DEFAULT_SCENARIO, scenarios } from '../rehearsal/scenarios/index.ts'
import { aborted, leave, Stopped, stopSignal } from './signals.ts'

interface Flags {
  list?: boolean
  json?: boolean
  keep?: boolean
  live?: boolean
  port: string
  deadline: string
  verbose?: boolean
  repo?: string
  issue?: string
  pack?: string
  script?: string
}

/** The team of somebody's own repository unless they name another. */
const DEFAULT_PACK = 'asa-swarm'

function choose(name: string): Scenario {
  const all = scenarios.map((make) => make())
  const found = all.find((scenario) => scenario.name === name)
  if (found === undefined) {
    throw new UserError(
      `there is no scenario ${name}`,
      `choose one of: ${all.map((scenario) => scenario.name).join(', ')}`,
    )
  }
  return found
}

function integer(text: string, name: string, min: number, max: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new UserError(
      `${name} takes a whole number from ${min} to ${max}, not ${text}`,
      `for example ${name} ${min}`,
    )
  }
  return value
}

function liveModel(): { apiKey: string; baseUrl: string | undefined } {
  const apiKey = process.env.ANTHROPIC_API_KEY
  if (!apiKey) {
    throw new UserError(
      '--live needs a key for the Anthropic API',
      'set ANTHROPIC_API_KEY, or leave --live out to use the script',
    )
  }
  return { apiKey, baseUrl: process.env.ANTHROPIC_BASE_URL || undefined }
}

const stamp = (ms: number): string => `${(ms / 1000).toFixed(1).padStart(6)}s`

function banner(scenario: Scenario, live: boolean, notes: readonly string[]): string {
  const model = live
    ? 'The model is the real one: it costs money.'
    : 'No model takes part: its answers are played from a script.'
  return [
    `Rehearsal "${scenario.name}": ${scenario.summary}`,
    `github.com does not take part: an embedded stand-in on this machine does. ${model}`,
    "Everything else is real: webhooks, PostgreSQL, git, agents' commands, tests, benchmarks.",
    ...notes,
    '\n',
  ].join('\n')
}

function list(): void {
  const all = scenarios.map((make) => make())
  const width = Math.max(...all.map(({ name }) => name.length))
  for (const { name, summary } of all) process.stdout.write(`${name.padEnd(width)}  ${summary}\n`)
}

/** The scenario that the flags ask for, and what should be said about it. Raises UserError for flags that do not fit. */
async function prepare(
  name: string,
  flags: Flags,
): Promise<{ scenario: Scenario; notes: readonly string[] }> {
  const { repo, issue, pack, script } = flags
  if (repo !== undefined) {
    const { ownRepository } = await import('./own-repository.ts')
    return ownRepository({ repo, issue, pack: pack ?? DEFAULT_PACK, script, live: flags.live === true })
  }
  const alone = Object.entries({ '--issue': issue, '--pack': pack, '--script': script }).find(
    ([, value]) => value !== undefined,
  )
  if (alone !== undefined) {
    throw new UserError(
      `${alone[0]} only goes with --repo: a scenario has its own`,
      'add --repo DIR, or leave it out',
    )
  }
  return { scenario: choose(name), notes: [] }
}

/** Serves the pages until the first signal: then the rehearsal is over, and as good as it was. */
async function keepServing(result: Rehearsal, signal: AbortSignal): Promise<void> {
  process.stderr.write(`\nServing ${result.stage.forge.url} until Ctrl-C.\n`)
  await aborted(signal)
}

async function run(name: string, flags: Flags): Promise<void> {
  if (flags.list === true) return list()
  const port = integer(flags.port, '--port', 0, 65_535)
  const deadlineMs = integer(flags.deadline, '--deadline', 1, 86_400) * 1000
  const live = flags.live === true ? liveModel() : undefined
  const { scenario, notes } = await prepare(name, flags)
  const out = flags.json === true ? process.stderr : process.stdout
  const signal = AbortSignal.any([stopSignal(), closedPipe()])
  out.write(banner(scenario, live !== undefined, notes))
  // Loaded only now: the whole product takes a while to load, and wrong flags need none of it.
  const { rehearse } = await import('../rehearsal/rehearse.ts')
  const result = await rehearse({
    scenario,
    live,
    port,
    log: createLog(flags.verbose === true ? 'debug' : 'error'),
    onLine: (line, ms) => out.write(`${stamp(ms)}  ${line}\n`),
    signal,
    deadlineMs,
  })
  const good = result.summary.ok && result.problems.length === 0
  try {
    const { report } = await import('./rehearsal-report.ts')
    out.write(`\n${report(result, { linked: flags.keep === true })}\n`)
    if (flags.json === true) process.stdout.write(`${JSON.stringify(result.summary)}\n`)
    if (flags.keep === true) await keepServing(result, signal)
  } finally {
    await result.close()
  }
  if (signal.aborted) leave(good ? 0 : 1)
  else if (!good) process.exitCode = 1
}

/** Aborts when nobody reads the output any more (`| head`). */
function closedPipe(): AbortSignal {
  const controller = new AbortController()
  const onError = (error: Error): void => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error
    // 128 + SIGPIPE: what a program gets that does not look.
    controller.abort(new Stopped(141))
  }
  process.stdout.on('error', onError)
  process.stderr.on('error', onError)
  return controller.signal
}

export const rehearseCommand = new Command('rehearse')
  .description('Watch an issue turn into merged work, offline')
  .argument('[scenario]', 'see --list', DEFAULT_SCENARIO)
  .option('--list', 'list the scenarios')
  .option('--json', 'end with one line of JSON on stdout; progress goes to stderr')
  .option('--keep', 'keep serving the embedded GitHub until Ctrl-C')
  .option('--live', 'use the real model (ANTHROPIC_API_KEY) instead of the script')
  .option('--port <port>', 'port of the embedded GitHub; 0 takes a free one', '0')
  .option('--deadline <seconds>', 'give up after this long', '120')
  .option('--repo <dir>', 'rehearse on a copy of this git repository instead of a scenario')
  .option('--issue <file>', 'with --repo: the issue, a Markdown file whose first heading is the title')
  .option(
    '--pack <name>',
    `with --repo: the team, unless the repository has a policy (default: "${DEFAULT_PACK}")`,
  )
  .addOption(
    new Option('--script <file>', 'with --repo: a module that exports `scripts` for the model').conflicts(
      'live',
    ),
  )
  .option('--verbose', 'the log of every part on stderr')
  .addHelpText(
    'after',
    '\nExit code: 0 when the work was merged (also when --keep is then ended by Ctrl-C), 1 when not, 130 when stopped before.',
  )
  .action(run)
