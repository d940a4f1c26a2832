// bitnet-rust: one failing memory-tracking test among hundreds is mended. What the first round says of it is not true, and does not pass.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InternalError } from '../../../errors.ts'
import type { Repository } from '../../forge/world.ts'
import { parseIssueFile, PEOPLE, type ActRequest, type Scenario } from '../../scenario.ts'
import { scripts } from './script.ts'

const here = import.meta.dirname

/** The number of the finished workflow run about a head, as the page of the repository's Actions shows it. */
function runAbout(repository: Repository, head: string, workflow: string): string {
  const found = repository.runs.findLast(
    ({ inputs, workflowPath, status }) =>
      status === 'completed' && inputs['sha'] === head && workflowPath.endsWith(`/${workflow}`),
  )
  if (found === undefined) throw new InternalError(`no run of ${workflow} about ${head} is done`)
  return String(found.id)
}

/** Adds to the pull request's text what the change comes to, with the runs that show it. */
function addClaims(repository: Repository): ActRequest {
  const [pull] = repository.pulls.values()
  const said = pull && repository.issues.get(pull.number)?.body
  if (pull === undefined || !said) throw new InternalError('there is no pull request with a text')
  const [validated, measured] = ['baton-validate.yml', 'baton-benchmark.yml'].map((workflow) =>
    runAbout(repository, pull.headSha, workflow),
  )
  const claims = [
    `**Claim:** tests.failed == 0 (run ${validated})`,
    `**Claim:** weight.bytes <= 0.25 B (run ${measured})`,
  ]
  return {
    method: 'PATCH',
    path: `/pulls/${pull.number}`,
    body: { body: [said, ...claims].join('\n\n') },
  }
}

export function bitnetRust(): Scenario {
  return {
    name: 'bitnet-rust',
    summary:
      'one failing memory-tracking test among hundreds; an untrue status and an unproven speed-up are stopped',
    pack: 'bitnet-rust',
    repository: { owner: 'acme', name: 'bitnet', source: { files: join(here, 'project') } },
    issue: {
      ...parseIssueFile(readFileSync(join(here, 'issue.md'), 'utf8')),
      labels: ['baton', 'memory-tracking'],
      author: 'alice',
    },
    people: PEOPLE,
    scripts: scripts(join(here, 'patches')),
    acts: [
      {
        login: 'alice',
        when: (action) =>
          action.do === 'check' && action.name === 'baton/gates' && action.conclusion === 'success',
        says: 'adds two claims to the pull request, each with the number of the run that shows it',
        request: addClaims,
      },
    ],
  }
}
