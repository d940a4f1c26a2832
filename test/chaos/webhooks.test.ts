// Webhooks lost, doubled and out of order: what the redelivery sweep brings back leads to the same world.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { createGitHub } from '../../src/github/apps.ts'
import { createDeliveryLog } from '../../src/github/delivery-log.ts'
import { sweepRedeliveries } from '../../src/intake/redelivery.ts'
import { AUTHOR_APP } from '../../src/rehearsal/stage.ts'
import { conduct, type Conducted } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { isDone, log } from '../support/small-stage.ts'
import { expectWholeWorld } from '../support/whole-world.ts'

let at: Conducted

beforeEach(async () => {
  at = await conduct()
})

afterEach(async () => {
  await at.close()
})

/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

test('30 % of the webhooks dropped, 30 % doubled, all shuffled: the same world', async () => {
  const { stage, repo } = at.small
  const { forge, config } = stage
  forge.setFaults({ drop: 0.3, duplicate: 0.3, shuffle: true, random: seeded(20) })
  const github = createGitHub({ ...config.github, baseUrl: config.github.apiUrl, log })
  const lost = createDeliveryLog(github.app())
  await stage.fileIssue()
  await until(
    'the work is merged',
    async () => {
      await sweepRedeliveries(at.baton.store, lost, new Date(), log)
      return isDone(repo, 1)
    },
    60_000,
  )
  forge.setFaults(undefined)
  await at.rest()
  await sweepRedeliveries(at.baton.store, lost, new Date(), log)
  await at.rest()
  await expectWholeWorld(at.small)

  const sent = forge.deliveries.filter(({ appId }) => appId === AUTHOR_APP.id)
  const guids = new Set(sent.map(({ guid }) => guid))
  expect(sent.filter(({ statusCode }) => statusCode === 0).length).toBeGreaterThan(guids.size / 10)
  expect(sent.length).toBeGreaterThan(guids.size * 1.2)
  const stored = await at.baton.store.db.selectFrom('delivery').select('guid').execute()
  expect(new Set(stored.map(({ guid }) => guid))).toEqual(guids)
  expect(await at.baton.queue.listDeadLetters()).toEqual([])
})
