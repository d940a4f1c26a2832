// Recorded samples of the same code and of a planted slow-down, through the gates: the one always passes, the other is blocked by two runs.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { compare } from '../../src/domain/benchmarks/compare.ts'
import { DEFAULT_RULE } from '../../src/domain/benchmarks/rule.ts'
import {
  ALLOWED_PCT,
  asksAgain,
  evaluate,
  METRIC,
  PLANTED_PCT,
  Recorded,
  ROUNDS,
  type Run,
} from './planted.ts'

const recorded = (file: string): z.infer<typeof Recorded> =>
  Recorded.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/planted', file), 'utf8')))
const { same, planted } = recorded('samples.json')
const restless = recorded('samples-restless.json')

const states = (cases: typeof same): string[] => cases.map((one) => evaluate(one).verdict.state)

describe('the same code', () => {
  test('was measured 50 times, each time in whole rounds', () => {
    expect(same).toHaveLength(50)
    for (const { first } of same) {
      expect([first.metric, first.baseline.length, first.candidate.length]).toEqual([METRIC, ROUNDS, ROUNDS])
      expect(first.baseline).not.toEqual(first.candidate)
    }
  })

  test('passes 50 times out of 50', () => {
    expect(states(same).filter((state) => state === 'pass')).toHaveLength(50)
  })

  test('passes with base and head exchanged as well', () => {
    const turned = (run: Run): Run => ({ ...run, baseline: run.candidate, candidate: run.baseline })
    const exchanged = same.map(({ first }) => ({ first: turned(first) }))
    // Nothing was measured a second time in this direction, so a suspicion would stay open here.
    expect(states(exchanged).filter((state) => state === 'fail')).toEqual([])
  })
})

describe(`${PLANTED_PCT} % more work`, () => {
  test('is suspected by the first run, which blocks nothing by itself', () => {
    expect(planted.length).toBeGreaterThan(0)
    for (const { first } of planted) {
      expect(evaluate({ first }).verdict.state).toBe('pending')
      expect(asksAgain({ first })).toBe(true)
    }
  })

  test('is blocked when the confirming run says the same', () => {
    expect(planted.every(({ confirming }) => confirming !== undefined)).toBe(true)
    expect(new Set(states(planted))).toEqual(new Set(['fail']))
    for (const one of planted) expect(asksAgain(one)).toBe(false)
  })

  test('is let pass when the confirming run is one of the same code', () => {
    const [clean] = same
    for (const { first } of planted) {
      const one = { first, ...(clean === undefined ? {} : { confirming: clean.first }) }
      expect(evaluate(one).verdict.state).toBe('pass')
    }
  })
})

describe('on a machine that jumps between two speeds', () => {
  const rule = { ...DEFAULT_RULE, effectFloorPct: ALLOWED_PCT }

  test('a single run often leaves the planted slow-down open, and hints at it', () => {
    const firsts = restless.planted.map(({ first }) => compare(first, rule))
    expect(firsts.filter(({ verdict }) => verdict === 'inconclusive').length).toBeGreaterThan(1)
    expect(firsts.every(({ suspect }) => suspect)).toBe(true)
  })

  test('both runs together block it', () => {
    expect(restless.planted).toHaveLength(8)
    expect(new Set(states(restless.planted))).toEqual(new Set(['fail']))
  })

  test('the same code passes', () => {
    expect(states(restless.same)).toEqual(Array.from({ length: 8 }, () => 'pass'))
  })
})
