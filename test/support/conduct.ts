// Baton in this process on the small stage, with a database of its own.

import type { Config } from '../../src/config.ts'
import type { Action } from '../../src/domain/actions.ts'
import type { Scenario } from '../../src/rehearsal/scenario.ts'
import { createBaton, type Baton } from '../../src/main.ts'
import { connect } from '../../src/rehearsal/stage.ts'
import { freshDatabase } from './postgres.ts'
import { log, smallStage, type SmallStage } from './small-stage.ts'

export interface Conducted {
  small: SmallStage
  baton: Baton
  /** What was carried out so far, oldest first. */
  acted: Action[]
  /** Resolves when no webhook is on its way and Baton has nothing to do. */
  rest(): Promise<void>
  close(): Promise<void>
}

/** Sets the stage and starts Baton on it; nothing is filed yet. */
export async function conduct(
  change: (config: Config) => Config = (config) => config,
  scenario?: (scenario: Scenario) => Scenario,
): Promise<Conducted> {
  const database = await freshDatabase()
  const small = await smallStage(scenario)
  const acted: Action[] = []
  const baton = await createBaton({
    config: change({ ...small.stage.config, databaseUrl: database.url }),
    log,
    rehearsal: true,
    onAction: (_, action) => acted.push(action),
  })
  connect(small.stage, baton)
  return {
    small,
    baton,
    acted,
    rest: async () => {
      await small.stage.forge.drain()
      await baton.queue.idle()
    },
    close: async () => {
      await baton.stop(0)
      await small.close()
      await database.drop()
    },
  }
}
