// The action baton-measure measures base and candidate in turn.

import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { command, makeCheckouts, plan, type Checkouts } from './checkouts.ts'

let checkouts: Checkouts
let root: string
beforeAll(() => {
  checkouts = makeCheckouts()
  root = checkouts.root
})
beforeEach(() => rmSync(join(root, 'order'), { force: true }))
afterAll(() => checkouts.remove())

describe('benchmark', () => {
  const metric = (name: string, value: string): string =>
    `echo '{"metric":"${name}","unit":"ns","better":"lower","value":'${value}'}'`

  test('base and candidate take turns, the order turned every round', () => {
    const run = `printf '%s' "$(cut -c1 side.txt)" >> ../order; ${metric('m', '$(wc -c < ../order)')}`
    const { code, result } = checkouts.measure('benchmark', plan([command(run, 'baton-json')], { rounds: 4 }))
    expect(code).toBe(0)
    expect(readFileSync(join(root, 'order'), 'utf8')).toBe('bccbbccb')
    expect(result?.benchmarks).toEqual([
      { metric: 'm', unit: 'ns', better: 'lower', baseline: [1, 4, 5, 8], candidate: [2, 3, 6, 7] },
    ])
    expect(result?.steps.map((step) => step.name)).toEqual(['it (baseline)', 'it (candidate)'])
  })

  test('set-up runs in both', () => {
    const { result } = checkouts.measure(
      'benchmark',
      plan([command(metric('m', '1'), 'baton-json')], { setup: ['cat side.txt >> ../order'] }),
    )
    expect(readFileSync(join(root, 'order'), 'utf8')).toBe('baselinecandidate')
    expect(result?.steps.map((step) => step.name)).toEqual(['set-up 1', 'it (baseline)', 'it (candidate)'])
  })

  test('a benchmark that the base does not have is empty there and no failure of the candidate', () => {
    const run = `grep -q candidate side.txt && ${metric('new', '3')}`
    const { code, result } = checkouts.measure('benchmark', plan([command(run, 'baton-json')], { rounds: 3 }))
    expect(code).toBe(0)
    expect(result?.benchmarks).toEqual([
      { metric: 'new', unit: 'ns', better: 'lower', baseline: [], candidate: [3, 3, 3] },
    ])
    expect(result?.steps.map((step) => step.exitCode)).toEqual([1, 0])
  })

  test('a benchmark that the candidate lost is empty there and fails the job', () => {
    const { code, result } = checkouts.measure(
      'benchmark',
      plan([command(`grep -q baseline side.txt && ${metric('old', '3')}`, 'baton-json')], { rounds: 2 }),
    )
    expect(code).toBe(1)
    expect(result?.benchmarks[0]).toMatchObject({ baseline: [3, 3], candidate: [] })
  })

  test.each([
    ['no metric', 'echo fast', /no benchmark is in it/],
    ['not JSON', `echo '{"metric": nope}'`, /not JSON/],
    [
      'a value that is a text',
      `echo '{"metric":"m","unit":"ms","better":"lower","value":"9"}'`,
      /the value is .*expected a finite number/,
    ],
    ['a value beyond numbers', metric('m', '1e999'), /the value is Infinity/],
    ['a bad name', metric('a b', '1'), /it is not a metric name/],
    ['the same twice', `${metric('m', '1')}; ${metric('m', '2')}`, /m comes twice/],
    ['no direction', `echo '{"metric":"m","unit":"ms","value":1}'`, /better: .*"lower"/],
  ])('%s makes the run fail instead of counting', (_, run, message) => {
    const { code, result } = checkouts.measure('benchmark', plan([command(run, 'baton-json')]))
    expect(code).toBe(1)
    expect(result?.benchmarks).toEqual([])
    expect(result?.steps[1]?.outputTail).toMatch(message)
  })

  test('units and directions that differ between base and candidate fail the candidate', () => {
    const as = (base: string, candidate: string): string =>
      `if grep -q candidate side.txt; then ${candidate}; else ${base}; fi`
    const line = (unit: string, value: number, better = 'lower'): string =>
      `echo '{"metric":"m","unit":"${unit}","better":"${better}","value":${value}}'`
    const measure = (run: string) =>
      checkouts.measure('benchmark', plan([command(run, 'baton-json')], { rounds: 2 }))

    for (const other of [line('ns', 1), line('B', 1), line('ms', 1, 'higher')]) {
      const { code, result } = measure(as(line('ms', 2), other))
      expect(code).not.toBe(0)
      expect(result?.benchmarks.map(({ candidate }) => candidate)).toEqual([[]])
      expect(result?.steps.at(-1)?.outputTail).toContain('m: unit or direction changed between runs')
    }
  })

  test('metrics that come and go between rounds, or belong to two commands, fail', () => {
    const wavering = `echo >> ../order; test "$(wc -l < ../order)" -gt 4 && ${metric('extra', '1')}; ${metric('m', '1')}`
    const first = checkouts.measure('benchmark', plan([command(wavering, 'baton-json')], { rounds: 3 }))
    expect(first.code).toBe(1)
    expect(first.result?.steps[1]?.outputTail).toContain('round 3 printed extra, m, the rounds before m')
    const second = checkouts.measure(
      'benchmark',
      plan([command(metric('m', '1'), 'baton-json'), command(metric('m', '2'), 'baton-json', 'other')]),
    )
    expect(second.result?.steps[3]?.outputTail).toContain('m: reported by it already')
    expect(second.result?.benchmarks).toMatchObject([{ baseline: [1], candidate: [1] }])
  })

  test('the largest plan stays within the schema', () => {
    const commands = Array.from({ length: 20 }, (_, index) =>
      command(metric(`m${index}`, '1'), 'baton-json', `${index}${'n'.repeat(98)}`),
    )
    const { code, result } = checkouts.measure(
      'benchmark',
      plan(commands, { setup: Array.from({ length: 10 }, () => 'true') }),
    )
    expect(code).toBe(0)
    expect(result?.steps).toHaveLength(50)
    expect(result?.benchmarks).toHaveLength(20)
  })
})
