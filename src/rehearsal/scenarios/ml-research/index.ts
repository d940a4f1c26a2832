// ml-research: from a wish for a classifier to an evaluated one. The plan is the orchestrator's, a person approves it, and the
// evaluation asks for one more round.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analysisTopic } from '../../../domain/plan/anew.ts'
import { parseIssueFile, PEOPLE, type Scenario } from '../../scenario.ts'
import { scripts } from './script.ts'

const here = import.meta.dirname

export function mlResearch(): Scenario {
  return {
    name: 'ml-research',
    summary: 'a plan that a person approves: research → data → model → evaluation → one more round',
    pack: 'ml-research',
    repository: { owner: 'acme', name: 'reviews', source: { files: join(here, 'project') } },
    issue: {
      ...parseIssueFile(readFileSync(join(here, 'issue.md'), 'utf8')),
      labels: ['baton'],
      author: 'alice',
    },
    people: PEOPLE,
    scripts: scripts(here),
    acts: [
      {
        login: 'alice',
        when: (action) => action.do === 'comment' && action.topic === analysisTopic(0),
        says: 'has read the plan and writes: /baton approve',
        method: 'POST',
        path: '/issues/{issue}/comments',
        body: { body: '/baton approve' },
      },
    ],
  }
}
