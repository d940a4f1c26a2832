// What the issue says when a task waits for a person.

import { quoted } from './text.ts'

/** `why` may hold words of agents, of GitHub or of a workflow's output. */
export const parkedComment = (why: string): string => `### Baton: waiting for a person

${quoted(why)}

Nothing more is started for this issue until something changes: push to the branch, change \`.github/baton.yml\` on the default branch, or close the issue.`

export const resumedComment = (): string => `### Baton: going on

What stopped this issue before is settled.`
