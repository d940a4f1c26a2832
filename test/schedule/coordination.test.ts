// All plans at a glance: the seed's example word for word, every kind of line, and sizes beyond GitHub's limits.

import { describe, expect, test } from 'vitest'
import type { PlanNode } from '../../src/domain/plan/graph.ts'
import { coordinationText } from '../../src/domain/render/coordination-text.ts'
import { renderCoordination } from '../../src/domain/render/coordination.ts'
import { planDiagram } from '../../src/domain/render/plan-graph.ts'
import { columns } from '../../src/domain/render/titles.ts'
import {
  coordinationView,
  type CoordinationView,
  type PlanHead,
} from '../../src/domain/schedule/coordination.ts'
import { schedule, type ScheduleInput } from '../../src/domain/schedule/schedule.ts'
import { heads, seed, view } from './seed.ts'
import { agent, graph, input, node, plan, progress } from './support.ts'

const allMerged = progress(Object.fromEntries(seed.graph.nodes.map(({ id }) => [id, 'merged' as const])))

test('a plan whose waves are all merged says where its end stands, until it is said to be complete', () => {
  const stands = 'parked: the validation of the whole plan failed'
  const shown = (sent: string[]): CoordinationView =>
    view(
      { progress: allMerged, sent: new Set(sent) },
      heads.map((head) => ({ ...head, stands })),
    )
  expect(renderCoordination(shown([]))).toContain(
    '2 of 2 waves merged, NOT COMPLETE: `parked: the validation of the whole plan failed`',
  )
  expect(coordinationText(shown([]))).toMatch(/2\/2 +NOT COMPLETE +parked: the validation of the whole/)
  expect(renderCoordination(shown(['plan-2-complete']))).toContain('complete, 2 of 2 waves merged\n')
  expect(coordinationText(shown(['plan-2-complete']))).toMatch(/2\/2 +complete\n/)
})

