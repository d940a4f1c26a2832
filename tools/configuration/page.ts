// docs/configuration.md, put together from the schemas, the labels and the constants of the priority.

import type { overrides } from '../../src/domain/policy/overrides.ts'
import { DEFAULT_LIMITS } from '../../src/domain/policy/limits.ts'
import { LOCKFILES, PROTECTED_PATHS } from '../../src/domain/policy/protected.ts'
import { spanText } from '../../src/domain/priority/explain.ts'
import { FACTOR_NAMES, rangeOf, SCALES } from '../../src/domain/priority/factors.ts'
import { PATIENCE } from '../../src/domain/priority/order.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { lookUpTool } from '../../src/domain/roster/tools.ts'
import { IGNORED_KEYS } from '../../src/roster/agent-keys.ts'
import { labelTable } from './label-groups.ts'
import { code, hasKeys, keyTable, prose, rowsBelow, table, topKeys, topNode, topRow } from './reference.ts'
import type { Node } from './schemas.ts'

/** What else is to be said about a table of the pack. */
const ABOUT: Readonly<Record<string, string>> = {
  routing:
    'A route for each kind of work. `implementation` and `bugfix` need a wave that implements; a reviewer besides the author is needed wherever something is built.',
  components: 'An entry has an `owner`, or `part_of` with a component that has one.',
  intersections:
    'A row applies when the task type belongs to `domain` and the issue has the label `needs:…`.',
  patterns:
    'The label `pattern:…` chooses one; else the first whose `when` holds. A pattern behind one that applies whenever it does is a problem, because it would never be reached. `$primary` and `$secondary` stand for the agent that leads and the first that supports it. With the shape `joint` all waves that implement become one, with one branch and one pull request: its owners have a turn each, on the commit of the one before, and only then it is validated and reviewed, by nobody who owns it; after an objection each has a turn again, and an owner may stand behind the work without changing it. With `cascade` each reviewer is told what those before it said, all are asked, and a request for changes stops the reviews until a new head answers it, whatever the quorum.',
  roadmap:
    'The first item whose `when` holds sets the level of a task, below a label `priority:…` and above `default_priority`. Type and complexity count only when a label or the triage says them. An item without `when` is only shown.',
  consensus:
    'A rule applies as soon as one of its conditions holds; all rules that apply must be met. The author of a change never judges it.',
  statements:
    'What a project said of itself is shown with its date and source, and never counts as a result of Baton.',
}

/** How a policy changes a table of its pack (overridden in src/domain/policy/overrides.ts). */
const MERGES: Readonly<Record<keyof typeof overrides, string>> = {
  routing: 'the route of a kind replaces the pack’s; other kinds keep theirs',
  types: 'an entry replaces the pack’s of that name or is added; `null` removes it',
  components: 'an entry replaces the pack’s of that name or is added; `null` removes it',
  complexity: 'a complexity given replaces the pack’s; others keep theirs',
  intersections: 'a row replaces the pack’s with the same domain and need, or is added',
  expertise: 'an entry replaces the pack’s of that name or is added; `null` removes it',
  patterns: 'an entry replaces the pack’s of that name or is added; `null` removes it',
  roadmap: 'replaces the pack’s as a whole; items about what the policy removes are only shown',
  core_files: 'added to the pack’s, which stay',
}

const LIMITS: Readonly<Record<string, unknown>> = { ...DEFAULT_LIMITS }

/** Keys without keys of their own in one table, every other key under its own heading. */
function reference(schema: Node, names: readonly string[], level: string): string {
  const plain = names.filter((name) => !hasKeys(topNode(schema, name)))
  const groups = names.filter((name) => hasKeys(topNode(schema, name)))
  const defaults = (name: string): Readonly<Record<string, unknown>> =>
    name === 'limits' || name === 'budgets' ? LIMITS : {}
  return [
    keyTable(plain.map((name) => topRow(schema, name))),
    ...groups.flatMap((name) => [
      `${level} ${name}`,
      ...(ABOUT[name] === undefined ? [] : [ABOUT[name]]),
      keyTable([topRow(schema, name), ...rowsBelow(topNode(schema, name), name, defaults(name))]),
    ]),
  ].join('\n\n')
}

