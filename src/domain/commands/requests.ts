// Buttons that people pressed on a check, folded like commands: what is wanted afterwards, and what each comes to.

import type { Sha } from '../ids.ts'
import { shortSha } from '../render/figures.ts'
import { list } from '../render/text.ts'
import type { WorkflowKind } from '../results.ts'
import type { Actor } from '../snapshot.ts'
import type { Desired, Stamp } from './desired.ts'
import type { HeadFacts } from './facts.ts'
import { rerun } from './rerun.ts'
import { allows, type Role } from './role.ts'

/** A press as the webhook told it: GitHub does not tell it again. */
export interface ObservedRequest {
  id: number
  /** The commit whose check had the button. */
  sha: Sha
  branch: string | undefined
  kinds: readonly WorkflowKind[]
  author: Actor
  /** When its webhook came, in milliseconds since 1970. */
  at: number
}

export interface RequestInput {
  /** Those that were not answered yet, oldest first. */
  requests: readonly ObservedRequest[]
  /** What each sender may do now. Who is missing has not been looked up: their requests wait. */
  roles: ReadonlyMap<string, Role>
  before: Desired
  issue: number
  /** The task's pull requests. */
  pulls: readonly { number: number; branch: string; headSha: Sha }[]
  heads: ReadonlyMap<number, HeadFacts>
}

export interface RequestAnswer {
  id: number
  by: string
  /** What became of it, for the record. */
  outcome: string
  /** Where to say it, and the Markdown; undefined where an answer would be noise. */
  words: { on: number; body: string } | undefined
}

const NEEDED: Role = 'write'

/** A button's place among comments: it is in none. */
const stampOf = ({ id, author, at }: ObservedRequest): Stamp => ({
  by: author.login,
  at,
  comment: 0,
  line: id,
})

const words = (on: number, refused: readonly string[]): RequestAnswer['words'] => ({
  on,
  body: `### Baton: not run again\n\n${list(refused)}`,
})

/** Folds them in their order. Permissions count as they are now; bots are never obeyed. */
export function requestState(input: RequestInput): { desired: Desired; answers: RequestAnswer[] } {
  const { requests, roles, before, issue, pulls, heads } = input
  let desired = before
  const answers: RequestAnswer[] = []
  for (const request of requests) {
    const { id, sha, branch, author, kinds } = request
    const by = author.login
    const pull = pulls.find((one) => one.branch === branch) ?? pulls.find((one) => one.headSha === sha)
    const on = pull?.number ?? issue
    if (author.kind === 'bot') {
      answers.push({ id, by, outcome: 'refused: bots are not obeyed', words: undefined })
      continue
    }
    const role = roles.get(by)
    if (role === undefined) continue
    if (!allows(role, NEEDED)) {
      const why = `running a check again needs the permission ${NEEDED} in this repository, and @${by} has ${role}`
      // Somebody who may not even triage must not be able to make comments by pressing buttons.
      const said = allows(role, 'triage') ? words(on, [why]) : undefined
      answers.push({ id, by, outcome: `refused: ${why}`, words: said })
      continue
    }
    // GitHub's own "Re-run" asks for all there is, also where nothing is measured.
    const present = kinds.filter((kind) => kinds.length === 1 || heads.get(on)?.asked[kind] !== undefined)
    const refused: string[] = []
    if (present.length === 0)
      refused.push(`the commit ${shortSha(sha)} is no head of an open pull request here`)
    for (const kind of present) {
      const outcome = rerun(desired, { on, kind, sha }, stampOf(request), heads)
      if ('refused' in outcome) refused.push(outcome.refused)
      else desired = outcome.desired
    }
    const reasons = [...new Set(refused)]
    answers.push({
      id,
      by,
      outcome: reasons.length === 0 ? 'accepted' : `refused: ${reasons.join('; ')}`,
      words: reasons.length === 0 ? undefined : words(on, reasons),
    })
  }
  return { desired, answers }
}
