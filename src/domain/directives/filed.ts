// An issue that is a directive: what it says, or everything that keeps it from being given.

import type { Desired } from '../commands/desired.ts'
import { unknownNames, directiveProblem } from '../commands/directing.ts'
import { sameWords } from '../conflicts/detect.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { AgentName } from '../ids.ts'
import type { IssueObservation, Snapshot } from '../snapshot.ts'
import type { Broadcast } from './broadcast.ts'
import { orderOf, subjectOf, type Directive } from './directive.ts'
import { directiveKind, parseDirective } from './parse.ts'

/** One that was worked on as a task before stays a task, whatever its text has become. */
export const isFiledDirective = ({
  issue,
  routed,
  desired,
}: {
  issue: Pick<IssueObservation, 'body'>
  routed: unknown
  desired?: Desired | undefined
}): boolean =>
  desired?.broadcast !== undefined || (routed === undefined && directiveKind(issue.body) !== undefined)

/** A shift that names nobody is for the tasks about its component, so there has to be such a component. */
function unknownComponent(
  said: Directive,
  to: readonly AgentName[],
  { pack }: Pick<Snapshot, 'pack'>,
): string[] {
  if (said.kind !== 'priority-shift' || to.length > 0) return []
  const known = Object.keys(pack.components)
  if (known.some((name) => sameWords(name) === sameWords(said.component))) return []
  const meant = didYouMean(sameWords(said.component), known)
  const hint = meant === undefined ? `known: ${known.join(', ') || 'none'}` : `did you mean ${meant}?`
  return [`there is no component ${said.component}; ${hint}; or name agents under TO`]
}

/** Open directives that order something else about the same matter. */
const contradicted = (said: Directive, open: readonly Broadcast[]): string[] =>
  open
    .filter(
      (other) =>
        other.said.kind === said.kind &&
        sameWords(subjectOf(other.said)) === sameWords(subjectOf(said)) &&
        sameWords(orderOf(other.said)) !== sameWords(orderOf(said)),
    )
    .map(
      ({ issue }) =>
        `#${issue} orders something else about ${subjectOf(said)} and is open; close one of the two`,
    )

/**
 * Reads an issue that is a directive. Only its author's own permission counts: GitHub lets an author edit an issue for ever, so
 * the text of somebody without permission could become another one after it was handed over.
 */
export function readFiled(
  snapshot: Pick<Snapshot, 'issue' | 'authorisedBy' | 'pack' | 'policy' | 'broadcasts' | 'beside'>,
  now: number,
): { given: Broadcast } | { problems: string[] } {
  const { issue, authorisedBy, pack, policy, broadcasts = [], beside = [] } = snapshot
  const { author, number, body } = issue
  if (author.login !== authorisedBy)
    return {
      problems: [
        `@${author.login} has no write permission here; somebody who has files the directive in an issue of their own`,
      ],
    }
  const read = parseDirective(body)
  if (read === undefined) return { problems: ['the text is no directive any more'] }
  if ('problems' in read) return { problems: read.problems.map(directiveProblem) }
  const { directive: said, to } = read
  const facts = {
    team: pack.agents.map(({ name }) => name),
    checkable: {
      validations: policy.validate.commands.map(({ name }) => name),
      points: pack.integration_points.map(({ name }) => name),
    },
  }
  const named = facts.team.filter((name) => to.includes(name))
  const problems = [
    ...unknownNames(said, to, facts),
    ...unknownComponent(said, named, snapshot),
    ...contradicted(said, broadcasts),
  ]
  return problems.length > 0
    ? { problems }
    : { given: { issue: number, by: author.login, at: now, to: named, said, tasks: [...beside] } }
}
