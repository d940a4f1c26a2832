// What all commands come to: the state that is wanted, and one answer for each comment that was not answered yet.

import type { Sha } from '../ids.ts'
import type { AgentSpec } from '../roster/agent.ts'
import { capped } from '../render/text.ts'
import { answer, formOf, point, type Facts } from './answers.ts'
import { carryOut } from './carry-out.ts'
import type { OpenWork } from './hand-over.ts'
import { isLater, type Desired, type Stamp } from './desired.ts'
import type { ObservedCommand } from './observed.ts'
import { allows, type Role } from './role.ts'
import { termsOf } from './spec.ts'
import { commands as specs, type Command } from './verbs/index.ts'

export interface CommandInput {
  commands: readonly ObservedCommand[]
  /** What each author may do now. Who is missing has not been looked up: their commands wait. */
  roles: ReadonlyMap<string, Role>
  /** Comments that were seen, and those that need nothing more. */
  acknowledged: ReadonlyMap<number, 'seen' | 'answered'>
  /** What was wanted before. */
  before: Desired
  issue: { state: 'open' | 'closed'; locked: boolean }
  /** The task's pull requests, by number; a head only while one is open. */
  pulls: ReadonlyMap<number, Sha | undefined>
  /** Those that may be asked for a report, and all others. */
  agents: readonly AgentSpec[]
  /** The waves that have not ended, for commands that name one. */
  work: readonly OpenWork[]
  /** The commits that its merged pull requests became, by number. */
  merged: ReadonlyMap<number, Sha>
  facts: Facts
}

export interface Reply {
  commentId: number
  on: number
  reaction: 'rocket' | 'confused' | 'eyes'
  /** Markdown, without a marker. */
  body?: string
}

export interface CommandState {
  desired: Desired
  replies: Reply[]
}

const lineOf = (entry: ObservedCommand): number =>
  'command' in entry ? entry.command.line : entry.problem.line

const stampOf = (entry: ObservedCommand): Stamp => ({
  by: entry.author.login,
  at: entry.at,
  comment: entry.commentId,
  line: lineOf(entry),
})

/** Why a command is not for now, whoever writes it. */
function outOfPlace(
  command: Command,
  on: number,
  { issue, pulls, merged }: CommandInput,
): string | undefined {
  const { where, onMerged } = specs[command.verb]
  const { effect } = termsOf(specs[command.verb], command.args)
  const isPull = pulls.has(on)
  if (effect === 'answers') return undefined
  if (issue.locked) return `the conversation of the issue is locked, so ${command.verb} is not carried out`
  if (onMerged === true)
    return merged.has(on) ? undefined : `${command.verb} belongs on a merged pull request of this task`
  if (issue.state === 'closed')
    return `the issue is closed, so ${command.verb} is not carried out; open it again first`
  if (isPull && pulls.get(on) === undefined)
    return `this pull request is closed, so ${command.verb} is not carried out here`
  if (where === 'issue' && isPull) return `${command.verb} belongs on the issue`
  if (where === 'pull' && !isPull) return `${command.verb} belongs on a pull request of this task`
  return undefined
}

interface Verdict {
  accepted: string[]
  answers: string[]
  refused: string[]
  /** Turned down for want of permission. */
  denied: string[]
}

