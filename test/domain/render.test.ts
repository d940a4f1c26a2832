// The comments that people read most, as they stand on the issue.

import { describe, expect, test } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { Trend } from '../../src/domain/benchmarks/trend.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { baseline } from '../gates/support.ts'
import { agreed, at, done, HEAD, NOW, opened, policy, pull, sha, wave } from './support.ts'

/** The body of one comment that decide() asks for; fails the test when it asks for none. */
function body(from: BareSnapshot, topic: string): string {
  const action = decide(from, policy(), NOW).actions.find(
    (one) => one.do === 'comment' && one.topic === topic,
  )
  if (action?.do !== 'comment') throw new Error(`no comment ${topic}`)
  return action.body
}

const merged: BareSnapshot = {
  ...agreed,
  runs: [...agreed.runs, done('orchestrator', 'synthesise', { headSha: HEAD })],
  waves: [wave({ pull: pull({ state: 'merged', draft: false, mergeSha: sha('c') }) })],
}

test('the route says who was chosen and why', () => {
  expect(body(at.triaged, 'route')).toMatchInlineSnapshot(`
    "### Baton: routed to the asa-swarm team

    **implementation**, complexity **high**

    s

    **Done when**
    - it is sparse

    <sub>Classified by orchestrator: r Change the labels to correct it.</sub>

    | wave | purpose | agent | hands over |
    |---|---|---|---|
    | 1 | research | researcher | findings on this issue |
    | 2 | implement | implementer | branch and pull request |

    **Decision tier**: reversible, by what is known before anything changes.

    **Seats**: critic, benchmarker, researcher. Nobody judges their own work, and the files that really change may bring in more seats.

    **Lead**: implementer · **Support**: researcher, critic, benchmarker · **When stuck**: researcher → critic → people

    <details><summary>Why this route</summary>

    - ✅ type implementation, because of the label type:implementation
    - ✅ complexity high, because of the label complexity:high
    - ✅ component attention, from labels
    - ✅ implementer leads: owner of attention
    - ✅ supported by researcher, critic, benchmarker
      - ✅ researcher: its work touches that of implementer, and the task is high
      - ✅ critic: its work touches that of implementer, and the task is high
      - ✅ benchmarker: its work touches that of implementer, and the task is high
    - ✅ the pack asa-swarm routes implementation tasks researcher → implementer
      - ✅ wave 1 (research) goes to researcher: named by the route
      - ✅ wave 2 (implement) goes to implementer: named by the route
    - ▪️ decision tier: reversible
      - ▪️ it is neither routine nor hard to take back
    - ✅ 4 of 4 seats must approve
      - ✅ reviewers of implementation tasks: critic, benchmarker, researcher
      - ✅ consensus rule core-files applies because \`workspace/asa_v2_2_fixed.py\` is a core file: critic, benchmarker, researcher, implementer
      - ▪️ consensus rule architecture does not apply: no condition of it holds
      - ▪️ consensus rule performance-claims does not apply: no condition of it holds
    - ▪️ when the team is stuck: researcher → critic → people
    - ▪️ considered and not chosen
      - ▪️ orchestrator: triages and synthesises, takes no wave
    - ▪️ priority 1 at the level critical
      - ▪️ level critical (the roadmap, “True sparse attention, O(N×k)”, by type implementation and component attention)
      - ▪️ score: (impact 3 × urgency 3 × dependencies 1) / (resources 3 × risk 3) = 1
        - ▪️ impact 3 (the default: neither a label nor the triage says more)
        - ▪️ urgency 3 (the default: neither a label nor the triage says more)
        - ▪️ dependencies 1 (0 open issues wait for this one)
        - ▪️ resources 3 (the default: neither a label nor the triage says more)
        - ▪️ risk 3 (the default: neither a label nor the triage says more)
      - ▪️ place in the queue: as if it had to start within 1 hour of becoming ready; the earliest goes first
        - ▪️ after waiting 59 minutes it goes before every task of the level critical that becomes ready later, whatever its score

    </details>

    <!-- baton:route -->"
  `)
})

test('the summary shows waves, figures, verdicts and cost', () => {
  expect(body(merged, 'summary')).toMatchInlineSnapshot(`
    "### Baton: done

    | wave | agent | purpose | runs | result |
    |---|---|---|---|---|
    | 1 | researcher | research | 1 run | findings posted |
    | 2 | implementer | implement | 1 run | #8 merged as ccccccc |

    **Measured**

    | metric | baseline | candidate | better by | 99 % sure | paired samples |
    |---|---|---|---|---|---|
    | attention.ms | 20 ms | 5 ms | **4×** | 4–4× | 10 |

    | seat | head | position | summary |
    |---|---|---|---|
    | critic | aaaaaaa | approve | good |
    | benchmarker | aaaaaaa | approve | good |
    | researcher | aaaaaaa | approve | good |

    **Cost: $0.0700**

    | agent | runs | turns | input tokens | output tokens | cost |
    |---|---|---|---|---|---|
    | orchestrator | 2 | 4 | 200 | 20 | $0.0200 |
    | researcher | 2 | 4 | 200 | 20 | $0.0200 |
    | implementer | 1 | 2 | 100 | 10 | $0.0100 |
    | critic | 1 | 2 | 100 | 10 | $0.0100 |
    | benchmarker | 1 | 2 | 100 | 10 | $0.0100 |

    <!-- baton:summary -->"
  `)
})

