// The states of a wave: which may follow which, and the words for what may not.

import { describe, expect, test } from 'vitest'
import {
  TRANSITIONS,
  transitionProblem,
  WAVE_STATES,
  waveState,
  type WaveState,
} from '../../src/domain/schedule/state.ts'

describe('transitions', () => {
  test('the straight way is lawful, step by step', () => {
    const way: WaveState[] = ['planned', 'waiting', 'ready', 'running', 'validating', 'in-review', 'merged']
    const problems = way.slice(1).map((to, i) => transitionProblem(way[i] ?? 'merged', to))
    expect(problems).toEqual(way.slice(1).map(() => undefined))
  })

  test.each<[WaveState, WaveState]>([
    ['running', 'ready'],
    ['validating', 'ready'],
    ['in-review', 'ready'],
    ['blocked', 'ready'],
    ['blocked', 'waiting'],
    ['ready', 'waiting'],
    ['in-review', 'validating'],
    ['planned', 'ready'],
    ['cancelled', 'planned'],
    ['running', 'running'],
    ['merged', 'merged'],
  ])('%s → %s is lawful', (from, to) => {
    expect(transitionProblem(from, to)).toBeUndefined()
  })

  test.each<[WaveState, WaveState, string]>([
    ['merged', 'running', 'a wave that is merged stays so: it cannot become running'],
    ['merged', 'cancelled', 'a wave that is merged stays so: it cannot become cancelled'],
    [
      'waiting',
      'running',
      'a wave that is waiting cannot become running: it can become ready, blocked, cancelled',
    ],
    [
      'running',
      'merged',
      'a wave that is running cannot become merged: it can become validating, ready, blocked, cancelled',
    ],
    [
      'planned',
      'running',
      'a wave that is planned cannot become running: it can become waiting, ready, cancelled',
    ],
    ['cancelled', 'running', 'a wave that is cancelled cannot become running: it can become planned'],
    [
      'blocked',
      'running',
      'a wave that is blocked cannot become running: it can become ready, waiting, cancelled',
    ],
  ])('%s → %s is refused in words', (from, to, words) => {
    expect(transitionProblem(from, to)).toBe(words)
  })

  test('research has nothing to merge: running → merged', () => {
    expect(transitionProblem('running', 'merged', 'research')).toBeUndefined()
    expect(transitionProblem('waiting', 'merged', 'research')).toContain('cannot become merged')
  })

  test('merged comes from a review alone, running from ready alone, and only merged is the end', () => {
    const into = (to: WaveState): WaveState[] => WAVE_STATES.filter((from) => TRANSITIONS[from].includes(to))
    expect(into('merged')).toEqual(['in-review'])
    expect(into('running')).toEqual(['ready'])
    expect(WAVE_STATES.filter((state) => into(state).length === 0)).toEqual([])
    expect(WAVE_STATES.filter((state) => TRANSITIONS[state].length === 0)).toEqual(['merged'])
  })
})

describe('the present state', () => {
  test.each<[WaveState, boolean, WaveState]>([
    ['planned', true, 'waiting'],
    ['planned', false, 'ready'],
    ['waiting', false, 'ready'],
    ['ready', true, 'waiting'],
    ['running', true, 'running'],
    ['blocked', false, 'blocked'],
    ['merged', true, 'merged'],
    ['cancelled', false, 'cancelled'],
  ])('%s, something before it open: %s → %s', (recorded, waits, expected) => {
    expect(waveState(recorded, waits)).toBe(expected)
  })
})
