// `baton report`: real reports as tables and as JSON, and reports that cannot be used.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { baton, ROOT, scratch } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)
const fixtures = join(ROOT, 'test', 'formats', 'fixtures')
const run = async (...args: string[]) => await baton(['report', ...args], { dir })

describe.concurrent('baton report', () => {
  it('shows a folder of criterion', async () => {
    const { exitCode, stdout, stderr } = await run('criterion', join(fixtures, 'criterion'))
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'metric        median   lowest   highest  samples  better',
      'fib_10        120 ns   119 ns   128 ns   20       lower',
      'sizes.fib.12  314 ns   312 ns   366 ns   20       lower',
    ])
  })

  it('shows tests with the places of failures', async () => {
    const { stdout } = await run('junit', join(fixtures, 'junit-pytest.xml'))
    expect(stdout).toContain('7 tests: 3 passed, 2 failed, 2 skipped\n')
    expect(stdout).toMatch(/^test_prices > test_fixture {2,}test_prices\.py:26 {2}failed on setup/m)
  })

  it('shows coverage of the checkout alone', async () => {
    const { stdout } = await run('lcov', join(fixtures, 'lcov-geninfo.info'), '--root', '/home/dev/shop')
    expect(stdout).toMatch(/^lines {6}72\.7 % \(8 of 11\)$/m)
    expect(stdout).toMatch(/^main\.cc {2}72\.7 % \(8 of 11\) {2}12-14$/m)
    expect(stdout).toContain('not counted: 12 files outside of the checkout\n')
  })

  it('prints what the gates get', async () => {
    const { stdout } = await run('tap', join(fixtures, 'tap-node.txt'), '--json', '--root', '/home/dev/shop')
    expect(JSON.parse(stdout)).toMatchObject({ total: 7, passed: 4, failed: 1, skipped: 2 })
  })

  it.each([
    [
      ['hyperfine', join(fixtures, 'go-bench.txt')],
      /^baton: the hyperfine report .*\n {2}the report: it looks like go-bench; .*[^]*→ write it with hyperfine --export-json/,
    ],
    [['lcov', join(fixtures, 'nowhere')], /cannot be read: ENOENT/],
    [['lcov', join(ROOT, 'agents', 'asa-swarm')], /there are 0 reports/],
    [['lcof', 'x'], /Allowed choices are criterion, .*cobertura/],
    [['lcov'], /missing required argument 'file'/],
  ])('%j is refused', async (args, message) => {
    const { exitCode, stdout, stderr } = await run(...args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(message)
  })

  it('refuses a file of gigabytes unread', async () => {
    const file = join(dir, 'large.info')
    writeFileSync(file, Buffer.alloc(80_000_001))
    expect((await run('lcov', file)).stderr).toMatch(/has 80000001 bytes[^]*at most 80000000/)
  })
})
