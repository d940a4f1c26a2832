// This machine: what Baton needs to run, looked at without asking GitHub.

import { stat } from 'node:fs/promises'
import { execFileSync } from 'node:child_process'
import { rgPath } from '@vscode/ripgrep'
import packageJson from '../../package.json' with { type: 'json' }
import { hasCredentials, readConfig, readStorage, type Config } from '../config.ts'
import { fail, ok, warn, type Finding } from '../domain/setup/finding.ts'
import { asError, isErrno, UserError } from '../errors.ts'
import { createSandbox } from '../runtime/sandbox/sandbox.ts'
import { createPool } from '../store/pool.ts'

type Env = Readonly<Record<string, string | undefined>>

const numbers = (version: string): number[] => (version.match(/\d+/g) ?? []).map(Number)

/** Whether a version is at least another, by major and minor. */
export function isAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = numbers(version)
  const [wantedMajor = 0, wantedMinor = 0] = numbers(least)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

export function nodeFinding(version: string): Finding {
  const wanted = packageJson.engines.node
  return isAtLeast(version, wanted)
    ? ok('environment.node', `Node.js ${version}`)
    : fail('environment.node', `Node.js ${version}`, wanted, 'install a newer Node.js and run Baton with it')
}

/** `git merge-tree --write-tree` came with it. */
const GIT = '2.38'

/** `said`: what `git --version` printed; undefined: it could not be run. */
export function gitFinding(said: string | undefined): Finding {
  const version = said?.trim() ?? 'git cannot be run'
  return said !== undefined && isAtLeast(said, GIT)
    ? ok('environment.git', version)
    : fail('environment.git', version, `git ${GIT} or newer`, `install it and put it on the PATH`)
}

function gitVersion(): string | undefined {
  try {
    return execFileSync('git', ['--version'], { encoding: 'utf8', timeout: 10_000, stdio: 'pipe' })
  } catch {
    // Not there, or not for us: the finding says so.
    return undefined
  }
}

async function sandboxFinding(searchPath: string | undefined): Promise<Finding> {
  const made = await createSandbox(searchPath === undefined ? {} : { searchPath })
  return 'sandbox' in made
    ? ok('environment.sandbox', 'bubblewrap seals the commands of agents off')
    : warn(
        'environment.sandbox',
        `agents are not offered Bash: ${made.reason}`,
        'bubblewrap, and a kernel that lets this user make namespaces',
        'install bubblewrap, or leave it: everything else works without',
      )
}

function ripgrepFinding(): Finding {
  try {
    execFileSync(rgPath, ['--version'], { timeout: 10_000, stdio: 'pipe' })
    return ok('environment.ripgrep', 'the bundled ripgrep runs')
  } catch (error) {
    return fail(
      'environment.ripgrep',
      `the bundled ripgrep does not run: ${asError(error).message}`,
      'ripgrep for the search of agents',
      'run `npm ci` again on this machine',
    )
  }
}

async function storeFinding(env: Env): Promise<Finding> {
  const place = 'environment.database'
  const { databaseUrl, dataDir } = readStorage(env)
  if (databaseUrl === undefined) {
    const own = 'set BATON_DATA_DIR to one'
    try {
      return (await stat(dataDir)).isDirectory()
        ? ok(place, `the embedded PostgreSQL of ${dataDir}`)
        : fail(place, `${dataDir} is no folder`, 'a folder for the embedded PostgreSQL', own)
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return ok(place, `the embedded PostgreSQL will be made in ${dataDir}`)
      const why = `${dataDir} cannot be looked at: ${asError(error).message}`
      return fail(place, why, 'a folder that this account may use', own)
    }
  }
  const quiet = (): void => undefined
  const pool = createPool(databaseUrl, 1, { debug: quiet, info: quiet, warn: quiet, error: quiet })
  try {
    await pool.query('select 1')
    return ok(place, 'the database of DATABASE_URL answers')
  } catch (error) {
    return fail(
      place,
      `the database of DATABASE_URL does not answer: ${asError(error).message}`,
      'a PostgreSQL server that this account may use',
      'start the server, or mend DATABASE_URL; without it Baton brings its own',
    )
  } finally {
    await pool.end()
  }
}

function configured(env: Env): { config: Config | undefined; finding: Finding } {
  const place = 'environment.credentials'
  if (!hasCredentials(env)) {
    const finding = warn(
      place,
      'no App is configured, so nothing on GitHub was looked at',
      'APP_ID, PRIVATE_KEY and WEBHOOK_SECRET',
      'run `baton start` and open the page that it names: it registers the App and writes .env',
    )
    return { config: undefined, finding }
  }
  try {
    return { config: readConfig(env), finding: ok(place, 'the credentials are well-formed') }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return {
      config: undefined,
      finding: fail(place, error.message.replaceAll(/\s*\n\s*/g, ' '), 'a valid environment', error.fix),
    }
  }
}

/** `config`: undefined where GitHub cannot be asked. */
export async function environmentFindings(
  env: Env,
): Promise<{ findings: Finding[]; config: Config | undefined }> {
  const { config, finding } = configured(env)
  const findings = [
    nodeFinding(process.versions.node),
    gitFinding(gitVersion()),
    await sandboxFinding(env['PATH']),
    ripgrepFinding(),
    await storeFinding(env),
    finding,
  ]
  return { findings, config }
}
