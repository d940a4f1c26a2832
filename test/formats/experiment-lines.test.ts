// Lines of experiments between other output: what is read, what is refused, and that nothing makes it throw.

import { array, assert, constant, json, oneof, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { EXAMPLE, readExperimentLines, sameTerms } from '../../src/formats/experiment-lines.ts'

const line = (change: Record<string, unknown> = {}): string =>
  JSON.stringify({
    experiment: 'no-stemming',
    parameters: { stemming: false, depth: 3 },
    seed: 7,
    data: 'sha256:aa',
    metric: 'f1',
    unit: 'ratio',
    better: 'higher',
    value: 0.8,
    ...change,
  })
const read = (...lines: string[]) => readExperimentLines(lines.join('\n'))
const terms = { parameters: { stemming: false, depth: 3 }, seed: 7, data: 'sha256:aa' }

test('samples, metrics and artifacts of one name are one experiment; what is between stays', () => {
  const { experiments, rest, problems } = read(
    'training…',
    line(),
    '{"metric":"train.s","unit":"s","better":"lower","value":2}',
    line({ value: 0.82 }),
    line({ metric: 'loss', unit: 'nats', better: 'lower', value: 0.3 }),
    line({
      metric: undefined,
      unit: undefined,
      better: undefined,
      value: undefined,
      artifact: { name: 'model', digest: 'sha256:bb' },
    }),
  )
  expect(problems).toEqual([])
  expect(experiments).toEqual([
    {
      name: 'no-stemming',
      ...terms,
      hypothesis: null,
      baseline: null,
      metrics: [
        { metric: 'f1', unit: 'ratio', better: 'higher', samples: [0.8, 0.82] },
        { metric: 'loss', unit: 'nats', better: 'lower', samples: [0.3] },
      ],
      artifacts: [{ name: 'model', digest: 'sha256:bb' }],
    },
  ])
  expect(rest.split('\n')).toEqual([
    'training…',
    '',
    '{"metric":"train.s","unit":"s","better":"lower","value":2}',
    '',
    '',
    '',
  ])
})

test('the example that a problem shows is in order', () => {
  expect(readExperimentLines(EXAMPLE)).toMatchObject({
    problems: [],
    experiments: [{ baseline: 'word-count' }],
  })
})

test('the order of parameters says nothing', () => {
  expect(read(line(), line({ parameters: { depth: 3, stemming: false } })).problems).toEqual([])
})

test.each<[string, string[], RegExp]>([
  [
    'another seed under the same name',
    [line(), line({ seed: 8 })],
    /line 2: no-stemming comes with other terms/,
  ],
  ['other data', [line(), line({ data: 'sha256:cc' })], /other terms/],
  ['another unit', [line(), line({ unit: '%' })], /line 2: f1 comes in ratio and in %/],
  ['a metric without a value', [line({ value: undefined })], /together/],
  ['NaN', [line().replace('0.8', 'NaN')], /NaN is not JSON/],
  ['a value that is a text', [line({ value: '0.8' })], /value/],
  ['a name that a shell would read', [line({ experiment: 'a; rm -rf /' })], /expected lower-case letters/],
  ['a key that does not exist', [line({ sede: 7 })], /sede/],
  ['parameters inside parameters', [line({ parameters: { a: { b: 1 } } })], /parameters/],
  ['a line that is cut', [line().slice(0, -4)], /JSON/],
  ['too many', Array.from({ length: 101 }, (_, i) => line({ experiment: `x${i}` })), /more than 100/],
])('%s is a problem', (_, lines, expected) => {
  const told = read(...lines).problems.map(
    ({ place, message, expected: wanted }) => `${place}: ${message}; ${wanted}`,
  )
  expect(told.join('\n')).toMatch(expected)
})

test('no text makes it throw, and text without experiments comes back as it was', () => {
  assert(
    property(array(oneof(string(), constant(line()), json())), (lines) => {
      const { experiments, problems } = read(...lines)
      expect(experiments.length > 0 || problems.length > 0 || !lines.includes(line())).toBe(true)
    }),
  )
})

test.each<[Partial<typeof terms>, boolean]>([
  [{}, true],
  [{ seed: 8 }, false],
  [{ data: 'sha256:cc' }, false],
  [{ parameters: { stemming: true, depth: 3 } }, false],
])('the same terms with %j: %s', (change, same) => {
  expect(sameTerms(terms, { ...terms, ...change })).toBe(same)
})
