// Board and rhythm in `.github/baton.yml`: what they come to, and what every broken one is told, and where.

import { beforeAll, expect, it } from 'vitest'
import { effectivePolicy } from '../../src/domain/policy/effective.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { parsePolicy } from '../../src/roster/policy-file.ts'
import { VALID_POLICY, asaSwarm, problemsOf, shortForm } from './support.ts'

const packs = new Map<string, Pack>()
const path = '.github/baton.yml'
let team: Pack
beforeAll(async () => {
  team = await asaSwarm()
  packs.set('asa-swarm', team)
})

const TIMES =
  'expected daily or days of the week, each once, and a time of 24 hours, for example daily 08:00 or mon,thu 16:00'

/** Lines 1 to 7 are valid; what is added begins on line 8. */
it.each<[what: string, added: string, problems: string[]]>([
  [
    'the label of boards as the one that hands over',
    'label: baton:board\n',
    [
      '8 label: `baton:board` does not fit: expected a label outside the groups that Baton manages, such as type: and state:',
    ],
  ],
  [
    'times that are none',
    'board: perhaps\nrhythm:\n  review: 8 o’clock\n  standup: daily 09:00\n  sprint: { plan: mon 9:00 }\n',
    [
      '8 board: expected true or false, found `perhaps`',
      `10 rhythm.review: \`8 o’clock\`: ${TIMES}`,
      '11 rhythm.standup: unknown key `standup`',
      `12 rhythm.sprint.plan: \`mon 9:00\`: ${TIMES}`,
    ],
  ],
])('%s', (_, added, expected) => {
  const problems = problemsOf(parsePolicy({ path, text: VALID_POLICY + added }, packs))
  expect(problems.map(shortForm)).toEqual(expected)
})

it.each<[added: string, board: boolean, rhythm: boolean]>([
  ['', false, false],
  ['board: true\n', true, false],
  ['rhythm: {}\n', true, true],
  ['board: false\nrhythm: {}\n', true, true],
  [
    'rhythm: { review: false, integration: false, conflicts: false, assessment: false, sprint: false }\n',
    true,
    true,
  ],
])('%j', (added, board, rhythm) => {
  const read = parsePolicy({ path, text: VALID_POLICY + added }, packs)
  if ('problems' in read) throw new Error('it is no policy')
  const inForce = effectivePolicy(team, read.policy)
  expect([inForce.board, inForce.rhythm !== undefined]).toEqual([board, rhythm])
})