test('a rehearsal says that no model took part', () => {
  expect(body({ ...merged, scripted: true }, 'summary')).toContain('no model took part')
})

describe('what agents wrote is only quoted', () => {
  const hostile = 'Closes #1 @eve <!-- baton:route -->'

  test.each<[string, BareSnapshot, string]>([
    [
      'a triage',
      {
        ...at.triaged,
        runs: [
          done('orchestrator', 'triage', {
            value: { summary: hostile, acceptance: [hostile], rationale: hostile },
          }),
        ],
      },
      'route',
    ],
    [
      'a report',
      {
        ...at.researched,
        runs: [
          done('orchestrator', 'triage'),
          done('researcher', 'research', {
            value: {
              summary: hostile,
              findings: [{ title: hostile, detail: hostile, sources: [hostile] }],
              recommendation: hostile,
              risks: [hostile],
            },
          }),
        ],
      },
      'wave-1',
    ],
    [
      'a blocker',
      {
        ...at.triaged,
        runs: [
          ...at.triaged.runs,
          {
            ...done('researcher', 'research'),
            state: 'failed',
            outcome: { kind: 'blocked', blocked: hostile, needs: hostile },
          },
        ],
      },
      'parked',
    ],
    [
      'a verdict in the summary',
      {
        ...merged,
        runs: [
          ...merged.runs,
          done('critic', 'review', { headSha: HEAD, attempt: 2, value: { summary: hostile } }),
        ],
      },
      'summary',
    ],
  ])('%s', (_name, from, topic) => {
    const text = body(from, topic)
    expect(text).toContain('eve')
    expect(text).not.toMatch(/Closes #1|@eve/)
    expect(text.match(/<!--/g)).toHaveLength(1)
  })

  test('a patch closes nothing but its own issue, in title, body and merge', () => {
    const hostilePatch = done('implementer', 'implement', {
      commit: HEAD,
      paths: ['src/attention.mjs'],
      value: { title: `${hostile}\nsecond line`, summary: hostile, notes: [hostile] },
    })
    const from = {
      ...at.implemented,
      runs: [...at.researched.runs, hostilePatch],
      waves: [wave({ pull: undefined })],
    }
    const action = decide(from, policy(), NOW).actions.find((one) => one.do === 'open_pull')
    if (action?.do !== 'open_pull') throw new Error('no pull request is opened')
    expect(action.title).not.toMatch(/Closes #1|@eve|\n/)
    expect(action.body).toMatch(/^Closes #7\n/)
    expect(action.body).not.toMatch(/Closes #1|@eve/)
  })
})

test('the pull request of a wave that another change follows closes nothing', () => {
  const base = policy()
  const { implementation } = base.pack.routing
  const pack = {
    ...base.pack,
    routing: {
      ...base.pack.routing,
      implementation: { ...implementation, waves: [...implementation.waves, implementation.waves[1]!] },
    },
  }
  const decision = decide({ ...opened, waves: [wave({ pull: undefined })] }, { ...base, pack }, NOW)
  const action = decision.actions.find((one) => one.do === 'open_pull')
  expect(action).toMatchObject({ do: 'open_pull', body: expect.stringMatching(/^Part of #7\n/) })
})

test('the summary holds the merged figures against the targets, and draws what three merges have measured', () => {
  const team = policy()
  const goal = { metric: 'attention.ms', op: '<=' as const, value: 4, unit: 'ms' }
  const rules = { ...team, pack: { ...team.pack, targets: [goal, { ...goal, metric: 'unknown.ms' }] } }
  const trend: Trend = {
    metric: 'attention.ms',
    unit: 'ms',
    better: 'lower',
    platform: 'linux-x64',
    machine: 'm',
    baseline: 5,
    points: ['a', 'b', 'c', 'd'].map((digit, i) => ({ at: NOW + i, commit: sha(digit), value: 5 })),
  }
  const summary = (from: BareSnapshot): string => {
    const action = decide(from, rules, NOW).actions.find(
      (one) => one.do === 'comment' && one.topic === 'summary',
    )
    return action?.do === 'comment' ? action.body : ''
  }
  const [plain, drawn] = [summary(merged), summary({ ...merged, trends: [trend] })]
  expect(plain).toContain(
    '| attention.ms | linux-x64 | 5 ms | — | <= 4 ms | no |\n\n1 target not measured here.',
  )
  expect(plain).not.toContain('mermaid')
  // What was merged after this task is not in it.
  expect(drawn).toContain('x-axis ["aaaaaaa", "bbbbbbb", "ccccccc"]')
})

test('the gates check holds the head against baseline and targets', () => {
  const team = policy()
  const goal = { metric: 'attention.ms', op: '<=' as const, value: 5, unit: 'ms' }
  const rules = { ...team, pack: { ...team.pack, targets: [goal] } }
  const before = { ...opened, validations: agreed.validations, baselines: [baseline({ value: 6 })] }
  const check = decide(before, rules, NOW).actions.find(
    (one) => one.do === 'check' && one.name === 'baton/gates',
  )
  expect(check?.do === 'check' ? check.summary : '').toContain(
    '| attention.ms | linux-x64 | 5 ms | 6 ms | <= 5 ms | yes |',
  )
})
