// mergekit-rs: two owners take opposite orders in memory for granted. A person asks for alignment, a ruling settles it and goes on
// record, and a checkpoint follows the pipeline until both sides fit.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InternalError } from '../../../errors.ts'
import type { Action } from '../../../domain/actions.ts'
import { CONSENSUS_CHECK, GATES_CHECK } from '../../../domain/render/checks.ts'
import { RULING_RUN } from '../../../domain/side-runs.ts'
import type { Repository } from '../../forge/world.ts'
import { parseIssueFile, PEOPLE, type Act, type ActRequest, type Scenario } from '../../scenario.ts'
import { scripts } from './script.ts'

const here = import.meta.dirname
const text = (name: string): string => readFileSync(join(here, name), 'utf8')
/** Numbers of the issues, in the order in which they are filed. */
const KERNEL = 2

const says = (issue: number, body: string): ActRequest => ({
  method: 'POST',
  path: `/issues/${issue}/comments`,
  body: { body },
})

/** A person's approval of the newest commit of the newest pull request whose title fits. */
const approves =
  (title: RegExp) =>
  ({ pulls, issues }: Repository): ActRequest => {
    const found = [...pulls.values()].findLast(({ number }) => title.test(issues.get(number)?.title ?? ''))
    if (found === undefined) throw new InternalError(`no pull request is called ${title.source}`)
    return {
      method: 'POST',
      path: `/pulls/${found.number}/reviews`,
      body: { event: 'APPROVE', commit_id: found.headSha, body: '' },
    }
  }

const passed = (action: Action, check: string): boolean =>
  action.do === 'check' && action.name === check && action.conclusion === 'success'

const acts: Act[] = [
  {
    login: 'alice',
    when: (action) => action.do === 'start_run' && action.wave === RULING_RUN,
    says: 'asks for alignment: TECHNICAL ALIGNMENT: Tensor layout',
    request: () => says(KERNEL, text('alignment.md')),
  },
  {
    login: 'alice',
    // By then both sides are built, so that neither is merged before they are seen to contradict each other.
    when: (action, issue) => issue === KERNEL && passed(action, GATES_CHECK),
    says: 'approves the tensors',
    request: approves(/contiguous form/),
  },
  {
    login: 'alice',
    when: (action, issue) => issue === KERNEL && action.do === 'push' && action.expected !== undefined,
    says: 'sets a checkpoint: INTEGRATION CHECKPOINT: Matrix multiplication pipeline',
    request: () => says(KERNEL, text('checkpoint.md')),
  },
]

/** With one App nobody but a person can give the approval that the ruleset asks for. */
const approvals: Act[] = [
  {
    login: 'alice',
    when: (action, issue) => issue === KERNEL && passed(action, CONSENSUS_CHECK),
    says: 'approves the kernel',
    request: approves(/kernel/),
  },
  {
    login: 'alice',
    when: (action) =>
      passed(action, CONSENSUS_CHECK) && action.do === 'check' && action.title.includes('decision record'),
    says: 'approves the decision record',
    request: approves(/^Record decision/),
  },
]

/** `apps`: whether a second App gives the team's approval. */
export function mergekitRs({ apps = 2 }: { apps?: 1 | 2 } = {}): Scenario {
  const issue = (file: string, type: string, component: string): Scenario['issue'] => ({
    ...parseIssueFile(text(file)),
    labels: ['baton', `type:${type}`, 'complexity:simple', `component:${component}`],
    author: 'alice',
  })
  return {
    name: 'mergekit-rs',
    summary:
      'two owners take opposite orders in memory for granted: a directive, a ruling on record, a checkpoint',
    pack: 'mergekit-rs',
    repository: { owner: 'acme', name: 'mergekit', source: { files: join(here, 'project') } },
    issue: issue('tensors.md', 'tensor-operation', 'tensor-core'),
    moreIssues: [issue('kernel.md', 'metal-kernel', 'metal')],
    people: PEOPLE,
    apps,
    scripts: scripts(join(here, 'patches')),
    acts: apps === 1 ? [...acts, ...approvals] : acts,
  }
}