function policySection(schema: Node): string {
  const tables = Object.keys(MERGES)
  const own = topKeys(schema).filter((name) => !tables.includes(name) && name !== 'consensus')
  const merging = topKeys(schema).filter((name) => tables.includes(name))
  const heading = (name: string): string => (name === 'core_files' ? name : `[${name}](#${name})`)
  return `## Policy

\`.github/baton.yml\` on the default branch of the target repository. [docs/examples/baton.yml](examples/baton.yml) is a complete one.

${reference(schema, own, '###')}

### What a policy changes in its pack

\`extends\` names the pack. The tables below are those of the pack, with the same keys; each may be left out. What comes out is checked as
a whole: an entry that is removed and still named elsewhere is a problem.

${table(
  ['key', 'how it is merged', 'example'],
  [
    ...merging.map((name) => [
      heading(name),
      MERGES[name as keyof typeof MERGES],
      topRow(schema, name).example,
    ]),
    [
      '[consensus](#consensus)',
      'a rule replaces the pack’s of that name in its place, or is added behind',
      topRow(schema, 'consensus').example,
    ],
    [
      '[limits](#limits)',
      'each limit is the policy’s, else that of the pack’s `budgets`, else the default',
      topRow(schema, 'limits').example,
    ],
    [
      '`commit_gate.protected`',
      'added to the paths that are always protected',
      code('protected: [infra/**]'),
    ],
  ],
)}

Always protected: ${PROTECTED_PATHS.map(code).join(', ')}; and unless \`commit_gate.allow_lockfiles\` is true:
${LOCKFILES.map(code).join(', ')}.

A file of the repository's own in \`.github/baton/agents\` joins the team, or takes the place of the pack's agent of the same name.`
}

const foreignTools = [
  'read',
  'edit',
  'search',
  'execute',
  '*',
  'web',
  'agent',
  'Bash(git *)',
  'mcp__db__query',
  'github/*',
]

function agentSection(schema: Node): string {
  const ignored: readonly string[] = IGNORED_KEYS
  const own = topKeys(schema).filter((name) => !ignored.includes(name))
  const meaning = (name: string): string => {
    const found = lookUpTool(name)
    return found.kind === 'known' ? found.tools.join(', ') : 'accepted, and not given'
  }
  return `## Agent

A Markdown file: YAML front matter between two lines \`---\`, then the prompt. Three formats are read: Baton's own, Claude Code subagents
(\`.claude/agents/<name>.md\`) and GitHub custom agents (\`.github/agents/<name>.agent.md\`). A file of the other two loads as it is when it is put
into \`.github/baton/agents\`; \`baton agents export\` goes the other way.

${keyTable(own.map((name) => topRow(schema, name)))}

Without \`tools\` an agent has all of them, as in the other formats. Without \`purposes\` an orchestrator has triage and synthesise, others what their
tools allow. A run gets Edit, Write and Bash only when it is to implement, whatever the file says.

Read and without effect: ${ignored.map(code).join(', ')}. In the two other formats further keys that nobody knows are noted and ignored; in
Baton's own they are problems. \`baton check\` lists both.

Names of tools in the other formats:

${table(
  ['written', 'means'],
  foreignTools.map((name) => [code(name), meaning(name)]),
)}`
}

const LABELS = `A label counts when it was on the issue at the hand-over, or was put on by somebody with write permission or by Baton. Labels of a group that
allows one: the one put on last counts, and a pass takes the others off. Case does not matter. A label of these groups whose value the team does
not know is named in the explanation of the route and does not count.`

