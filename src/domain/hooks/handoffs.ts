// Work that passes from one agent to another: from a wave that is done to one after it, by somebody else.

import type { Moment } from './hook.ts'
import type { Life, LifeWave } from './life.ts'

/** One moment for each giver of the waves that fit; `wave` and `agent` are those who receive. */
export const handoffs = ({ waves }: Life, fits: (receiver: LifeWave) => boolean): Moment[] =>
  waves.filter(fits).flatMap((receiver) =>
    waves
      .filter(({ index, done, agent }) => done && agent !== receiver.agent && receiver.after.includes(index))
      .map((giver) => ({
        key: `wave-${giver.index}/wave-${receiver.index}`,
        wave: receiver.number,
        agent: receiver.agent,
      })),
  )
