// Where work contradicts itself: what counts, what does not, and that it is the same from either side.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareImpact } from '../../src/domain/conflicts/compare-impact.ts'
import type { AskedDirective } from '../../src/domain/commands/desired.ts'
import {
  changedSymbols,
  contradictingDirectives,
  oppositeAssumptions,
  overlappingPaths,
  sameSymbols,
  type Work,
} from '../../src/domain/conflicts/detect.ts'
import type { Directive } from '../../src/domain/directives/directive.ts'
import type { PlatformMeasurement } from '../../src/domain/gates/gates.ts'
import { AgentName, TaskKey } from '../../src/domain/ids.ts'

const agent = (name: string): AgentName => AgentName.parse(name)
const task = (issue: number): TaskKey => TaskKey.parse(`acme/math#${issue}`)
const work = (issue: number, wave: number, name: string, change: Partial<Work> = {}): Work => ({
  task: task(issue),
  wave,
  agent: agent(name),
  head: undefined,
  paths: [],
  assumptions: [],
  measured: '',
  ...change,
})
const assumes = (issue: number, name: string, about: string, value: string): Work =>
  work(issue, 2, name, { assumptions: [{ about, value }] })
const shown = (works: readonly Work[]): string[] =>
  oppositeAssumptions(works).map(({ about, first, second }) => `${about}: ${first.value} | ${second.value}`)

describe('opposite assumptions', () => {
  test.each<[what: string, works: Work[], expected: string[]]>([
    ['nothing is assumed', [work(1, 2, 'core'), work(2, 2, 'metal')], []],
    [
      'two agents, one matter, two values',
      [assumes(1, 'core', 'layout', 'rows'), assumes(1, 'metal', 'layout', 'columns')],
      ['layout: rows | columns'],
    ],
    [
      'the same in other words is the same',
      [assumes(1, 'core', 'Tensor layout', 'Row-major.'), assumes(2, 'metal', 'tensor  LAYOUT', 'row major')],
      [],
    ],
    ['other matters', [assumes(1, 'core', 'layout', 'rows'), assumes(2, 'metal', 'order', 'columns')], []],
    [
      'an agent in two tasks',
      [assumes(2, 'core', 'layout', 'columns'), assumes(1, 'core', 'layout', 'rows')],
      ['layout: rows | columns'],
    ],
    [
      'an agent against itself in one place is its own business',
      [
        work(1, 2, 'core', {
          assumptions: [
            { about: 'layout', value: 'rows' },
            { about: 'layout', value: 'columns' },
          ],
        }),
      ],
      [],
    ],
    [
      'three sides are three conflicts',
      ['rows', 'columns', 'tiles'].map((value, i) => assumes(i + 1, 'core', 'layout', value)),
      ['layout: rows | columns', 'layout: rows | tiles', 'layout: columns | tiles'],
    ],
  ])('%s', (_, works, expected) => {
    expect(shown(works)).toEqual(expected)
  })

  test('whoever looks, and in whatever order, sees the same conflicts with the same ids', () => {
    const works = fc.array(
      fc
        .record({
          issue: fc.integer({ min: 1, max: 3 }),
          name: fc.constantFrom('core', 'metal'),
          about: fc.constantFrom('layout', 'order', 'constructor', '__proto__'),
          value: fc.constantFrom('rows', 'columns', ''),
        })
        .map(({ issue, name, about, value }) => assumes(issue, name, about, value)),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(works, (some) => {
        const ids = (list: readonly Work[]): string[] =>
          oppositeAssumptions(list)
            .map(({ id }) => id)
            .toSorted()
        expect(ids(some.toReversed())).toEqual(ids(some))
      }),
    )
  })
})

describe('changes that meet', () => {
  const reviewed = (issue: number, name: string, paths: string[], open = true): Work =>
    work(issue, 2, name, { paths, open })
  test.each<[what: string, works: Work[], expected: string[]]>([
    ['no file in common', [reviewed(1, 'core', ['a']), reviewed(2, 'metal', ['b'])], []],
    ['files in common', [reviewed(1, 'core', ['b', 'a']), reviewed(2, 'metal', ['a', 'b', 'c'])], ['a, b']],
    ['owners of one wave work on one branch', [reviewed(1, 'core', ['a']), reviewed(1, 'metal', ['a'])], []],
    ['one that was merged', [reviewed(1, 'core', ['a']), reviewed(2, 'metal', ['a'], false)], []],
  ])('%s', (_, works, expected) => {
    expect(overlappingPaths(works).map(({ about }) => about)).toEqual(expected)
  })

  const patch = (...lines: string[]): string => `@@ -1,3 +1,4 @@\n context()\n${lines.join('\n')}`
  test('symbols that changed lines declare, before and after', () => {
    const file = {
      path: 'src/a.ts',
      patch: patch(
        '-export function old(x) {',
        '+export async function made(x) {',
        '+  call(made)',
        '+pub fn rust() {',
      ),
    }
    expect(changedSymbols(file).toSorted()).toEqual(['made', 'old', 'rust'])
    expect(changedSymbols({ path: 'src/large.ts' })).toEqual([])
  })
  test('what declares nothing has none, whatever its words look like', () => {
    expect(changedSymbols({ path: 'docs/a.md', patch: patch('+type theory') })).toEqual([])
  })
  const changing = (issue: number, wave: number, symbols: string[], open = true): Work =>
    work(issue, wave, 'core', { symbols, open })
  test.each<[what: string, works: Work[], expected: string[]]>([
    [
      'one in two tasks',
      [changing(1, 2, ['src/a.ts explain', 'src/a.ts one']), changing(2, 2, ['src/a.ts explain'])],
      ['src/a.ts explain'],
    ],
    [
      'one in two waves of a task',
      [changing(1, 2, ['src/a.ts explain']), changing(1, 3, ['src/a.ts explain'])],
      ['src/a.ts explain'],
    ],
    [
      'several are one matter',
      [changing(1, 2, ['b y', 'a x']), changing(2, 2, ['a x', 'b y'])],
      ['a x, b y'],
    ],
    ['of the same name in another file', [changing(1, 2, ['a x']), changing(2, 2, ['b x'])], []],
    ['by owners of one wave', [changing(1, 2, ['a x']), changing(1, 2, ['a x'])], []],
    ['where one was merged', [changing(1, 2, ['a x']), changing(2, 2, ['a x'], false)], []],
  ])('the same declaration: %s', (_, works, expected) => {
    expect(sameSymbols(works).map(({ about }) => about)).toEqual(expected)
    expect(sameSymbols(works.toReversed()).map(({ id }) => id)).toEqual(
      sameSymbols(works).map(({ id }) => id),
    )
  })
})

