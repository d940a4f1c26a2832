// The graph of plans, and its drawings: what waits for what, and that any title can be drawn.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { globsOverlap } from '../../src/domain/plan/glob-overlap.ts'
import { planGraph } from '../../src/domain/plan/graph.ts'
import { layout } from '../../src/domain/plan/layout.ts'
import { mermaid } from '../../src/domain/plan/mermaid.ts'
import { svg } from '../../src/domain/plan/svg.ts'
import { matchesGlob } from '../../src/domain/policy/glob.ts'
import { plan } from './support.ts'
import { xmlTexts } from './xml.ts'

const edges = (...plans: Parameters<typeof planGraph>[0]): string[] =>
  planGraph(plans).edges.map((edge) => `${edge.from} ${edge.why} ${edge.to}`)

describe('what waits for what', () => {
  it.each<[what: string, waves: object[], keys: object, expected: string[]]>([
    ['one after the other', [{ wave: 0 }, { wave: 1 }, { wave: 5 }], {}, ['p/0 order p/1', 'p/1 order p/5']],
    ['by number, not by place', [{ wave: 2 }, { wave: 1 }], {}, ['p/1 order p/2']],
    ['side by side', [{ wave: 1 }, { wave: 2 }], { shape: 'parallel' }, []],
    [
      'only what depends_on says',
      [{ wave: 1 }, { wave: 2 }, { wave: 3, depends_on: [1] }],
      {},
      ['p/1 order p/2', 'p/1 depends_on p/3'],
    ],
    ['nothing for an empty list', [{ wave: 1 }, { wave: 2, depends_on: [] }], {}, []],
    [
      'the wave before too, with another plan alone',
      [{ wave: 1 }, { wave: 2, depends_on: ['q/1'] }],
      {},
      ['p/1 order p/2', 'q/1 depends_on p/2'],
    ],
    ['a signal of another plan', [{ wave: 1, waits_for: ['q-wave-1-complete'] }], {}, ['q/1 signal p/1']],
    ['a signal by name', [{ wave: 1, waits_for: ['frozen'] }], {}, ['q/1 signal p/1']],
    ['a whole plan by its signal', [{ wave: 1, waits_for: ['q-complete'] }], {}, ['q/2 signal p/1']],
    [
      'a whole plan',
      [{ wave: 1 }, { wave: 2, depends_on: [] }],
      { dependencies: ['q'] },
      ['q/2 plan p/1', 'q/2 plan p/2'],
    ],
    [
      'names that there are not: nothing',
      [{ wave: 1, depends_on: [9, 'x/1'], waits_for: ['never'] }],
      { dependencies: ['x'] },
      [],
    ],
    [
      'one edge for a pair',
      [{ wave: 1, depends_on: ['q/2'], waits_for: ['q-complete'] }],
      { dependencies: ['q'] },
      ['q/2 depends_on p/1'],
    ],
  ])('%s', (_, waves, keys, expected) => {
    const other = plan('q', [{ wave: 1, signals: ['frozen'] }, { wave: 2 }])
    expect(edges(plan('p', waves, keys), other).toSorted()).toEqual([...expected, 'q/1 order q/2'].toSorted())
  })

  it('carries title, agent and estimate', () => {
    const { nodes } = planGraph([
      plan('p', [{ wave: 3, title: 'Freeze', agent: 'critic', estimate_hours: 4 }]),
    ])
    expect(nodes).toEqual([
      { id: 'p/3', plan: 'p', wave: 3, title: 'Freeze', agent: 'critic', estimateHours: 4 },
    ])
  })
})

const hostile = 'A <b>"x"</b> & `y` #1 \\ ]] --> %% \u0000\u202e end'

