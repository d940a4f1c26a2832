// Commands that are written to disturb or to cheat: each ends in a clear result or in none, never in one that it made itself.
// What code of the same user can do to this process (tracing it, reading its memory) is not tested: it cannot be kept from it.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command, makeCheckouts, plan, type Checkouts } from './checkouts.ts'

let checkouts: Checkouts
beforeAll(() => {
  checkouts = makeCheckouts()
})
afterAll(() => checkouts.remove())

const tap = (line: string): string => `printf '1..1\\n${line}\\n'`
const onLinux = process.platform === 'linux'

describe('output', () => {
  test('of 1 GB is read to its end and neither kept nor shown', () => {
    const { code, result, output } = checkouts.measure(
      'validate',
      plan([command('head -c 1000000000 /dev/zero; echo; echo last', 'none')]),
    )
    expect(code).toBe(0)
    expect(output.length).toBeLessThan(5 * 1024 * 1024)
    expect(output).toMatch(/\(the other 99\d+ bytes are not shown\)/)
    expect(result?.steps[0]?.outputTail).toMatch(/^\n?last$/)
    expect(result?.steps[0]?.outputTail.length).toBeLessThanOrEqual(8192)
  })

  test('that is too long for a report is a problem, not half a report', () => {
    const long = `echo '1..1'; head -c 20000000 /dev/zero; echo; echo 'ok 1 - late'`
    const { code, result } = checkouts.measure('validate', plan([command(long, 'tap')]))
    expect(code).toBe(1)
    expect(result?.tests).toBeNull()
    expect(result?.steps[0]).toMatchObject({ exitCode: 1 })
    expect(result?.steps[0]?.outputTail).toContain('write the report to a file and name its path')
  })

  test.each([
    ['a mask', '::add-mask::secret'],
    ['an output', '::set-output name=result::/etc/passwd'],
    ['an error', '::error::not ours'],
    ['the end of the text', '::stop-commands::mine'],
  ])('that looks like an order to the runner, %s, stays text', (_, order) => {
    const { output, code } = checkouts.measure('validate', plan([command(`echo '${order}'; echo 'x' >&2`)]))
    expect(code).toBe(0)
    const lines = output.split('\n')
    const word = /^::stop-commands::(.+)$/.exec(lines[0] ?? '')?.[1] ?? ''
    expect(word.length).toBeGreaterThan(30)
    expect(lines.indexOf(order)).toBeGreaterThan(0)
    expect(lines.indexOf(`::${word}::`)).toBeGreaterThan(lines.indexOf(order))
  })

  test('of binary rubbish and colours is harmless text', () => {
    const rubbish = String.raw`\200\001\033\377\000\b\r\n\033[31mred\033[0m\033]0;title\007end\033`
    const { result } = checkouts.measure('validate', plan([command(`printf '${rubbish}'`, 'tap')]))
    expect(result?.steps[0]?.outputTail).toMatch(/\nredend\nbaton: /)
    expect(result?.steps[0]?.outputTail).not.toMatch(/[^\P{Cc}\n]/u)
  })
})

describe('a result of its own', () => {
  test('in the workspace or beside it is not the result', () => {
    const forged = `'{"version":2,"nonce":"nonce-0001"}'`
    const { result, code } = checkouts.measure(
      'validate',
      plan([
        command(
          `echo ${forged} | tee ../baton-result.json baton-result.json > "$RUNNER_TEMP/baton-result.json"; exit 4`,
        ),
      ]),
    )
    expect(code).toBe(1)
    expect(result?.steps[0]?.exitCode).toBe(4)
    expect(readFileSync(join(checkouts.root, 'baton-result.json'), 'utf8')).toContain('"nonce"')
  })

  test('does not become one when it ends the process that measures', () => {
    const { result, code, output } = checkouts.measure(
      'validate',
      plan([command(`echo '{}' > ../baton-result.json; kill -9 $PPID; sleep 5`)]),
    )
    expect(code).toBeNull()
    expect(result).toBeUndefined()
    expect(output).not.toContain('::error::')
  })

  test('for another command: it cannot print where that one prints, nor leave its report there before', () => {
    const waits = `setsid bash -c 'for i in $(seq 100); do sleep 0.02; ${tap('ok 1 - forged')} > ../candidate/out.tap; done' &`
    const { result, code } = checkouts.measure(
      'validate',
      plan([
        command(`${tap('ok 1 - forged')} > out.tap; ${waits}`, 'none', 'cheat'),
        command('sleep 0.3', 'tap', 'honest', 'out.tap'),
      ]),
    )
    expect(code).toBe(1)
    expect(result?.tests).toBeNull()
    expect(result?.steps[1]?.outputTail).toContain(
      'the command wrote no report file out.tap; 1 that lay there before do not count',
    )
  })

  test('as metrics of another command is refused by their owner’s name', () => {
    const line = `echo '{"metric":"m","unit":"ns","better":"lower","value":1}'`
    const { result, code } = checkouts.measure(
      'validate',
      plan([command(line, 'baton-json', 'owner'), command(line, 'baton-json', 'thief')]),
    )
    expect(code).toBe(1)
    expect(result?.benchmarks).toMatchObject([{ metric: 'm', candidate: [1] }])
    expect(result?.steps[1]?.outputTail).toContain('m: reported by owner already')
  })
})

describe('processes', () => {
  test.runIf(onLinux)('that leave the group are ended with their command', () => {
    const pid = join(checkouts.root, 'daemon.pid')
    const { code, result } = checkouts.measure(
      'validate',
      plan([
        command(
          `setsid bash -c 'echo $$ > ../daemon.pid; exec sleep 300' & while [ ! -s ../daemon.pid ]; do sleep 0.01; done`,
        ),
      ]),
    )
    expect(code).toBe(0)
    expect(result?.steps[0]?.outputTail).toBe('')
    const alive = spawnSync('ps', ['-o', 'stat=', '-p', readFileSync(pid, 'utf8').trim()], {
      encoding: 'utf8',
    })
    expect(alive.stdout.trim()).toMatch(/^(?:Z.*)?$/)
  })

  test('that hold the output open do not hold up the result', () => {
    const { code, result } = checkouts.measure(
      'validate',
      plan([command('sleep 300 & echo printed'), command('echo next', 'none', 'second')]),
    )
    expect(code).toBe(0)
    expect(result?.steps.map((step) => step.outputTail)).toEqual(['printed', 'next'])
  })

  test('that cannot be started are a failed step', () => {
    writeFileSync(join(checkouts.root, 'notes.txt'), 'no program')
    const { code, result } = checkouts.measure('validate', plan([command('../notes.txt')]))
    expect(code).toBe(1)
    expect(result?.steps[0]?.exitCode).toBe(126)
  })
})

test('removing the checkout under the measurement is a failed step', () => {
  const own = makeCheckouts()
  const { code, result } = own.measure(
    'validate',
    plan([command('rm -rf ../candidate'), command('echo never', 'none', 'second')]),
  )
  expect(code).toBe(1)
  expect(existsSync(join(own.root, 'candidate'))).toBe(false)
  expect(result?.steps.map((step) => step.exitCode)).toEqual([0, 127])
  own.remove()
})
