// asa-swarm: dense masked attention O(N²) becomes a true sparse kernel O(N×k); a core file, so the whole team must agree.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseIssueFile, PEOPLE, type Scenario } from '../../scenario.ts'
import { scripts } from './script.ts'

const here = import.meta.dirname

export function asaSwarm(): Scenario {
  return {
    name: 'asa-swarm',
    summary: 'dense masked attention → true sparse O(N×k) kernel, full-team consensus, a measured speed-up',
    pack: 'asa-swarm',
    repository: { owner: 'acme', name: 'attention', source: { files: join(here, 'project') } },
    issue: {
      ...parseIssueFile(readFileSync(join(here, 'issue.md'), 'utf8')),
      labels: ['baton'],
      author: 'alice',
    },
    people: PEOPLE,
    scripts: scripts(join(here, 'patches')),
    acts: [
      {
        login: 'alice',
        when: (action) => action.do === 'comment' && action.topic === 'wave-1',
        says: 'adds the label pattern:measured-claim: how the speed-up is measured is to be settled first',
        method: 'POST',
        path: '/issues/{issue}/labels',
        body: { labels: ['pattern:measured-claim'] },
      },
    ],
  }
}
