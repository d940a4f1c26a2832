// The action baton-measure: what it refuses, how it runs a plan on the candidate and what it writes.

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { git } from '../runner/stand-in.ts'
import { command, makeCheckouts, plan, PLATFORM, SCRIPT, type Checkouts } from './checkouts.ts'

let checkouts: Checkouts
beforeAll(() => {
  checkouts = makeCheckouts()
})
afterAll(() => checkouts.remove())

const good = plan([command('true')])

describe('a wrong request is refused with everything that is wrong, and there is no result', () => {
  test.each<[string, string, string, Record<string, string>, RegExp[]]>([
    ['kind', 'measure', good, {}, [/kind: is "measure"; .*"validate"\|"benchmark"/]],
    ['nonce', 'validate', good, { INPUT_NONCE: 'a b; rm -rf ~' }, [/nonce: is "a b; rm/]],
    [
      'short SHA and missing base',
      'validate',
      good,
      { INPUT_SHA: 'abc123', INPUT_BASE_SHA: '' },
      [/sha: is "abc123"; expected a full git SHA/, /base_sha: missing; expected/],
    ],
    [
      'another commit',
      'validate',
      good,
      { INPUT_SHA: '0'.repeat(40) },
      [/candidate is at [0-9a-f]{40}; expected 0{40}/],
    ],
    [
      'another base',
      'benchmark',
      good,
      { INPUT_BASE_SHA: '1'.repeat(40) },
      [/baseline is at [0-9a-f]{40}; expected 1{40}/],
    ],
    ['no JSON', 'validate', '{', {}, [/plan is not JSON/]],
    ['a list', 'validate', '[]', {}, [/plan: .*expected object/]],
    [
      'unknown keys',
      'validate',
      '{"setup":[],"commands":[{"name":"a","run":"b","report":"none","cwd":"/"}],"rounds":1,"x":1}',
      {},
      [/Unrecognized key: "x"/, /plan\.commands\.0: Unrecognized key: "cwd"/],
    ],
    ['no commands', 'validate', '{"setup":[],"commands":[],"rounds":1}', {}, [/plan\.commands: Too small/]],
    [
      'all at once',
      'validate',
      '{"setup":[7],"commands":[{"name":"","run":"","report":"xml"},null],"rounds":0}',
      { INPUT_NONCE: '', INPUT_PLATFORM: '{"name":"../up","runner":[],"requires":["cuda"]}' },
      [
        /nonce: missing/,
        /plan\.setup\.0: /,
        /plan\.rounds: /,
        /plan\.commands\.0\.name: /,
        /plan\.commands\.0\.run: /,
        /plan\.commands\.0\.report: .*"tap"/,
        /plan\.commands\.1: .*expected object/,
        /platform\.name: expected lower-case/,
        /platform\.runner: /,
        /platform\.requires\.0: /,
      ],
    ],
    [
      'more steps than a result holds',
      'benchmark',
      plan(
        Array.from({ length: 50 }, (_, index) => command('true', 'none', `c${index}`)),
        { setup: ['true'] },
      ),
      {},
      [/plan: it makes 101 steps/],
    ],
    ['time limit', 'validate', good, { INPUT_TIMEOUT_SECONDS: '-1' }, [/timeout_seconds: is "-1"/]],
    ['environment', 'validate', good, { INPUT_ENVIRONMENT: 'cloud' }, [/environment: is "cloud"/]],
  ])('%s', (_, kind, text, env, messages) => {
    const outcome = checkouts.measure(kind, text, env)
    expect(outcome.code).toBe(2)
    expect(outcome.result).toBeUndefined()
    for (const message of messages) expect(outcome.output).toMatch(message)
    for (const line of outcome.output.trim().split('\n')) expect(line).toMatch(/^::error::/)
  })

  test('a directory that is no checkout of its own', () => {
    const outside = mkdtempSync(join(tmpdir(), 'baton-measure-none-'))
    git(outside, 'init', '--quiet')
    git(outside, 'commit', '--quiet', '--allow-empty', '-m', 'outer')
    mkdirSync(join(outside, 'candidate'))
    const done = spawnSync(process.execPath, [SCRIPT], {
      cwd: outside,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'] ?? '',
        INPUT_KIND: 'validate',
        INPUT_PLATFORM: PLATFORM,
        INPUT_PLAN: good,
        INPUT_NONCE: 'nonce-0001',
        INPUT_SHA: git(outside, 'rev-parse', 'HEAD'),
        INPUT_BASE_SHA: checkouts.sha.baseline,
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
      version: 2,
      kind: 'validate',
      platform: 'linux-x64',
      nonce: 'nonce-0001',
      headSha: checkouts.sha.candidate,
      baseSha: checkouts.sha.baseline,
      tests: null,
      coverage: null,
      benchmarks: [],
      runner: { environment: 'self-hosted', metal: null },
    })
    const node = spawnSync('node', ['--version'], { encoding: 'utf8' }).stdout.trim()
    expect(result?.runner.node).toBe(node)
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
        INPUT_TIMEOUT_SECONDS: '0.3',
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
    expect(tail).not.toMatch(/INPUT_|GITHUB_ENV|GITHUB_TOKEN|GITHUB_OUTPUT|ACTIONS_|nonce-0001/)
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
