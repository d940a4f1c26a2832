// Whether one plan hangs together, by itself and with the agents of its pack.

import type { Authority } from '../authority/authority.ts'
import { didYouMean } from '../did-you-mean.ts'
import { checkKnown, checkNamed, list } from '../roster/check-names.ts'
import type { Pack } from '../roster/pack.ts'
import type { Finding } from '../roster/problem.ts'
import { checkAuthority } from './check-authority.ts'
import { branchesCollide, planBranchName } from './branch.ts'
import { cyclePath, cyclesOf } from './cycles.ts'
import type { PlanDocument } from './document.ts'
import { freezeConflicts, freezesOf } from './freezes.ts'
import { dependency, planGraph } from './graph.ts'
import { planSignal, waveKey, waveOf, waveSignal } from './names.ts'

/** Names the agent that was probably meant, where there is one. */
const suggested = (findings: readonly Finding[], names: readonly string[]): Finding[] =>
  findings.map((finding) => {
    const known = finding.agent === undefined || names.includes(finding.agent)
    const meant = known || finding.agent === undefined ? undefined : didYouMean(finding.agent, names)
    return meant === undefined
      ? finding
      : { ...finding, message: `${finding.message}; did you mean \`${meant}\`?`, example: meant }
  })

function checkAgents(plan: PlanDocument, pack: Pick<Pack, 'agents'>): Finding[] {
  const { agents } = pack
  const found = [
    ...checkKnown(agents, plan.orchestrator, ['orchestrator']),
    ...plan.waves.flatMap((wave, i) =>
      wave.agent === undefined ? [] : checkNamed(agents, wave.agent, wave.purpose, ['waves', i, 'agent']),
    ),
    ...plan.risks.flatMap(({ owner }, i) =>
      owner === undefined ? [] : checkKnown(agents, owner, ['risks', i, 'owner']),
    ),
    ...(plan.authority?.spawn ?? []).flatMap((name, i) =>
      checkKnown(agents, name, ['authority', 'spawn', i]),
    ),
  ]
  return suggested(
    found,
    agents.map((agent) => agent.name),
  )
}

function checkNumbers(plan: PlanDocument): Finding[] {
  return plan.waves.flatMap((wave, i): Finding[] => {
    const numbers = plan.waves.map((other) => other.wave)
    if (numbers.indexOf(wave.wave) === i) return []
    return [
      {
        path: ['waves', i, 'wave'],
        message: `there are two waves ${wave.wave}`,
        expected: 'a number used once',
        example: `wave: ${Math.max(...numbers) + 1}`,
      },
    ]
  })
}

function checkDependencies(plan: PlanDocument): Finding[] {
  const numbers = plan.waves.map((wave) => wave.wave)
  const findings = plan.waves.flatMap((wave, i) =>
    (wave.depends_on ?? []).flatMap((entry, k): Finding[] => {
      const { plan: id, wave: number } = waveOf(dependency(plan.plan, entry))
      const path = ['waves', i, 'depends_on', k]
      if (id !== plan.plan) return []
      if (number === wave.wave) {
        const others = numbers.filter((other) => other < number)
        return [
          {
            path,
            message: 'a wave cannot depend on itself',
            expected: 'a wave before it, or no entry',
            example: `depends_on: [${others.at(-1) ?? ''}]`,
          },
        ]
      }
      if (numbers.includes(number)) return []
      return [
        {
          path,
          message: `there is no wave ${number} in ${plan.plan}`,
          expected: `one of its waves: ${list(numbers.map(String))}`,
          example: `depends_on: [${numbers.find((other) => other !== wave.wave) ?? ''}]`,
        },
      ]
    }),
  )
  const own = planGraph([plan]).edges.filter((edge) => edge.from !== edge.to && edge.why !== 'signal')
  for (const { path, edge } of cyclesOf(own)) {
    const at = plan.waves.findIndex((wave) => waveKey(plan.plan, wave.wave) === edge.to)
    findings.push({
      path: ['waves', at, 'depends_on'],
      message: `these waves wait for each other for ever: ${cyclePath(path, edge.to)}`,
      expected: 'dependencies that lead back to a wave without one',
      example: 'depends_on: []',
    })
  }
  return findings
}

