// vitest and jest, `--reporter=json` and `--json` (https://vitest.dev/guide/reporters#json-reporter).

import { z } from 'zod'
import { parseJson, shaped } from './json.ts'
import { testFormat } from './test-format.ts'

const Report = z.object({
  numTotalTests: z.int().min(0),
  numFailedTests: z.int().min(0),
  numPassedTests: z.int().min(0),
  success: z.boolean(),
  testResults: z.array(z.unknown()),
})

const Suite = z.object({
  name: z.string(),
  status: z.string(),
  message: z.string().nullish(),
  assertionResults: z.array(z.unknown()),
})

const Test = z.object({
  ancestorTitles: z.array(z.string()),
  title: z.string(),
  status: z.enum(['passed', 'failed', 'skipped', 'pending', 'todo', 'disabled', 'focused']),
  failureMessages: z.array(z.string()).nullish(),
  location: z.object({ line: z.int() }).nullish(),
})

const EXPECTED = 'what vitest --reporter=json writes'

export const vitestJson = testFormat({
  name: 'vitest-json',
  from: 'vitest run --reporter=json --outputFile=report.json',
  example:
    '{"numTotalTests":1,"numPassedTests":1,"numFailedTests":0,"success":true,"testResults":[{"name":"test/fib.test.ts","status":"passed","assertionResults":[{"ancestorTitles":["fib"],"title":"of 10 is 55","status":"passed"}]}]}',
  gather: ({ text, problems }, tests) => {
    const json = parseJson(text, problems)
    const report = json && shaped(Report, json.value, '$', problems, EXPECTED)
    if (!report) return
    const counted = { total: 0, passed: 0, failed: 0 }
    let broken = 0
    for (const [i, entry] of report.testResults.entries()) {
      if (problems.full) return
      const at = `$.testResults[${i}]`
      const suite = shaped(Suite, entry, at, problems, EXPECTED)
      if (!suite) continue
      const failedBefore = counted.failed
      for (const [j, value] of suite.assertionResults.entries()) {
        if (problems.full) return
        const test = shaped(Test, value, `${at}.assertionResults[${j}]`, problems, EXPECTED)
        if (!test) continue
        counted.total += 1
        if (test.status === 'passed') {
          counted.passed += 1
          tests.pass()
        } else if (test.status === 'failed') {
          counted.failed += 1
          const said = (test.failureMessages ?? []).join('\n')
          const place = { path: suite.name, line: test.location?.line, trace: said }
          tests.fail({ name: [...test.ancestorTitles, test.title].join(' > '), message: said, ...place })
        } else tests.skip()
      }
      // A file that fails without a failed test could not be loaded, or failed around its tests.
      if (suite.status === 'failed' && counted.failed === failedBefore) {
        broken += 1
        const said = suite.message ?? ''
        tests.fail({ name: suite.name.split(/[\\/]/).at(-1) ?? suite.name, message: said, path: suite.name })
      }
    }
    const announced = {
      total: report.numTotalTests,
      passed: report.numPassedTests,
      failed: report.numFailedTests,
    }
    for (const key of ['total', 'passed', 'failed'] as const) {
      if (announced[key] === counted[key] || problems.full) continue
      const name = `$.num${key[0]?.toUpperCase()}${key.slice(1)}Tests`
      problems.add(
        name,
        `it says ${announced[key]}, but ${counted[key]} are listed`,
        'the tests that it counts',
      )
    }
    if (!report.success && counted.failed + broken === 0) {
      problems.add('$.success', 'it is false, but no failed test is listed', 'the failures')
    }
  },
})
