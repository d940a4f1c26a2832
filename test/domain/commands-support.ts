// Comment bodies read and carried out in a table's words.

import type { Facts } from '../../src/domain/commands/answers.ts'
import {
  commandState,
  type CommandInput,
  type CommandState,
} from '../../src/domain/commands/command-state.ts'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { formatCommand } from '../../src/domain/commands/format.ts'
import { observeCommands, type CommentObservation } from '../../src/domain/commands/observed.ts'
import { parseCommands } from '../../src/domain/commands/parse.ts'
import type { Role } from '../../src/domain/commands/role.ts'
import { AgentName } from '../../src/domain/ids.ts'
import { reason } from '../../src/domain/reason.ts'
import { HEAD, NOW, pack } from './support.ts'

/** What a body says, in short: commands without `/baton`, problems as `kind: why`. */
export function read(body: string, options?: { bare: boolean }): string[] {
  const parsed = parseCommands(body, options)
  return [
    ...parsed.commands.map((command) => formatCommand(command).replace('/baton ', '')),
    ...parsed.problems.map(({ kind, why }) => `${kind}: ${why}`),
  ]
}

export const ISSUE = 7
export const PULL = 8

let next = 0
/** The id that the last comment got. */
export const lastId = (): number => 100 + next

/** A comment on the issue by grace; each is a minute later than the one before. */
export function says(body: string, change: Partial<CommentObservation> = {}): CommentObservation {
  next += 1
  const author = { login: 'grace', kind: 'person' as const }
  const at = NOW + next * 60_000
  return { id: 100 + next, on: ISSUE, author, association: 'MEMBER', body, at, edited: false, ...change }
}
export const by = (login: string, kind: 'person' | 'bot' = 'person') => ({ author: { login, kind } })

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['ada', 'admin'],
  ['grace', 'write'],
  ['lin', 'triage'],
  ['mallory', 'read'],
  ['nobody', 'none'],
])
/** Research is for critic and tester, everything else for builder, tester and, in wave 2, critic. */
const wave = (
  number: number,
  purpose: 'research' | 'implement',
  agent: string,
  ready: boolean,
): Facts['waves'][number] => ({
  index: number + 10,
  number,
  purpose,
  agent: AgentName.parse(agent),
  ready,
  able: (purpose === 'research'
    ? ['critic', 'tester']
    : ['builder', 'tester', ...(number === 2 ? ['critic'] : [])]
  ).map((name) => AgentName.parse(name)),
})
export const facts: Facts = {
  explanation: ['handed over by @grace', 'wave 2: validating aaaaaaa'],
  route: [reason('info', 'type bugfix (label type:bugfix)')],
  priority: reason('info', 'priority 4 at the level high'),
  coordination: undefined,
  plan: 'approved',
  gates: [],
  consensus: [],
  budget: { spent: 1.5, reserved: 3, limit: 10, usual: 10, most: 100, perRun: 3 },
  team: ['critic', 'tester', 'builder'].map((name) => AgentName.parse(name)),
  heads: new Map([
    [PULL, { sha: HEAD, busy: undefined, asked: { validate: { attempt: 1, underWay: false } } }],
  ]),
  waves: [
    wave(1, 'research', 'critic', false),
    wave(2, 'implement', 'builder', true),
    wave(3, 'implement', 'builder', false),
  ],
  handoff: () => 'the documents',
  experiments: true,
  gatesOf: () => ({ gates: [], atWork: undefined }),
  records: true,
  checkable: { validations: ['layout tests'], points: ['Tensor representation'] },
  now: NOW,
}

/** What comments come to, with everything else as it usually is. */
export const state = (
  comments: readonly CommentObservation[],
  change: Partial<CommandInput> = {},
): CommandState =>
  commandState({
    commands: observeCommands(comments),
    roles: ROLES,
    acknowledged: new Map(),
    before: nothingDesired(),
    issue: { state: 'open', locked: false },
    pulls: new Map([[PULL, HEAD]]),
    agents: pack.agents,
    work: [],
    merged: new Map(),
    facts,
    ...change,
  })
