// The database of the tests: one server for the whole run, and for each test file a database of its own.

import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { createQueue } from '../../src/queue/queue.ts'
import { clusterDir } from '../../src/store/embedded/cluster.ts'
import { isAlive, servingPid } from '../../src/store/embedded/pidfile.ts'
import { startEmbedded } from '../../src/store/embedded/server.ts'
import type { Log } from '../../src/store/log.ts'
import { openStore } from '../../src/store/open.ts'

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

const ADMIN = 'BATON_TEST_ADMIN_URL'
const TEMPLATE = 'BATON_TEST_TEMPLATE'
const FOLDER = /^baton-test-(\d+)$/

/** Servers of test runs that were killed: stopped and removed. */
function clean(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = FOLDER.exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    const dir = path.join(tmpdir(), name)
    const server = servingPid(clusterDir(dir))
    if (server !== undefined) process.kill(server, 'SIGQUIT')
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

async function admin(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/**
 * vitest's globalSetup: starts an embedded server (or uses TEST_DATABASE_URL, whose account may create databases) and makes
 * the migrated template. Returns the teardown.
 */
export async function setup(): Promise<() => Promise<void>> {
  clean()
  let url = process.env['TEST_DATABASE_URL']
  let stop = async (): Promise<void> => {}
  if (url === undefined) {
    const dataDir = path.join(tmpdir(), `baton-test-${process.pid}`)
    mkdirSync(dataDir, { recursive: true })
    // The tests kill processes, not the machine: without fsync they are several times faster and see the same.
    const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=200']
    const server = await startEmbedded({ dataDir, log: silent, settings })
    url = server.url('postgres')
    stop = async () => {
      await server.stop()
      if (existsSync(dataDir)) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    }
  }
  const template = `baton_template_${process.pid}`
  const adminUrl = url
  await admin(adminUrl, `drop database if exists ${template}`)
  await admin(adminUrl, `create database ${template}`)
  const store = await openStore({ databaseUrl: withDatabase(adminUrl, template), dataDir: '', log: silent })
  const queue = await createQueue({ store, log: silent })
  await queue.stop()
  await store.close()
  process.env[ADMIN] = adminUrl
  process.env[TEMPLATE] = template
  return async () => {
    await admin(adminUrl, `drop database if exists ${template}`)
    await stop()
  }
}

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

/** A database of its own with every table in place. Drop it in afterAll. */
export async function freshDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env[ADMIN]
  const template = process.env[TEMPLATE]
  if (adminUrl === undefined || template === undefined)
    throw new Error('test/support/postgres.ts is not the globalSetup')
  const name = `baton_test_${randomUUID().replaceAll('-', '')}`
  await admin(adminUrl, `create database ${name} template ${template}`)
  return {
    url: withDatabase(adminUrl, name),
    drop: async () => await admin(adminUrl, `drop database if exists ${name} with (force)`),
  }
}
