// Configuration from the environment: read once, all problems at once, secrets kept out of every message.

import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { asError, UserError } from './errors.ts'
import type { AppCredentials } from './github/apps.ts'

export interface Config {
  host: string
  port: number
  dataDir: string
  databaseUrl: string | undefined
  /** REST root and web root of the GitHub server. */
  github: {
    apiUrl: string
    serverUrl: string
    author: AppCredentials
    reviewer: AppCredentials | undefined
    writeSpacingMs: number
  }
  webhookSecret: string
  /** Lets people and Prometheus see the pages; undefined: there are none. */
  dashboardToken: string | undefined
  anthropic: { apiKey: string | undefined; baseUrl: string | undefined }
  logLevel: LogLevel
  role: Role
  /** How often every open task is looked at even if no webhook came, in milliseconds. */
  resyncMs: number
}

const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
export type LogLevel = z.infer<typeof logLevel>
const role = z.enum(['all', 'web', 'worker'])
export type Role = z.infer<typeof role>

function integer(min: number, max: number) {
  const expected = `expected a whole number from ${min} to ${max}`
  return z.coerce.number<string>(expected).int(expected).min(min, expected).max(max, expected)
}

/** GitHub signs App keys with RSA only; anything else would fail at the first request instead of now. */
function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    // What it is instead is not said: the value is a secret.
    return false
  }
}

const privateKey = z
  .string({ error: 'missing: the key of the App, or its file in PRIVATE_KEY_PATH' })
  // Set-up pages and compose files spell line ends out.
  .transform((pem) => pem.replaceAll('\\n', '\n'))
  .refine(
    isRsaKey,
    'not an RSA private key in PEM form (-----BEGIN RSA PRIVATE KEY----- …), as GitHub lets you download it',
  )

const Storage = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected postgres://user:password@host/database')
    .optional(),
  BATON_DATA_DIR: z.string().min(1).default('.baton'),
})

const Environment = z.object({
  ...Storage.shape,
  APP_ID: z
    .string({ error: "missing: the App's number, on its settings page" })
    .pipe(integer(1, Number.MAX_SAFE_INTEGER)),
  PRIVATE_KEY: privateKey,
  WEBHOOK_SECRET: z
    .string({
      error:
        'missing: anybody could send webhooks. Use the secret of the App, for example the output of `openssl rand -hex 32`',
    })
    .min(16, 'shorter than 16 characters. Use for example the output of `openssl rand -hex 32`'),
  REVIEWER_APP_ID: integer(1, Number.MAX_SAFE_INTEGER).optional(),
  REVIEWER_PRIVATE_KEY: privateKey.optional(),
  HOST: z.string().min(1).default('localhost'),
  PORT: integer(0, 65_535).default(3000),
  GHE_HOST: z.string().min(1).optional(),
  GHE_PROTOCOL: z.enum(['http', 'https']).default('https'),
  BATON_WRITE_SPACING_MS: integer(0, 60_000).default(1000),
  BATON_RESYNC_MINUTES: integer(1, 1440).default(10),
  BATON_DASHBOARD_TOKEN: z
    .string()
    .min(16, 'shorter than 16 characters. Use for example the output of `openssl rand -hex 32`')
    .optional(),
  BATON_ROLE: role.default('all'),
  ANTHROPIC_API_KEY: z.string().min(1).optional(),
  ANTHROPIC_BASE_URL: z.url().optional(),
  LOG_LEVEL: logLevel.default('info'),
})

type Env = Readonly<Record<string, string | undefined>>

const isSet = (env: Env, name: string): boolean => Boolean(env[name])

/** An empty variable is an unset one, as shells and compose files write it. */
const present = (env: Env): Env => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))

/** Reads the keys given as `<NAME>_PATH` into `<NAME>`. */
function readKeyFiles(env: Env): { env: Env; problems: string[] } {
  const read: Record<string, string> = {}
  const problems: string[] = []
  for (const name of ['PRIVATE_KEY', 'REVIEWER_PRIVATE_KEY']) {
    const path = env[`${name}_PATH`]
    if (path === undefined || isSet(env, name)) continue
    try {
      read[name] = readFileSync(path, 'utf8')
    } catch (error) {
      problems.push(`${name}_PATH: ${asError(error).message}`)
    }
  }
  return { env: { ...env, ...read }, problems }
}