function judge(
  entries: readonly ObservedCommand[],
  role: Role,
  input: CommandInput,
  before: Desired,
): { verdict: Verdict; desired: Desired } {
  const verdict: Verdict = { accepted: [], answers: [], refused: [], denied: [] }
  let desired = before
  const heads = new Map([...input.pulls].flatMap(([pull, sha]) => (sha === undefined ? [] : [[pull, sha]])))
  for (const entry of entries) {
    if ('problem' in entry) {
      verdict.refused.push(point(entry.problem.why, entry.problem.verb))
      continue
    }
    const { command, on } = entry
    const { permission } = termsOf(specs[command.verb], command.args)
    if (!allows(role, permission)) {
      verdict.denied.push(
        point(
          `${command.verb} needs the permission ${permission} in this repository, and @${entry.author.login} has ${role}`,
          undefined,
        ),
      )
      continue
    }
    const why = outOfPlace(command, on, input)
    if (why !== undefined) {
      verdict.refused.push(point(why, undefined))
      continue
    }
    const text = answer(command, input.facts, desired)
    if (text !== undefined) {
      if (!verdict.answers.includes(text)) verdict.answers.push(text)
      continue
    }
    const outcome = carryOut(desired, command, stampOf(entry), {
      on,
      heads,
      isPull: input.pulls.has(on),
      facts: input.facts,
      agents: input.agents,
      work: input.work,
      merge: input.merged.get(on),
    })
    if ('refused' in outcome) verdict.refused.push(point(outcome.refused, command.verb))
    else {
      desired = outcome.desired
      verdict.accepted.push(command.verb)
    }
  }
  return { verdict, desired }
}

/** Words only where there is something to say: a command that was simply accepted has its reaction. */
function bodyOf({ accepted, answers, refused, denied }: Verdict): string | undefined {
  const wrong = [...refused, ...denied]
  if (wrong.length === 0) return answers.length === 0 ? undefined : capped(answers.join('\n\n'))
  const done =
    accepted.length === 0
      ? 'Nothing was changed.'
      : `Accepted: ${accepted.map((verb) => `\`${verb}\``).join(', ')}. The rest was not.`
  return capped(
    [
      `### Baton: not everything here could be done

${wrong.join('\n')}

${done} ${formOf('help')} lists the commands.`,
      ...answers,
    ].join('\n\n'),
  )
}

/**
 * Folds the commands that were not answered yet into what was wanted before, in the order in which they were written, and says
 * what each comment is answered. Permissions count as they are now. Bots are never obeyed and get a reaction without words, which
 * no bot answers; a person without the permission is told so once.
 */
export function commandState(input: CommandInput): CommandState {
  const { commands, roles, acknowledged, before } = input
  let desired = before
  const replies: Reply[] = []
  const isDenied = (entry: ObservedCommand): boolean =>
    'problem' in entry ||
    !allows(
      roles.get(entry.author.login) ?? 'none',
      termsOf(specs[entry.command.verb], entry.command.args).permission,
    )
  const told = new Set(
    commands
      .filter((entry) => acknowledged.get(entry.commentId) === 'answered' && isDenied(entry))
      .map(({ author }) => author.login),
  )
  const open = commands
    .filter((entry) => acknowledged.get(entry.commentId) !== 'answered')
    .toSorted((a, b) => (isLater(stampOf(a), stampOf(b)) ? 1 : -1))
  const byComment = Map.groupBy(open, (entry) => entry.commentId)
  for (const [commentId, entries] of byComment) {
    const [first] = entries
    if (first === undefined) continue
    const { author, on } = first
    if (author.kind === 'bot') {
      replies.push({ commentId, on, reaction: 'confused' })
      continue
    }
    const role = roles.get(author.login)
    if (role === undefined) {
      if (acknowledged.get(commentId) === undefined) replies.push({ commentId, on, reaction: 'eyes' })
      continue
    }
    const judged = judge(entries, role, input, desired)
    const { verdict } = judged
    desired = judged.desired
    const wrong = verdict.refused.length + verdict.denied.length > 0
    // Somebody who may not even triage is told once, or comments could be used to make comments.
    const quiet = wrong && !allows(role, 'triage') && told.has(author.login)
    const body = quiet ? undefined : bodyOf(verdict)
    if (wrong) told.add(author.login)
    const reaction = wrong ? 'confused' : 'rocket'
    replies.push({ commentId, on, reaction, ...(body === undefined ? {} : { body }) })
  }
  return { desired, replies }
}