describe('what was measured of both', () => {
  const figure = (ratio: number, change: Partial<PlatformMeasurement> = {}): PlatformMeasurement => ({
    metric: 'matmul.ms',
    unit: 'ms',
    better: 'lower',
    baseline: 10,
    candidate: 10 / ratio,
    ratio,
    interval: [ratio - 0.1, ratio + 0.1],
    samples: 40,
    platform: 'linux',
    ...change,
  })
  test.each<[what: string, first: PlatformMeasurement[], second: PlatformMeasurement[], favours: unknown]>([
    ['nothing of either', [], [], undefined],
    ['nothing of one', [figure(2)], [], undefined],
    ['other metrics', [figure(2)], [figure(1, { metric: 'load.ms' })], undefined],
    ['another platform', [figure(2)], [figure(1, { platform: 'macos' })], undefined],
    ['one clearly better', [figure(2)], [figure(1)], 'first'],
    ['the other clearly better', [figure(1)], [figure(2)], 'second'],
    ['too close to tell apart', [figure(1.05)], [figure(1)], undefined],
    ['too few samples', [figure(2, { interval: [0, Infinity] })], [figure(1)], undefined],
    [
      'one metric for each',
      [figure(2), figure(1, { metric: 'load.ms' })],
      [figure(1), figure(2, { metric: 'load.ms' })],
      undefined,
    ],
    [
      'a metric that cannot be told apart does not count against one that can',
      [figure(2), figure(1, { metric: 'load.ms' })],
      [figure(1), figure(1, { metric: 'load.ms' })],
      'first',
    ],
    ['the confirming run counts', [figure(2), figure(0.5)], [figure(1)], 'second'],
  ])('%s', (_, first, second, favours) => {
    expect(compareImpact(first, second).favours).toBe(favours)
  })
  test('stands side by side, each metric once', () => {
    expect(
      compareImpact([figure(2), figure(2.5)], [figure(1, { metric: 'other' }), figure(1)]).compared,
    ).toBe(
      `| metric | platform | first, better by | second, better by | speaks for |
|---|---|---|---|---|
| matmul.ms | linux | 2.5× (2.4–2.6, 40 pairs) | 1× (0.9–1.1, 40 pairs) | first |`,
    )
  })
  test('is of the sides as they are ordered, whoever looks', () => {
    const one = { ...assumes(1, 'core', 'layout', 'rows'), figures: [figure(2)] }
    const other = { ...assumes(2, 'metal', 'layout', 'columns'), figures: [figure(1)] }
    const [a] = oppositeAssumptions([one, other])
    const [b] = oppositeAssumptions([other, one])
    expect(a).toEqual(b)
    expect(a).toMatchObject({ first: { value: 'rows' }, favours: 'first' })
  })
})

describe('contradicting directives', () => {
  const alignment = (order: string, topic = 'Layout'): Directive => ({ kind: 'alignment', topic, order })
  const asked = (line: number, said: Directive, change: Partial<AskedDirective> = {}): AskedDirective => ({
    by: 'grace',
    at: 1,
    comment: 5,
    line,
    to: [agent('core'), agent('metal')],
    said,
    ...change,
  })
  test.each<[what: string, entries: AskedDirective[], expected: number]>([
    ['one', [asked(1, alignment('rows'))], 0],
    [
      'one subject, two orders, one addressee',
      [asked(1, alignment('rows')), asked(2, alignment('columns'))],
      1,
    ],
    ['the same order again', [asked(1, alignment('rows')), asked(2, alignment('Rows.'))], 0],
    ['other subjects', [asked(1, alignment('rows')), asked(2, alignment('columns', 'Order'))], 0],
    [
      'nobody whom both are for',
      [
        asked(1, alignment('rows'), { to: [agent('core')] }),
        asked(2, alignment('columns'), { to: [agent('metal')] }),
      ],
      0,
    ],
    ['one that is closed', [asked(1, alignment('rows'), { closed: 2 }), asked(2, alignment('columns'))], 0],
    [
      'two levels for one component',
      [
        asked(1, { kind: 'priority-shift', component: 'kernel', level: 'high' }),
        asked(2, { kind: 'priority-shift', component: 'Kernel', level: 'low' }),
      ],
      1,
    ],
  ])('%s', (_, entries, expected) => {
    expect(contradictingDirectives(task(1), entries)).toHaveLength(expected)
  })
})
