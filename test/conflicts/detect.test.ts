// Where work contradicts itself: what counts, what does not, and that it is the same from either side.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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
  test.each<[what: string, works: Work[], expected: string[]]>([
    ['no file in common', [work(1, 2, 'core', { paths: ['a'] }), work(2, 2, 'metal', { paths: ['b'] })], []],
    [
      'files in common',
      [work(1, 2, 'core', { paths: ['b', 'a'] }), work(2, 2, 'metal', { paths: ['a', 'b', 'c'] })],
      ['a, b'],
    ],
    [
      'owners of one wave work on one branch',
      [work(1, 2, 'core', { paths: ['a'] }), work(1, 2, 'metal', { paths: ['a'] })],
      [],
    ],
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
  test('one symbol of one file in two changes', () => {
    const of = (issue: number, path: string, ...lines: string[]) => ({
      work: work(issue, 2, 'core'),
      files: [{ path, patch: patch(...lines) }],
    })
    const one = of(1, 'src/a.ts', '+function explain(a, b) {')
    expect(sameSymbols(one, of(2, 'src/a.ts', '-function explain(a) {')).map(({ about }) => about)).toEqual([
      'src/a.ts explain',
    ])
    expect(sameSymbols(one, of(2, 'src/b.ts', '-function explain(a) {'))).toEqual([])
    expect(sameSymbols(one, of(2, 'src/a.ts', '+function other() {'))).toEqual([])
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
