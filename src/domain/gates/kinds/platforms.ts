// Further platforms that the validation has to succeed on. That it does is judged with its run there; this rule brings the run about.

import { z } from 'zod'
import { field } from '../../policy/field.ts'
import { reason } from '../../reason.ts'
import { PlatformName } from '../../results.ts'
import { everyRule } from '../applies.ts'
import { defineGate } from '../gate.ts'

const rule = z.strictObject({
  ...everyRule,
  names: field(
    z.array(PlatformName).min(1).max(20),
    'names of platforms that the validation must succeed on as well',
    ['macos-arm64', 'windows-x64'],
  ),
})

export const platformsGate = defineGate({
  rule,
  title: () => 'platforms',
  judge: ({ names }) => ({ reason: reason('info', `platforms: validated on ${names.join(', ')} as well`) }),
})
