// Installed by Baton: runs a plan on the checked-out commits and writes baton-result.json. Needs Node 20 or later, bash and git.
// Use: node measure.mjs validate|benchmark, with BATON_PLAN, BATON_NONCE, BATON_SHA and BATON_BASE_SHA in the environment.
// Exit code: 0 all passed, 1 something failed (the result says what), 2 the request was wrong (then there is no result).

import { randomUUID } from 'node:crypto'
import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { runCommand } from './command.mjs'
import { createMetricReader } from './metrics.mjs'
import { checkCheckout, readRequest, RequestError } from './request.mjs'
import { createTapReader } from './tap.mjs'

const RESULT_FILE = 'baton-result.json'
const MOST_METRICS = 100
const SIDES = { baseline: 'baseline', candidate: 'candidate' }

/** Figures can only be compared with others of the same identity. */
function runnerIdentity() {
  const release = os.release().split('.').slice(0, 2).join('.')
  return {
    os: `${os.type()} ${release}`.slice(0, 60),
    arch: os.arch().slice(0, 20),
    cpu: (os.cpus()[0]?.model.trim() || 'unknown').slice(0, 120),
    cores: os.availableParallelism(),
    node: process.version,
  }
}

/** One line of the result: all runs of one command on one side. Keeps the first failure, else the last output. */
function createStep(name, command) {
  const step = { name: name.slice(0, 100), command, exitCode: 0, durationMs: 0, outputTail: '' }
  return {
    step,
    add: (run, problems = []) => {
      for (const problem of problems) run.tail.note(problem)
      step.durationMs += run.durationMs
      if (step.exitCode !== 0) return
      step.outputTail = run.tail.text()
      step.exitCode = run.exitCode === 0 && problems.length > 0 ? 1 : run.exitCode
    },
  }
}

/** Runs the set-up commands in each checkout. False when one failed: nothing after it would mean anything. */
async function setUp(request, sides, steps) {
  for (const [index, command] of request.plan.setup.entries()) {
    const { step, add } = createStep(`set-up ${index + 1}`, command)
    steps.push(step)
    for (const side of sides) add(await runCommand(command, side, request.timeoutMs))
    if (step.exitCode !== 0) return false
  }
  return true
}

/** Runs a command once on one side and reads its report. */
async function measureOnce(command, side, timeoutMs) {
  const reader = { tap: createTapReader, 'baton-json': createMetricReader }[command.report]?.()
  const run = await runCommand(command.run, side, timeoutMs, reader?.line)
  const report = reader?.end() ?? { problems: [] }
  if (report.counts?.failed > 0) report.problems.push(`${report.counts.failed} tests failed`)
  return { run, report }
}

/** The tests of all commands together; null when no command reports any. */
function createTests() {
  let sum = null
  return {
    add: (counts) => {
      sum ??= { total: 0, passed: 0, failed: 0, skipped: 0, failures: [] }
      for (const key of ['total', 'passed', 'failed', 'skipped']) sum[key] += counts[key]
      sum.failures = [...sum.failures, ...counts.failures].slice(0, 50)
    },
    get: () => sum,
  }
}

/** Metrics by name, each with the samples of both sides. A side that never printed one has an empty list. */
function createBenchmarks() {
  const found = new Map()
  const owners = new Map()
  return {
    /** Adds the samples of one run. Returns what does not fit with the runs before. */
    add: (metrics, command, side) => {
      const problems = []
      for (const [metric, { unit, better, value }] of metrics) {
        if (!found.has(metric) && found.size === MOST_METRICS) {
          problems.push(`more than ${MOST_METRICS} metrics; ${metric} is left out`)
          continue
        }
        const entry = found.get(metric) ?? { metric, unit, better, baseline: [], candidate: [] }
        found.set(metric, entry)
        const owner = owners.get(metric) ?? command.name
        owners.set(metric, owner)
        if (owner !== command.name) problems.push(`${metric}: printed by ${owner} already`)
        else if (entry.unit !== unit || entry.better !== better)
          problems.push(`${metric}: unit or direction changed between runs`)
        else entry[side].push(value)
      }
      return problems
    },
    get: () => [...found.values()],
  }
}

/** Every command once, on the candidate. */
async function validate(request, steps, tests, benchmarks) {
  for (const command of request.plan.commands) {
    const { step, add } = createStep(command.name, command.run)
    steps.push(step)
    const { run, report } = await measureOnce(command, SIDES.candidate, request.timeoutMs)
    if (report.counts) tests.add(report.counts)
    if (report.metrics) report.problems.push(...benchmarks.add(report.metrics, command, SIDES.candidate))
    add(run, report.problems)
  }
}