describe('drawings', () => {
  const plans = [
    plan('p', [
      { wave: 1, title: hostile },
      { wave: 2, agent: 'critic', estimate_hours: 3 },
    ]),
    plan('q', [{ wave: 1, waits_for: ['p-wave-1-complete'] }], { dependencies: ['p'] }),
  ]
  const titles = new Map([
    ['p', hostile],
    ['q', 'Second'],
  ])

  it('as Mermaid', () => {
    const text = 'A #lt;b#gt;#quot;x#quot;#lt;/b#gt; #amp; #96;y#96; #35;1 #92; ]] --#gt; %%  end'
    expect(mermaid(planGraph(plans), titles)).toBe(
      `flowchart LR
  subgraph p0["p: ${text}"]
    direction LR
    w0["wave 1: ${text}"]
    w1["wave 2: Work<br/><i>critic</i>"]
  end
  subgraph p1["q: Second"]
    direction LR
    w2["wave 1: Work"]
  end
  w0 --> w1
  w0 -.->|"p-wave-1-complete"| w2
  w1 ==>|"q follows p"| w2
`,
    )
  })

  it('as SVG that is XML, with every wave and the legend', () => {
    const drawn = svg(planGraph(plans), titles)
    const texts = xmlTexts(drawn)
    expect(texts).toEqual(
      expect.arrayContaining([
        'p/2: Work',
        'q/1: Work',
        'waits for a signal',
        'critic · 3 h',
        'p/1 → q/1: p-wave-1-complete',
      ]),
    )
    expect(texts.some((text) => text.includes('<b>"x"</b> & `y`'))).toBe(true)
    expect(drawn).not.toContain('\u0000')
    expect(svg(planGraph(plans), titles)).toBe(drawn)
  })

  it('of nothing, and of circles', () => {
    expect(xmlTexts(svg(planGraph([]), new Map()))).toContain('Plans and their waves')
    const circle = [
      plan('p', [
        { wave: 1, depends_on: [2] },
        { wave: 2, depends_on: [1] },
      ]),
    ]
    expect(xmlTexts(svg(planGraph(circle), new Map()))).toEqual(
      expect.arrayContaining(['p/1: Work', 'p/2: Work']),
    )
  })

  it('with every arrow to the right and no two boxes in one place', () => {
    const waves = fc.array(
      fc.record({
        depends_on: fc.array(fc.nat(9), { maxLength: 3 }),
        others: fc.array(fc.nat(9), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 10 },
    )
    fc.assert(
      fc.property(fc.array(waves, { minLength: 1, maxLength: 5 }), (all) => {
        const plans = all.map((list, p) =>
          plan(
            `p${p}`,
            list.map(({ depends_on: own, others }, wave) => ({
              wave,
              depends_on: [
                ...own.filter((one) => one < wave),
                ...others.map((one) => `p${one % Math.max(1, p)}/${one}`).filter(() => p > 0),
              ],
            })),
          ),
        )
        const graph = planGraph(plans)
        const { placed } = layout(graph)
        for (const { from, to } of graph.edges)
          expect(placed.get(to)?.column).toBeGreaterThan(placed.get(from)?.column ?? 99)
        const places = [...placed.values()].map(({ lane, column, row }) => `${lane} ${column} ${row}`)
        expect(new Set(places).size).toBe(graph.nodes.length)
      }),
      { numRuns: 100 },
    )
  })
})

describe('overlap of globs', () => {
  it.each<[left: string, right: string, expected: boolean]>([
    ['src/**', 'src/a/b.ts', true],
    ['src/**', 'test/**', false],
    ['**/*.ts', 'src/*', true],
    ['**/*.ts', 'src/*.js', false],
    ['a*b', '*c', false],
    ['a*', '*c', true],
    ['a?c', 'a*', true],
    ['{a,b}/x', '{b,c}/*', true],
    ['{a,b}/x', '{c,d}/*', false],
    ['**', 'x', true],
    ['a/**/b', 'a/b', true],
    ['../x', '**', false],
  ])('%s and %s: %s', (left, right, expected) => {
    expect(globsOverlap(left, right)).toBe(expected)
    expect(globsOverlap(right, left)).toBe(expected)
  })

  it('is never missed', () => {
    const part = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '*b', '?', '**')
    const glob = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
    const path = fc
      .array(fc.constantFrom('a', 'b', 'ab', 'aab'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'))
    fc.assert(
      fc.property(glob, glob, path, (left, right, one) => {
        if (matchesGlob(left, one) && matchesGlob(right, one)) expect(globsOverlap(left, right)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes no time for patterns made to be slow', () => {
    const slow = `${'*a'.repeat(95)}*`
    expect(globsOverlap(slow, `${'*b'.repeat(95)}*`)).toBe(true)
    expect(globsOverlap(`${'**/a/'.repeat(39)}x`, `${'**/b/'.repeat(39)}y`)).toBe(false)
  })
})
