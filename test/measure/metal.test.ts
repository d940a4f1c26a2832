// What the Metal probe's output means. The probe itself needs a Mac; its script runs here as far as it goes elsewhere.

import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { metalOf } from '../../src/measure/metal.ts'
import { parseAssignments } from '../../src/rehearsal/runner/command-files.ts'
import { ACTIONS, command, makeCheckouts, plan } from './checkouts.ts'

const PROBE = join(ACTIONS, 'baton-metal-probe')
const FOUND = {
  available: true,
  device: 'Apple M3 Max',
  family: 'apple9',
  os: 'macOS 15.1.0',
  verified: true,
  detail: '4096 numbers agree with the CPU',
}
const { available: _, ...IDENTITY } = FOUND

describe('deciding', () => {
  test('who does not ask for Metal gets none, whatever the probe says', () => {
    for (const printed of ['', JSON.stringify(FOUND), 'rubbish'])
      expect(metalOf([], printed)).toEqual({ identity: null, refusal: undefined })
  })

  test('a kernel that agrees with the CPU is the capability', () => {
    expect(metalOf(['metal'], JSON.stringify(FOUND))).toEqual({ identity: IDENTITY, refusal: undefined })
    expect(metalOf(['metal'], `  ${JSON.stringify(FOUND)}\n`).refusal).toBeUndefined()
  })

  test('a kernel that disagrees is none, and what was found stays on record', () => {
    const wrong = { ...FOUND, verified: false, detail: '7 of 4096 numbers differ' }
    const { identity, refusal } = metalOf(['metal'], JSON.stringify(wrong))
    expect(identity).toMatchObject({ device: 'Apple M3 Max', verified: false })
    expect(refusal).toBe(
      'Metal computed something else than the CPU on Apple M3 Max: 7 of 4096 numbers differ',
    )
  })

  test.each([
    ['nothing', '', 'the probe did not run'],
    ['blanks', ' \n', 'the probe did not run'],
    ['no JSON', 'Segmentation fault', 'the probe printed no JSON: Segmentation fault'],
    ['a reason', '{"available":false,"reason":"there is no Metal device"}', 'there is no Metal device'],
    ['a reason that is empty', '{"available":false,"reason":""}', 'something unexpected'],
    ['a list', '[]', 'something unexpected'],
    ['a missing field', JSON.stringify({ ...FOUND, verified: undefined }), 'something unexpected'],
    ['truth as a text', JSON.stringify({ ...FOUND, verified: 'true' }), 'something unexpected'],
    ['a field too many', JSON.stringify({ ...FOUND, chip: 'x' }), 'something unexpected'],
    ['both', JSON.stringify({ ...FOUND, available: false, reason: 'x' }), 'something unexpected'],
    [
      'a name that is too long',
      JSON.stringify({ ...FOUND, device: 'x'.repeat(121) }),
      'something unexpected',
    ],
    ['much rubbish', 'y'.repeat(100_000), 'the probe printed no JSON'],
    ['a long reason', JSON.stringify({ available: false, reason: 'z'.repeat(9000) }), 'zzz'],
  ])('%s is no capability', (_name, printed, reason) => {
    const { identity, refusal } = metalOf(['metal'], printed)
    expect(identity).toContain(reason)
    expect(typeof identity === 'string' ? identity.length : Infinity).toBeLessThanOrEqual(500)
    expect(refusal).toContain('this machine has no usable Metal: ')
  })
})

