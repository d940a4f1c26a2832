// The write lane: one write at a time, in order, spaced, and not stopped by a failure. The clock is the test's own.

import { expect, test } from 'vitest'
import { createWriteLane, type LaneClock } from '../../src/github/write-lane.ts'

function testClock(): LaneClock & { at: number; slept: number[] } {
  const clock = {
    at: 0,
    slept: [] as number[],
    now: () => clock.at,
    sleep: (ms: number) => {
      clock.slept.push(ms)
      clock.at += ms
      return Promise.resolve()
    },
  }
  return clock
}

test('writes start in order, never two at once, each a second after the one before', async () => {
  const clock = testClock()
  const lane = createWriteLane(1000, clock)
  const log: string[] = []
  const write = (name: string, takesMs: number) =>
    lane(async () => {
      log.push(`${name} starts at ${clock.at}`)
      await Promise.resolve()
      clock.at += takesMs
      log.push(`${name} ends`)
      return name
    })
  expect(await Promise.all([write('a', 300), write('b', 1500), write('c', 0)])).toEqual(['a', 'b', 'c'])
  expect(log).toEqual(['a starts at 0', 'a ends', 'b starts at 1000', 'b ends', 'c starts at 2500', 'c ends'])
  // After the slow one there is nothing left to wait for.
  expect(clock.slept).toEqual([700])
})

test('a failure goes to its caller and the next write still waits its turn', async () => {
  const clock = testClock()
  const lane = createWriteLane(1000, clock)
  const failing = lane(() => Promise.reject(new Error('refused')))
  const throwing = lane(() => {
    throw new Error('at once')
  })
  const next = lane(() => Promise.resolve(clock.at))
  await expect(failing).rejects.toThrow('refused')
  await expect(throwing).rejects.toThrow('at once')
  expect(await next).toBe(2000)
})

test('without spacing nobody sleeps', async () => {
  const clock = testClock()
  const lane = createWriteLane(0, clock)
  await Promise.all([lane(() => Promise.resolve()), lane(() => Promise.resolve())])
  expect(clock.slept).toEqual([])
})
