// `.github/baton.yml` → a checked policy, or everything that is wrong with it at once.

import { checkHooks, checkNamedGates, checkPolicyHooks } from '../domain/policy/check-hooks.ts'
import { checkPolicy } from '../domain/policy/check-policy.ts'
import { mergeGates } from '../domain/policy/effective.ts'
import { Policy, policyJsonSchema } from '../domain/policy/schema.ts'
import type { AgentSpec } from '../domain/roster/agent.ts'
import { overridden } from '../domain/policy/overrides.ts'
import { checkConsensus, checkTiers } from '../domain/roster/check-consensus.ts'
import { checkPack } from '../domain/roster/check-pack.ts'
import { checkConditions } from '../domain/roster/check-integration.ts'
import { checkTriggers } from '../domain/roster/check-tables.ts'
import { checkCoreRules } from '../domain/roster/check-reach.ts'
import type { Pack } from '../domain/roster/pack.ts'
import { compareProblems } from '../domain/roster/problem.ts'
import type { Finding, Problem } from '../domain/roster/problem.ts'
import { didYouMean } from '../domain/did-you-mean.ts'
import { quote } from './show.ts'
import { readYaml } from './yaml-source.ts'
import type { YamlSource } from './yaml-source.ts'
import { problemsFromFindings, problemsFromZod } from './zod-problems.ts'

const MAX_LENGTH = 64 * 1024
const EXAMPLE = `version: 1
extends: asa-swarm
validate:
  commands:
    - name: tests
      run: npm test`

export interface PolicyInput {
  /** As it is shown in problems, for example `.github/baton.yml`. */
  path: string
  text: string
  /** The target repository's own agents, which consensus rules may seat besides the pack's. */
  agents?: readonly AgentSpec[]
}

const withoutBom = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function packProblem(
  context: { file: string; source: YamlSource },
  name: unknown,
  packs: ReadonlyMap<string, Pack>,
): Problem[] {
  if (typeof name !== 'string' || packs.has(name)) return []
  const names = [...packs.keys()]
  const meant = didYouMean(name, names)
  return [
    {
      file: context.file,
      line: context.source.lineOf(['extends']),
      key: 'extends',
      message: `there is no pack ${quote(name)}${meant === undefined ? '' : `; did you mean ${quote(meant)}?`}`,
      expected: `one of: ${names.join(', ')}`,
      example: `extends: ${meant ?? names[0] ?? 'asa-swarm'}`,
    },
  ]
}

/** What is wrong with the pack once the policy's own tables are in it. The pack alone was checked when it was loaded. */
function teamFindings(policy: Policy, pack: Pack, own: readonly AgentSpec[]): Finding[] {
  const agents = [...own, ...pack.agents.filter((agent) => !own.some(({ name }) => name === agent.name))]
  const team = overridden({ ...pack, agents }, policy)
  const named = { ...pack.named_gates, ...policy.named_gates }
  return [
    ...[
      ...checkPack(
        { ...team, consensus: [], tiers: {}, roadmap: policy.roadmap ?? [], wakes: policy.wakes ?? [] },
        agents,
      ),
      ...checkConditions(team.integration_points, policy),
    ].map((finding) => inPolicy(finding, policy, team)),
    ...checkConsensus(team, policy.consensus, policy.teams),
    ...checkTiers(team, policy.tiers, policy.teams),
    ...checkCoreRules(policy.consensus, team.core_files),
    ...checkTriggers(agents, policy.triggers),
    ...checkHooks(agents, policy.hooks),
    ...checkNamedGates(named),
    ...checkPolicyHooks(policy, pack.hooks, named, mergeGates(pack.gates, policy.gates)),
  ]
}

/** Rows of the intersection matrix and integration points stand in the policy's list at another index than in the merged one. */
function inPolicy(finding: Finding, policy: Policy, team: Pack): Finding {
  const [table, index, ...rest] = finding.path
  // The policy adds to the pack's hooks and changes none of them.
  if (table === 'hooks') return { ...finding, path: ['extends'] }
  if ((table !== 'intersections' && table !== 'integration_points') || typeof index !== 'number')
    return finding
  const [rows, mine]: [readonly unknown[], readonly unknown[]] =
    table === 'intersections'
      ? [team.intersections, policy.intersections ?? []]
      : [team.integration_points, policy.integration_points ?? []]
  const own = mine.indexOf(rows[index])
  return own < 0 ? finding : { ...finding, path: [table, own, ...rest] }
}

/** Parses and cross-checks a policy against the packs there are. Never throws on any text. */
export function parsePolicy(
  input: PolicyInput,
  packs: ReadonlyMap<string, Pack>,
): { policy: Policy } | { problems: Problem[] } {
  const text = withoutBom(input.text).replaceAll(/\r\n?/g, '\n')
  const file = input.path
  const read = readYaml({ file, text, maxLength: MAX_LENGTH, example: EXAMPLE })
  if ('problems' in read) return read
  const { source } = read
  if (source.data === null || source.data === undefined) {
    const expected = 'at least version, extends and validate'
    return {
      problems: [{ file, line: 1, key: '', message: 'the file is empty', expected, example: EXAMPLE }],
    }
  }
  const context = {
    file,
    source,
    schema: { ...policyJsonSchema(), examples: [{ version: 1, extends: 'asa-swarm' }] },
  }
  const parsed = Policy.safeParse(source.data)
  if (!parsed.success) {
    const unknownPack = isRecord(source.data) ? packProblem(context, source.data['extends'], packs) : []
    return { problems: [...problemsFromZod(context, parsed.error), ...unknownPack].sort(compareProblems) }
  }
  const policy = parsed.data
  const pack = packs.get(policy.extends)
  const problems = [
    ...packProblem(context, policy.extends, packs),
    ...problemsFromFindings(context, [
      ...checkPolicy(policy),
      ...(pack === undefined ? [] : teamFindings(policy, pack, input.agents ?? [])),
    ]),
  ]
  return problems.length > 0 ? { problems: problems.sort(compareProblems) } : { policy }
}
