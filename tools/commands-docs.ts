// Writes docs/commands.md from the commands' own descriptions. Usage: node tools/commands-docs.ts

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { helpTable } from '../src/domain/commands/answers.ts'
import { MOST_COMMANDS } from '../src/domain/commands/parse.ts'
import { commands, VERBS, type Verb } from '../src/domain/commands/verbs/index.ts'

const places = {
  issue: 'on the issue',
  pull: 'on a pull request of the task',
  both: 'on the issue and on its pull requests',
}

function section(verb: Verb): string {
  const { summary, usage, examples, permission, showing, where } = commands[verb]
  return `### ${verb}

${summary}.

\`\`\`
${usage}
\`\`\`

Permission \`${permission}\`${showing === undefined ? '' : `, without arguments \`${showing}\``}, ${places[where]}. For example:

\`\`\`
${examples.join('\n')}
\`\`\``
}

/** The whole document. */
export const commandsDocument = (): string => `# Commands

People steer a task with commands in comments on its issue and on its pull requests. This file is written by
\`node tools/commands-docs.ts\`; a test compares the two.

## How a command is written

- At the start of a line, after at most three spaces: \`/baton\`, a verb, its arguments. Case does not count.
- Several to a comment, each on a line of its own; the first ${MOST_COMMANDS} are read.
- Words with spaces stand in quotes: \`"two words"\` or \`'two words'\`. In double quotes \`\\"\` is a quote and \`\\\\\` a backslash.
- Flags are written \`--name value\` or \`--name=value\`.
- A line that begins with a mention of the App, \`@<App> <agent>: <what>\`, is \`/baton wake <agent> <what>\`; what is asked is taken as it
  stands, to the end of the line.
- Nothing is read in code, in quoted text, and in HTML comments, and nothing in a comment that was edited.
- Characters that cannot be seen make a command invalid.

## How it is answered

Each comment is answered once: 🚀 when everything in it was accepted, 😕 when something was not, with a reply that says why and
shows the right form, and 👀 when it was seen and cannot be judged yet. A command only says what is wanted; the next pass acts on it.

Permissions are those of GitHub's role in the repository, looked up when the command is carried out. Bots are not obeyed. Somebody
who may not give a command is told so once. On closed and locked issues only what changes nothing is answered. An approval names the
commit that it is for, and counts for no other. What was accepted stays, also when its comment is edited or deleted.

## Merge and override

\`merge\` asks for one commit. It counts as the asker's approval where a consensus rule asks for people (\`people\` in the policy), and
has a merge that GitHub refused tried again at once. It takes the place of no gate, seat, veto, review on GitHub, or consent to lifting
a freeze. Until it is merged a comment says what is missing; another head makes it void.

\`override\` names a gate by its kind (\`benchmark\`: all gates of that kind) or by its name in the check \`baton/gates\`
(\`attention.ms\`, \`binary size\`, \`validate on linux-x64\`). The gate is then shown as overridden, by whom and why, counts for nothing on
that one commit, and stands in the audit log and in the merge message. A failing test command is two: its run and \`tests\`.
It is refused for what was never shown: a gate that still waits, a run without a result or with one that was refused, tests that nobody
counted, scripts that were not run. While an agent is at work on a new head there is nothing to override: \`/baton stop\`, the override,
\`/baton resume\` keep the head as it is.

## Directives

A directive is given to one task by \`directive\`, or by a comment on its issue that has the form of one: headings in capitals, a colon,
what is said. To all tasks that are open it is given by an issue of its own; for each kind there is an issue form. Only a person with
write permission gives one, and what it said when it was given counts, whatever becomes of the text.

Agents read it in their next run and say what they did about it. An alignment is over in a task when everybody it is for has acted, a priority
shift when the task has the priority, a checkpoint when its conditions hold at a head; in a task that has ended it is over too. The issue of a
directive shows where each task stands, and is closed with a last comment when it is over in all of them. Closing it before takes it back. A
shift by issue that names nobody is for the tasks about its component. Two open directives that order different things about one matter
contradict each other: an issue is refused then, and within a task the orchestrator rules.

${helpTable()}

## Each command

${VERBS.map(section).join('\n\n')}
`

if (import.meta.main) {
  await writeFile(join(import.meta.dirname, '../docs/commands.md'), commandsDocument())
}
