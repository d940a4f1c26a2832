// Cobertura XML, as coverage.py, vitest, gcovr and others write it
// (https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd). The lines of classes are counted.

import { coverageFormat, type CoverageCollector, type FileCoverage } from './coverage-format.ts'
import type { Problems } from './problems.ts'
import { attribute, countIn, elementsIn, readXml, type XmlDocument, type XmlElement } from './xml.ts'

const MAX_SOURCE = 4096

const CONDITION = /\((\d{1,9})\/(\d{1,9})\)/

function readLine(line: XmlElement, file: FileCoverage, place: string, problems: Problems): void {
  const number = countIn(line, 'number', place, problems)
  const hits = countIn(line, 'hits', place, problems)
  if (number === undefined || hits === undefined) {
    problems.add(place, 'a line has no number or no hits', '<line number="2" hits="1"/>')
    return
  }
  file.line(number, hits, place, problems)
  const [, covered, total] = CONDITION.exec(attribute(line, 'condition-coverage') ?? '') ?? []
  if (covered !== undefined) file.branch(String(number), Number(covered), Number(total))
}

/** With one source, names are relative to it: they become paths as the source has them. */
const located = (name: string, sources: readonly string[]): string => {
  const [only] = sources
  return sources.length === 1 &&
    only !== undefined &&
    /^(?:\/|[A-Za-z]:)/.test(only) &&
    !/^(?:\/|[A-Za-z]:)/.test(name)
    ? `${only.replace(/[\\/]+$/, '')}/${name}`
    : name
}

function readClass(
  element: XmlElement,
  {
    document,
    sources,
    root,
  }: { document: XmlDocument; sources: readonly string[]; root: string | undefined },
  coverage: CoverageCollector,
  problems: Problems,
): void {
  const name = attribute(element, 'filename')
  const place = document.placeOf(element)
  if (name === undefined || name === '') {
    problems.add(place, 'a class has no filename', '<class filename="src/fib.ts">')
    return
  }
  const file = coverage.file(root === undefined ? name : located(name, sources))
  for (const methods of elementsIn(element, 'methods')) {
    for (const method of elementsIn(methods, 'method')) {
      const lines = elementsIn(method, 'lines').flatMap((list) => elementsIn(list, 'line'))
      if (lines.length === 0) continue
      const key = `${attribute(element, 'name')} ${attribute(method, 'name')} ${attribute(method, 'signature')}`
      file.call(
        key,
        lines.some((line) => Number(attribute(line, 'hits')) > 0),
      )
    }
  }
  for (const lines of elementsIn(element, 'lines')) {
    for (const line of elementsIn(lines, 'line')) {
      if (problems.full) return
      readLine(line, file, document.placeOf(line), problems)
    }
  }
}

export const cobertura = coverageFormat({
  name: 'cobertura',
  from: 'the cobertura reporter of the test tool, for example coverage xml',
  example:
    '<coverage line-rate="0.5"><packages><package><classes><class filename="src/fib.ts"><lines><line number="1" hits="3"/><line number="2" hits="0"/></lines></class></classes></package></packages></coverage>',
  gather: ({ text, problems }, coverage, root) => {
    const document = readXml(text, problems)
    if (!document) return
    if (document.root.name !== 'coverage') {
      problems.add(document.placeOf(document.root), `the root element is ${document.root.name}`, 'coverage')
      return
    }
    const sources = elementsIn(document.root, 'sources')
      .flatMap((list) => elementsIn(list, 'source'))
      .map(({ text: source }) => source.trim())
      .filter((source) => source.length <= MAX_SOURCE)
    const classes = elementsIn(document.root, 'packages')
      .flatMap((list) => elementsIn(list, 'package'))
      .flatMap((list) => elementsIn(list, 'classes'))
      .flatMap((list) => elementsIn(list, 'class'))
    for (const element of classes) {
      if (problems.full) return
      readClass(element, { document, sources, root }, coverage, problems)
    }
  },
})
