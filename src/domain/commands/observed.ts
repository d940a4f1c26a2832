// Comments as commands: who asked for what, where and when.

import type { Actor } from '../snapshot.ts'
import { directiveInComment } from './directing.ts'
import { parseCommands, type CommandProblem, type ReadOptions } from './parse.ts'
import type { Command } from './verbs/index.ts'

/** A comment by somebody else on the issue or on a pull request of the task. */
export interface CommentObservation {
  id: number
  /** Number of the issue or pull request. */
  on: number
  author: Actor
  /** As GitHub shows it. It decides nothing: roles do. */
  association: string
  body: string
  /** Milliseconds since 1970. */
  at: number
  edited: boolean
}

/** One command, or one thing that was meant as one. */
export type ObservedCommand = {
  commentId: number
  on: number
  author: Actor
  at: number
} & ({ command: Command } | { problem: CommandProblem })

/**
 * The commands of comments, in their order. One in an edited comment is not obeyed, since its words are not those that anybody
 * saw; the whole comment is one problem.
 */
export function observeCommands(
  comments: readonly CommentObservation[],
  options: ReadOptions = {},
): ObservedCommand[] {
  return comments.flatMap(({ id: commentId, on, author, at, body, edited }): ObservedCommand[] => {
    const written = parseCommands(body, options)
    const directive = directiveInComment(body)
    const commands = [...directive.commands, ...written.commands]
    const problems = [...directive.problems, ...written.problems]
    const base = { commentId, on, author, at }
    if (edited && commands.length + problems.length > 0) {
      const why = 'a comment that was edited is not read for commands; write a new one'
      return [{ ...base, problem: { kind: 'edited', line: 1, text: '', why, verb: undefined } }]
    }
    return [
      ...commands.map((command) => ({ ...base, command })),
      ...problems.map((problem) => ({ ...base, problem })),
    ]
  })
}