/** What the schema cannot see: which variables go together. */
function pairProblems(env: Env): string[] {
  const reviewerKey = isSet(env, 'REVIEWER_PRIVATE_KEY') || isSet(env, 'REVIEWER_PRIVATE_KEY_PATH')
  if (isSet(env, 'REVIEWER_APP_ID') !== reviewerKey)
    return ['REVIEWER_APP_ID and REVIEWER_PRIVATE_KEY: both or neither']
  if (reviewerKey && env.REVIEWER_APP_ID === env.APP_ID) {
    return [
      'REVIEWER_APP_ID: the same as APP_ID, and an App cannot approve its own pull requests. Register a second App',
    ]
  }
  return []
}

function refuse(problems: readonly string[]): UserError {
  const list = [...new Set(problems)].join('\n  ')
  return new UserError(
    `the environment is not valid:\n  ${list}`,
    'set these variables, in the environment or in a file .env',
  )
}

const issueTexts = (error: z.ZodError): string[] =>
  error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)

/** Whether anything of an App is configured; where nothing is, only the set-up page is served. */
export const hasCredentials = (env: Env): boolean =>
  ['APP_ID', 'PRIVATE_KEY', 'PRIVATE_KEY_PATH'].some((name) => isSet(env, name))

/** The port of the set-up page. Raises UserError. */
export function readPort(env: Env): number {
  const parsed = Environment.pick({ PORT: true }).safeParse(present(env))
  if (!parsed.success) throw refuse(issueTexts(parsed.error))
  return parsed.data.PORT
}

/** Where the store is, for commands that need nothing else. Raises UserError. */
export function readStorage(env: Env): { databaseUrl: string | undefined; dataDir: string } {
  const parsed = Storage.safeParse(present(env))
  if (!parsed.success) throw refuse(issueTexts(parsed.error))
  return { databaseUrl: parsed.data.DATABASE_URL, dataDir: resolve(parsed.data.BATON_DATA_DIR) }
}

const Server = Environment.pick({ GHE_HOST: true, GHE_PROTOCOL: true })

/** REST root and web root of the GitHub server. */
function serverOf({ GHE_HOST: host, GHE_PROTOCOL: protocol }: z.infer<typeof Server>) {
  if (host === undefined) return { apiUrl: 'https://api.github.com', serverUrl: 'https://github.com' }
  const serverUrl = `${protocol}://${host}`
  return { apiUrl: `${serverUrl}/api/v3`, serverUrl }
}

/** The REST root, for commands that act as a person and need no App. Raises UserError. */
export function readApiUrl(env: Env): string {
  const parsed = Server.safeParse(present(env))
  if (!parsed.success) throw refuse(issueTexts(parsed.error))
  return serverOf(parsed.data).apiUrl
}

/** Parses the environment. Raises one UserError that lists every problem; values of secrets never appear in it. */
export function readConfig(given: Env): Config {
  const { env, problems } = readKeyFiles(present(given))
  const unread = new Set(problems.map((problem) => problem.slice(0, problem.indexOf('_PATH'))))
  const parsed = Environment.safeParse(env)
  if (!parsed.success) {
    // A key whose file cannot be read is not missing as well.
    const issues = parsed.error.issues.filter((issue) => !unread.has(String(issue.path[0])))
    problems.push(...issueTexts(new z.ZodError(issues)))
  }
  problems.push(...pairProblems(env))
  if (!parsed.success || problems.length > 0) throw refuse(problems)
  const e = parsed.data
  const reviewer =
    e.REVIEWER_APP_ID !== undefined && e.REVIEWER_PRIVATE_KEY !== undefined
      ? { appId: e.REVIEWER_APP_ID, privateKey: e.REVIEWER_PRIVATE_KEY }
      : undefined
  return {
    host: e.HOST,
    port: e.PORT,
    dataDir: resolve(e.BATON_DATA_DIR),
    databaseUrl: e.DATABASE_URL,
    github: {
      ...serverOf(e),
      author: { appId: e.APP_ID, privateKey: e.PRIVATE_KEY },
      reviewer,
      writeSpacingMs: e.BATON_WRITE_SPACING_MS,
    },
    webhookSecret: e.WEBHOOK_SECRET,
    dashboardToken: e.BATON_DASHBOARD_TOKEN,
    anthropic: { apiKey: e.ANTHROPIC_API_KEY, baseUrl: e.ANTHROPIC_BASE_URL },
    logLevel: e.LOG_LEVEL,
    role: e.BATON_ROLE,
    resyncMs: e.BATON_RESYNC_MINUTES * 60_000,
  }
}
