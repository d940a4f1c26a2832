// Check runs of other Apps and workflows on the same head: the repository's own CI.

import { z } from 'zod'
import { field } from '../../policy/field.ts'
import { allOf, reason } from '../../reason.ts'
import { everyRule } from '../applies.ts'
import { defineGate } from '../gate.ts'

const rule = z.strictObject({
  ...everyRule,
  names: field(
    z.array(z.string().min(1).max(200)).min(1).max(50),
    'names of check runs of others that must succeed on the head',
    ['build', 'lint'],
  ),
  app: field(
    z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'expected the slug of an App'),
    'the slug of the App whose check runs count; left out: any',
    'github-actions',
  ).optional(),
})

/** What GitHub itself lets pass as a required check. */
const GOOD: ReadonlySet<string> = new Set(['success', 'neutral', 'skipped'])

export const checksGate = defineGate({
  rule,
  title: () => 'checks',
  judge: ({ names, app }, { checks }) => ({
    reason: allOf(
      'checks of others',
      names.map((name) => {
        const found = checks.filter(
          (check) => check.name === name && (app === undefined || check.app === app),
        )
        if (found.length === 0) return reason('pending', `\`${name}\`: not there yet`)
        if (found.some((check) => check.conclusion === null))
          return reason('pending', `\`${name}\`: under way`)
        const bad = found.find((check) => check.conclusion === null || !GOOD.has(check.conclusion))
        return bad === undefined
          ? reason('pass', `\`${name}\`: ${found[0]?.conclusion ?? 'success'}`)
          : reason('fail', `\`${name}\`: ${bad.conclusion ?? 'unknown'}`)
      }),
    ),
  }),
})
