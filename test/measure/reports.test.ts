// Reports of all formats, printed or written to files, become the numbers of the result.

import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { REPORT_FORMATS, ReportFormat } from '../../src/domain/results.ts'
import { measureOnce } from '../../src/measure/once.ts'
import { readerOf } from '../../src/measure/readers/index.ts'
import { fixture, ok, readableFixtures, ROOT } from '../formats/support.ts'
import { command, makeCheckouts, plan, type Checkouts } from './checkouts.ts'

const FIXTURES = join(import.meta.dirname, '../formats/fixtures')
const ALL = Object.values(REPORT_FORMATS).flat()

test('every format of a plan has its reader', () => {
  expect(ReportFormat.options.toSorted()).toEqual(['none', ...ALL].toSorted())
  for (const format of ALL) expect(readerOf(format)).toBeTypeOf('function')
  expect(readerOf('none')).toBeUndefined()
  const covered = new Set(readableFixtures.map(({ name }) => name))
  expect([...covered, 'baton-json'].toSorted()).toEqual(ALL.toSorted())
})

describe('from files', () => {
  let root: string
  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'baton-report-')))
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  const bench = { bash: 'bash', timeoutMs: 60_000, env: process.env }

  test.each(readableFixtures.map(({ name, file, format }) => [name, file, format] as const))(
    '%s, %s',
    async (name, file, format) => {
      // As if it had been made in this checkout.
      const text = fixture(file).replaceAll(ROOT, root)
      writeFileSync(join(root, 'source'), text)
      const { run, reading } = await measureOnce(
        bench,
        command('cp source report.out', name, 'it', '*.out'),
        root,
      )
      expect(run.exitCode).toBe(0)
      expect(reading.problems).toEqual([])
      const { series, tests, coverage } = reading
      const read = [series, tests, coverage].filter((part) => part !== undefined)
      expect(read).toHaveLength(1)
      const wanted = ok(format.parse(new Map([['report.out', text]]), { root }))
      if (coverage === undefined) expect(read[0]).toEqual(wanted)
      else expect(wanted).toMatchObject(coverage)
      // What is left from this run is no report of the next one.
      const again = await measureOnce(bench, command('true', name, 'it', '*.out'), root)
      expect(again.reading.problems).toEqual([expect.stringContaining('the command wrote no report file')])
      rmSync(join(root, 'report.out'))
    },
  )

  test("criterion's folders, by a pattern of their files", async () => {
    const source = join(FIXTURES, 'criterion')
    const copy = `mkdir -p target && cp -r '${source}' target/criterion`
    const files = 'target/criterion/**/new/*.json'
    const { reading } = await measureOnce(bench, command(copy, 'criterion', 'it', files), root)
    expect(reading.problems).toEqual([])
    expect(reading.series?.map(({ metric }) => metric)).toContain('sizes.fib.12')
  })

  test('a pattern that leads out reads nothing, whatever is there', async () => {
    mkdirSync(join(root, 'inner'))
    cpSync(join(FIXTURES, 'junit-pytest.xml'), join(root, 'out.xml'))
    const { reading } = await measureOnce(
      bench,
      command('true', 'junit', 'it', '../out.xml'),
      join(root, 'inner'),
    )
    expect(reading).toEqual({ problems: [expect.stringContaining('leads out of the checkout')] })
  })
})

describe('in the result', () => {
  let checkouts: Checkouts
  beforeAll(() => {
    checkouts = makeCheckouts()
  })
  afterAll(() => checkouts.remove())

  test('tests of several commands add up; coverage and metrics stand beside them', () => {
    const { code, result, summary } = checkouts.measure(
      'validate',
      plan([
        command(`cp '${FIXTURES}/junit-pytest.xml' report.xml`, 'junit', 'python', 'report.xml'),
        command("printf '1..2\\nok 1 - one\\nok 2 - two # SKIP later\\n'", 'tap', 'node'),
        command(`cp '${FIXTURES}/lcov-vitest.info' lcov.info`, 'lcov', 'coverage', 'lcov.info'),
        command(`cat '${FIXTURES}/go-bench.txt'`, 'go-bench', 'go'),
      ]),
    )
    const failed = result?.tests?.failed ?? 0
    expect(failed).toBeGreaterThan(0)
    expect(result?.tests?.failures).toHaveLength(failed)
    expect(result?.tests?.failures[0]).toMatchObject({ message: expect.stringMatching(/\S/) })
    expect(result?.steps.map((step) => [step.name, step.exitCode])).toEqual([
      ['python', 1],
      ['node', 0],
      ['coverage', 0],
      ['go', 0],
    ])
    expect(result?.steps[0]?.outputTail).toBe(`baton: ${failed} tests failed`)
    expect(code).toBe(1)
    expect(result?.coverage?.lines.total).toBeGreaterThan(0)
    expect(result?.benchmarks.length).toBeGreaterThan(0)
    for (const { baseline, candidate } of result?.benchmarks ?? []) {
      expect(baseline).toEqual([])
      // The file holds many runs of each benchmark, which are one sample: their median.
      expect(candidate).toHaveLength(1)
    }
    expect(summary).toContain(`${failed} failed`)
    expect(summary).toContain(`Coverage: ${result?.coverage?.lines.covered} of`)
  })

  test('a report of another tool fails the command and counts nowhere', () => {
    const { code, result } = checkouts.measure(
      'validate',
      plan([command(`cat '${FIXTURES}/junit-node.xml'`, 'tap'), command('true', 'cobertura', 'none')]),
    )
    expect(code).toBe(1)
    expect(result).toMatchObject({ tests: null, coverage: null })
    expect(result?.steps.map((step) => step.exitCode)).toEqual([1, 1])
    expect(result?.steps[0]?.outputTail).toContain('it looks like junit')
  })

  test.each([
    ['a plan that is not kept', 'TAP version 13\\nok 1 - a\\n1..3\\n'],
    ['an end before the plan', 'TAP version 13\\nok 1 - a\\n'],
    ['giving up', '1..1\\nok 1 - a\\nBail out! no database\\n'],
    ['no test', '1..0 # SKIP none\\n'],
    ['nothing', ''],
  ])('TAP with %s fails though the command says that all is well', (_, text) => {
    const { code, result } = checkouts.measure('validate', plan([command(`printf '${text}'`, 'tap')]))
    expect(code).toBe(1)
    expect(result?.tests).toBeNull()
    expect(result?.steps[0]).toMatchObject({ exitCode: 1, outputTail: expect.stringContaining('baton: ') })
  })

  test("what node's own runner prints, with the place of a failure", () => {
    writeFileSync(
      join(checkouts.root, 'candidate', 'x.test.mjs'),
      "import {describe,it,test} from 'node:test'\ntest('a',()=>{})\ntest.skip('b')\ntest.todo('c')\ndescribe('s',()=>{it('in',()=>{});it('bad',()=>{throw new Error('not ok 9 - no')})})\n",
    )
    const { code, result } = checkouts.measure(
      'validate',
      plan([command('node --test --test-reporter=tap x.test.mjs', 'tap')]),
    )
    expect(code).toBe(1)
    expect(result?.tests).toMatchObject({ total: 5, passed: 2, failed: 1, skipped: 2 })
    expect(result?.tests?.failures).toEqual([
      { name: 's > bad', message: expect.stringContaining('not ok 9 - no'), path: 'x.test.mjs', line: 5 },
    ])
  })
})
