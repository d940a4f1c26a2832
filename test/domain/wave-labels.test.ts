// Which waves are in progress, as labels of the issue and of the waves' pull requests.

import { describe, expect, it } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { RecordedRoute } from '../../src/domain/roster/recorded-route.ts'
import type { BareSnapshot, Snapshot } from '../../src/domain/snapshot.ts'
import { labelActions } from '../../src/domain/stages/labelling.ts'
import { active, agent, at, done, NOW, opened, pack, policy, pull, sha, wave } from './support.ts'

const routed: RecordedRoute = {
  labels: [],
  waves: [
    { index: 1, purpose: 'research', agent: agent('researcher'), after: [], plan: 0 },
    { index: 2, purpose: 'implement', agent: agent('implementer'), after: [], plan: 1 },
    { index: 3, purpose: 'implement', agent: agent('implementer'), after: [1, 2], plan: 2 },
  ],
  dropped: [{ index: 4, purpose: 'implement', agent: agent('implementer'), after: [] }],
}
const report = done('researcher', 'research')
const asked = active('researcher', 'research')
const working = active('implementer', 'implement')
const merged = wave({ pull: pull({ state: 'merged', mergeSha: sha('c') }) })
const dropped = wave({ index: 4, pull: pull({ number: 9, labels: ['wave:4', 'mine'] }) })

function changes(change: Partial<BareSnapshot>, labels: string[], state: 'running' | 'done' = 'running') {
  const { issue } = at.researched
  const bare = { ...at.researched, waves: [], ...change, issue: { ...issue, labels } }
  const snapshot: Snapshot = { ...bare, policy: policy(), pack }
  return labelActions(snapshot, state, routed).map((action) =>
    action.do === 'set_labels'
      ? `${action.on ?? 'issue'}: ${[...action.add.map((one) => `+${one}`), ...action.remove.map((one) => `-${one}`)].join(' ')}`
      : action.do,
  )
}

describe('the labels of waves', () => {
  it.each<[string, Partial<BareSnapshot>, string[], string[]]>([
    ['none before anything is begun', { runs: [] }, ['state:running'], []],
    ['the number that people know it by', { runs: [asked] }, ['state:running'], ['issue: +wave:0']],
    ['waves side by side', { runs: [asked, working] }, ['state:running'], ['issue: +wave:0 +wave:1']],
    [
      'one that has ended gives way to the next',
      { runs: [report, working] },
      ['state:running', 'wave:0'],
      ['issue: +wave:1 -wave:0'],
    ],
    [
      'with the state in one change',
      { runs: [report, working] },
      ['state:blocked', 'wave:1'],
      ['issue: +state:running -state:blocked'],
    ],
    ['nothing when all is said', { runs: [report, working] }, ['state:running', 'wave:1'], []],
    [
      'its open pull request too',
      { runs: [report], waves: [wave({ pull: pull({ labels: ['mine'] }) })] },
      ['state:running', 'wave:1'],
      ['8: +wave:1'],
    ],
    [
      'a pull request that is merged loses it',
      { runs: [report], waves: [{ ...merged, pull: pull({ ...merged.pull, labels: ['wave:1'] }) }] },
      ['state:running', 'wave:1'],
      ['issue: -wave:1', '8: -wave:1'],
    ],
    [
      'and so does one that was given up, which keeps labels of others',
      { runs: [report], waves: [dropped] },
      ['state:running', 'wave:1000'],
      ['9: -wave:4'],
    ],
  ])('%s', (_, change, labels, expected) => {
    expect(changes(change, labels)).toEqual(expected)
  })

  it('are gone when the task is done', () => {
    expect(changes({ runs: [report], waves: [merged] }, ['state:running', 'wave:1'], 'done')).toEqual([
      'issue: +state:done -state:running -wave:1',
      '8: -wave:2',
    ])
  })

  it('are left alone while nothing is to be said on GitHub', () => {
    const gone = {
      ...opened,
      issue: { ...opened.issue, state: 'closed' as const, labels: ['baton', 'wave:7'] },
    }
    expect(decide(gone, policy(), NOW).actions.filter((action) => action.do === 'set_labels')).toEqual([])
  })
})