/** Signals are checked over all plans; here only those that a wave could send to itself alone. */
function checkOwnSignals(plan: PlanDocument): Finding[] {
  return plan.waves.flatMap((wave, i) =>
    wave.waits_for.flatMap((signal, k): Finding[] => {
      const own = [waveSignal(plan.plan, wave.wave), ...wave.signals]
      const message = own.includes(signal)
        ? `wave ${wave.wave} waits for \`${signal}\`, which it sends itself`
        : signal === planSignal(plan.plan)
          ? `wave ${wave.wave} waits for \`${signal}\`, which is sent when it is complete too`
          : undefined
      if (message === undefined) return []
      return [
        {
          path: ['waves', i, 'waits_for', k],
          message,
          expected: 'a signal of another wave',
          example: 'waits_for: [plan-2-wave-3-complete]',
        },
      ]
    }),
  )
}

function checkFreezes(plan: PlanDocument): Finding[] {
  const lifted = plan.waves.flatMap((wave, i) =>
    wave.lifts.flatMap((key, k): Finding[] => {
      const path = ['waves', i, 'lifts', k]
      if (key === waveKey(plan.plan, wave.wave)) {
        const message = 'a wave cannot lift its own freeze'
        return [
          { path, message, expected: 'a wave before it that froze something', example: 'lifts: [plan-2/3]' },
        ]
      }
      return []
    }),
  )
  const overlapping = freezeConflicts(freezesOf(plan)).map(({ earlier, later, what }): Finding => ({
    path: ['waves', later.wave, 'freezes', later.freeze],
    message: `${earlier.key === later.key ? 'this wave' : earlier.key} already freezes ${what}`,
    expected: 'each thing frozen once, or a wave that lifts the earlier freeze',
    example: earlier.key === later.key ? 'freezes: []' : `lifts: [${earlier.key}]`,
  }))
  return [...lifted, ...overlapping]
}

function checkBranches(plan: PlanDocument): Finding[] {
  const names = plan.waves.map((wave) =>
    planBranchName(plan.branch, {
      plan: plan.plan,
      wave: wave.wave,
      agent: wave.agent ?? plan.orchestrator,
      issue: 'issue',
    }),
  )
  const second = names.findIndex((name, i) =>
    names
      .slice(0, i)
      .some((other, k) => plan.waves[k]?.wave !== plan.waves[i]?.wave && branchesCollide(name, other)),
  )
  if (second < 0) return []
  return [
    {
      path: ['branch'],
      message: `two waves would get branches that git cannot keep apart: \`${names[second] ?? ''}\``,
      expected: 'a pattern with {wave}',
      example: "branch: '{plan}/wave-{wave}'",
    },
  ]
}

function checkRelations(plan: PlanDocument): Finding[] {
  return (['dependencies', 'unblocks'] as const).flatMap((key) =>
    plan[key].flatMap((id, i): Finding[] => {
      const path = [key, i]
      if (id === plan.plan) {
        return [
          { path, message: 'a plan cannot wait for itself', expected: 'other plans', example: `${key}: []` },
        ]
      }
      if (plan[key].indexOf(id) < i) {
        const message = `\`${id}\` is named twice`
        return [{ path, message, expected: 'each plan once', example: `${key}: [${id}]` }]
      }
      return []
    }),
  )
}

/**
 * Everything in one plan that contradicts itself, its pack or its grantor, all at once. Without a pack, names of agents are not
 * looked at. `grantor` is what the conductor may hand on; what it leaves out has no limit of its own.
 */
export function checkPlan(
  plan: PlanDocument,
  pack: Pick<Pack, 'agents'> | undefined,
  grantor: Authority = {},
): Finding[] {
  return [
    ...checkRelations(plan),
    ...checkBranches(plan),
    ...checkAuthority(plan, grantor),
    ...(pack === undefined ? [] : checkAgents(plan, pack)),
    ...checkNumbers(plan),
    ...checkDependencies(plan),
    ...checkOwnSignals(plan),
    ...checkFreezes(plan),
  ]
}
