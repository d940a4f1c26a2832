// Names of benchmarks, as tools print them, made into metric names: the same name always gives the same one.

import { digest } from '../digest.ts'

const MAX = 80
const MARK = 8

/**
 * `::`, `/`, `\` and ` > ` become `.`; blanks become `_`; any other character but letters, digits, `_`, `.` and `-` becomes `-`, and
 * what is left of such at the end is dropped: `sizes/fib/12` → `sizes.fib.12`, `a.py::test[10]` → `a.py.test-10`.
 * A name of more than 80 characters, or with letters outside ASCII, ends in `-` and 8 hex digits of its digest, because those
 * would too often become the same. Two names that still do are the caller's to report.
 */
export function metricName(name: string): string {
  const plain = name
    .trim()
    .replaceAll(/\s+>\s+|::|[/\\]/g, '.')
    .replaceAll(/\s+/g, '_')
    .replaceAll(/[^\w.-]+/g, '-')
    .replaceAll(/-?\.+-?/g, '.')
    .replace(/^[.-]+/, '')
    .replace(/[.-]+$/, '')
  if (plain.length > 0 && plain.length <= MAX && !/[^\p{ASCII}]/u.test(name)) return plain
  const mark = digest(name).slice(0, MARK)
  const kept = plain.slice(0, MAX - MARK - 1)
  return kept === '' ? mark : `${kept}-${mark}`
}