describe('measuring', () => {
  const checkouts = makeCheckouts()
  afterAll(() => checkouts.remove())
  const platform = JSON.stringify({ name: 'mac', runner: ['self-hosted', 'macOS'], requires: ['metal'] })
  const run = plan([command('touch ../ran; echo ran')], { setup: ['touch ../ran'] })

  test('runs no command where the capability is missing, and says so in result, log and summary', () => {
    const { code, result, output, summary } = checkouts.measure('benchmark', run, {
      INPUT_PLATFORM: platform,
    })
    expect(code).toBe(1)
    expect(result).toMatchObject({ platform: 'mac', steps: [], tests: null, benchmarks: [] })
    expect(result?.runner.metal).toBe('the probe did not run')
    expect(output).toBe('::error::this machine has no usable Metal: the probe did not run\n')
    expect(summary).toContain('### baton benchmark on mac: failed')
    expect(summary).toContain('Nothing was run: this machine has no usable Metal')
    expect(() => readFileSync(join(checkouts.root, 'ran'))).toThrow('ENOENT')
  })

  test('runs and records the device where it is there', () => {
    const { code, result } = checkouts.measure('validate', run, {
      INPUT_PLATFORM: platform,
      INPUT_METAL: JSON.stringify(FOUND),
    })
    expect(code).toBe(0)
    expect(result?.runner.metal).toEqual(IDENTITY)
    expect(result?.steps.map((step) => step.outputTail)).toEqual(['', 'ran'])
  })
})

describe('the script around the probe', () => {
  let root: string
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'baton-probe-'))
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  /** Runs it with programs of these names in front of the PATH. */
  const probe = (name: string, programs: Readonly<Record<string, string>>) => {
    const bin = join(root, name)
    mkdirSync(bin)
    for (const [program, text] of Object.entries(programs)) {
      writeFileSync(join(bin, program), `#!/bin/bash\n${text}\n`)
      chmodSync(join(bin, program), 0o755)
    }
    const outputs = join(bin, 'outputs')
    writeFileSync(outputs, '')
    const done = spawnSync('bash', [join(PROBE, 'probe.sh')], {
      encoding: 'utf8',
      env: {
        PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
        GITHUB_OUTPUT: outputs,
        GITHUB_ACTION_PATH: PROBE,
        RUNNER_TEMP: root,
      },
    })
    expect(done.status).toBe(0)
    return metalOf(['metal'], parseAssignments(readFileSync(outputs, 'utf8'), 'outputs').get('probe') ?? '')
  }
  const darwin = 'echo Darwin'
  /** An xcrun whose compiler makes a program that does this. */
  const compiler = (made: string): string =>
    `[ "$1" = --find ] && exit 0\nwhile [ "$1" != -o ]; do shift; done\nprintf '%s\\n' '#!/bin/bash' ${JSON.stringify(made)} > "$2"; chmod +x "$2"`

  test.each<[string, Record<string, string>, string]>([
    ['not macOS', { uname: 'echo Linux' }, 'Metal needs macOS; this is Linux'],
    ['Windows', { uname: 'echo "MINGW64_NT-10.0"' }, 'this is MINGW64_NT-10.0'],
    ['no compiler', { uname: darwin, xcrun: 'exit 72' }, 'swiftc is missing'],
    [
      'a probe that does not compile',
      {
        uname: darwin,
        xcrun: `[ "$1" = --find ] && exit 0; echo 'probe.swift:1:1: error: no "Metal" \\ here' >&2; exit 1`,
      },
      'the probe does not compile: probe.swift:1:1: error: no Metal  here',
    ],
    [
      'a probe that breaks off',
      { uname: darwin, xcrun: compiler('echo "Fatal error: nil" >&2; exit 133') },
      'the probe broke off: Fatal error: nil',
    ],
    ['a probe that says nothing', { uname: darwin, xcrun: compiler('true') }, 'the probe printed nothing'],
  ])('%s', (name, programs, reason) => {
    expect(probe(name.replaceAll(' ', '-'), programs).identity).toContain(reason)
  })

  test('hands over what the probe found', () => {
    const printed = JSON.stringify(FOUND).replaceAll('"', '\\"')
    const { identity } = probe('found', { uname: darwin, xcrun: compiler(`printf '%s' "${printed}"`) })
    expect(identity).toEqual(IDENTITY)
  })
})
