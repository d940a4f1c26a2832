// Reads test results in TAP 13 and 14, as `node --test --test-reporter=tap` and many others print them.

import type { TestFailure } from '../../domain/results.ts'
import type { Reader } from './reader.ts'

const MOST_FAILURES = 50

/**
 * Leaves are counted; a parent counts only when it failed by itself. A test marked SKIP or TODO is skipped even when it passes:
 * it proves nothing yet. An output without its plan, or with another number of tests than planned, is a problem.
 */
export const readTap: Reader = (documents) => {
  const reader = createTapReader()
  for (const line of documents.flatMap(({ text }) => text.split(/\r?\n/))) reader.line(line)
  return reader.end()
}

interface Open {
  indent: number
  name: string
}

function createTapReader() {
  const counts = { total: 0, passed: 0, failed: 0, skipped: 0 }
  const failures: TestFailure[] = []
  const problems: string[] = []
  /** Depths with points since the last point of a lower depth, and whether one of those failed. */
  let levels = new Map<number, boolean>()
  let names: Open[] = []
  let yamlEnd: number | undefined
  let planned: number | undefined
  let points = 0
  let pointBefore = false

  const closeDocument = (): void => {
    if (planned === undefined && points > 0) problems.push('the TAP output has no plan: it ended early')
    if (planned !== undefined && planned !== points)
      problems.push(`the TAP plan says ${planned} tests, but ${points} were reported`)
  }
  const count = (verdict: 'passed' | 'failed' | 'skipped', name: string): void => {
    counts.total += 1
    counts[verdict] += 1
    if (verdict === 'failed' && failures.length < MOST_FAILURES)
      failures.push({ name: name.slice(0, 500), message: '' })
  }
  const point = (indent: number, ok: boolean, text: string): void => {
    const directive = /(?:^|[^\\])\s#\s*(skip|todo)\b/i.exec(` ${text}`)?.[1]
    const name = text
      .replace(/^\d+\s*/, '')
      .replace(/^-\s*/, '')
      .replace(/\s+#\s*(?:skip|todo|time=).*$/i, '')
      .replaceAll(/\\([#\\])/g, '$1')
      .trim()
    const failed = !ok && directive?.toLowerCase() !== 'todo'
    // What was seen one level deeper since the last point of this level are its subtests.
    const children = [...levels].filter(([depth]) => depth > indent)
    const childFailed = children.some(([, bad]) => bad)
    names = names.filter((entry) => entry.indent < indent)
    const path = [...names.map((entry) => entry.name), name || 'unnamed test'].join(' > ')
    for (const [depth] of children) levels.delete(depth)
    levels.set(indent, (levels.get(indent) ?? false) || failed || childFailed)
    if (indent === 0) points += 1
    if (children.length === 0) count(failed ? 'failed' : directive === undefined ? 'passed' : 'skipped', path)
    else if (failed && !childFailed) count('failed', path)
  }
  const line = (raw: string): void => {
    const indent = raw.length - raw.trimStart().length
    const text = raw.trim()
    if (yamlEnd !== undefined) {
      if (text === '...' && indent === yamlEnd) yamlEnd = undefined
      return
    }
    const afterPoint = pointBefore
    pointBefore = false
    const plan = /^1\.\.(\d+)/.exec(text)
    const result = /^(not )?ok\b\s*(.*)$/.exec(text)
    if (text === '---' && afterPoint) yamlEnd = indent
    else if (/^TAP version \d+$/.test(text) && indent === 0) {
      closeDocument()
      ;[levels, names, planned, points] = [new Map(), [], undefined, 0]
    } else if (/^Bail out!/i.test(text)) problems.push(`the tests gave up: ${text.slice(0, 200)}`)
    else if (text.startsWith('# Subtest: '))
      names = [...names.filter((entry) => entry.indent < indent), { indent, name: text.slice(11) }]
    else if (plan) planned = indent === 0 ? Number(plan[1]) : planned
    else if (result) {
      point(indent, result[1] === undefined, result[2] ?? '')
      pointBefore = true
    }
  }
  return {
    line,
    end: () => {
      closeDocument()
      if (counts.total === 0 && planned === undefined) problems.push('no TAP output was found')
      return { tests: { ...counts, failures }, problems }
    },
  }
}
