// `cargo test`: the text of libtest, for each test program `running N tests` … `test result:`.

import type { Problems } from './problems.ts'
import { testFormat, type TestCollector } from './test-format.ts'

const RUNNING = /^running (\d+) tests?$/
const RESULT =
  /^test result: (ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored; (\d+) measured; \d+ filtered out(?:;|$)/
const BROKEN = /^(?:error(?:\[E\d+\])?: (?:could not compile|aborting due to).*|error: no test target.*)$/
/** Goes to stderr, and is there when both streams are read. */
const PROGRAM = /^\s+(?:Running (?:unittests |tests\/|\S+\.rs\b)|Doc-tests )/

interface Program {
  line: number
  announced: number
  /** Of the list at the end: the names of failed tests. */
  failed: string[]
  outputs: Map<string, string[]>
  /** Lines of the output that is being read. */
  output: string[] | undefined
  /** Whether the second list `failures:` has begun. */
  listing: boolean
}

function finish(program: Program, result: RegExpExecArray, tests: TestCollector, problems: Problems): void {
  const [passed = 0, failed = 0, ignored = 0, measured = 0] = result.slice(2).map(Number)
  const place = `line ${program.line}`
  const total = passed + failed + ignored + measured
  if (total !== program.announced) {
    problems.add(
      place,
      `${program.announced} tests were announced, ${total} are in the result`,
      'all of them',
    )
  }
  // At most one of a pair of sections is left when a test prints what looks like one.
  if (program.failed.length !== failed || (result[1] === 'ok') !== (failed === 0)) {
    problems.add(
      place,
      `${failed} tests failed, ${program.failed.length} are listed`,
      'each failed test by its name',
    )
    return
  }
  tests.pass(passed + measured)
  tests.skip(ignored)
  for (const name of program.failed) {
    const [head, trace] = split(program.outputs.get(name) ?? [])
    const panicked = head.findIndex((line) => /^thread .* panicked at /.test(line))
    tests.fail({
      name,
      message: head.slice(Math.max(panicked, 0)).join('\n'),
      trace: [...head.slice(Math.max(panicked, 0)), ...trace].join('\n'),
    })
  }
}

/** What the test says, and the trace below it. */
function split(lines: readonly string[]): [string[], string[]] {
  const at = lines.findIndex((line) => /^(?:stack backtrace:|note: run with `RUST_BACKTRACE)/.test(line))
  return at === -1 ? [[...lines], []] : [lines.slice(0, at), lines.slice(at)]
}

function readLine(program: Program, line: string): void {
  const header = /^---- (.+) stdout ----$/.exec(line)?.[1]
  if (header !== undefined) {
    program.output = []
    program.outputs.set(header, program.output)
  } else if (line === 'failures:') {
    // The first heads the outputs, the second the names; without outputs there is only the second.
    program.listing = true
    program.failed = []
    program.output = undefined
  } else if (program.output) program.output.push(line)
  else if (program.listing && /^ {4}\S/.test(line)) program.failed.push(line.trim())
}

export const cargoTest = testFormat({
  name: 'cargo-test',
  from: 'cargo test --no-fail-fast',
  example:
    'running 1 test\ntest tests::small ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s',
  gather: ({ text, problems }, tests) => {
    let open: Program | undefined
    let waiting: number | undefined
    const unfinished = (program: Program): void =>
      problems.add(
        `line ${program.line}`,
        `the ${program.announced} tests that begin here have no result`,
        'a line `test result:` (did the program crash, or was the output cut?)',
      )
    for (const [i, line] of text.split('\n').entries()) {
      if (problems.full) return
      const running = RUNNING.exec(line)
      const result = RESULT.exec(line)
      if (running) {
        if (open) unfinished(open)
        const announced = Number(running[1])
        open = { line: i + 1, announced, failed: [], outputs: new Map(), output: undefined, listing: false }
        waiting = undefined
      } else if (result && open) {
        finish(open, result, tests, problems)
        open = undefined
      } else if (result)
        problems.add(`line ${i + 1}`, 'a result without tests before it', '`running N tests` first')
      else if (BROKEN.test(line)) problems.add(`line ${i + 1}`, line, 'code that compiles')
      else if (PROGRAM.test(line)) waiting = i + 1
      // A program with a harness of its own prints what it likes.
      else if (line.trim() !== '') waiting = undefined
      if (open && !running) readLine(open, line)
    }
    if (open) unfinished(open)
    if (waiting !== undefined)
      problems.add(`line ${waiting}`, 'the output ends where tests begin', 'their result')
  },
})