describe('as a comment', () => {
  test('the three plans of the seed', () => {
    expect(renderCoordination(view())).toMatchInlineSnapshot(`
      "### Baton: all plans

      - **plan-2** \`Educational integration\` (rust-engineer): wave 2 of 2, running: \`Implementing EducationalOperation\` · since 2026-07-01 10:00 UTC (2 hours) · attempt 2
      - **plan-3** \`Python API\` (python-expert): wave 2 of 2, WAITING: \`Step-by-step in Python\` · waits for plan-2/3 (signal plan-2-wave-3-complete), running · since 2026-06-30 06:00 UTC (1 day 6 hours)
      - **plan-7** \`Solvers\` (math-expert): wave 1 of 2, BLOCKED: \`ODE solvers\` · \`4 ODE tests fail\` · since 2026-06-29 12:00 UTC (2 days)

      Critical path: plan-2/3 → plan-3/4, 11 h left. A delay of any of these delays the end of everything; limits on runs may add to it.

      <details><summary>All waves with slack</summary>

      | wave | title | agent | state | takes | slack |
      |---|---|---|---|---|---|
      | plan-2/2 | \`Explain operations\` | rust-engineer | merged | took 3 h | – |
      | plan-2/3 | \`Implementing EducationalOperation\` | rust-engineer | running | 8 h | critical |
      | plan-3/3 | \`Bindings\` | py-binder | merged | took 10 h | – |
      | plan-3/4 | \`Step-by-step in Python\` | python-expert | waiting | 5 h (history) | critical |
      | plan-7/1 | \`ODE solvers\` | math-expert | blocked | 5 h (history) | 1 h |
      | plan-7/2 | \`PDE solvers\` | math-expert | waiting | 5 h (history) | 1 h |

      </details>

      <details><summary>Diagram</summary>

      \`\`\`mermaid
      flowchart LR
        subgraph p0["plan-2 Educational integration"]
          w0["plan-2/2 Explain operations"]:::merged
          w1["plan-2/3 Implementing EducationalOperation"]:::running
        end
        subgraph p1["plan-3 Python API"]
          w2["plan-3/3 Bindings"]:::merged
          w3["plan-3/4 Step-by-step in Python"]:::waiting
        end
        subgraph p2["plan-7 Solvers"]
          w4["plan-7/1 ODE solvers"]:::blocked
          w5["plan-7/2 PDE solvers"]:::waiting
        end
        w0 --> w1
        w2 --> w3
        w1 -.->|"plan-2-wave-3-complete"| w3
        w4 --> w5
        classDef waiting fill:#eaeef2,stroke:#6e7781,color:#24292f,stroke-dasharray:4
        classDef running fill:#54aeff,stroke:#0969da,color:#0a3069
        classDef merged fill:#aceebb,stroke:#1a7f37,color:#04260f
        classDef blocked fill:#ffcecb,stroke:#cf222e,color:#660018
      \`\`\`

      </details>"
    `)
  })

  test.each<[string, Partial<ScheduleInput>, string]>([
    [
      'complete',
      { progress: allMerged },
      '- **plan-2** `Educational integration` (rust-engineer): complete, 2 of 2 waves merged',
    ],
    [
      'merged, and said to be complete',
      { progress: allMerged, sent: new Set(['plan-2-complete']) },
      '- **plan-2** `Educational integration` (rust-engineer): complete, 2 of 2 waves merged',
    ],
    [
      'merged, and not validated as a whole yet',
      { progress: allMerged, sent: new Set(['plan-2-wave-2-complete', 'plan-3-complete']) },
      '- **plan-2** `Educational integration` (rust-engineer): 2 of 2 waves merged, NOT COMPLETE\n',
    ],
    ['nothing left: in words', { progress: allMerged }, 'Nothing is left to do.'],
    [
      'cancelled',
      { progress: progress({ 'plan-2/2': 'cancelled', 'plan-2/3': 'cancelled' }) },
      '- **plan-2** `Educational integration` (rust-engineer): cancelled',
    ],
    [
      'a cancelled wave does not count',
      { progress: progress({ 'plan-2/2': 'cancelled', 'plan-2/3': 'running' }) },
      '(rust-engineer): wave 1 of 1, running: `Implementing EducationalOperation`',
    ],
    [
      'at a limit',
      {
        progress: new Map(),
        limits: { perAgent: 1, perRepository: undefined, perInstallation: undefined },
        busy: { agents: new Map([[agent('rust-engineer'), 1]]), repository: 1, installation: 1 },
      },
      'wave 1 of 2, ready: `Explain operations` · rust-engineer is at its limit: 1 of 1 runs under way',
    ],
    [
      'on hold, before a wave starts',
      { progress: new Map(), paused: new Map([[plan('plan-2'), 'hold by @alice']]) },
      'wave 1 of 2, ready: `Explain operations` · paused: `hold by @\u200balice`',
    ],
    [
      'on hold, while a wave goes on',
      { paused: new Map([[plan('plan-2'), 'hold']]) },
      'attempt 2 · paused, nothing more of it starts: `hold`',
    ],
    [
      'two waves at once',
      { progress: progress({ 'plan-2/2': 'validating', 'plan-2/3': 'in-review' }) },
      'wave 1 of 2, validating: `Explain operations` · 1 other wave under way',
    ],
    [
      'a circle',
      { graph: graph(['plan-2/2', 'plan-2/3'], ['plan-2/2 > plan-2/3', 'plan-2/3 > plan-2/2']) },
      'There is no critical path: these waves wait for each other for ever: plan-2/2 → plan-2/3 → plan-2/2.',
    ],
    [
      'a time that cannot be',
      { progress: progress({ 'plan-2/2': { state: 'running', startedAt: Number.NaN, attempts: 1 } }) },
      'since an unknown time',
    ],
  ])('%s', (_, change, words) => {
    expect(renderCoordination(view(change))).toContain(words)
  })

  test('no plans', () => {
    expect(renderCoordination(view({ graph: graph([], []) }, []))).toBe(
      '### Baton: all plans\n\nThere is no plan in this repository.',
    )
    expect(coordinationText(view({ graph: graph([], []) }, []))).toBe('There is no plan in this repository.')
  })
})

describe('as text for a terminal', () => {
  test('the three plans of the seed, in columns', () => {
    expect(coordinationText(view())).toMatchInlineSnapshot(`
      "PLAN    ORCHESTRATOR   WAVE  STATE    TITLE                              WHY
      plan-2  rust-engineer  2/2   running  Implementing EducationalOperation  since 2026-07-01 10:00 UTC (2 hours)
      plan-3  python-expert  2/2   WAITING  Step-by-step in Python             waits for plan-2/3 (signal plan-2-wave-3-complete), running; since 2026-06-30 06:00 UTC (1 day 6 hours)
      plan-7  math-expert    1/2   BLOCKED  ODE solvers                        4 ODE tests fail; since 2026-06-29 12:00 UTC (2 days)

      WAVE      AGENT          STATE    TAKES          SLACK     TITLE
      plan-2/3  rust-engineer  running  8 h            critical  Implementing EducationalOperation
      plan-3/4  python-expert  waiting  5 h (history)  critical  Step-by-step in Python
      plan-7/1  math-expert    blocked  5 h (history)  1 h       ODE solvers
      plan-7/2  math-expert    waiting  5 h (history)  1 h       PDE solvers

      Critical path: plan-2/3 → plan-3/4, 11 h left. A delay of any of these delays the end of everything; limits on runs may add to it."
    `)
  })

  test.each([
    ['plain', 5],
    ['漢字', 4],
    ['e\u0301', 1],
    ['🚀', 2],
  ])('%s takes %i columns', (text, width) => {
    expect(columns(text)).toBe(width)
  })
})

