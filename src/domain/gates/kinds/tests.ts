// How many tests must pass: a green command may have run too few of them.

import { z } from 'zod'
import type { CheckAnnotation } from '../../actions.ts'
import { field } from '../../policy/field.ts'
import { allOf, reason, type Reason } from '../../reason.ts'
import { plural } from '../../render/figures.ts'
import { PlatformName, type WorkflowResult } from '../../results.ts'
import { everyRule } from '../applies.ts'
import { defineGate } from '../gate.ts'
import { resultOf } from '../records.ts'

const rule = z.strictObject({
  ...everyRule,
  min_passed: field(z.int().min(0), 'the least number of tests that must pass', 676).optional(),
  allow_failures: field(z.int().min(0), 'how many failing tests are accepted', 0).default(0),
  platform: field(
    PlatformName,
    'the platform whose tests count; left out: each that validates',
    'linux-x64',
  ).optional(),
})

function onPlatform(wanted: z.infer<typeof rule>, platform: string, result: WorkflowResult): Reason {
  const { tests } = result
  if (tests === null) {
    return wanted.min_passed === undefined
      ? reason('info', `${platform}: no command reported test counts`)
      : reason(
          'fail',
          `${platform}: at least ${wanted.min_passed} tests must pass, but no command reported test counts`,
        )
  }
  const children = [
    reason(
      tests.failed <= wanted.allow_failures ? 'pass' : 'fail',
      `${tests.failed} of ${plural(tests.total, 'test')} failed, ${wanted.allow_failures} allowed`,
    ),
  ]
  if (wanted.min_passed !== undefined) {
    const state = tests.passed >= wanted.min_passed ? 'pass' : 'fail'
    children.push(reason(state, `${tests.passed} passed, at least ${wanted.min_passed} required`))
  }
  return allOf(platform, children)
}

/** A mark on the line of each failed test that says where it stands. */
const marks = (result: WorkflowResult | undefined): CheckAnnotation[] =>
  (result?.tests?.failures ?? []).flatMap(({ name, message, path, line }) =>
    path === undefined ? [] : [{ path, line: line ?? 1, title: `failed: ${name}`, message: message || name }],
  )

export const testsGate = defineGate({
  rule,
  title: () => 'tests',
  judge: (wanted, { head, validations, platforms }) => {
    const on = platforms.validate.filter((name) => wanted.platform === undefined || wanted.platform === name)
    const results = on.map((platform) => ({
      platform,
      result: resultOf(validations, { kind: 'validate', platform, confirms: false }, head),
    }))
    const counted = results.every(({ result }) => (result?.tests?.total ?? 0) > 0)
    return {
      ...(counted ? {} : { unshown: 'no test was reported as run' }),
      reason: allOf(
        'tests',
        results.map(({ platform, result }) =>
          result === undefined
            ? reason('pending', `${platform}: no result yet`)
            : onPlatform(wanted, platform, result),
        ),
      ),
      annotations: results.flatMap(({ result }) => marks(result)),
    }
  },
})
