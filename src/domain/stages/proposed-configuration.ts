// A pull request that changes the policy or an agent: the check that says whether its configuration would work.

import type { Action } from '../actions.ts'
import type { Sha } from '../ids.ts'
import { POLICY_PATH, ROSTER_PATH } from '../policy/configuration-files.ts'
import type { EffectivePolicy } from '../policy/effective.ts'
import { configurationCheck } from '../render/configuration-check.ts'
import type { AgentSpec } from '../roster/agent.ts'
import type { Problem } from '../roster/problem.ts'
import { checkAction, type WrittenCheck } from './checks.ts'

export interface ConfigurationReading {
  /** The configuration files that were read, by path. */
  files: readonly string[]
  /** Undefined without a policy file, and with any problem. */
  policy: EffectivePolicy | undefined
  problems: readonly Problem[]
}

export interface ProposedConfiguration {
  headSha: Sha
  /** Every path that the pull request touches. */
  touched: readonly string[]
  proposed: ConfigurationReading
  base: ConfigurationReading
  checks: readonly WrittenCheck[]
}

export type ConfigurationVerdict =
  | { kind: 'broken'; problems: readonly Problem[]; files: readonly string[] }
  /** There are agents, and no policy that would use them. */
  | { kind: 'unused' }
  | { kind: 'valid'; policy: EffectivePolicy; own: readonly AgentSpec[]; changes: readonly string[] }

const hasPolicy = ({ files }: ConfigurationReading): boolean => files.includes(POLICY_PATH)

const removed: Problem = {
  file: POLICY_PATH,
  line: 1,
  key: '',
  message: 'this pull request takes the policy away',
  expected: 'the policy to stay; the last good one would stay in force without it',
  example: 'extends: asa-swarm',
}

const isOwn = (agent: AgentSpec): boolean => agent.source.file.startsWith(`${ROSTER_PATH}/`)
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What it would do to the agents, in words: only by files that it touches, as the base may have moved on beside it. */
function agentChanges(
  base: EffectivePolicy,
  proposed: EffectivePolicy,
  touched: readonly string[],
): string[] {
  const named = (policy: EffectivePolicy, name: string): AgentSpec | undefined =>
    policy.pack.agents.find((agent) => agent.name === name)
  const own = (policy: EffectivePolicy): AgentSpec[] =>
    policy.pack.agents.filter((agent) => isOwn(agent) && touched.includes(agent.source.file))
  const came = own(proposed).flatMap((agent) => {
    const before = named(base, agent.name)
    if (same(before, agent)) return []
    if (before === undefined) return [`the agent \`${agent.name}\` joins`]
    return [
      isOwn(before)
        ? `the agent \`${agent.name}\` changes`
        : `the agent \`${agent.name}\` takes the place of the pack's`,
    ]
  })
  const went = own(base).flatMap(({ name }) => {
    const after = named(proposed, name)
    if (after === undefined) return [`the agent \`${name}\` leaves`]
    return isOwn(after) ? [] : [`the agent \`${name}\` is the pack's again`]
  })
  return [...came, ...went]
}

function policyChanges(base: EffectivePolicy, proposed: EffectivePolicy): string[] {
  const before = new Map<string, unknown>(Object.entries(base))
  const keys = Object.entries(proposed).flatMap(([key, value]: [string, unknown]) =>
    key === 'pack' || same(before.get(key), value) ? [] : [`\`${key}\` changes`],
  )
  const [from, to] = [base.pack.name, proposed.pack.name]
  return [...(from === to ? [] : [`the pack changes from **${from}** to **${to}**`]), ...keys]
}

function changes({ base, touched }: ProposedConfiguration, proposed: EffectivePolicy): string[] {
  if (!hasPolicy(base)) return ['it is the first configuration of this repository']
  if (base.policy === undefined) return ['the configuration of the base is broken, and this one is not']
  return [
    ...(touched.includes(POLICY_PATH) ? policyChanges(base.policy, proposed) : []),
    ...agentChanges(base.policy, proposed, touched),
  ]
}

/** What is to be said about the configuration on the head of a pull request. */
export function configurationVerdict(seen: ProposedConfiguration): ConfigurationVerdict {
  const { proposed, base } = seen
  const { policy, files } = proposed
  const problems = [...(hasPolicy(base) && !hasPolicy(proposed) ? [removed] : []), ...proposed.problems]
  if (problems.length > 0) return { kind: 'broken', problems, files }
  if (policy === undefined) return { kind: 'unused' }
  return { kind: 'valid', policy, own: policy.pack.agents.filter(isOwn), changes: changes(seen, policy) }
}

/** The check on the head that was read, unless it says that already. */
export const decideProposedConfiguration = (
  seen: ProposedConfiguration,
): Extract<Action, { do: 'check' }>[] =>
  checkAction(seen, configurationCheck(seen.headSha, configurationVerdict(seen)))
