// Baton in this process on the small stage, with a database of its own.

import type { Config } from '../../src/config.ts'
import type { Action } from '../../src/domain/actions.ts'
import { createBaton, type Baton, type BatonOptions } from '../../src/main.ts'
import { connect } from '../../src/rehearsal/stage.ts'
import type { Script } from '../../src/rehearsal/model/script.ts'
import { gatedModel, type GatedModel } from './gated-model.ts'
import { freshDatabase } from './postgres.ts'
import type { Extra } from './small-scenario.ts'
import { log, smallStage, type SmallStage } from './small-stage.ts'

export interface Conducted {
  small: SmallStage
  baton: Baton
  /** What was carried out so far, oldest first. */
  acted: Action[]
  /** Ends this Baton and starts another on the same database and stage. */
  restart(): Promise<Baton>
  /** Resolves when no webhook is on its way and Baton has nothing to do. */
  rest(): Promise<void>
  close(): Promise<void>
}

/** Sets the stage and starts Baton on it; nothing is filed yet. */
export async function conduct(
  change: (config: Config) => Config = (config) => config,
  extra: Extra = {},
  alter?: Parameters<typeof smallStage>[1],
  options: Pick<BatonOptions, 'boardMs' | 'now' | 'onBoardAction'> = {},
): Promise<Conducted> {
  const database = await freshDatabase()
  const small = await smallStage(extra, alter)
  const acted: Action[] = []
  const start = async (): Promise<Baton> => {
    const started = await createBaton({
      config: change({ ...small.stage.config, databaseUrl: database.url }),
      log,
      rehearsal: true,
      onAction: (_, action) => acted.push(action),
      ...options,
    })
    connect(small.stage, started)
    return started
  }
  let baton = await start()
  return {
    small,
    get baton() {
      return baton
    },
    acted,
    restart: async () => {
      await baton.stop(0)
      baton = await start()
      return baton
    },
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

/** The same with these scripts instead of those of their runs, and with the requests of one run held back: see gatedModel(). */
export async function conductGated(
  holds: RegExp,
  scripts: readonly Script[],
  extra: Extra = {},
  change: (config: Config) => Config = (config) => config,
): Promise<Conducted & { model: GatedModel }> {
  const model = await gatedModel(holds)
  const conducted = await conduct(
    (given) => {
      const config = change(given)
      model.forwardTo(config.anthropic.baseUrl ?? '')
      return { ...config, anthropic: { ...config.anthropic, baseUrl: model.url } }
    },
    extra,
    async (given) => ({
      ...given,
      scripts: [...given.scripts.filter(({ key }) => !scripts.some((own) => own.key === key)), ...scripts],
    }),
  )
  return {
    ...conducted,
    model,
    close: async () => {
      await conducted.close()
      await model.close()
    },
  }
}
