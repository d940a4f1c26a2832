// Broken plans: each is told where, what, and what to write instead.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { asaSwarm } from '../roster/support.ts'
import { planText, reports } from './support.ts'

let pack: Pack
beforeAll(async () => {
  pack = await asaSwarm()
})

const waves = (...lines: string[]): { waves: string } => ({ waves: ['waves:', ...lines].join('\n') })
const W1 = '  - { wave: 1, title: A }'

describe('one plan alone', () => {
  it.each<[what: string, changes: Record<string, string>, at: string, words: RegExp]>([
    ['no id', { plan: '' }, 'p1.md:2 plan', /it is missing \| the id of the plan[^|]*\| plan: plan-2$/],
    [
      'an id with blanks',
      { plan: 'plan: Plan 2' },
      'p1.md:2 plan',
      /does not fit: expected lower-case letters/,
    ],
    ['no waves', { waves: '' }, 'p1.md:2 waves', /it is missing \| the waves, each with wave and title/],
    ['waves: null', { waves: 'waves:' }, 'p1.md:5 waves', /expected a list, found nothing/],
    ['an empty list of waves', { waves: 'waves: []' }, 'p1.md:5 waves', /at least 1 entry, found 0/],
    [
      'too many waves',
      waves(...Array.from({ length: 61 }, (_, i) => `  - { wave: ${i}, title: W }`)),
      'p1.md:5 waves',
      /at most 60 entries, found 61/,
    ],
    [
      'a misspelt key',
      { x: 'dependancies: [plan-2]' },
      'p1.md:10 dependancies',
      /did you mean `dependencies`\?/,
    ],
    [
      'a misspelt key of a wave',
      waves('  - { wave: 1, title: A, dependson: [0] }'),
      'p1.md:6 waves[0].dependson',
      /did you mean `depends_on`\?.*\| depends_on:/,
    ],
    ['a negative wave', waves('  - { wave: -1, title: A }'), 'p1.md:6 waves[0].wave', /at least 0/],
    ['half a wave', waves('  - { wave: 1.5, title: A }'), 'p1.md:6 waves[0].wave', /whole number/],
    ['a wave without title', waves('  - wave: 1'), 'p1.md:6 waves[0].title', /it is missing/],
    [
      'a duplicate number',
      waves(W1, '  - { wave: 1, title: B }'),
      'p1.md:7 waves[1].wave',
      /there are two waves 1 \| a number used once \| wave: 2/,
    ],
    [
      'an unknown orchestrator',
      { orchestrator: 'orchestrator: implmenter' },
      'p1.md:4 orchestrator',
      /there is no agent `implmenter`; did you mean `implementer`\?/,
    ],
    [
      'an unknown agent of a wave',
      waves('  - { wave: 1, title: A, agent: cirtic, purpose: research }'),
      'p1.md:6 waves[0].agent',
      /there is no agent `cirtic`; did you mean `critic`\? \| an agent with the purpose research/,
    ],
    [
      'an agent that may not implement',
      waves('  - { wave: 1, title: A, agent: critic }'),
      'p1.md:6 waves[0].agent',
      /`critic` may not implement; its purposes are/,
    ],
    [
      'an unknown purpose',
      waves('  - { wave: 1, title: A, purpose: build }'),
      'p1.md:6 waves[0].purpose',
      /one of: implement, research/,
    ],
    [
      'a dangling wave',
      waves(W1, '  - { wave: 2, title: B, depends_on: [7] }'),
      'p1.md:7 waves[1].depends_on[0]',
      /there is no wave 7 in plan-1 \| one of its waves: 1, 2/,
    ],
    [
      'a dangling wave, by its full name',
      waves(W1, '  - { wave: 2, title: B, depends_on: [plan-1/7] }'),
      'p1.md:7 waves[1].depends_on[0]',
      /there is no wave 7 in plan-1/,
    ],
    [
      'a wave that depends on itself',
      waves(W1, '  - { wave: 2, title: B, depends_on: [2] }'),
      'p1.md:7 waves[1].depends_on[0]',
      /cannot depend on itself .* depends_on: \[1\]/,
    ],
    [
      'a reference of another form',
      waves('  - { wave: 1, title: A, depends_on: [plan-2.3] }'),
      'p1.md:6 waves[0].depends_on[0]',
      /`plan-2\.3` does not fit: expected a plan and the number of its wave.*\| depends_on:⏎  - 1⏎  - plan-2\/3/,
    ],
    [
      'a circle of waves',
      waves('  - { wave: 1, title: A, depends_on: [2] }', '  - { wave: 2, title: B, depends_on: [1] }'),
      'p1.md:6 waves[0].depends_on',
      /wait for each other for ever: plan-1\/1 → plan-1\/2 → plan-1\/1/,
    ],
    [
      'its own explicit signal',
      waves('  - { wave: 1, title: A, signals: [done], waits_for: [done] }'),
      'p1.md:6 waves[0].waits_for[0]',
      /wave 1 waits for `done`, which it sends itself/,
    ],
    [
      'its own completion',
      waves('  - { wave: 1, title: A, waits_for: [plan-1-wave-1-complete] }'),
      'p1.md:6 waves[0].waits_for[0]',
      /which it sends itself/,
    ],
    [
      'the completion of its plan',
      waves(W1, '  - { wave: 2, title: B, waits_for: [plan-1-complete] }'),
      'p1.md:7 waves[1].waits_for[0]',
      /sent when it is complete too/,
    ],
    [
      'the same symbol frozen twice',
      waves(
        "  - { wave: 1, title: A, freezes: [{ symbols: ['Expression.explain()'] }] }",
        "  - { wave: 2, title: B, freezes: [{ symbols: ['Expression::explain'] }] }",
      ),
      'p1.md:7 waves[1].freezes[0]',
      /plan-1\/1 already freezes the symbol .* lifts: \[plan-1\/1\]/,
    ],
    [
      'overlapping paths',
      waves(
        "  - { wave: 1, title: A, freezes: [{ paths: ['src/**/*.ts'] }] }",
        "  - { wave: 2, title: B, freezes: [{ paths: ['src/api/*'] }] }",
      ),
      'p1.md:7 waves[1].freezes[0]',
      /paths that `src\/\*\*\/\*\.ts` and `src\/api\/\*` both match/,
    ],
    [
      'an empty freeze',
      waves('  - { wave: 1, title: A, freezes: [{ days: 3 }] }'),
      'p1.md:6 waves[0].freezes[0]',
      /it freezes nothing/,
    ],
    [
      'a freeze of an unusable path',
      waves("  - { wave: 1, title: A, freezes: [{ paths: ['../x'] }] }"),
      'p1.md:6 waves[0].freezes[0].paths[0]',
      /not a usable path pattern/,
    ],
    [
      'its own freeze lifted',
      waves('  - { wave: 1, title: A, freezes: [{ symbols: [f] }], lifts: [plan-1/1] }'),
      'p1.md:6 waves[0].lifts[0]',
      /cannot lift its own freeze/,
    ],
    [
      'a freeze lifted that there is not',
      waves(W1, '  - { wave: 2, title: B, lifts: [plan-1/1] }'),
      'p1.md:7 waves[1].lifts[0]',
      /plan-1\/1 freezes nothing/,
    ],
    [
      'a signal sent twice',
      waves('  - { wave: 1, title: A, signals: [done] }', '  - { wave: 2, title: B, signals: [done] }'),
      'p1.md:7 waves[1].signals[0]',
      /`done` is sent by plan-1\/1 already/,
    ],
    [
      'its own completion named as a signal',
      waves('  - { wave: 1, title: A, signals: [plan-1-wave-1-complete] }'),
      'p1.md:6 waves[0].signals[0]',
      /needs no entry \| .* \| signals: \[\]/,
    ],
    [
      'a branch for all waves',
      { x: 'branch: work' },
      'p1.md:10 branch',
      /two waves would get branches .*`work` \| a pattern with \{wave\}/,
    ],
    [
      'a branch with an unknown part',
      { x: "branch: 'w/{wave}/{title}'" },
      'p1.md:10 branch',
      /only \{plan\}, \{wave\}, \{agent\} and \{issue\} are known/,
    ],
    ['a branch that git refuses', { x: "branch: 'a..b/{wave}'" }, 'p1.md:10 branch', /contains `\.\.`/],
    [
      'a plan that waits for itself',
      { x: 'dependencies: [plan-1]' },
      'p1.md:10 dependencies[0]',
      /cannot wait for itself/,
    ],
    [
      'half a criterion',
      { x: 'success: [{ text: Small, metric: bytes }]' },
      'p1.md:10 success[0]',
      /text with metric, op and value/,
    ],
    [
      'a grant of protected paths',
      { x: "authority: { paths: { allow: ['.github/**'] } }" },
      'p1.md:10 authority.paths.allow[0]',
      /cannot be granted/,
    ],
    [
      'an unknown agent to spawn',
      { x: 'authority: { spawn: [crtic] }' },
      'p1.md:10 authority.spawn[0]',
      /did you mean `critic`/,
    ],
    [
      'an agent that may not be spawned',
      {
        ...waves('  - { wave: 1, title: A, agent: benchmarker, purpose: research }'),
        x: 'authority: { spawn: [critic] }',
      },
      'p1.md:6 waves[0].agent',
      /does not let it hand a wave to `benchmarker`/,
    ],
    [
      'a signal that may not be sent',
      { ...waves('  - { wave: 1, title: A, signals: [done] }'), x: 'authority: { signals: [plan-1-*] }' },
      'p1.md:6 waves[0].signals[0]',
      /does not let it send `done`/,
    ],
  ])('%s', (_, changes, at, words) => {
    const { problems } = reports([planText(changes)], pack)
    expect(problems).toEqual([expect.stringMatching(words)])
    expect(problems[0]?.startsWith(`${at}: `), problems[0]).toBe(true)
  })

  it.each<[what: string, text: string, at: string, words: RegExp]>([
    ['no front matter', '# A plan\n', 'p1.md:1', /does not start with the keys of a plan/],
    ['nothing at all', '', 'p1.md:1', /does not start with the keys of a plan/],
    ['front matter that stays open', '---\nplan: plan-1\n', 'p1.md:1', /keys are not closed/],
    ['JavaScript', '---js\n{}\n---\n', 'p1.md:1', /language `js` is refused/],
    ['an empty front matter', '---\n---\n', 'p1.md:1', /it has no keys/],
    ['a first block of another language', 'Text\n', 'p1.md:1', /does not start/],
    [
      'a first block of JSON',
      '\n```json\n{}\n```\n',
      'p1.md:2',
      /the first code block is `json` \| .*```yaml/,
    ],
    ['YAML that is none', planText({ title: 'title: "open' }), 'p1.md:', /not valid YAML/],
    ['a key given twice', planText({ x: 'title: Again' }), 'p1.md:10', /not valid YAML.*\| each key once/],
    [
      'an anchor',
      planText({ x: 'unblocks: &a [plan-2]' }),
      'p1.md:10',
      /anchors \(`&name`\) are not supported/,
    ],
    [
      'a section without a wave',
      planText({}, 'Context.\n\n## Wave 3: More\n\nText.\n'),
      'p1.md:13',
      /a section for wave 3, and no such wave .*\| a section for one of the waves: 1, 2/,
    ],
    [
      'two sections for a wave',
      planText({}, '## Wave 1\n\n## wave #1\n'),
      'p1.md:13',
      /two sections for wave 1/,
    ],
    [
      'a code block that stays open',
      planText({}, '## Wave 1\n```sh\nls\n## Wave 2\n'),
      'p1.md:12',
      /never closed/,
    ],
  ])('%s', (_, text, at, words) => {
    const { problems } = reports([text], pack)
    expect(problems.length).toBeGreaterThan(0)
    expect(problems[0]).toMatch(words)
    expect(problems[0]?.startsWith(at), problems[0]).toBe(true)
  })

  it('tells everything at once', () => {
    const { problems } = reports([
      planText(
        { plan: 'plan: A B', title: '', ...waves('  - { wave: x, title: A }', '  - { wave: 2 }') },
        '```\n',
      ),
    ])
    expect(problems.map((problem) => problem.slice(0, problem.indexOf(': ')))).toEqual([
      'p1.md:2 plan',
      'p1.md:2 title',
      'p1.md:5 waves[0].wave',
      'p1.md:6 waves[1].title',
      'p1.md:8 ',
    ])
  })
})
