// Part of measure.mjs: reads what was asked for and checks that the checkouts are what they should be.

import { execFileSync } from 'node:child_process'

const DEFAULT_TIMEOUT_SECONDS = 1800

/** Thrown for a wrong request; all its problems are told at once. */
export class RequestError extends Error {}

/** Reads and checks the request. Throws a RequestError that lists what is wrong and what was expected. */
export function readRequest(argv, env) {
  const problems = []
  const kind = argv[0]
  if (kind !== 'validate' && kind !== 'benchmark')
    problems.push(`the first argument is ${show(kind)}; expected validate or benchmark`)
  const text = (name, pattern, expected) => {
    const value = env[name] ?? ''
    if (!pattern.test(value)) problems.push(`${name} is ${show(value)}; expected ${expected}`)
    return value
  }
  const nonce = text('BATON_NONCE', /^[\w-]{8,64}$/, '8 to 64 letters, digits, - or _')
  const headSha = text('BATON_SHA', /^[0-9a-f]{40}$/, 'a full SHA of 40 hex digits')
  const baseSha = text('BATON_BASE_SHA', /^[0-9a-f]{40}$/, 'a full SHA of 40 hex digits')
  const seconds = Number(env.BATON_COMMAND_TIMEOUT_SECONDS ?? DEFAULT_TIMEOUT_SECONDS)
  if (!(seconds > 0))
    problems.push(
      `BATON_COMMAND_TIMEOUT_SECONDS is ${show(env.BATON_COMMAND_TIMEOUT_SECONDS)}; expected seconds above 0`,
    )
  const plan = readPlan(env.BATON_PLAN ?? '', problems)
  if (problems.length > 0) throw new RequestError(problems.join('\n'))
  return { kind, nonce, headSha, baseSha, plan, timeoutMs: seconds * 1000 }
}

function readPlan(json, problems) {
  let plan
  try {
    plan = JSON.parse(json)
  } catch (error) {
    problems.push(`BATON_PLAN is not JSON: ${error.message}`)
    return undefined
  }
  const check = (good, where, expected) => {
    if (!good) problems.push(`BATON_PLAN: ${where}: expected ${expected}`)
    return good
  }
  const isText = (value, longest) => typeof value === 'string' && value.length > 0 && value.length <= longest
  const shape = (value, keys, where) => {
    if (!check(isRecord(value), where, `an object with ${keys.join(', ')}`)) return undefined
    const unknown = Object.keys(value).filter((key) => !keys.includes(key))
    check(unknown.length === 0, where, `only the keys ${keys.join(', ')}, not ${unknown.join(', ')}`)
    return value
  }
  const found = shape(plan, ['setup', 'commands', 'rounds'], 'the plan')
  if (!found) return undefined
  const { setup, commands, rounds } = found
  const setupFits = Array.isArray(setup) && setup.length <= 10 && setup.every((run) => isText(run, 2000))
  check(setupFits, 'setup', 'a list of up to 10 commands of at most 2000 characters')
  check(Number.isInteger(rounds) && rounds >= 1 && rounds <= 200, 'rounds', 'a whole number from 1 to 200')
  const listed = Array.isArray(commands) ? commands : []
  check(listed.length >= 1 && listed.length <= 20, 'commands', 'a list of 1 to 20 commands')
  for (const [index, entry] of listed.entries()) {
    const where = `commands[${index}]`
    const command = shape(entry, ['name', 'run', 'report'], where)
    if (!command) continue
    check(isText(command.name, 100), `${where}.name`, '1 to 100 characters')
    check(isText(command.run, 2000), `${where}.run`, '1 to 2000 characters')
    check(
      ['none', 'tap', 'baton-json'].includes(command.report),
      `${where}.report`,
      'none, tap or baton-json',
    )
  }
  return found
}

const isRecord = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)
const show = (value) =>
  value === undefined || value === '' ? 'missing' : JSON.stringify(String(value).slice(0, 80))

/** Throws a RequestError unless `directory` is a checkout of exactly that commit. */
export function checkCheckout(directory, sha) {
  let head
  try {
    head = execFileSync('git', ['-C', directory, 'rev-parse', '--show-toplevel', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    throw new RequestError(
      `${directory} is not a git checkout: ${String(error.stderr || error.message).trim()}`,
    )
  }
  const [top, commit] = head.trim().split('\n')
  // Without its own .git the answer would be about the repository around it.
  if (!top.endsWith(`/${directory}`)) throw new RequestError(`${directory} is not a git checkout of its own`)
  if (commit !== sha) throw new RequestError(`${directory} is at ${commit}; expected ${sha}`)
}
