// The transitions between a plan's waves, told by what Baton does: a wave begins, its change is merged, its end is announced.

import type { Action } from '../../src/domain/actions.ts'
import { taskRef, type TaskKey } from '../../src/domain/ids.ts'
import { isWaveRun } from '../../src/domain/side-runs.ts'

export type Transition = `${'begun' | 'merged' | 'announced'} ${string}`

const waveIn = (text: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}

/**
 * Which transition of which wave an action belongs to, as `merged 2/3` for wave 3 of the plan on issue 2; undefined: none.
 * A death can swallow the word of what another plan did at the same moment, so each has actions that come later, too.
 */
export function transitionOf(key: TaskKey, action: Action): Transition | undefined {
  const of = (what: 'begun' | 'merged' | 'announced', wave: number | undefined): Transition | undefined =>
    wave === undefined ? undefined : `${what} ${taskRef(key).number}/${wave}`
  if (action.do === 'start_run')
    // Waves of plans count from 0, those of routes from 1.
    return of('begun', isWaveRun(action.wave) ? action.wave - 1 : undefined)
  if (action.do === 'set_labels' && action.on === undefined)
    return of('begun', waveIn(action.add.join('\n'), /^wave:(\d+)$/m))
  if (action.do === 'merge') return of('merged', waveIn(action.message, /^Baton-Wave: (\d+)/m))
  if (action.do === 'delete_branch') return of('merged', waveIn(action.branch, /\/wave-(\d+)$/))
  if (action.do === 'send_signal') return of('announced', waveIn(action.name, /-wave-(\d+)-complete$/))
  if (action.do === 'comment') return of('announced', waveIn(action.topic, /^complete-(\d+)$/))
  return undefined
}
