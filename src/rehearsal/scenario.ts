// What a rehearsal is made of: a target repository, a team, an issue, and what the scripted model says.

import type { Action } from '../domain/actions.ts'
import type { Repository } from './forge/world.ts'
import type { Script } from './model/script.ts'

/** Where the target repository comes from: a folder of files, or a git repository that is copied and never touched. */
export type Source = { files: string } | { clone: string; pack: string }

export interface ScenarioIssue {
  title: string
  body: string
  labels: string[]
  author: string
}

export interface Scenario {
  name: string
  /** One line for `--list`. */
  summary: string
  pack: string
  repository: { owner: string; name: string; source: Source }
  issue: ScenarioIssue
  /** Filed right after it, in this order; the rehearsal ends when all are closed. */
  moreIssues?: readonly ScenarioIssue[]
  /** People with their role on the repository. The first is the administrator who sets the ruleset up. */
  people: readonly { login: string; role: 'admin' | 'write' | 'read' }[]
  /** Left out: two, of which the second gives the team's approval. With one, a person has to. */
  apps?: 1 | 2
  scripts: readonly Script[]
  /** What people do while the team is at work. */
  acts?: readonly Act[]
}

/** A request at GitHub's API. */
export interface ActRequest {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the repository, with `{issue}` for the number of the issue that Baton acted for: `/issues/{issue}/labels`. */
  path: string
  body: unknown
}

/** A person's own request, made once, as soon as Baton has done what `when` waits for. */
export type Act = {
  login: string
  when: (action: Action, issue: number) => boolean
  /** What the person does, for the progress line: `adds the label pattern:measured-claim`. */
  says: string
  /** As a function: what the person says rests on what the repository's pages show at that moment, such as the number of a run. */
} & (ActRequest | { request: (repository: Repository) => ActRequest })

/** The people of the scenarios: Alice assigns and decides, Mallory may do neither. */
export const PEOPLE: Scenario['people'] = [
  { login: 'alice', role: 'admin' },
  { login: 'mallory', role: 'read' },
]

/** All issues of a scenario in the order in which they are filed. The first is the one that a summary names. */
export const issuesOf = ({
  issue,
  moreIssues = [],
}: Scenario): readonly [ScenarioIssue, ...ScenarioIssue[]] => [issue, ...moreIssues]

/** An issue as people write it in a file: the first heading is the title, the rest the body. */
export function parseIssueFile(text: string): { title: string; body: string } {
  const lines = text.replaceAll('\r\n', '\n').trim().split('\n')
  const first = lines[0] ?? ''
  const title = first.replace(/^#+\s*/, '').trim()
  return { title: title === '' ? 'Untitled' : title.slice(0, 250), body: lines.slice(1).join('\n').trim() }
}