const PRECEDENCE = `1. **Type**: the label \`type:…\`, else what the triage proposed, else \`implementation\`. Triage happens only when no label \`type:…\` is there.
2. **Complexity**, **components** and **needs**: the labels, else the triage's proposal, else medium and none. One label of a group overrules the
   whole proposal for that group. Fields of expertise and the pattern are asked for by labels only.
3. **Who leads**: for a task type of the pack its \`primary\`; for a plain kind, or with \`leads: component\`, the owner of the first component in the
   pack's order; else who knows most of the field of expertise; else whoever the route names.
4. **Stand-ins**: when the one who leads is at capacity (\`limits.runs_per_agent\`), an able agent among its secondaries leads instead: with fewer
   open runs, then passed over for long, then with the better record for this task type.
5. **Who supports**: agents of matching rows of the intersection matrix and those that the complexity always includes join in any case. Then, up to
   the size of the team: secondaries of the type, owners and secondaries of the components, the field of expertise, and neighbours of who leads.
6. **Waves**: those of the pattern that a label asks for, else of the first pattern whose conditions all hold, else of the kind's route. In a route
   the working wave goes to who leads.
7. **Who must agree**: the reviewers of pattern and kind, those who support and may review, the gates of the intersection matrix with a veto, the
   pattern's \`final\`, and the seats of every consensus rule that applies. The changed paths decide anew which rules apply.
8. A route is recorded. It changes only when labels change; finished waves are kept.

\`baton route\` says all of it for one issue: \`node src/cli.ts route issue.md --labels type:bugfix,complexity:high\`.`

function prioritySection(): string {
  const bands = Object.entries(PATIENCE).map(([level, { least, most }]) => [
    code(`priority:${level}`),
    least === 0 ? 'at once' : spanText(least),
    spanText(most),
  ])
  return `## Priority

Score = (impact × urgency × dependencies) / (resources × risk). It orders work within a level of the roadmap; the level comes first.

${table(
  ['factor', 'range', 'meaning', 'without a label'],
  FACTOR_NAMES.map((name) => [
    code(name),
    rangeOf(name),
    prose(SCALES[name].meaning),
    name === 'dependencies'
      ? 'counted: 1 when no open issue waits for this one, 2 for one or two, 3 for more'
      : 'what the triage proposed, else 3',
  ]),
)}

A task goes as if it had to start within its patience of becoming ready, and the earliest goes first. The patience lies in the band of the
level, the shorter the higher the score, so whatever waits moves up and nothing waits for ever.

${table(['level', 'shortest patience', 'longest'], bands)}

Without a label \`priority:…\` the level is that of the first item of the \`roadmap\` whose \`when\` holds, else \`default_priority\` of the
policy. Type and complexity count there only when a label or the triage says them.`
}

const EDITOR = `## In an editor

The JSON Schemas (draft 2020-12) are [schema/baton.schema.json](../schema/baton.schema.json),
[schema/pack.schema.json](../schema/pack.schema.json) and [schema/agent.schema.json](../schema/agent.schema.json). An editor with the YAML
language server takes a schema from the first line of the file, with a path relative to that file or an address:

\`\`\`yaml
# yaml-language-server: $schema=../../baton/schema/baton.schema.json
version: 1
extends: asa-swarm
\`\`\`

A schema knows keys, types and forms. Names of agents, rules that can never be reached and contradictions are found by
\`node src/cli.ts check ../your-repository\`, which has exit code 0 when all is well, 1 with problems and 2 for a wrong call.`

/** The whole page. `pack` is an example whose labels are shown; `schemas` are those of policy, pack and agent. */
export function page(schemas: { policy: Node; pack: Node; agent: Node }, pack: Pack): string {
  return `# Configuration

Made by \`node tools/configuration-docs.ts\` from the code that reads these files; do not edit it by hand. Unknown keys are problems,
and every problem is reported with file, line, what was expected and an example.

| file | what it is | section |
|---|---|---|
| \`.github/baton.yml\` | the policy of a target repository | [Policy](#policy) |
| \`.github/baton/agents/<name>.md\` | its own agents | [Agent](#agent) |
| \`agents/<pack>/pack.yml\` | a team and its routing | [Pack](#pack) |

${EDITOR}

${policySection(schemas.policy)}

## Pack

${reference(schemas.pack, topKeys(schemas.pack), '###')}

${agentSection(schemas.agent)}

## Labels

${LABELS}

${labelTable(pack)}

## Order of precedence

${PRECEDENCE}

${prioritySection()}
`
}
