// `.github/baton.yml`: what a valid one means, and what every broken one is told.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { parsePolicy } from '../../src/roster/policy-file.ts'
import { VALID_POLICY, asaSwarm, problemsOf, repositoryRoot, shortForm } from './support.ts'

const file = '.github/baton.yml'
const packs = new Map<string, Pack>([['asa-swarm', await asaSwarm()]])

/** Lines 1 to 7 are valid; what is added begins on line 8. */
const and = (more: string): string => VALID_POLICY + more
const head = 'version: 1\nextends: asa-swarm\n'
const benchmark = (more: string): string =>
  and(`benchmark:\n  commands:\n    - { name: b, run: node b.mjs }\n${more}`)
const rule = (more: string): string =>
  and(`consensus:\n  - name: own\n    when: { paths: [src/**] }\n${more}`)

const broken: [what: string, text: string, problems: string[]][] = [
  ['an empty file', '', ['1 : the file is empty']],
  ['only comments', '# nothing yet\n', ['1 : the file is empty']],
  ['a text', 'hello\n', ['1 : expected a group of keys, found `hello`']],
  ['a list', '- version: 1\n', ['1 : expected a group of keys, found a list']],
  ['nothing but a version', 'version: 1\n', ['1 extends: it is missing', '1 validate: it is missing']],
  [
    'another version',
    VALID_POLICY.replace('version: 1', 'version: 2'),
    ['1 version: the number 2 is not known here; use one of: 1'],
  ],
  [
    'a version in quotes',
    VALID_POLICY.replace('version: 1', "version: '1'"),
    ['1 version: `1` is not known here; use `1`, or one of: 1'],
  ],
  [
    'an unknown pack',
    VALID_POLICY.replace('asa-swarm', 'asa-swram'),
    ['2 extends: there is no pack `asa-swram`; did you mean `asa-swarm`?'],
  ],
  ['a misspelt key', and('lable: baton\n'), ['8 lable: unknown key `lable`; did you mean `label`?']],
  ['an unknown key', and('telemetry: true\n'), ['8 telemetry: unknown key `telemetry`']],
  ['`__proto__`', and('__proto__: { label: x }\n'), ['8 __proto__: unknown key `__proto__`']],
  ['a merge key', and('<<: { label: x }\n'), ['8 <<: unknown key `<<`']],
  ['a key twice', and('version: 1\n'), ['8 : not valid YAML: Map keys must be unique']],
  [
    'a tab as indentation',
    and('limits:\n\trun_usd: 3\n'),
    ['9 : not valid YAML: Tabs are not allowed as indentation'],
  ],
  ['an anchor', and('limits: &l { run_usd: 3 }\n'), ['8 : anchors (`&name`) are not supported']],
  ['an alias', and('limits: *l\n'), ['8 : aliases (`*name`) are not supported']],
  [
    'an alias bomb',
    `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n${VALID_POLICY}`,
    ['1 : anchors (`&name`) are not supported'],
  ],
  [
    'a pattern that looks like an alias',
    and('commit_gate:\n  protected:\n    - *.pem\n'),
    ['10 : aliases (`*name`) are not supported'],
  ],
  ['a tag', and('label: !secret x\n'), ['8 : tags (`!name`) are not supported']],
  [
    'a YAML directive',
    `%YAML 1.1\n---\n${VALID_POLICY}`,
    ['1 : YAML directives (`%YAML`) are not supported'],
  ],
  [
    'a second document',
    and('---\nversion: 1\n'),
    ['8 : not valid YAML: Source contains multiple documents; please use YAML.parseAllDocuments()'],
  ],
  ['thousands of open braces', '{'.repeat(50_000), ['1 : it is nested too deeply']],
  ['thousands of list items in one line', '- '.repeat(30_000), ['1 : it is nested too deeply']],
  ['a complex key in the middle', and('? a\n: b\n'), ['8 : complex keys (`? key`) are not supported']],
  [
    'thousands of keys',
    Array.from({ length: 3000 }, (_, i) => `k${i}: 1`).join('\n'),
    ['2001 : it has more than 2000 keys'],
  ],
  [
    'an outsized file',
    `${VALID_POLICY}# ${'x'.repeat(70_000)}`,
    ['1 : it has 70110 characters; at most 65536 are read'],
  ],
  [
    'no validation command',
    `${head}validate: { commands: [] }\n`,
    ['3 validate.commands: expected at least 1 entry, found 0'],
  ],
  [
    'validation as a text',
    `${head}validate: npm test\n`,
    ['3 validate: expected a group of keys, found `npm test`'],
  ],
  [
    'a command without a script',
    `${head}validate:\n  commands:\n    - name: tests\n    - nam: lint\n`,
    [
      '5 validate.commands[0].run: it is missing',
      '6 validate.commands[1].nam: unknown key `nam`; did you mean `name`?',
      '6 validate.commands[1].name: it is missing',
      '6 validate.commands[1].run: it is missing',
    ],
  ],
  [
    'an unknown report',
    VALID_POLICY.replace('report: tap', 'report: tab'),
    [
      '7 validate.commands[0].report: `tab` is not known here; use `tap`, or one of: none, baton-json, criterion, google-benchmark, pytest-benchmark, hyperfine, vitest-bench, go-bench, tap, junit, cargo-test, vitest-json, lcov, cobertura',
    ],
  ],
  [
    'a command name twice',
    and('    - { name: tests, run: npm run more }\n'),
    ['8 validate.commands[1].name: there are two commands called `tests`'],
  ],
  [
    'a label of Baton itself',
    and('label: type:bugfix\n'),
    [
      '8 label: `type:bugfix` does not fit: expected a label outside the groups that Baton manages, such as type: and state:',
    ],
  ],
  [
    'a label that is too long',
    and(`label: ${'x'.repeat(51)}\n`),
    ['8 label: expected at most 50 characters, found 51'],
  ],
  [
    'a branch from a path',
    and('integration_branch: ../main\n'),
    ['8 integration_branch: `../main`: not a valid branch name: it contains `..` or `@{`'],
  ],
  [
    'a branch given as a ref',
    and('integration_branch: refs/heads/main\n'),
    [
      '8 integration_branch: `refs/heads/main`: not a valid branch name: it starts with `refs/`; give the branch name alone',
    ],
  ],
  [
    'a pattern without a wave',
    and("branch: 'baton/{issue}'\n"),
    ['8 branch: `baton/{issue}`: not a usable branch pattern: {wave} missing'],
  ],
  [
    'a pattern with a title',
    and("branch: '{issue}-{wave}-{slug}'\n"),
    [
      '8 branch: `{issue}-{wave}-{slug}`: not a usable branch pattern: only {issue}, {wave} and {agent} are known',
    ],
  ],
  [
    'placeholders that run together',
    and("branch: 'b/{issue}{wave}'\n"),
    [
      '8 branch: `b/{issue}{wave}`: not a usable branch pattern: two placeholders need something between them',
    ],
  ],
  [
    'a runner with a shell in it',
    and("platforms: { x: { runner: '$(id)' } }\n"),
    ['8 platforms.x.runner: `$(id)` does not fit: expected a runner label, for example ubuntu-latest'],
  ],
  [
    'no runner',
    and('platforms: { x: { runner: [] } }\n'),
    ['8 platforms.x.runner: expected at least 1 entry, found 0'],
  ],
  ['no platform', and('platforms: {}\n'), ['8 platforms: a group of keys: expected one platform at least']],
  [
    'a workflow outside its folder',
    and('workflows: { validate: ../x.yml }\n'),
    [
      '8 workflows.validate: `../x.yml` does not fit: expected a file name in .github/workflows, ending in .yml',
    ],
  ],
  [
    'one workflow for both',
    and('workflows:\n  benchmark: baton-validate.yml\n'),
    ['9 workflows.benchmark: validation and benchmark name the same workflow file'],
  ],
  [
    'a budget of nothing',
    and('limits: { run_usd: 0 }\n'),
    ['8 limits.run_usd: expected at least 0.01, found the number 0'],
  ],
  ['a budget in words', and('limits:\n  run_usd: $3\n'), ['9 limits.run_usd: expected a number, found `$3`']],
  [
    'an infinite budget',
    and('limits:\n  issue_usd: .inf\n'),
    ['9 limits.issue_usd: expected a number, found the number Infinity'],
  ],
  [
    'too many rounds',
    and('limits:\n  max_rounds: 99\n'),
    ['9 limits.max_rounds: expected at most 20, found the number 99'],
  ],
  [
    'half an attempt',
    and('limits:\n  max_attempts: 1.5\n'),
    ['9 limits.max_attempts: expected a whole number, found the number 1.5'],
  ],
  [
    'an unusable glob',
    and("commit_gate:\n  protected: ['src/[ab].ts', '/etc', 'a/../b', '{a', 'x**']\n"),
    [
      '9 commit_gate.protected[0]: `src/[ab].ts`: not a usable path pattern: `[` is not supported',
      '9 commit_gate.protected[1]: `/etc`: not a usable path pattern: it starts with a slash; paths are relative to the top of the repository',
      '9 commit_gate.protected[2]: `a/../b`: not a usable path pattern: it has an empty, `.` or `..` segment',
      '9 commit_gate.protected[3]: `{a`: not a usable path pattern: a brace is not closed or not opened',
      '9 commit_gate.protected[4]: `x**`: not a usable path pattern: `**` stands for whole folders only',
    ],
  ],
  [
    'an unknown merge method',
    and('merge: { method: sqash }\n'),
    ['8 merge.method: `sqash` is not known here; use `squash`, or one of: squash, merge, rebase'],
  ],
  [
    '`yes` for a truth value',
    and('merge: { delete_branch: yes }\n'),
    ['8 merge.delete_branch: expected true or false, found `yes`'],
  ],
  [
    'a timeout of a month',
    and('timeouts: { validate_minutes: 43200 }\n'),
    ['8 timeouts.validate_minutes: expected at most 7200, found the number 43200'],
  ],
  [
    'test counts that nobody reports',
    `${head}validate:\n  commands:\n    - { name: t, run: npm test }\ngates: { tests: [{ min_passed: 5 }] }\n`,
    ['6 gates.tests[0].min_passed: no validation command reports test counts, so this could never be met'],
  ],
  [
    'a benchmark without commands',
    and('benchmark: { rounds: 5 }\n'),
    ['8 benchmark.commands: it is missing'],
  ],
  [
    'a benchmark that counts tests',
    and('benchmark:\n  commands:\n    - { name: b, run: x, report: tap }\n'),
    ['10 benchmark.commands[0].report: a benchmark command reports metrics, and tap has none'],
  ],
  ['no rounds', benchmark('  rounds: 0\n'), ['11 benchmark.rounds: expected at least 1, found the number 0']],
  [
    'a rule without seats',
    rule('    seats: []\n'),
    ['11 consensus[0].seats: expected at least 1 entry, found 0'],
  ],
  [
    'a rule without a condition',
    and('consensus:\n  - { name: own, when: {}, seats: [critic] }\n'),
    ['9 consensus[0].when: a group of keys: at least one condition must be given'],
  ],
  [
    'a seat for nobody',
    rule('    seats: [critic, ghost]\n'),
    ['11 consensus[0].seats[1]: there is no agent `ghost`'],
  ],
  [
    'a seat without review',
    rule('    seats: [orchestrator]\n'),
    ['11 consensus[0].seats[0]: `orchestrator` may not review; its purposes are triage, synthesise'],
  ],
  [
    'a seat twice',
    rule('    seats: [critic, critic]\n'),
    ['11 consensus[0].seats[1]: `critic` is named twice'],
  ],
  [
    'a quorum beyond the seats',
    rule('    seats: [critic]\n    quorum: 2\n'),
    ['12 consensus[0].quorum: a quorum of 2 can never be reached with 1 seat'],
  ],
  [
    'a quorum in words',
    rule('    seats: [critic]\n    quorum: most\n'),
    ['12 consensus[0].quorum: `most` fits none of the forms allowed here'],
  ],
  [
    'a veto without a seat',
    rule('    seats: [critic]\n    veto: [benchmarker]\n'),
    ['12 consensus[0].veto[0]: `benchmarker` has a veto but no seat'],
  ],
  [
    'faults all over the file, the unknown pack among them',
    'version: 1\nextends: nobody\nvalidate:\n  commands: []\nmerge: now\nlimit: {}\n',
    [
      '2 extends: there is no pack `nobody`',
      '4 validate.commands: expected at least 1 entry, found 0',
      '5 merge: expected a group of keys, found `now`',
      '6 limit: unknown key `limit`; did you mean `limits`?',
    ],
  ],
]

