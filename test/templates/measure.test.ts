// measure.mjs: what it refuses, how it runs a plan on the candidate and what it writes.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { git } from '../runner/stand-in.ts'
import { command, makeCheckouts, plan, SCRIPT, type Checkouts } from './measure.ts'

let checkouts: Checkouts
let root: string
beforeAll(() => {
  checkouts = makeCheckouts()
  root = checkouts.root
})
afterAll(() => checkouts.remove())

const good = plan([command('true')])

describe('a wrong request is refused with everything that is wrong, and no result is left', () => {
  test.each<[string, string, string, Record<string, string>, RegExp[]]>([
    ['kind', 'measure', good, {}, [/first argument is "measure"; expected validate or benchmark/]],
    ['nonce', 'validate', good, { BATON_NONCE: 'a b; rm -rf ~' }, [/BATON_NONCE is "a b; rm/]],
    [
      'short SHA and missing base',
      'validate',
      good,
      { BATON_SHA: 'abc123', BATON_BASE_SHA: '' },
      [/BATON_SHA is "abc123"; expected a full SHA/, /BATON_BASE_SHA is missing/],
    ],
    [
      'another commit',
      'validate',
      good,
      { BATON_SHA: '0'.repeat(40) },
      [/candidate is at [0-9a-f]{40}; expected 0{40}/],
    ],
    [
      'another base',
      'benchmark',
      good,
      { BATON_BASE_SHA: '1'.repeat(40) },
      [/baseline is at [0-9a-f]{40}; expected 1{40}/],
    ],
    ['no JSON', 'validate', '{', {}, [/BATON_PLAN is not JSON/]],
    ['a list', 'validate', '[]', {}, [/the plan: expected an object/]],
    [
      'unknown keys',
      'validate',
      '{"setup":[],"commands":[{"name":"a","run":"b","report":"none","cwd":"/"}],"rounds":1,"x":1}',
      {},
      [/not x/, /commands\[0\]: expected only the keys name, run, report, not cwd/],
    ],
    [
      'no commands',
      'validate',
      '{"setup":[],"commands":[],"rounds":1}',
      {},
      [/commands: expected a list of 1 to 20/],
    ],
    [
      'all at once',
      'validate',
      '{"setup":[7],"commands":[{"name":"","run":"","report":"junit"},null],"rounds":0}',
      { BATON_NONCE: '' },
      [
        /BATON_NONCE is missing/,
        /setup: expected/,
        /rounds: expected/,
        /\.name: expected/,
        /\.run: expected/,
        /none, tap or baton-json/,
        /commands\[1\]: expected an object/,
      ],
    ],
    ['time limit', 'validate', good, { BATON_COMMAND_TIMEOUT_SECONDS: '-1' }, [/TIMEOUT_SECONDS is "-1"/]],
  ])('%s', (_, kind, text, env, messages) => {
    writeFileSync(join(root, 'baton-result.json'), 'left over')
    const outcome = checkouts.measure(kind, text, env)
    expect(outcome.code).toBe(2)
    expect(existsSync(join(root, 'baton-result.json'))).toBe(false)
    for (const message of messages) expect(outcome.output).toMatch(message)
  })

  test('a directory that is no checkout of its own', () => {
    const outside = mkdtempSync(join(tmpdir(), 'baton-measure-none-'))
    git(outside, 'init', '--quiet')
    git(outside, 'commit', '--quiet', '--allow-empty', '-m', 'outer')
    mkdirSync(join(outside, 'candidate'))
    const done = spawnSync(process.execPath, [SCRIPT, 'validate'], {
      cwd: outside,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'] ?? '',
        BATON_PLAN: good,
        BATON_NONCE: 'nonce-0001',
        BATON_SHA: git(outside, 'rev-parse', 'HEAD'),
        BATON_BASE_SHA: checkouts.sha.baseline,
      },
    })
    rmSync(outside, { recursive: true })
    expect(done.status).toBe(2)
    expect(done.stdout).toContain('candidate is not a git checkout of its own')
  })
})

describe('validate', () => {
  test('runs set-up and every command in the candidate and records exit codes', () => {
    const { code, result } = checkouts.measure(
      'validate',
      plan(
        [
          command('cat side.txt'),
          command('echo bad; exit 7', 'none', 'second'),
          command('echo after', 'none', 'third'),
        ],
        { setup: ['echo ready > made.txt', 'cat made.txt'] },
      ),
    )
    expect(code).toBe(1)
    expect(result?.steps.map((step) => [step.name, step.exitCode, step.outputTail])).toEqual([
      ['set-up 1', 0, ''],
      ['set-up 2', 0, 'ready'],
      ['it', 0, 'candidate'],
      ['second', 7, 'bad'],
      ['third', 0, 'after'],
    ])
    expect(result).toMatchObject({
      kind: 'validate',
      nonce: 'nonce-0001',
      headSha: checkouts.sha.candidate,
      baseSha: checkouts.sha.baseline,
      tests: null,
      benchmarks: [],
    })
    expect(result?.runner.node).toBe(process.version)
  })

  test('a failed set-up ends it', () => {
    const { code, result } = checkouts.measure(
      'validate',
      plan([command('echo never')], { setup: ['exit 4'] }),
    )
    expect(code).toBe(1)
    expect(result?.steps.map((step) => step.exitCode)).toEqual([4])
  })

  test('fails in a pipe and on an unset command, without a shell profile', () => {
    const { result } = checkouts.measure(
      'validate',
      plan([command('false | true'), command('no-such-command', 'none', 'second')]),
    )
    expect(result?.steps.map((step) => step.exitCode)).toEqual([1, 127])
  })

  test('keeps the end of a long output, whole characters, no ANSI codes', () => {
    const { result } = checkouts.measure(
      'validate',
      plan([command(`node -e "process.stdout.write('é'.repeat(50000) + '\\x1b[32mend\\x1b[0m')"`)]),
    )
    const tail = result?.steps[0]?.outputTail ?? ''
    expect(tail).toMatch(/^é+end$/)
    expect(Buffer.byteLength(tail)).toBeLessThanOrEqual(8192)
    expect(Buffer.byteLength(tail)).toBeGreaterThan(8000)
  })

  test('ends a command that takes too long, with what it started', () => {
    const { code, result } = checkouts.measure(
      'validate',
      plan([command('(sleep 0.1; sleep 300) & sleep 300')]),
      {
        BATON_COMMAND_TIMEOUT_SECONDS: '0.3',
      },
    )
    expect(code).toBe(1)
    expect(result?.steps[0]).toMatchObject({ exitCode: 137, outputTail: 'baton: ended after 0.3 s' })
  })

  test('does not wait for what a command leaves running', () => {
    const { code, result } = checkouts.measure('validate', plan([command('sleep 300 & echo done')]))
    expect(code).toBe(0)
    expect(result?.steps[0]?.outputTail).toBe('done')
  })

  test('a command sees neither the request nor the files that steer a workflow', () => {
    const { result } = checkouts.measure('validate', plan([command('env')]), {
      GITHUB_ENV: '/tmp/x',
      GITHUB_TOKEN: 'secret',
      GITHUB_SHA: 'kept',
      ACTIONS_RUNTIME_TOKEN: 'secret',
    })
    const tail = result?.steps[0]?.outputTail ?? ''
    expect(tail).not.toMatch(/BATON_|GITHUB_ENV|GITHUB_TOKEN|ACTIONS_/)
    expect(tail).toContain('GITHUB_SHA=kept')
  })

  test('the output is text for the log, not orders to the runner', () => {
    const { output } = checkouts.measure('validate', plan([command('printf "::add-mask::x\\nopen end"')]))
    const lines = output.split('\n')
    const stop = /^::stop-commands::(.+)$/.exec(lines[0] ?? '')?.[1]
    expect(stop).toBeDefined()
    expect(lines.indexOf('::add-mask::x')).toBeGreaterThan(0)
    expect(lines.indexOf('::add-mask::x')).toBeLessThan(lines.indexOf(`::${stop}::`))
  })
})
