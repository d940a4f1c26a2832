// mathhook: three plans at once on a small algebra library. One freezes an interface that another waits for; one agent is
// blocked, one breaks its bounds.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PEOPLE, type Scenario, type ScenarioIssue } from '../../scenario.ts'
import { scripts } from './script.ts'

const here = import.meta.dirname

/** A plan document is the whole body of its issue. The labels say what kind of work it is, so nothing is triaged. */
function plan(number: number, title: string, type: string): ScenarioIssue {
  return {
    title: `Plan ${number}: ${title}`,
    body: readFileSync(join(here, 'plans', `plan-${number}.md`), 'utf8'),
    labels: ['baton', `type:${type}`, 'complexity:simple'],
    author: 'alice',
  }
}

export function mathhook(): Scenario {
  return {
    name: 'mathhook',
    summary: 'three plans side by side: a freeze that another plan waits for, a blocker, a breach refused',
    pack: 'mathhook',
    repository: { owner: 'acme', name: 'mathhook', source: { files: join(here, 'project') } },
    issue: plan(1, 'performance recovery', 'performance-recovery'),
    moreIssues: [
      plan(2, 'educational integration', 'educational-integration'),
      plan(3, 'Python API for production', 'python-api'),
    ],
    people: PEOPLE,
    scripts: scripts(join(here, 'patches')),
    acts: [
      {
        login: 'alice',
        when: (action, issue) => issue === 3 && action.do === 'comment' && action.topic === 'parked',
        says: 'has read what the agent tried and writes: /baton retry --wave 2',
        method: 'POST',
        path: '/issues/{issue}/comments',
        body: { body: '/baton retry --wave 2' },
      },
      {
        login: 'alice',
        when: (action) => action.do === 'send_signal' && action.name === 'plan-2-wave-1-complete',
        says: 'asks how everything goes together: /baton coordinate',
        method: 'POST',
        path: '/issues/{issue}/comments',
        body: { body: '/baton coordinate' },
      },
    ],
  }
}
