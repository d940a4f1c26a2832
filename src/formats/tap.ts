// TAP 13 and 14, as `node --test --test-reporter=tap` and many others print it (https://testanything.org).

import type { Problems } from './problems.ts'
import { testFormat, type Failed, type TestCollector } from './test-format.ts'

const MOST_DIAGNOSTIC_LINES = 200
const MOST_COMMENT = 2000

interface Level {
  indent: number
  points: number
  failed: boolean
  planned?: number
  /** The test that this level's points belong to, where its line came first (`ok 1 - name {`). */
  parent?: { failed: boolean }
}

interface Names {
  indent: number
  name: string
}

interface Point {
  indent: number
  failed: boolean
  /** Marked SKIP or TODO: it counts as skipped even when it passes, because it proves nothing yet. */
  excused: boolean
  name: string
  opens: boolean
}

function readPoint(indent: number, text: string): Point | undefined {
  const found = /^(not )?ok\b\s*(.*)$/.exec(text)
  if (!found) return undefined
  const rest = found[2] ?? ''
  const directive = /(?:^|[^\\])\s#\s*(skip|todo)\b/i.exec(` ${rest}`)?.[1]?.toLowerCase()
  const opens = /\s\{$/.test(rest)
  const name = rest
    .replace(/\s\{$/, '')
    .replace(/^\d+\s*/, '')
    .replace(/^-\s*/, '')
    .replace(/\s+#\s*(?:skip|todo|time=).*$/i, '')
    .replaceAll(/\\([#\\])/g, '$1')
    .trim()
  const failed = found[1] !== undefined && directive !== 'todo'
  return { indent, failed, excused: directive !== undefined, name, opens }
}

/** The message of a YAML diagnostic: `error: '2 == 4'`, or the lines below `error: |-`. */
function diagnosticMessage(lines: readonly string[]): string {
  const at = lines.findIndex((line) => /^\s*(?:error|message):/.test(line))
  const head = lines[at]
  if (head === undefined) return ''
  const value = head.replace(/^\s*\w+:\s*/, '')
  if (!/^[|>][+-]?\d?$/.test(value)) return value.replace(/^(['"])(.*)\1$/, '$2')
  const indent = head.length - head.trimStart().length
  const below = lines.slice(at + 1)
  const end = below.findIndex((line) => line.trim() !== '' && line.length - line.trimStart().length <= indent)
  return below
    .slice(0, end === -1 ? undefined : end)
    .map((line) => line.trim())
    .join('\n')
}

function createReader(tests: TestCollector, problems: Problems) {
  let levels: Level[] = [{ indent: 0, points: 0, failed: false }]
  let names: Names[] = []
  let yaml: { indent: number; lines: string[]; line: number } | undefined
  /** A failure that still may get its diagnostic. */
  let held: Failed | undefined
  let pointBefore = false
  let at = 1
  const top = (): Level => levels.at(-1) ?? { indent: 0, points: 0, failed: false }
  const release = (): void => {
    if (held) tests.fail(held)
    held = undefined
  }
  const checkPlan = ({ planned, points }: Level): void => {
    if (planned !== undefined && planned !== points) {
      problems.add(
        `line ${at}`,
        `the plan says ${planned} tests, ${points} were reported`,
        'as many as planned',
      )
    }
  }
  /** Ends the levels deeper than an indent. Returns whether there were any, and whether a test in them failed. */
  const close = (indent: number): { children: boolean; failed: boolean } => {
    const deeper = levels.filter((level) => level.indent > indent)
    levels = levels.filter((level) => level.indent <= indent)
    for (const level of deeper) checkPlan(level)
    return { children: deeper.length > 0, failed: deeper.some(({ failed }) => failed) }
  }
  const enter = (indent: number): Level => {
    if (indent > top().indent) levels.push({ indent, points: 0, failed: false })
    return top()
  }
  const point = (read: Point): void => {
    const { indent, failed, excused, name, opens } = read
    const inside = close(indent)
    const level = enter(indent)
    level.points += 1
    level.failed ||= failed || inside.failed
    names = names.filter((entry) => entry.indent < indent)
    const path = [...names.map((entry) => entry.name), name || 'unnamed test'].join(' > ')
    if (opens) {
      names.push({ indent, name })
      levels.push({ indent: indent + 1, points: 0, failed: false, parent: { failed } })
    } else if (failed && !inside.failed) held = { name: path, message: '' }
    else if (!inside.children && excused) tests.skip()
    else if (!inside.children) tests.pass()
  }
  const closeDocument = (): void => {
    const level = levels[0] ?? top()
    if (close(0).children) {
      problems.add(
        `line ${at}`,
        'a subtest has no result of its own',
        'its line behind its tests: did they end early?',
      )
    }
    if (level.planned === undefined && level.points > 0) {
      problems.add(`line ${at}`, 'the TAP output has no plan', 'a line 1..N: did the tests end early?')
    }
    checkPlan(level)
    levels = [{ indent: 0, points: 0, failed: false }]
    names = []
  }
  const diagnose = (raw: string, text: string, indent: number): boolean => {
    if (!yaml) return false
    if (text === '...' && indent === yaml.indent) {
      if (held) held = { ...held, message: diagnosticMessage(yaml.lines), trace: yaml.lines.join('\n') }
      yaml = undefined
    } else if (yaml.lines.length < MOST_DIAGNOSTIC_LINES) yaml.lines.push(raw)
    return true
  }
  return {
    line: (raw: string, number: number): void => {
      at = number
      const text = raw.trim()
      const indent = raw.length - raw.trimStart().length
      if (diagnose(raw, text, indent)) return
      const afterPoint = pointBefore
      pointBefore = false
      if (text === '---' && afterPoint) {
        yaml = { indent, lines: [], line: number }
        return
      }
      const read = readPoint(indent, text)
      const comment = text.startsWith('#') && !text.startsWith('# Subtest: ')
      if (held && comment) {
        // Perl and others say in comments what went wrong.
        held = { ...held, message: `${held.message}\n${text.replace(/^#\s*/, '')}`.slice(0, MOST_COMMENT) }
      } else if (text !== '') release()
      if (read) {
        point(read)
        pointBefore = true
      } else if (/^TAP version \d+$/.test(text) && indent === 0) closeDocument()
      else if (/^Bail out!/i.test(text)) problems.add(`line ${number}`, text, 'a run that ends by itself')
      else if (text === '}' && levels.some(({ parent }) => parent)) endBuffered(indent)
      else if (text.startsWith('# Subtest: ')) {
        names = [...names.filter((entry) => entry.indent < indent), { indent, name: text.slice(11) }]
      } else if (/^1\.\.\d{1,9}(?:\s|$)/.test(text)) {
        close(indent)
        enter(indent).planned = Number(/\d+$/.exec(text.split(/\s/)[0] ?? '')?.[0])
      }
    },
    end: (): void => {
      release()
      if (yaml) problems.add(`line ${yaml.line}`, 'a diagnostic is not closed', 'a line `...` at its end')
      if (levels.some(({ parent }) => parent)) {
        problems.add(`line ${at}`, 'the tests of a subtest are not closed', 'a line `}`')
      }
      closeDocument()
    },
  }
  function endBuffered(indent: number): void {
    const opened = levels.findLast((level) => level.parent !== undefined)
    const inside = close(indent)
    if (opened?.parent?.failed === true && !inside.failed) {
      const path = names.filter((entry) => entry.indent <= indent).map((entry) => entry.name)
      tests.fail({ name: path.join(' > '), message: '' })
    }
    names = names.filter((entry) => entry.indent < indent)
    top().failed ||= inside.failed
  }
}

export const tap = testFormat({
  name: 'tap',
  from: 'node --test --test-reporter=tap',
  example: 'TAP version 13\nok 1 - begins with 0\nnot ok 2 - of 10 is 55\n1..2',
  gather: ({ text, problems }, tests) => {
    const reader = createReader(tests, problems)
    for (const [i, line] of text.split('\n').entries()) {
      if (problems.full) return
      reader.line(line, i + 1)
    }
    reader.end()
  },
})
