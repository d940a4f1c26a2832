// Documentation that has to change with the code it is about.

import { z } from 'zod'
import { field } from '../../policy/field.ts'
import { Glob, matchingGlob } from '../../policy/glob.ts'
import { reason } from '../../reason.ts'
import { everyRule } from '../applies.ts'
import { defineGate } from '../gate.ts'

const rule = z.strictObject({
  ...everyRule,
  changed: field(z.array(Glob).min(1).max(50), 'path patterns of code that is documented', ['src/index.*']),
  needs: field(
    z.array(Glob).min(1).max(50),
    'path patterns of documentation, of which one must then change too',
    ['README.md', 'docs/**'],
  ),
})

export const documentationGate = defineGate({
  rule,
  title: () => 'documentation',
  judge: (wanted, { changed }) => {
    if (changed === undefined) return { reason: reason('info', 'documentation: nothing is known to change') }
    const match = (globs: readonly string[]): string | undefined =>
      changed.find(({ path }) => matchingGlob(globs, path) !== undefined)?.path
    const code = match(wanted.changed)
    if (code === undefined) return { reason: reason('pass', 'no documented code changes') }
    const docs = match(wanted.needs)
    return docs === undefined
      ? {
          reason: reason(
            'fail',
            `\`${code}\` changes, but nothing of ${wanted.needs.map((glob) => `\`${glob}\``).join(', ')} does`,
          ),
          annotations: [
            {
              path: code,
              line: 1,
              title: 'Documentation has to change with it',
              message: `Say in one of ${wanted.needs.join(', ')} what this change means for those who use it.`,
            },
          ],
        }
      : { reason: reason('pass', `\`${code}\` changes, and so does \`${docs}\``) }
  },
})
