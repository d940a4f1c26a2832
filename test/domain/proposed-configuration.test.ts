// What a pull request's configuration check says: a table over what it proposes and what the base has, and its words.

import { describe, expect, test } from 'vitest'
import { isConfigurationFile, POLICY_PATH, ROSTER_PATH } from '../../src/domain/policy/configuration-files.ts'
import type { EffectivePolicy } from '../../src/domain/policy/effective.ts'
import { CONFIGURATION_CHECK } from '../../src/domain/render/configuration-check.ts'
import type { AgentSpec } from '../../src/domain/roster/agent.ts'
import type { Problem } from '../../src/domain/roster/problem.ts'
import {
  type ConfigurationReading,
  decideProposedConfiguration,
  type ProposedConfiguration,
} from '../../src/domain/stages/proposed-configuration.ts'
import { agent, HEAD, pack, policy } from './support.ts'

const at = (name: string): string => `${ROSTER_PATH}/${name}.md`

/** An agent of the repository's own: the pack's critic under another name, or with another prompt. */
function own(name: string, prompt = 'You look twice.'): AgentSpec {
  const critic = pack.agents.find((one) => one.name === 'critic')
  if (critic === undefined) throw new Error('the pack has no critic')
  return { ...critic, name: agent(name), prompt, source: { ...critic.source, file: at(name) } }
}

function withAgents(agents: AgentSpec[], change: Partial<EffectivePolicy> = {}): EffectivePolicy {
  const kept = pack.agents.filter(({ name }) => !agents.some((one) => one.name === name))
  return { ...policy(), pack: { ...pack, agents: [...kept, ...agents] }, ...change }
}

const valid = (inForce: EffectivePolicy = policy()): ConfigurationReading => ({
  files: [
    POLICY_PATH,
    ...inForce.pack.agents.map(({ source }) => source.file).filter((file) => file.startsWith(ROSTER_PATH)),
  ],
  policy: inForce,
  problems: [],
})
const problem = (change: Partial<Problem> = {}): Problem => ({
  file: POLICY_PATH,
  line: 3,
  key: 'validate',
  message: 'it is missing',
  expected: 'a group of keys',
  example: 'validate:\n  commands: []',
  ...change,
})
const broken = (problems: Problem[] = [problem()]): ConfigurationReading => ({
  files: [POLICY_PATH],
  policy: undefined,
  problems,
})
const none: ConfigurationReading = { files: [], policy: undefined, problems: [] }
const agentsOnly: ConfigurationReading = { files: [at('scout')], policy: undefined, problems: [] }

const seen = (change: Partial<ProposedConfiguration> = {}): ProposedConfiguration => ({
  headSha: HEAD,
  touched: [POLICY_PATH],
  proposed: valid(),
  base: valid(),
  checks: [],
  ...change,
})

function checked(change: Partial<ProposedConfiguration>) {
  const [action, ...others] = decideProposedConfiguration(seen(change))
  if (action === undefined || others.length > 0) throw new Error('not one action')
  return action
}

test.each<[string, boolean]>([
  [POLICY_PATH, true],
  [at('scout'), true],
  [`${ROSTER_PATH}/deep/scout.md`, false],
  [`${ROSTER_PATH}/scout.txt`, false],
  [`${ROSTER_PATH}.md`, false],
  ['.github/baton.yaml', false],
  ['docs/.github/baton.yml', false],
  ['.github/agents/scout.md', false],
])('%s is configuration: %s', (path, expected) => {
  expect(isConfigurationFile(path)).toBe(expected)
})

const limits = { ...policy().limits, max_rounds: 9 }
const other = { ...policy().pack, name: agent('other-team') }

