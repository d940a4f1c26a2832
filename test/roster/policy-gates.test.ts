// Platforms and gates in `.github/baton.yml`: what every broken one is told, and where.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { parsePolicy } from '../../src/roster/policy-file.ts'
import { VALID_POLICY, asaSwarm, problemsOf, shortForm } from './support.ts'

const packs = new Map<string, Pack>()

beforeAll(async () => {
  packs.set('asa-swarm', await asaSwarm())
})

/** Lines 1 to 7 are valid; what is added begins on line 8. */
const and = (more: string): string => VALID_POLICY + more
const head = 'version: 1\nextends: asa-swarm\n'

const benchmark = (more: string): string =>
  and(`benchmark:\n  commands:\n    - { name: b, run: node b.mjs }\n${more}`)

const broken: [what: string, text: string, problems: string[]][] = [
  [
    'a metric twice',
    benchmark(
      'gates:\n  benchmark:\n    - { metric: t.ms }\n    - { metric: t.ms, max_regression_pct: 5 }\n',
    ),
    ['14 gates.benchmark[1].metric: there are two gates for `t.ms`'],
  ],
  [
    'a negative regression',
    benchmark('gates:\n  benchmark:\n    - metric: t.ms\n      max_regression_pct: -5\n'),
    ['14 gates.benchmark[0].max_regression_pct: expected at least 0, found the number -5'],
  ],
  [
    'a metric with blanks',
    benchmark("gates:\n  benchmark:\n    - { metric: 'a b', max_regression_pct: 0 }\n"),
    [
      '13 gates.benchmark[0].metric: `a b` does not fit: expected letters, digits, `_`, `.` and `-`, at most 80',
    ],
  ],
  [
    'a platform that nobody described',
    and('gates: { platforms: [{ names: [macos-metal] }] }\n'),
    ['8 gates.platforms[0].names[0]: there is no platform `macos-metal`'],
  ],
  [
    'a gate for an unknown platform',
    and('gates: { tests: [{ platform: plan9 }] }\n'),
    ['8 gates.tests[0].platform: there is no platform `plan9`'],
  ],
  [
    'a limit that nothing can keep',
    and('gates: { metric: [{ metric: a, min: 2, max: 1 }] }\n'),
    ['8 gates.metric[0]: a group of keys: min is greater than max'],
  ],
  [
    'a limit without one',
    and('gates: { metric: [{ metric: a }] }\n'),
    [
      '8 gates.metric[0]: a group of keys: one of min, max, max_regression_pct and baseline: target must be given',
    ],
  ],
  [
    'a figure that nobody measures',
    and('gates: { metric: [{ metric: a, max: 1 }] }\n'),
    ['8 gates.metric: no command reports metrics, so no gate could be met'],
  ],
  [
    'coverage that nobody reports',
    and('gates: { coverage: [{ lines: 80 }] }\n'),
    ['8 gates.coverage: no validation command reports coverage, so no gate could be met'],
  ],
  ['an unknown kind of gate', and('gates: { speed: [] }\n'), ['8 gates.speed: unknown key `speed`']],
  [
    'a gate for no wave',
    and('gates: { truth: [{ when: {} }] }\n'),
    ['8 gates.truth[0].when: a group of keys: at least one condition must be given'],
  ],
  [
    'two scripts of one name',
    and('gates: { script: [{ script: a, run: x }, { script: a, run: y }] }\n'),
    ['8 gates.script[1].script: there are two gates for `a`'],
  ],
  [
    'a report outside of the checkout',
    `${head}validate:\n  commands:\n    - { name: t, run: x, report: junit, path: ../x.xml }\n`,
    ['5 validate.commands[0].path: `../x.xml`: expected a path within the checkout'],
  ],
  [
    'a command with the name of a gate',
    `${head}validate:\n  commands:\n    - { name: 'gate: x', run: x }\n`,
    ['5 validate.commands[0].name: names that begin with `gate:` are those of script gates'],
  ],
]

describe('broken gates', () => {
  it.each(broken)('%s', (_what, text, expected) => {
    const problems = problemsOf(parsePolicy({ path: '.github/baton.yml', text }, packs))
    expect(problems.map(shortForm)).toEqual(expected)
    for (const problem of problems) expect(problem.example).not.toBe('')
  })
})
