// What agents are told of a project's own statements: with the day, and what is old enough to be looked up.

import { describe, expect, test } from 'vitest'
import { loadBuiltInPacks, PACKS_DIR } from '../../src/roster/index.ts'
import { Statement, statedText } from '../../src/domain/roster/statements.ts'

const TODAY = '2026-07-01'
const rust = { text: 'The current stable Rust is 1.77.2.', dated: '2025-04-16', source: 'its document' }

describe('a statement', () => {
  test.each<[string, Partial<Statement>, string]>([
    ['of last year', {}, '(2025-04-16, 441 days ago: check it; by its document)'],
    ['of today', { dated: TODAY }, '(2026-07-01; by its document)'],
    ['of 90 days ago', { dated: '2026-04-02' }, '(2026-04-02; by its document)'],
    ['of 91 days ago', { dated: '2026-04-01' }, '(2026-04-01, 91 days ago: check it; by its document)'],
    [
      'of tomorrow',
      { dated: '2026-07-02' },
      '(2026-07-02, which is still to come: check it; by its document)',
    ],
    ['across a change of the clocks', { dated: '2026-03-29' }, '(2026-03-29, 94 days ago: check it;'],
  ])('%s', (_name, change, words) => {
    expect(statedText([{ ...rust, ...change }], TODAY)).toContain(
      `- The current stable Rust is 1.77.2. ${words}`,
    )
  })

  test('of an unknown day is to be checked', () => {
    expect(statedText([{ text: rust.text, source: 'a page' }], TODAY)).toContain(
      '(on a day that is not known: check it; by a page)',
    )
  })

  test.each(['2025-02-30', '16 April 2025', '2025-04-16T10:00:00Z', ''])('is not dated %j', (dated) => {
    expect(Statement.safeParse({ ...rust, dated }).success).toBe(false)
  })
})

test('nothing stated, nothing told', () => {
  expect(statedText([], TODAY)).toBeUndefined()
})

test('every line comes in the order of the pack, below the words on what to make of it', async () => {
  const { packs } = await loadBuiltInPacks(PACKS_DIR)
  const pack = packs.get('mergekit-rs')
  const told = statedText(pack?.statements ?? [], TODAY)?.split('\n') ?? []
  expect(told[0]).toMatch(/^The project stated this .* Nothing of it was measured here\./)
  expect(told.slice(1).map((line) => line.split(' (2025-')[0])).toEqual(
    (pack?.statements ?? []).map(({ text }) => `- ${text}`),
  )
  expect(told.length).toBeGreaterThan(10)
})
