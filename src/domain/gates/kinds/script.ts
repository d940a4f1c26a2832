// A command of the repository's own whose exit code is the verdict. It runs with the validation, after its commands.

import { z } from 'zod'
import { field } from '../../policy/field.ts'
import { allOf, reason } from '../../reason.ts'
import { figure } from '../../render/figures.ts'
import { everyRule } from '../applies.ts'
import { defineGate } from '../gate.ts'
import { resultOf } from '../records.ts'

const rule = z.strictObject({
  ...everyRule,
  script: field(z.string().min(1).max(80), 'a short name, shown in the check', 'binary size'),
  run: field(z.string().min(1).max(2000), 'a shell command, at most 2000 characters', './scripts/size.sh'),
  exit_codes: field(z.array(z.int().min(0).max(255)).min(1).max(10), 'the exit codes that pass', [0]).default(
    [0],
  ),
})

/** The name of the gate's step in results: no command of the policy can have it, for theirs have no colon after `gate`. */
export const scriptStep = (script: string): string => `gate: ${script}`

export const scriptGate = defineGate({
  rule,
  title: ({ script }) => script,
  judge: ({ script, exit_codes: codes }, { head, validations, platforms }) => {
    const runs = platforms.validate.map((platform) => {
      const result = resultOf(validations, { kind: 'validate', platform, confirms: false }, head)
      return { platform, result, step: result?.steps.find(({ name }) => name === scriptStep(script)) }
    })
    return {
      ...(runs.every(({ step }) => step !== undefined) ? {} : { unshown: 'it was not run' }),
      reason: allOf(
        script,
        runs.map(({ platform, result, step }) => {
          if (result === undefined) return reason('pending', `${platform}: no result yet`)
          if (step === undefined) return reason('fail', `${platform}: it was not run`)
          return reason(
            codes.includes(step.exitCode) ? 'pass' : 'fail',
            `${platform}: exit code ${step.exitCode} after ${figure(step.durationMs / 1000)} s`,
          )
        }),
      ),
    }
  },
})
