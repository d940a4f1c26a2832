// The data folder: its cluster, and the port and password kept beside it.

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { asError, UserError } from '../../errors.ts'
import { handOver, letThrough, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'

const Address = z.strictObject({
  port: z.int().min(1).max(65_535),
  password: z.string().regex(/^[0-9a-f]{32,}$/),
})
export type Address = z.infer<typeof Address>

const addressFile = (dataDir: string): string => path.join(dataDir, 'server.json')

/** Where PostgreSQL's own files lie. */
export function clusterDir(dataDir: string): string {
  return path.join(dataDir, 'postgres')
}

/** Makes the folder and proves that it can be written. Raises UserError. */
export function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
    rmSync(mkdtempSync(path.join(dataDir, 'probe-')), { recursive: true })
  } catch (error) {
    throw new UserError(
      `the data folder ${dataDir} cannot be written: ${asError(error).message}`,
      'make the folder writable for the account Baton runs as, or choose another one',
      { cause: error },
    )
  }
}

/** The port and password of the folder's server, or undefined before the first start. Raises UserError for a damaged file. */
export function readAddress(dataDir: string): Address | undefined {
  const file = addressFile(dataDir)
  if (!existsSync(file)) return undefined
  try {
    return Address.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new UserError(
      `${file} does not hold the port and password of the embedded database`,
      'restore the file from a backup, for example {"port":5433,"password":"<48 hex digits>"}',
      { cause: error },
    )
  }
}

/** Replaces the file in one step, readable by us only. */
export function writeAddress(dataDir: string, address: Address): void {
  const file = addressFile(dataDir)
  writeFileSync(`${file}.new`, `${JSON.stringify(address)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/**
 * Makes the cluster when there is none. It is made aside and renamed, so a crash half-way leaves no broken cluster.
 * Raises UserError when initdb fails, for example on a full disk.
 */
export async function createCluster(
  dataDir: string,
  binaries: Binaries,
  account: Account,
  password: string,
): Promise<void> {
  const target = clusterDir(dataDir)
  if (existsSync(target)) return
  const work = mkdtempSync(path.join(dataDir, 'new-cluster-'))
  const passwordFile = path.join(work, 'password')
  const cluster = path.join(work, 'postgres')
  try {
    letThrough(work, account)
    mkdirSync(cluster, { mode: 0o700 })
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    handOver(cluster, account)
    handOver(passwordFile, account)
    const args = ['--pgdata', cluster, '--username=baton', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
    await promisify(execFile)(
      binaries.initdb,
      [...args, '--encoding=UTF8', '--locale=C', '--no-instructions'],
      {
        ...account,
        cwd: work,
      },
    )
    renameSync(cluster, target)
  } catch (error) {
    // Lost to another process that made the cluster at the same moment: its cluster is as good.
    if (existsSync(target)) return
    throw new UserError(
      `the embedded database could not be created in ${dataDir}: ${asError(error).message}`,
      'see the message; the folder must be on a local disk with about 100 MB free',
      { cause: error },
    )
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
