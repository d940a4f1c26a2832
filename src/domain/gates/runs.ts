// What became of each workflow run that a head has to have: its commands, and whether the machine could do what was asked.

import type { EffectivePolicy } from '../policy/effective.ts'
import { allOf, reason, told, type Reason } from '../reason.ts'
import { figure } from '../render/figures.ts'
import type { WorkflowResult } from '../results.ts'
import type { ValidationRecord } from '../snapshot.ts'
import { scriptStep } from './kinds/script.ts'
import type { Question } from './records.ts'

type Policy = Pick<EffectivePolicy, 'platforms' | 'gates'>

/** Why the machine cannot show what the platform is for, or undefined. */
function lacking(policy: Policy, platform: string, result: WorkflowResult): string | undefined {
  const wanted = policy.platforms[platform]?.requires ?? []
  const { metal } = result.runner
  if (!wanted.includes('metal')) return undefined
  if (metal === null) return 'the run did not look for a Metal device'
  if (typeof metal === 'string') return metal
  return metal.verified
    ? undefined
    : `${metal.device}: a kernel's output differs from the CPU's: ${metal.detail}`
}

function ownSteps(policy: Policy, result: WorkflowResult): WorkflowResult['steps'] {
  const gates = new Set(policy.gates.script.map(({ script }) => scriptStep(script)))
  return result.steps.filter(({ name }) => !gates.has(name))
}

function steps(policy: Policy, result: WorkflowResult): Reason {
  const own = ownSteps(policy, result)
  // Nothing that failed is not yet something that succeeded.
  if (own.length === 0) return reason('fail', 'no command was run')
  return allOf(
    'every command succeeded',
    own.map((step) =>
      reason(
        step.exitCode === 0 ? 'pass' : 'fail',
        `\`${step.name}\` ended with exit code ${step.exitCode} after ${figure(step.durationMs / 1000)} s`,
      ),
    ),
  )
}

function machine({ runner, platform }: WorkflowResult): Reason {
  const { metal } = runner
  const gpu = metal === null || typeof metal === 'string' ? '' : `, ${metal.device} (${metal.family})`
  return reason(
    'info',
    `${platform}: ${runner.cpu}, ${runner.cores} cores, ${runner.os} ${runner.arch}${gpu}`,
  )
}

/** What a person calls a run, without its number. */
export const runTitle = ({ kind, platform }: Question): string => `${kind} on ${platform}`

/** Why a run shows nothing at all; undefined: its commands were run, whatever came of it. */
export function showsNothing(policy: Policy, record: ValidationRecord | undefined): string | undefined {
  if (record?.state !== 'done' || record.result === undefined) return 'it has no result that counts'
  return ownSteps(policy, record.result).length === 0 ? 'no command was run' : undefined
}

export interface JudgedRun {
  reason: Reason
  /** Why the platform could not show what it is for; undefined: it did, or has yet to. */
  unproven?: string
}

/** Whether the run of a question succeeded. An optional platform that could not show it is told and does not count. */
export function judgeRun(
  policy: Policy,
  question: Question,
  record: ValidationRecord | undefined,
): JudgedRun {
  const { platform } = question
  const name = runTitle(question)
  const wanted = policy.platforms[platform]
  const where = record?.workflowRunId === undefined ? '' : ` (run ${record.workflowRunId})`
  const unproven = (why: string): JudgedRun => {
    const said = reason('unproven', `${name}: ${why}${where}`)
    return { reason: wanted?.optional === true ? told(said) : said, unproven: why }
  }
  switch (record?.state) {
    case undefined:
      return { reason: reason('pending', `${name}: not dispatched yet`) }
    case 'requested':
    case 'running':
      return { reason: reason('pending', `${name}: running${where}`) }
    case 'failed':
    case 'refused': {
      const why = record.detail ?? 'no usable result'
      // Machines that can do something special may not be there at all.
      const special = wanted !== undefined && wanted.requires.length > 0
      if (special && record.state === 'failed') return unproven(why)
      return { reason: reason('fail', `${name}: ${why}${where}`) }
    }
    case 'done': {
      const { result } = record
      if (result === undefined)
        return { reason: reason('fail', `${name}: the run ended without a result${where}`) }
      const lack = lacking(policy, platform, result)
      if (lack !== undefined) return unproven(lack)
      return { reason: allOf(`${name}${where}`, [steps(policy, result), machine(result)]) }
    }
  }
}
