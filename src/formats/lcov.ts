// lcov's tracefile, geninfo(1): records `SF:` … `end_of_record`. https://github.com/linux-test-project/lcov

import { coverageFormat, type CoverageCollector, type FileCoverage } from './coverage-format.ts'
import type { Problems } from './problems.ts'

const KNOWN =
  /^(?:TN|SF|VER|FN|FNDA|FNL|FNA|FNF|FNH|BRDA|BRF|BRH|MCDC|MCF|MCH|DA|LF|LH|end_of_record|#)(?::|$|\s)/

interface Record {
  file: FileCoverage
  place: string
}

/** `undefined` for a line that does not have the form it should have. */
function readEntry(
  record: Record,
  key: string,
  value: string,
  place: string,
  problems: Problems,
): true | undefined {
  const { file } = record
  switch (key) {
    case 'DA': {
      const [, line, hits] = /^(\d+),(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?:,\S*)?$/i.exec(value) ?? []
      if (line === undefined) return undefined
      file.line(Number(line), Number(hits), place, problems)
      return true
    }
    case 'BRDA': {
      // The branch may be a text (`jump to line 3`), with commas in it.
      const [, where, taken] = /^(\d+,.*),(-|\d+)$/.exec(value) ?? []
      if (where === undefined) return undefined
      file.branch(where, taken !== '-' && Number(taken) > 0 ? 1 : 0, 1)
      return true
    }
    case 'FNDA':
    case 'FNA': {
      // FNA of lcov 2: index, hits, name.
      const [, hits, name] = (key === 'FNA' ? /^\d+,(\d+),(.+)$/ : /^(\d+),(.+)$/).exec(value) ?? []
      if (name === undefined) return undefined
      file.call(name, Number(hits) > 0)
      return true
    }
    case 'FN': {
      // Line, the last line from lcov 2 on, name. Without FNDA it never ran.
      const name = /^\d+,(?:\d+,)?(.+)$/.exec(value)?.[1]
      if (name === undefined) return undefined
      file.call(name, false)
      return true
    }
    default:
      return true
  }
}

function gatherLines(text: string, problems: Problems, coverage: CoverageCollector): void {
  let open: Record | undefined
  const cut = (record: Record): void =>
    problems.add(record.place, 'the record is not closed', 'a line end_of_record: was the file cut?')
  for (const [i, raw] of text.split('\n').entries()) {
    if (problems.full) return
    const line = raw.trim()
    const place = `line ${i + 1}`
    if (line === '') continue
    const colon = line.indexOf(':')
    const [key, value] = colon === -1 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1)]
    if (!KNOWN.test(line)) problems.add(place, `this is not lcov: ${line}`, 'DA:12,3')
    else if (key === 'SF') {
      if (open) cut(open)
      open = { file: coverage.file(value), place }
    } else if (key === 'end_of_record') open = undefined
    else if (key === 'TN' || key === 'VER' || line.startsWith('#')) continue
    else if (!open) problems.add(place, `${key} comes before a file`, 'SF: and the file’s path first')
    else if (!readEntry(open, key, value, place, problems)) {
      problems.add(place, `this is not an entry ${key}: ${line}`, 'DA:12,3 or BRDA:12,0,1,3 or FNDA:3,name')
    }
  }
  if (open) cut(open)
}

export const lcov = coverageFormat({
  name: 'lcov',
  from: 'the lcov reporter of the test tool, for example vitest run --coverage --coverage.reporter=lcov',
  example: 'SF:src/fib.ts\nDA:1,3\nDA:2,0\nend_of_record',
  gather: ({ text, problems }, coverage) => gatherLines(text, problems, coverage),
})
