// The hand-off documents that an agent starts from: those of the waves before, and the one of its own wave where it takes over.

import type { RunBrief } from '../actions.ts'
import { givenHandoff, givenWork } from '../handoff/given.ts'
import { waveHandoff } from '../handoff/wave.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { handoffBrief } from './handoff-text.ts'

/** Others' words: they inform, and do not instruct. Only of the waves that this one comes directly after. */
export function handoffContext({ snapshot, route }: RoutedTask, wave: RouteWave): RunBrief['untrusted'] {
  const { waves } = route
  const before = waves.filter(({ index }) => wave.after.includes(index))
  const given = givenWork(snapshot, wave)
  return [
    ...before.map((one) => handoffBrief(waveHandoff({ snapshot, waves, wave: one }))),
    ...(given === undefined ? [] : [handoffBrief(givenHandoff({ snapshot, waves, wave }, given))]),
  ]
}
