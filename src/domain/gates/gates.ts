// `baton/gates`: what is on record for one head, judged by every gate that applies to the wave, as a tree that explains itself.

import type { z } from 'zod'
import type { CheckAnnotation } from '../actions.ts'
import { measure, type Measurement } from '../evidence/statistics.ts'
import type { EffectivePolicy } from '../policy/effective.ts'
import type { Sha } from '../ids.ts'
import { allOf, reason, told, type Reason } from '../reason.ts'
import type { PlatformName, WorkflowResult } from '../results.ts'
import type { ValidationRecord } from '../snapshot.ts'
import { gateApplies } from './applies.ts'
import type { Confirmation, EveryRule, GateFacts, GateKind, Judged } from './gate.ts'
import { GATE_KINDS, type GateName } from './kinds/index.ts'
import { underNames, type GatePart, type PartVerdict } from './named.ts'
import { passedBy, type NamedGate, type Override } from './overriding.ts'
import { questionsOf } from './platforms.ts'
import { pointGate, wasRun } from './points.ts'
import { latestValidation } from './records.ts'
import { judgeRun, runTitle, showsNothing } from './runs.ts'
import { targetRows, type TargetRow } from './targets.ts'

export interface PlatformMeasurement extends Measurement {
  platform: PlatformName
}

export interface GateEvaluation {
  verdict: Reason
  /** The parts of the verdict, each with the kind of gate that it belongs to. */
  parts: readonly PartVerdict[]
  measurements: readonly PlatformMeasurement[]
  /** What the project wants to reach, against what this head measured. */
  targets: readonly TargetRow[]
  tests: WorkflowResult['tests']
  /** Output tails of failed steps, for the check run's text and the implementer's next round. */
  failures: readonly { step: string; output: string }[]
  annotations: readonly CheckAnnotation[]
  /** Benchmarks to run once more before anything is held against the change. */
  confirmations: readonly Confirmation[]
  /** Platforms that could not show what was asked of them, each with why. */
  unproven: readonly { platform: PlatformName; why: string }[]
  /** Everything that can say no, by the names that people may use, without overrides. */
  gates: readonly NamedGate[]
  /** Overrides that made a difference. */
  overridden: readonly Override[]
}

/** A judged rule with the names by which people may mean it. */
interface Ruled extends Judged {
  kind: GateName
  title: string
}

/** GitHub takes at most 50 annotations in one request (REST, "Create a check run"). */
const MOST_ANNOTATIONS = 50

function judgeRules<Rule extends z.ZodType<EveryRule>>(
  name: GateName,
  kind: GateKind<Rule>,
  rules: readonly z.output<Rule>[],
  facts: GateFacts,
  excused: ReadonlySet<PlatformName>,
): Ruled[] {
  return rules.flatMap((rule): Ruled[] => {
    if (!gateApplies(rule.when, facts)) return []
    const named = { kind: name, title: kind.title(rule) }
    const { platform } = rule
    if (platform !== undefined && excused.has(platform))
      return [
        { ...named, reason: reason('info', `${named.title}: ${platform} is optional and could not show it`) },
      ]
    const judged = kind.judge(rule, facts)
    const { annotations = [] } = judged
    return [{ ...named, ...(rule.advisory ? { reason: told(judged.reason), annotations } : judged) }]
  })
}

/** Keeps each kind together with its own rules. */
function judgeKind(
  name: GateName,
  policy: EffectivePolicy,
  facts: GateFacts,
  excused: ReadonlySet<PlatformName>,
): Ruled[] {
  const { gates } = policy
  switch (name) {
    case 'tests':
      // Whatever the policy says, failing tests that a report names do not pass.
      return judgeRules(
        name,
        GATE_KINDS.tests,
        gates.tests.length > 0 ? gates.tests : [{ allow_failures: 0, advisory: false }],
        facts,
        excused,
      )
    case 'benchmark':
      return judgeRules(name, GATE_KINDS.benchmark, gates.benchmark, facts, excused)
    case 'metric':
      return judgeRules(name, GATE_KINDS.metric, gates.metric, facts, excused)
    case 'coverage':
      return judgeRules(name, GATE_KINDS.coverage, gates.coverage, facts, excused)
    case 'documentation':
      return judgeRules(name, GATE_KINDS.documentation, gates.documentation, facts, excused)
    case 'script':
      return judgeRules(name, GATE_KINDS.script, gates.script, facts, excused)
    case 'platforms':
      return judgeRules(name, GATE_KINDS.platforms, gates.platforms, facts, excused)
    case 'checks':
      return judgeRules(name, GATE_KINDS.checks, gates.checks, facts, excused)
    case 'review':
      return judgeRules(name, GATE_KINDS.review, gates.review, facts, excused)
    case 'truth':
      return judgeRules(name, GATE_KINDS.truth, gates.truth, facts, excused)
    case 'readiness':
      return judgeRules(name, GATE_KINDS.readiness, gates.readiness, facts, excused)
  }
}