describe('a configuration that works', () => {
  test.each<[string, Partial<ProposedConfiguration>, string[]]>([
    ['the same', {}, ['- nothing that has an effect']],
    ['another limit', { proposed: valid({ ...policy(), limits }) }, ['- `limits` changes']],
    [
      'another pack',
      { proposed: valid({ ...policy(), pack: other }) },
      ['- the pack changes from **asa-swarm** to **other-team**'],
    ],
    [
      'a limit that changed on the base alone',
      { touched: [at('scout')], base: valid({ ...policy(), limits }) },
      ['- nothing that has an effect'],
    ],
    [
      'a new agent',
      { touched: [at('scout')], proposed: valid(withAgents([own('scout')])) },
      ['- the agent `scout` joins'],
    ],
    [
      'another prompt',
      {
        touched: [at('scout')],
        base: valid(withAgents([own('scout')])),
        proposed: valid(withAgents([own('scout', 'Thrice.')])),
      },
      ['- the agent `scout` changes'],
    ],
    [
      'an agent less',
      { touched: [at('scout')], base: valid(withAgents([own('scout')])) },
      ['- the agent `scout` leaves'],
    ],
    [
      'an agent that joined the base meanwhile',
      { base: valid(withAgents([own('scout')])) },
      ['- nothing that has an effect'],
    ],
    [
      'one for the pack’s',
      { touched: [at('critic')], proposed: valid(withAgents([own('critic')])) },
      ["- the agent `critic` takes the place of the pack's"],
    ],
    [
      'the pack’s again',
      { touched: [at('critic')], base: valid(withAgents([own('critic')])) },
      ["- the agent `critic` is the pack's again"],
    ],
    ['the first one', { base: none }, ['- it is the first configuration of this repository']],
    ['a repair', { base: broken() }, ['- the configuration of the base is broken, and this one is not']],
  ])('%s', (_name, change, lines) => {
    const { conclusion, title, summary, annotations, sha } = checked(change)
    expect([sha, conclusion, title]).toEqual([HEAD, 'success', 'the configuration is valid'])
    expect(annotations).toBeUndefined()
    expect(summary.split('\n').filter((line) => line.startsWith('- '))).toEqual(lines)
  })

  test('names the pack, the agents and when it counts', () => {
    const proposed = valid(withAgents([own('critic'), own('scout')]))
    expect(checked({ base: none, proposed }).summary).toBe(
      `Pack **asa-swarm** with ${pack.agents.length + 1} agents. Of this repository: \`critic\`, \`scout\`.

**Against the base**

- it is the first configuration of this repository

It comes into force once it is on the default branch.`,
    )
  })
})

