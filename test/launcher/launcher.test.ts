// Processes that are started elsewhere: what comes back, what ends them, and what becomes of it all when the launching process is lost.

import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { InternalError, TransientError } from '../../src/errors.ts'
import { launch } from '../../src/launcher/launcher.ts'
import type { Launch, Launched } from '../../src/launcher/launch.ts'

const SRC = join(import.meta.dirname, '../../src/launcher')
const PATH = process.env['PATH'] ?? ''

const order = (script: string, more: Partial<Launch> = {}): Launch => ({
  file: 'sh',
  args: ['-c', script],
  cwd: '/',
  env: { PATH },
  timeoutMs: 60_000,
  maxBytes: 1 << 20,
  ...more,
})
const run = (script: string, more: Partial<Launch> = {}, signal?: AbortSignal): Promise<Launched> =>
  launch(order(script, more), signal)

/** The launching process of this one. */
async function launchingPid(): Promise<number> {
  const { stdout } = await run('ps -o ppid= -p $$')
  return Number(stdout.toString())
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(5)
}

describe('a program', () => {
  test('is told by its exit code, its output and its errors', async () => {
    expect(await run('echo out; echo err >&2; exit 3')).toEqual({
      exitCode: 3,
      stdout: Buffer.from('out\n'),
      stderr: 'err\n',
      truncated: false,
    })
  })

  test('gets its input, its folder and no variable but its own', async () => {
    const { stdout } = await run('pwd; cat; env | sort', {
      cwd: '/usr',
      env: { PATH, OWN: 'yes' },
      input: 'in\n',
    })
    // What the shell itself sets is the shell's.
    const lines = stdout
      .toString()
      .split('\n')
      .filter((line) => !/^(?:PWD|OLDPWD|SHLVL|_)=/.test(line))
    expect(lines).toEqual(['/usr', 'in', 'OWN=yes', `PATH=${PATH}`, ''])
  })

  test('hands bytes through as they are, both ways', async () => {
    const bytes = randomBytes(3 << 20)
    const { stdout } = await run('cat', { input: bytes, maxBytes: 4 << 20 })
    expect(stdout.equals(bytes)).toBe(true)
  })

  test('that says more than is kept is ended, and what was kept is told', async () => {
    const { stdout, truncated, exitCode } = await run('yes', { maxBytes: 1000 })
    expect([stdout.length, truncated, exitCode]).toEqual([1000, true, null])
  })

  test('keeps only the end of its errors', async () => {
    const { stderr } = await run('for i in $(seq 9000); do echo "line $i"; done >&2')
    expect(stderr.length).toBe(16 * 1024)
    expect(stderr.endsWith('line 9000\n')).toBe(true)
  })

  test('that does not read its input has its own exit code', async () => {
    expect((await run('exit 5', { input: randomBytes(1 << 20) })).exitCode).toBe(5)
  })

  test.each([
    ['takes too long', { timeoutMs: 100 }, false, 'late'],
    ['is aborted', {}, true, 'aborted'],
  ])('that %s is ended with all that it started', async (_name, more, aborted, why) => {
    const abort = new AbortController()
    if (aborted) setTimeout(() => abort.abort(), 100)
    const { stopped, stdout } = await run('sleep 600 & echo $!; wait', more, abort.signal)
    expect(stopped).toBe(why)
    await gone(Number(stdout.toString()))
  })

  test('that is not there is an InternalError', async () => {
    const missing = launch(order('', { file: 'no-such-program', args: [] }))
    await expect(missing).rejects.toThrow(InternalError)
    await expect(launch(order('true', { cwd: '/no/such/folder' }))).rejects.toThrow('ENOENT')
  })

  test('is one of many at once, each with its own answer', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, async (_, i) => await run(`echo ${i}`)))
    expect(all.map(({ stdout }) => Number(stdout.toString()))).toEqual(
      Array.from({ length: 40 }, (_, i) => i),
    )
  })
})

describe('the launching process', () => {
  test('is one, and knows nothing of our environment', async () => {
    const pid = await launchingPid()
    expect(await launchingPid()).toBe(pid)
    const own = await readFile(`/proc/${pid}/environ`, 'utf8')
    expect(own.split('\0').filter((line) => !line.startsWith('NODE_CHANNEL_'))).toEqual([''])
  })

  test('that is lost fails what it was at, and the next call has another', async () => {
    const pid = await launchingPid()
    const lost = run('sleep 600').catch((error: unknown) => error)
    await sleep(50)
    process.kill(pid, 'SIGKILL')
    expect(await lost).toBeInstanceOf(TransientError)
    const next = await launchingPid()
    expect(next).not.toBe(pid)
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('does not end by %s', async (signal) => {
    const pid = await launchingPid()
    const { stdout } = await run(`kill -s ${signal.slice(3)} ${pid}; sleep 0.05; echo on`)
    expect(stdout.toString()).toBe('on\n')
    expect(await launchingPid()).toBe(pid)
  })

  test('keeps nobody alive, lets what runs end, and goes when its starter does', async () => {
    const script = `
      import { launch } from '${join(SRC, 'launcher.ts')}'
      const of = (text) => ({ file: 'sh', args: ['-c', text], cwd: '/', env: { PATH: process.env.PATH }, timeoutMs: 9e4, maxBytes: 99 })
      const { stdout } = await launch(of('ps -o ppid= -p $$'))
      console.log(stdout.toString().trim())
    `
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
    expect(Number(stdout)).toBeGreaterThan(1)
    await gone(Number(stdout))
  })
})

test('both ends stay small: the child imports nothing but what they say to each other', async () => {
  expect((await readdir(SRC)).toSorted()).toEqual(['child.ts', 'launch.ts', 'launcher.ts'])
  const own = await readFile(join(SRC, 'child.ts'), 'utf8')
  const imported = [...own.matchAll(/from '([^']+)'/g)].map(([, from]) => from)
  expect(imported).toEqual(['node:child_process', 'zod', './launch.ts'])
})
