// Reads what was asked for from the action's inputs.

import { z } from 'zod'
import { MOST_STEPS, PlatformRequest, WorkflowKind, WorkflowPlan } from '../domain/results.ts'
import { Sha } from '../domain/ids.ts'
import { RequestError } from './problem.ts'

const DEFAULT_TIMEOUT_SECONDS = 1800
/** What setTimeout can count to. */
const MOST_SECONDS = 2_000_000

const Nonce = z.string().regex(/^[\w-]{8,64}$/, 'expected 8 to 64 letters, digits, - or _')
const Environment = z.enum(['github-hosted', 'self-hosted', 'unknown'])
const Seconds = z.coerce.number().positive().max(MOST_SECONDS)

export interface Request {
  kind: WorkflowKind
  nonce: string
  headSha: Sha
  baseSha: Sha
  plan: WorkflowPlan
  platform: PlatformRequest
  environment: z.infer<typeof Environment>
  /** What the probe of Metal printed; empty when none ran. */
  metal: string
  timeoutMs: number
}

/** Reads and checks the inputs. Throws a RequestError that lists everything that is wrong and what was expected. */
export function readRequest(env: NodeJS.ProcessEnv): Request {
  const problems: string[] = []
  const input = (name: string): string => env[`INPUT_${name.toUpperCase()}`] ?? ''
  const check = <S extends z.ZodType>(name: string, schema: S, value: unknown): z.output<S> | undefined => {
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) {
      const where = [name, ...issue.path.map(String)].join('.')
      problems.push(`${where}: ${show(issue.path.length === 0 ? value : undefined)}${issue.message}`)
    }
    return undefined
  }
  const json = <S extends z.ZodType>(name: string, schema: S): z.output<S> | undefined => {
    try {
      return check(name, schema, JSON.parse(input(name)))
    } catch (error) {
      problems.push(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  }
  const kind = check('kind', WorkflowKind, input('kind'))
  const nonce = check('nonce', Nonce, input('nonce'))
  const headSha = check('sha', Sha, input('sha'))
  const baseSha = check('base_sha', Sha, input('base_sha'))
  const plan = json('plan', WorkflowPlan)
  const count = plan === undefined ? 0 : stepsOf(plan, kind)
  if (count > MOST_STEPS)
    problems.push(
      `plan: it makes ${count} steps, set-up and every side of a command; expected at most ${MOST_STEPS}`,
    )
  const platform = json('platform', PlatformRequest)
  // A runner that does not say what it is is not taken for a hosted one.
  const environment = check('environment', Environment, input('environment') || 'unknown')
  const seconds = check('timeout_seconds', Seconds, input('timeout_seconds') || DEFAULT_TIMEOUT_SECONDS)
  if (
    kind === undefined ||
    nonce === undefined ||
    headSha === undefined ||
    baseSha === undefined ||
    plan === undefined ||
    platform === undefined ||
    count > MOST_STEPS ||
    environment === undefined ||
    seconds === undefined
  ) {
    throw new RequestError(problems.join('\n'))
  }
  const metal = input('metal')
  return { kind, nonce, headSha, baseSha, plan, platform, environment, metal, timeoutMs: seconds * 1000 }
}

const stepsOf = ({ setup, commands }: WorkflowPlan, kind: WorkflowKind | undefined): number =>
  setup.length + commands.length * (kind === 'benchmark' ? 2 : 1)

const show = (value: unknown): string =>
  value === undefined ? '' : value === '' ? 'missing; ' : `is ${JSON.stringify(value).slice(0, 80)}; `
