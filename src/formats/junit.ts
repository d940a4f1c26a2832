// JUnit XML, as pytest, vitest, node, Gradle, Maven and many others write it. There is no standard: test cases are counted, and
// what the suites announce (https://github.com/testmoapp/junitxml) only tells whether some are missing.

import type { Problems } from './problems.ts'
import { testFormat, type TestCollector } from './test-format.ts'
import { attribute, countIn, elementsIn, readXml, type XmlDocument, type XmlElement } from './xml.ts'

const FAILED = new Set(['failure', 'error'])
/** gtest and others: a test that was not run has no element that says so. */
const NOT_RUN = /^(?:notrun|skipped|disabled|ignored)$/i

interface Seen {
  cases: number
  /** `failure` and `error` elements: a case may have both. */
  failures: number
}

function nameOf(element: XmlElement): string {
  const name = attribute(element, 'name') ?? ''
  const group = attribute(element, 'classname') ?? ''
  return group === '' || name === group ? name : `${group} > ${name}`
}

function readCase(element: XmlElement, tests: TestCollector): number {
  const children = elementsIn(element)
  const failures = children.filter(({ name }) => FAILED.has(name))
  const [first] = failures
  const status = attribute(element, 'status') ?? ''
  if (first) {
    const line = Number(attribute(element, 'line') ?? Number.NaN)
    tests.fail({
      name: nameOf(element),
      message: attribute(first, 'message') ?? first.text,
      path: attribute(element, 'file'),
      line: Number.isSafeInteger(line) ? line : undefined,
      trace: first.text,
    })
  } else if (children.some(({ name }) => name === 'skipped') || NOT_RUN.test(status)) tests.skip()
  else tests.pass()
  return failures.length
}

function readSuite(suite: XmlElement, document: XmlDocument, tests: TestCollector, problems: Problems): Seen {
  const seen: Seen = { cases: 0, failures: 0 }
  const place = document.placeOf(suite)
  for (const child of elementsIn(suite)) {
    if (problems.full) return seen
    if (child.name === 'testcase') {
      seen.cases += 1
      seen.failures += readCase(child, tests)
    } else if (child.name === 'testsuite') {
      const inner = readSuite(child, document, tests, problems)
      seen.cases += inner.cases
      seen.failures += inner.failures
    } else if (FAILED.has(child.name)) {
      // Something around the tests: the set-up of a whole suite.
      seen.failures += 1
      const said = attribute(child, 'message') ?? child.text
      tests.fail({ name: attribute(suite, 'name') ?? '', message: said, trace: child.text })
    }
  }
  const announced = countIn(suite, 'tests', place, problems) ?? 0
  if (announced > seen.cases) {
    problems.add(
      place,
      `${announced} tests are announced, ${seen.cases} are there`,
      'every test that was announced',
    )
  }
  const failed =
    (countIn(suite, 'failures', place, problems) ?? 0) + (countIn(suite, 'errors', place, problems) ?? 0)
  if (failed > seen.failures) {
    problems.add(
      place,
      `${failed} failures are announced, ${seen.failures} are there`,
      'every failure by its name',
    )
  }
  return seen
}

export const junit = testFormat({
  name: 'junit',
  from: 'the JUnit reporter of the test tool, for example pytest --junitxml=report.xml',
  example:
    '<testsuite name="fib" tests="1" failures="0"><testcase classname="fib" name="of 10 is 55"/></testsuite>',
  gather: ({ text, problems }, tests) => {
    const document = readXml(text, problems)
    if (!document) return
    const { root } = document
    if (root.name !== 'testsuites' && root.name !== 'testsuite') {
      problems.add(document.placeOf(root), `the root element is ${root.name}`, 'testsuites or testsuite')
      return
    }
    readSuite(root, document, tests, problems)
  },
})
