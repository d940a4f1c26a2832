// Jobs of a matrix: their names, their contexts, and how the run ends over all of them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { conclusionOf } from '../../src/rehearsal/forge/runs.ts'
import { toValue } from '../../src/rehearsal/runner/expression/value.ts'
import { combinations } from '../../src/rehearsal/runner/matrix.ts'
import { parseWorkflow } from '../../src/rehearsal/runner/workflow.ts'
import { startStandIn, type StandIn } from './stand-in.ts'

const scope = {
  contexts: { inputs: toValue({ list: '[{"n":1},{"n":2}]', wrong: '{}' }) },
  status: 'success' as const,
}

describe('combinations', () => {
  test.each<[string, Parameters<typeof combinations>[0], unknown[]]>([
    ['a list', { os: ['a', 'b'] }, [{ os: 'a' }, { os: 'b' }]],
    [
      'objects of an expression',
      { one: '${{ fromJSON(inputs.list) }}' },
      [{ one: { n: 1 } }, { one: { n: 2 } }],
    ],
    [
      'two vectors, the first varying slowest',
      { os: ['a', 'b'], node: [22, 24] },
      [
        { os: 'a', node: 22 },
        { os: 'a', node: 24 },
        { os: 'b', node: 22 },
        { os: 'b', node: 24 },
      ],
    ],
  ])('%s', (_, vectors, expected) => expect(combinations(vectors, scope)).toEqual(expected))

  test.each<[string, Parameters<typeof combinations>[0]]>([
    ['no list', { one: '${{ fromJSON(inputs.wrong) }}' }],
    ['a text', { one: 'linux' }],
    ['an empty list', { one: [] }],
    ['no JSON', { one: "${{ fromJSON('[') }}" }],
    ['too many', { a: Array.from({ length: 17 }, String), b: Array.from({ length: 16 }, String) }],
  ])('%s is refused', (_, vectors) => expect(() => combinations(vectors, scope)).toThrow(UserError))
})

describe('a run ends', () => {
  const done = (conclusion: string) => ({ status: 'completed' as const, conclusion })
  test.each<[string[], string]>([
    [['success', 'success'], 'success'],
    [['success', 'failure'], 'failure'],
    [['cancelled', 'failure'], 'failure'],
    [['success', 'cancelled'], 'cancelled'],
    [['success', 'skipped'], 'success'],
    [['skipped', 'skipped'], 'skipped'],
    [['timed_out', 'cancelled'], 'timed_out'],
  ])('%j as %s', (all, expected) => expect(conclusionOf(all.map(done))).toBe(expected))

  test('with its last job and not before', () => {
    expect(conclusionOf([])).toBeUndefined()
    expect(conclusionOf([done('failure'), { status: 'in_progress', conclusion: null }])).toBeUndefined()
  })
})

const file = (strategy: string, name = 'name: job ${{ matrix.one.n }}'): string => `
name: test
on:
  workflow_dispatch: { inputs: { list: { type: string, default: '[{"n":1,"exit":0},{"n":2,"exit":3}]' } } }
  workflow_call: { inputs: { list: { type: string } } }
jobs:
  only:
    ${name}
    strategy: ${strategy}
    runs-on: self-hosted
    steps:
      - { run: "echo 'number \${{ matrix.one.n }} of \${{ strategy.job-total }}'; exit \${{ matrix.one.exit }}" }
      - { if: "matrix.one.n == 1", run: "echo '\${{ toJSON(matrix.one) }}' $GITHUB_JOB" }
`
const expression = '{ fail-fast: false, matrix: { one: "${{ fromJSON(inputs.list) }}" } }'

describe('jobs', () => {
  let forge: StandIn
  beforeAll(async () => {
    forge = await startStandIn()
    await forge.start()
  })
  afterAll(() => forge.close())

  test('see their own values; one that fails does not end the others and fails the run', async () => {
    const run = await forge.run(file(expression))
    expect(run.jobs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['job 1', 'success'],
      ['job 2', 'failure'],
    ])
    expect(run.jobs[0]?.log).toContain('number 1 of 2')
    expect(run.jobs[0]?.log).toMatch(/"exit": 0\n\} only/)
    expect(run.jobs[1]?.log).toContain('number 2 of 2')
    expect(run.conclusion).toBe('failure')
  })

  test.each<[string, string, RegExp]>([
    [
      'an empty list',
      file('{ fail-fast: false, matrix: { one: "${{ fromJSON(\'[]\') }}" } }'),
      /matrix vector one/,
    ],
    ['two jobs of one name', file(expression, 'name: "${{ github.job }}same"'), /two jobs are named "same"/],
  ])('%s fails the run', async (_, text, message) => {
    const run = await forge.run(text)
    expect(run.conclusion).toBe('failure')
    expect(run.log).toMatch(message)
  })
})

test.each<[string, string, RegExp]>([
  ['fail-fast', file('{ matrix: { one: [1] } }'), /fail-fast: false only/],
  [
    'include',
    file('{ fail-fast: false, matrix: { one: [1], include: [{ one: 2 }] } }'),
    /no include and exclude/,
  ],
  [
    'exclude',
    file('{ fail-fast: false, matrix: { one: [1], exclude: [{ one: 1 }] } }'),
    /no include and exclude/,
  ],
  ['max-parallel', file('{ fail-fast: false, max-parallel: 1, matrix: { one: [1] } }'), /max-parallel/],
  ['a matrix that is an expression', file("{ fail-fast: false, matrix: '${{ x }}' }"), /matrix/],
  ['a name without the matrix', file(expression, 'name: job'), /only under a name/],
  ['no name', file(expression, 'env: {}'), /only under a name/],
])('%s is refused by name', (_, text, message) => {
  expect(() => parseWorkflow('test.yml', text)).toThrow(message)
})