describe('sizes', () => {
  const many = (plans: number, waves: number, title = 'T'): { given: ScheduleInput; of: PlanHead[] } => {
    const of = Array.from({ length: plans }, (_, i) => ({
      plan: plan(`plan-${i}`),
      title,
      orchestrator: agent('ann'),
    }))
    const nodes: PlanNode[] = of.flatMap((head) =>
      Array.from({ length: waves }, (_, i) => node(`${head.plan}/${i}`, { title })),
    )
    const chain = of.flatMap((head) =>
      Array.from({ length: waves - 1 }, (_, i) => `${head.plan}/${i} > ${head.plan}/${i + 1}`),
    )
    return { given: input({ graph: graph(nodes, chain) }), of }
  }
  const shown = (size: ReturnType<typeof many>): CoordinationView =>
    coordinationView(size.of, size.given, schedule(size.given))

  test('400 edges are drawn, 401 are not: then the plans', () => {
    const edgesDrawn = (text: string | undefined): number => text?.match(/ -->/g)?.length ?? 0
    const fits = planDiagram(shown(many(1, 401)))
    expect([edgesDrawn(fits.mermaid), fits.note]).toEqual([400, undefined])
    const over = planDiagram(shown(many(1, 402)))
    expect(over.note).toBe('402 waves and 401 edges are too many for a diagram: only the plans are shown')
    expect(over.mermaid).toContain('p0["plan-0 T, 0 of 402 merged"]:::ready')
    expect(edgesDrawn(over.mermaid)).toBe(0)
  })

  test('more than 400 edges between plans: 400, and a word about the rest', () => {
    const size = many(30, 1)
    const all = size.of.flatMap((a, i) => size.of.slice(i + 1).map((b) => `${a.plan}/0 > ${b.plan}/0`))
    const given = { ...size.given, graph: graph(size.given.graph.nodes, all) }
    const { mermaid, note } = planDiagram(coordinationView(size.of, given, schedule(given)))
    expect(mermaid?.match(/ -->/g)).toHaveLength(400)
    expect(note).toContain('35 more edges between plans are left out')
  })

  test.each<[string, number, number, string]>([
    ['100 plans of 20 waves', 100, 20, '… and 1940 more waves, none more urgent.'],
    ['300 plans', 300, 2, '- … and 200 more plans'],
  ])('%s fit into one comment', (_, plans, waves, words) => {
    const text = renderCoordination(shown(many(plans, waves)))
    expect(text.length).toBeLessThanOrEqual(64_000)
    expect(text).toContain(words)
  })

  const swelling = '&lt;|\\|&amp;@a'.repeat(900)

  test.each<[string, boolean, boolean, string]>([
    ['titles', false, false, 'are too many for a diagram: only the plans are shown.</sub>'],
    ['and blockers', true, false, '<sub>A comment has no room for the diagram.</sub>'],
    [
      'and reasons of a pause',
      true,
      true,
      '<sub>A comment has no room for more plans, the table of waves and the diagram.</sub>',
    ],
  ])(
    'what swells when it is quoted fits too, and what is left out is said: %s',
    (_, blocked, held, words) => {
      const size = many(100, 5, swelling)
      const states = Object.fromEntries(
        size.of.map((head) => [`${head.plan}/0`, { state: 'blocked' as const, attempts: 2, why: swelling }]),
      )
      const given = {
        ...size.given,
        progress: progress(blocked ? states : {}),
        paused: new Map(held ? size.of.map((head) => [head.plan, swelling]) : []),
      }
      const text = renderCoordination(coordinationView(size.of, given, schedule(given)))
      expect(text.length).toBeLessThanOrEqual(64_000)
      expect(text.slice(-200)).toContain(words)
      expect(text.includes('- … and 70 more plans')).toBe(held)
    },
  )
})
