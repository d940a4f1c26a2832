// Part of measure.mjs: reads test results in TAP, as `node --test --test-reporter=tap` and many others print them.

const MOST_FAILURES = 50

/**
 * Reads TAP 13 and 14 line by line. Leaves are counted; a parent counts only when it failed by itself. A test marked SKIP
 * or TODO is skipped even when it passes: it proves nothing yet.
 */
export function createTapReader() {
  const counts = { total: 0, passed: 0, failed: 0, skipped: 0, failures: [] }
  const problems = []
  let levels = new Map()
  let names = []
  let yamlEnd
  let planned
  let points = 0
  let pointBefore = false
  const closeDocument = () => {
    if (planned === undefined && points > 0) problems.push('the TAP output has no plan: it ended early')
    if (planned !== undefined && planned !== points)
      problems.push(`the TAP plan says ${planned} tests, but ${points} were reported`)
  }
  const count = (verdict, path) => {
    counts.total += 1
    counts[verdict] += 1
    if (verdict === 'failed' && counts.failures.length < MOST_FAILURES)
      counts.failures.push(path.slice(0, 500))
  }
  const point = (indent, ok, text) => {
    const directive = /(?:^|[^\\])\s#\s*(skip|todo)\b/i.exec(` ${text}`)?.[1]?.toLowerCase()
    const name = text
      .replace(/^\d+\s*/, '')
      .replace(/^-\s*/, '')
      .replace(/\s+#\s*(?:skip|todo|time=).*$/i, '')
      .replace(/\\([#\\])/g, '$1')
      .trim()
    const failed = !ok && directive !== 'todo'
    // What was seen one level deeper since the last point of this level are its subtests.
    const children = [...levels].filter(([depth]) => depth > indent)
    const path = [
      ...names.filter((entry) => entry.indent < indent).map((entry) => entry.name),
      name || 'unnamed test',
    ].join(' > ')
    for (const [depth] of children) levels.delete(depth)
    names = names.filter((entry) => entry.indent < indent)
    const seen = levels.get(indent) ?? { failed: false }
    levels.set(indent, { failed: seen.failed || failed || children.some(([, level]) => level.failed) })
    if (indent === 0) points += 1
    if (children.length === 0) {
      if (failed) count('failed', path)
      else count(directive === undefined ? 'passed' : 'skipped', path)
    } else if (failed && !children.some(([, level]) => level.failed)) count('failed', path)
  }
  const line = (raw) => {
    const indent = raw.length - raw.trimStart().length
    const text = raw.trim()
    if (yamlEnd !== undefined) {
      if (text === '...' && indent === yamlEnd) yamlEnd = undefined
      return
    }
    const afterPoint = pointBefore
    pointBefore = false
    if (text === '---' && afterPoint) yamlEnd = indent
    else if (/^TAP version \d+$/.test(text) && indent === 0) {
      closeDocument()
      ;[levels, names, planned, points] = [new Map(), [], undefined, 0]
    } else if (/^Bail out!/i.test(text)) problems.push(`the tests gave up: ${text.slice(0, 200)}`)
    else if (/^# Subtest: /.test(text))
      names = [...names.filter((entry) => entry.indent < indent), { indent, name: text.slice(11) }]
    else if (/^1\.\.\d+/.test(text)) {
      if (indent === 0) planned = Number(/^1\.\.(\d+)/.exec(text)[1])
    } else {
      const found = /^(not )?ok\b\s*(.*)$/.exec(text)
      if (!found) return
      point(indent, found[1] === undefined, found[2])
      pointBefore = true
    }
  }
  return {
    line,
    end: () => {
      closeDocument()
      if (counts.total === 0 && planned === undefined) problems.push('no TAP output was found')
      return { counts, problems }
    },
  }
}
