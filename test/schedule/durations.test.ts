// How long a wave takes: taken, left, planned, from history, guessed.

import { describe, expect, test } from 'vitest'
import {
  durationsOf,
  estimate,
  fromNow,
  fromStart,
  type Duration,
  type FinishedWave,
} from '../../src/domain/schedule/durations.ts'
import type { WaveProgress } from '../../src/domain/schedule/state.ts'
import { agent, graph, HOUR, key, node, NOW } from './support.ts'

const ann = agent('ann')
const took = (hours: number, change: Partial<FinishedWave> = {}): FinishedWave => ({
  agent: ann,
  purpose: 'implement',
  hours,
  ...change,
})

describe('estimate from history', () => {
  test.each<[string, FinishedWave[], number | undefined]>([
    ['no history', [], undefined],
    ['the median, not the mean', [took(1), took(2), took(90)], 2],
    ['between the two in the middle', [took(1), took(3)], 2],
    ['the purpose goes before the rest', [took(1), took(9, { purpose: 'research' })], 1],
    [
      'another purpose of the same agent',
      [took(9, { purpose: 'research' }), took(1, { agent: agent('ben') })],
      9,
    ],
    ['others, when the agent has none', [took(7, { agent: agent('ben') })], 7],
    ['lengths that cannot be', [took(0), took(-3), took(Number.NaN), took(Infinity)], undefined],
  ])('%s', (_, history, expected) => {
    expect(estimate(history, ann, 'implement')).toBe(expected)
  })
})

describe('duration of a wave', () => {
  const of = (change: {
    progress?: WaveProgress
    estimateHours?: number
    history?: FinishedWave[]
  }): Duration | undefined =>
    durationsOf({
      graph: graph([node('a/1', { estimateHours: change.estimateHours })], []),
      progress: change.progress === undefined ? new Map() : new Map([[key('a/1'), change.progress]]),
      history: change.history ?? [],
      agentOf: () => ann,
      now: NOW,
    }).get(key('a/1'))
  const state = (
    name: WaveProgress['state'],
    startedAt?: number,
    endedAt?: number,
  ): { progress: WaveProgress } => ({ progress: { state: name, startedAt, endedAt, attempts: 1 } })

  test.each<[string, Parameters<typeof of>[0], Duration]>([
    ['nothing known: a guess', {}, { whole: 240, left: 240, basis: 'guess' }],
    [
      'the plan goes before history',
      { estimateHours: 6, history: [took(2)] },
      { whole: 360, left: 360, basis: 'plan' },
    ],
    ['history goes before the guess', { history: [took(2)] }, { whole: 120, left: 120, basis: 'history' }],
    [
      'merged: what it took',
      state('merged', NOW - 5 * HOUR, NOW - 2 * HOUR),
      { whole: 180, left: 0, basis: 'taken' },
    ],
    ['merged, times unknown', state('merged'), { whole: 240, left: 0, basis: 'guess' }],
    ['merged, the clock set back', state('merged', NOW, NOW - HOUR), { whole: 0, left: 0, basis: 'taken' }],
    ['running: what is left', state('running', NOW - HOUR), { whole: 240, left: 180, basis: 'guess' }],
    [
      'over its estimate: a quarter of an hour',
      state('running', NOW - 9 * HOUR),
      { whole: 555, left: 15, basis: 'guess' },
    ],
    [
      'in review it is not over',
      state('in-review', NOW - 9 * HOUR),
      { whole: 555, left: 15, basis: 'guess' },
    ],
    ['started in the future', state('running', NOW + HOUR), { whole: 240, left: 240, basis: 'guess' }],
    ['started at no time', state('running', Number.NaN), { whole: 240, left: 240, basis: 'guess' }],
    ['blocked: all of it again', state('blocked', NOW - 3 * HOUR), { whole: 240, left: 240, basis: 'guess' }],
    ['cancelled: nothing', state('cancelled', NOW - HOUR), { whole: 0, left: 0, basis: 'none' }],
    ['less than a minute', { estimateHours: 0.001 }, { whole: 1, left: 1, basis: 'plan' }],
  ])('%s', (_, change, expected) => {
    expect(of(change)).toEqual(expected)
  })

  test('from now what is over counts nothing; from the start it counts what it took', () => {
    const durations = new Map([[key('a/1'), { whole: 180, left: 0, basis: 'taken' as const }]])
    expect([fromNow(durations).get(key('a/1')), fromStart(durations).get(key('a/1'))]).toEqual([0, 180])
  })
})