describe('a configuration that does not', () => {
  test('shows every problem as a row and at its line', () => {
    const fly = problem({ file: at('scout'), line: 4, key: 'tools[1]', message: 'there is no tool `Fly`' })
    const proposed = { ...broken([problem(), fly]), files: [POLICY_PATH, at('scout')] }
    const action = checked({ proposed })
    expect([action.conclusion, action.title]).toEqual(['failure', 'the configuration has 2 problems'])
    expect(action.summary).toBe(`| where | key | problem | expected | for example |
|---|---|---|---|---|
| \`.github/baton.yml:3\` | \`validate\` | it is missing | a group of keys | \`validate:\` |
| \`.github/baton/agents/scout.md:4\` | \`tools[1]\` | there is no tool \`Fly\` | a group of keys | \`validate:\` |

Whatever is in force stays in force: Baton reads its configuration from the default branch only, and keeps the last good one.`)
    const message = 'Expected: a group of keys\nFor example:\nvalidate:\n  commands: []'
    expect(action.annotations).toEqual([
      { path: POLICY_PATH, line: 3, title: 'validate', message: `it is missing\n${message}` },
      { path: at('scout'), line: 4, title: 'tools[1]', message: `there is no tool \`Fly\`\n${message}` },
    ])
  })

  test('a problem of the file as a whole has a title too', () => {
    expect(checked({ proposed: broken([problem({ key: '', line: 1 })]) }).annotations).toMatchObject([
      { line: 1, title: 'Baton configuration' },
    ])
  })

  test('taking the policy away is a problem, with no line to stand on', () => {
    const action = checked({ proposed: agentsOnly })
    expect([action.conclusion, action.title]).toEqual(['failure', 'the configuration has 1 problem'])
    expect(action.summary).toContain('this pull request takes the policy away')
    expect(action.annotations).toEqual([])
  })

  test.each([
    ['asa-swarm', '`asa-swarm:3`'],
    ['/opt/baton/agents/asa-swarm/critic.md', '`asa-swarm/critic.md:3`'],
  ])('a problem of the pack (%s) has no line in this repository', (file, shown) => {
    const proposed = broken([problem({ file }), problem()])
    const { summary, annotations } = checked({ proposed })
    expect(summary).toContain(`| ${shown} |`)
    expect(annotations?.map(({ path }) => path)).toEqual([POLICY_PATH])
  })

  test('text of strangers stays in its cell and pings nobody', () => {
    const hostile = problem({
      file: at('a|b`c'),
      key: 'x\n| @alice |',
      message: 'Closes #1 <!-- baton:route -->\n# Heading | @bob',
      expected: 'e'.repeat(5000),
      example: '`@carol`',
    })
    const proposed = { ...broken([hostile]), files: [POLICY_PATH, hostile.file] }
    const { summary, annotations } = checked({ proposed })
    const rows = summary.split('\n').filter((line) => line.startsWith('| `'))
    expect(rows).toHaveLength(1)
    expect(rows[0]?.replaceAll('\\|', '').split('|')).toHaveLength(7)
    expect(summary).not.toMatch(/@(?:alice|bob|carol)|<!--|Closes #1/)
    expect(summary.length).toBeLessThan(2000)
    expect(annotations?.[0]).toMatchObject({ path: hostile.file, line: 3 })
    expect(annotations?.[0]?.message.length).toBeLessThanOrEqual(4000)
  })

  test.each([
    [200, 200, undefined],
    [201, 200, '1 more problem is not shown here.'],
    [5000, 200, '4800 more problems are not shown here.'],
  ])('of %i problems %i are shown', (count, shown, more) => {
    const problems = Array.from({ length: count }, (_, i) => problem({ line: i + 1 }))
    const { title, summary, annotations } = checked({ proposed: broken(problems) })
    expect(title).toBe(`the configuration has ${count} problems`)
    expect(annotations).toHaveLength(shown)
    expect(summary.match(/^\| `/gm)).toHaveLength(shown)
    expect(summary.match(/^\d+ more.*$/m)?.[0]).toBe(more)
  })

  test('long problems stay below what GitHub takes', () => {
    const long = 'x'.repeat(3000)
    const one = problem({ key: long, message: long, expected: long, example: long })
    const { summary, annotations } = checked({ proposed: broken(Array.from({ length: 200 }, () => one)) })
    expect(summary.length).toBeLessThan(65_535)
    expect(summary.match(/^\| `/gm)).toHaveLength(annotations?.length ?? 0)
    expect(summary).toMatch(/\d+ more problems are not shown here/)
    expect(annotations?.every(({ title }) => title.length <= 255)).toBe(true)
  })
})

test('agents without a policy, here and on the base, are neither right nor wrong', () => {
  const { conclusion, title, summary } = checked({ proposed: agentsOnly, base: none })
  expect([conclusion, title]).toEqual(['neutral', 'there is no policy'])
  expect(summary).toContain('Without `.github/baton.yml` nothing uses them')
})

test('agents without a policy that cannot be read are wrong', () => {
  const proposed = { ...agentsOnly, problems: [problem({ file: at('scout') })] }
  expect(checked({ proposed, base: none })).toMatchObject({
    conclusion: 'failure',
    annotations: [{ path: at('scout') }],
  })
})

test('what stands there already is not written again; what says something else is rewritten in place', () => {
  const { digest, name, checkId } = checked({})
  expect([name, checkId]).toEqual([CONFIGURATION_CHECK, undefined])
  const standing = { id: 5, name: CONFIGURATION_CHECK, externalId: digest }
  expect(decideProposedConfiguration(seen({ checks: [standing] }))).toEqual([])
  expect(checked({ checks: [{ ...standing, externalId: '' }] })).toMatchObject({ checkId: 5, digest })
  const [moved] = decideProposedConfiguration(seen({ checks: [standing], proposed: broken() }))
  expect(moved).toMatchObject({ checkId: 5, conclusion: 'failure' })
})