/**
 * Every command in both checkouts, round by round, the order turned each round (base first, candidate first, …) so that
 * a machine that warms up or slows down does so for both. A side that fails is not run again; its samples so far stay,
 * sample i of both sides is round i all the same.
 */
async function benchmark(request, steps, tests, benchmarks, excused) {
  const lanes = request.plan.commands.map((command) => ({ command, sides: new Map() }))
  for (const { command, sides } of lanes) {
    for (const side of Object.values(SIDES)) {
      const { step, add } = createStep(`${command.name.slice(0, 88)} (${side})`, command.run)
      steps.push(step)
      if (side === SIDES.baseline) excused.add(step)
      sides.set(side, { step, add, metrics: undefined })
    }
  }
  for (let round = 0; round < request.plan.rounds; round += 1) {
    const order = round % 2 === 0 ? [SIDES.baseline, SIDES.candidate] : [SIDES.candidate, SIDES.baseline]
    for (const { command, sides } of lanes) {
      for (const side of order) {
        const lane = sides.get(side)
        if (lane.step.exitCode === 0) await oneRound(request, command, side, round, lane, tests, benchmarks)
      }
    }
  }
}

async function oneRound(request, command, side, round, lane, tests, benchmarks) {
  const { run, report } = await measureOnce(command, side, request.timeoutMs)
  if (report.counts && side === SIDES.candidate && round === 0) tests.add(report.counts)
  if (report.metrics && run.exitCode === 0 && report.problems.length === 0) {
    const names = [...report.metrics.keys()].sort().join(', ')
    lane.metrics ??= names
    if (lane.metrics === names) report.problems.push(...benchmarks.add(report.metrics, command, side))
    else report.problems.push(`round ${round + 1} printed ${names}, the rounds before ${lane.metrics}`)
  }
  lane.add(run, report.problems)
}

function summarise(result, failed) {
  const cell = (text) =>
    String(text)
      .replaceAll('|', '\\|')
      .replaceAll(/[\r\n]+/g, ' ')
  const rows = result.steps.map(
    (step) => `| ${cell(step.name)} | ${step.exitCode} | ${(step.durationMs / 1000).toFixed(2)} |`,
  )
  const tests = result.tests
    ? [
        `Tests: ${result.tests.passed} of ${result.tests.total} passed, ${result.tests.failed} failed, ${result.tests.skipped} skipped.`,
        '',
      ]
    : []
  return [
    `### baton ${result.kind}: ${failed ? 'failed' : 'passed'}`,
    '',
    ...tests,
    '| Command | Exit code | Seconds |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

async function main() {
  rmSync(RESULT_FILE, { force: true })
  const request = readRequest(process.argv.slice(2), process.env)
  const both = request.kind === 'benchmark'
  checkCheckout(SIDES.candidate, request.headSha)
  if (both) checkCheckout(SIDES.baseline, request.baseSha)

  const startedAt = new Date().toISOString()
  const [steps, tests, benchmarks] = [[], createTests(), createBenchmarks()]
  // A base that cannot run a command (a new benchmark, say) is recorded, but it is not the candidate's failure.
  const excused = new Set()
  // What the commands print is text for the log, not orders to the runner.
  const resume = randomUUID()
  console.log(`::stop-commands::${resume}`)
  const ready = await setUp(request, both ? Object.values(SIDES) : [SIDES.candidate], steps)
  if (ready) await (both ? benchmark : validate)(request, steps, tests, benchmarks, excused)
  console.log(`::${resume}::`)
  const result = {
    version: 1,
    kind: request.kind,
    nonce: request.nonce,
    headSha: request.headSha,
    baseSha: request.baseSha,
    runner: runnerIdentity(),
    startedAt,
    finishedAt: new Date().toISOString(),
    steps,
    tests: tests.get(),
    benchmarks: benchmarks.get(),
  }
  const failed = steps.some((step) => step.exitCode !== 0 && !excused.has(step))
  writeFileSync(RESULT_FILE, `${JSON.stringify(result, null, 2)}\n`)
  if (process.env.GITHUB_STEP_SUMMARY)
    appendFileSync(process.env.GITHUB_STEP_SUMMARY, summarise(result, failed))
  return failed ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof RequestError)) throw error
  for (const line of error.message.split('\n')) console.log(`::error::${line.replaceAll('%', '%25')}`)
  process.exitCode = 2
}