/** What was measured in pairs on a head: of each platform the result in force, and the one that confirms it. */
export function measurementsOn(head: Sha, validations: readonly ValidationRecord[]): PlatformMeasurement[] {
  return validations.flatMap((record) => {
    const { state, headSha, platform, result } = record
    if (state !== 'done' || headSha !== head || result === undefined) return []
    if (latestValidation(validations, record, head) !== record) return []
    return result.benchmarks.flatMap((benchmark) => {
      const measured = measure(benchmark)
      return measured === undefined ? [] : [{ ...measured, platform }]
    })
  })
}

const NAMES = Object.keys(GATE_KINDS).filter((name): name is GateName => name in GATE_KINDS)

/** Evaluates all gates of one head. Pending until each workflow run that is needed has a result. */
export function evaluateGates(policy: EffectivePolicy, facts: GateFacts): GateEvaluation {
  const { head, validations } = facts
  const runs = questionsOf(facts.platforms).map((question) => {
    const record = latestValidation(validations, question, head)
    return { ...question, record, ...judgeRun(policy, question, record) }
  })
  const results = runs.flatMap(({ record }) =>
    record?.state === 'done' && record.result ? [record.result] : [],
  )
  const unproven = runs.flatMap(({ platform, unproven: why }) =>
    why === undefined ? [] : [{ platform, why }],
  )
  // What an optional platform could not show is nobody's fault: no gate waits for it.
  const excused = new Set(
    unproven
      .filter(({ platform }) => policy.platforms[platform]?.optional === true)
      .map(({ platform }) => platform),
  )
  const present = (names: readonly PlatformName[]): PlatformName[] =>
    names.filter((name) => !excused.has(name))
  const seen: GateFacts = {
    ...facts,
    platforms: { validate: present(facts.platforms.validate), benchmark: present(facts.platforms.benchmark) },
  }
  const measurements = measurementsOn(head, validations)
  const validated = results.find(({ kind }) => kind === 'validate')
  const awaited = seen.platforms.benchmark.length > 0 && !results.some(({ kind }) => kind === 'benchmark')
  const measured = awaited ? undefined : measurements
  const judged = NAMES.flatMap((name) => judgeKind(name, policy, seen, excused))
  const { reasons, gates, overridden } = passedBy(facts.overrides, [
    ...runs.map((run) => ({
      title: runTitle(run),
      reason: run.reason,
      unshown: showsNothing(policy, run.record),
    })),
    ...judged,
    ...facts.points.map((point) => ({
      title: point.name,
      reason: pointGate(point, validated, measured),
      unshown: wasRun(point, validated) ? undefined : 'what it asks for was not run',
    })),
  ])
  const owners: GatePart[] = [...runs.map(({ kind }) => kind), ...judged.map(({ kind }) => kind)]
  const parts = owners.flatMap((part, i): PartVerdict[] => {
    const said = reasons[i]
    return said === undefined ? [] : [{ part, reason: said }]
  })
  return {
    verdict: allOf(`gates on ${head.slice(0, 7)}`, [
      ...underNames(policy.named_gates, parts),
      ...reasons.slice(owners.length),
    ]),
    parts,
    gates,
    overridden,
    measurements,
    targets: targetRows(facts.targets, head, validations, facts.baselines),
    tests: validated?.tests ?? null,
    failures: results.flatMap((result) =>
      result.steps
        .filter((step) => step.exitCode !== 0)
        .map((step) => ({ step: step.name, output: step.outputTail })),
    ),
    annotations: judged.flatMap((one) => one.annotations ?? []).slice(0, MOST_ANNOTATIONS),
    confirmations: judged.flatMap((one) => one.confirm ?? []),
    unproven,
  }
}