describe('broken policies', () => {
  it.each(broken)('%s', (_what, text, expected) => {
    const problems = problemsOf(parsePolicy({ path: file, text }, packs))
    expect(problems.map(shortForm)).toEqual(expected)
    for (const problem of problems) {
      expect(problem.file).toBe(file)
      expect(problem.expected).not.toBe('')
      expect(problem.example).not.toBe('')
    }
  })
})

describe('valid policies', () => {
  it('fills in the defaults', () => {
    expect(parsePolicy({ path: file, text: VALID_POLICY }, packs)).toEqual({
      policy: {
        version: 1,
        adr: { dir: 'docs/adr', enabled: true },
        extends: 'asa-swarm',
        board: false,
        label: 'baton',
        default_priority: 'medium',
        time_zone: 'UTC',
        branch: 'baton/issue-{issue}/wave-{wave}-{agent}',
        validate: { setup: [], commands: [{ name: 'tests', run: 'npm test', report: 'tap' }] },
        gates: {
          tests: [],
          benchmark: [],
          metric: [],
          coverage: [],
          documentation: [],
          script: [],
          platforms: [],
          checks: [],
          review: [],
          truth: [],
          readiness: [],
        },
        named_gates: {},
        hooks: {},
        platforms: {
          'linux-x64': { runner: 'ubuntu-latest', requires: [], bare_metal: false, optional: false },
        },
        workflows: { validate: 'baton-validate.yml', benchmark: 'baton-benchmark.yml' },
        consensus: [],
        tiers: {},
        teams: {},
        keep_on_rebase: false,
        limits: {},
        triggers: {},
        commit_gate: { max_files: 50, max_bytes: 200_000, protected: [], allow_lockfiles: false },
        merge: { method: 'squash', delete_branch: true },
        timeouts: { validate_minutes: 30, benchmark_minutes: 60, queue_minutes: 60 },
      },
    })
  })

  it.each([
    ['a byte-order mark', `\uFEFF${VALID_POLICY}`],
    ['CRLF', VALID_POLICY.replaceAll('\n', '\r\n')],
    ['a document start', `---\n${VALID_POLICY}`],
    [
      'a list of runner labels',
      and('platforms: { mac: { runner: [self-hosted, macOS], requires: [metal] } }\n'),
    ],
    [
      'deep but honest nesting',
      benchmark('gates: { benchmark: [{ metric: a.ms, when: { types: [performance] } }] }\n'),
    ],
    ['braces and stars in quotes', and("commit_gate: { protected: ['**/*.{pem,key}'] }\n")],
  ])('reads one with %s', (_what, text) => {
    expect(problemsOf(parsePolicy({ path: file, text }, packs))).toEqual([])
  })

  it('seats agents of the repository when they are given', () => {
    const critic = packs.get('asa-swarm')!.agents.find((agent) => agent.name === 'critic')!
    const ghost = { ...critic, name: 'ghost' as typeof critic.name }
    const text = rule('    seats: [ghost]\n')
    expect(problemsOf(parsePolicy({ path: file, text, agents: [ghost] }, packs))).toEqual([])
  })

  it('accepts the published example, and the example says what the defaults are', () => {
    const example = path.join(repositoryRoot, 'docs/examples/baton.yml')
    const full = parsePolicy({ path: 'baton.yml', text: readFileSync(example, 'utf8') }, packs)
    const bare = parsePolicy({ path: file, text: VALID_POLICY }, packs)
    expect(problemsOf(full)).toEqual([])
    if (!('policy' in full) || !('policy' in bare)) throw new Error('not parsed')
    const keys = ['label', 'branch', 'platforms', 'workflows', 'commit_gate', 'merge', 'timeouts'] as const
    for (const key of [...keys, 'time_zone'] as const) expect(full.policy[key]).toEqual(bare.policy[key])
  })
})
