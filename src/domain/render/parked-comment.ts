// What the issue says when a task waits for a person.

import type { AgentName } from '../ids.ts'
import { list, quoted } from './text.ts'

/** `why` may hold words of agents, of GitHub or of a workflow's output. */
export const parkedComment = (why: string): string => `### Baton: waiting for a person

${quoted(why)}

Nothing more is started for this issue until something changes: push to the branch, change \`.github/baton.yml\` on the default branch, write \`/baton retry\`, or close the issue.`

/** What was reserved for today is used up: nobody has to do anything. */
export const restingComment = (why: string): string => `### Baton: waiting for tomorrow

${quoted(why)}

What is at work goes on. Change \`limits.repository_day_usd\` in \`.github/baton.yml\` on the default branch to go on today.`

export const resumedComment = (): string => `### Baton: going on

What stopped this issue before is settled.`

/** An agent tried what nobody may grant: said once, and left standing. */
export const breachText = (
  agent: AgentName,
  wave: number,
  what: readonly string[],
): string => `### Baton: a breach by ${agent} in wave ${wave} was refused

${list(what)}

Nothing of the attempt was kept: no commit, no branch. It is on record in the audit log.`
