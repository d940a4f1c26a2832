// What the issue says when an effect was refused for a reason that a person can mend.

import { quoted } from './text.ts'

export const problemComment = (problem: {
  message: string
  fix: string
}): string => `### Baton: something has to be mended first

${quoted(problem.message)}

**What to do.** ${quoted(problem.fix)}

It is tried again every ten minutes, and whenever something happens here.`

export const mendedComment = (): string => `### Baton: what had to be mended is mended

The work goes on.`
