// `baton rhythm`: the slots of the next days as the store knows policy and memory, and what there is to say without either.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { repoKey } from '../../src/domain/ids.ts'
import { saveBoard } from '../../src/store/boards.ts'
import { saveGood } from '../../src/store/configurations.ts'
import { baton, scratch } from '../cli/support.ts'
import { testStore, type TestStore } from '../support/engine.ts'

const POLICY = (more: string): string =>
  `version: 1\nextends: asa-swarm\nvalidate:\n  commands:\n    - { name: tests, run: npm test }\n${more}`
const TOLD = { name: '20261120-0800', at: Date.parse('2026-11-20T07:00:00Z') }

let at: TestStore
let place: ReturnType<typeof scratch>
beforeAll(async () => {
  at = await testStore()
  place = scratch()
  const { db } = at.store
  const gears = { owner: 'acme', repo: 'gears' }
  const rhythm =
    'time_zone: Europe/Berlin\nrhythm: { integration: false, conflicts: false, assessment: false }\n'
  await saveGood(db, gears, { policy: POLICY(rhythm), roster: [] })
  await saveGood(db, { owner: 'acme', repo: 'quiet' }, { policy: POLICY(''), roster: [] })
  await saveBoard(db, repoKey(gears), { slots: { review: { rule: 'r', heard: TOLD.at, told: TOLD } } })
})
afterAll(async () => {
  await place.remove()
  await at.close()
})

const rhythm = (...args: string[]) =>
  baton(['rhythm', ...args], { dir: place.dir, env: { DATABASE_URL: at.database.url } })

test('shows a week of slots, and when each kind was told last', async () => {
  const { exitCode, stdout } = await rhythm('acme/gears', '--json')
  expect(exitCode).toBe(0)
  const Shown = z.strictObject({
    repository: z.literal('acme/gears'),
    zone: z.literal('Europe/Berlin'),
    slots: z.array(z.strictObject({ kind: z.string(), name: z.string(), at: z.number() })),
    told: z.array(z.unknown()),
  })
  const { slots, told } = Shown.parse(JSON.parse(stdout))
  expect(slots.filter(({ kind }) => kind === 'review')).toHaveLength(7)
  expect(slots.filter(({ kind }) => kind.startsWith('sprint-'))).toHaveLength(3)
  expect(told).toEqual([{ kind: 'review', ...TOLD }])
  const text = await rhythm('acme/gears')
  expect(text.stdout).toMatch(/^acme\/gears, Europe\/Berlin\n\nSLOT +KIND +LAST TOLD\n/)
  expect(text.stdout).toMatch(/ 08:00 +review +2026-11-20 08:00\n/)
  expect(text.stdout).toMatch(/ 16:00 +sprint-review +-\n/)
})

test.each([['acme/quiet'], ['acme/unknown']])('%s has none, and is told how to get one', async (name) => {
  const { exitCode, stderr } = await rhythm(name)
  expect(exitCode).toBe(1)
  expect(stderr).toContain(`${name} has no rhythm`)
  expect(stderr).toContain('give its policy the key `rhythm`')
})
