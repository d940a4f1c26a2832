// What is wrong with hooks that their schema cannot rule out: names that are not there, words and steps out of place.

import { everyStep, mergeHooks, type PackHooks, type PolicyHooks } from '../hooks/configured.ts'
import { HOOKS } from '../hooks/moments/index.ts'
import type { HookName } from '../hooks/names.ts'
import { PLACEHOLDERS, placesIn } from '../hooks/placeholders.ts'
import { isBlocking, type HookStep } from '../hooks/step.ts'
import { didYouMean } from '../did-you-mean.ts'
import { partsOf, type GatePart, type NamedGates } from '../gates/named.ts'
import type { AgentSpec } from '../roster/agent.ts'
import { checkNamed, list } from '../roster/check-names.ts'
import type { Finding } from '../roster/problem.ts'

type Path = readonly (string | number)[]

function checkWords(hook: HookName, text: string, path: Path): Finding[] {
  const { knows } = HOOKS[hook]
  const known: readonly string[] = PLACEHOLDERS.filter(
    (name) => name === 'issue' || name === 'sha' || knows.includes(name),
  )
  const all: readonly string[] = PLACEHOLDERS
  return [...new Set(placesIn(text))].flatMap((name): Finding[] => {
    if (known.includes(name)) return []
    const meant = didYouMean(name, known)
    const message = all.includes(name)
      ? `\`{${name}}\` is not known at the moment of ${hook}`
      : `there is no \`{${name}}\` to fill in${meant === undefined ? '' : `; did you mean \`{${meant}}\`?`}`
    return [
      {
        path,
        message,
        expected: `of places in braces only ${known.map((one) => `{${one}}`).join(', ')}`,
        example: `Issue #{issue} at {${meant ?? 'sha'}}`,
      },
    ]
  })
}

const holding = Object.entries(HOOKS).flatMap(([name, { holds }]) => (holds ? [name] : []))
const judging = Object.entries(HOOKS).flatMap(([name, { judges }]) => (judges ? [name] : []))

function checkStep(agents: readonly AgentSpec[], hook: HookName, step: HookStep, path: Path): Finding[] {
  const { holds, judges } = HOOKS[hook]
  const findings: Finding[] = []
  if (step.do === 'agent') {
    findings.push(...checkNamed(agents, step.agent, 'research', [...path, 'agent']))
    findings.push(...checkWords(hook, step.words, [...path, 'words']))
  }
  if (step.do === 'comment') findings.push(...checkWords(hook, step.text, [...path, 'text']))
  if (step.do === 'gate' && !judges) {
    findings.push({
      path: [...path, 'gate'],
      message: `at the moment of ${hook} there is no head that a gate could judge`,
      expected: `a gate under ${list(judging)}`,
      example: 'POST_TASK_VALIDATION: [{ do: gate, gate: CODE_QUALITY_GATE }]',
    })
  } else if (isBlocking(step) && !holds) {
    findings.push({
      path: [...path, 'blocking'],
      message: `${hook} cannot block: what it would keep from beginning has begun, or is over`,
      expected: `blocking: false, or one of the hooks ${list(holding)}`,
      example: 'blocking: false',
    })
  }
  const asked = Object.entries(step.when ?? {}).filter(([, value]) => value !== undefined)
  if (hook === 'PRE_TASK_SETUP' && asked.some(([key]) => key !== 'labels')) {
    findings.push({
      path: [...path, 'when'],
      message: 'before a task is classified only its labels are known',
      expected: 'labels, or another hook such as PRE_TASK_VALIDATION',
      example: 'when: { labels: [release] }',
    })
  }
  return findings
}

/** What is wrong with the steps of one file; paths start at `hooks`. */
export const checkHooks = (agents: readonly AgentSpec[], hooks: PackHooks | PolicyHooks): Finding[] =>
  everyStep(hooks).flatMap(({ hook, index, step }) => checkStep(agents, hook, step, ['hooks', hook, index]))

/** A kind under two names would have two places in the tree. */
export function checkNamedGates(named: NamedGates): Finding[] {
  const taken = new Map<GatePart, string>()
  return Object.entries(named).flatMap(([name, parts]) =>
    (parts ?? []).flatMap((part, i): Finding[] => {
      const first = taken.get(part)
      if (first === undefined) {
        taken.set(part, name)
        return []
      }
      return [
        {
          path: ['named_gates', name, i],
          message: `\`${part}\` belongs to ${first} already`,
          expected: 'each kind of gate under one name',
          example: `${name}: [readiness]`,
        },
      ]
    }),
  )
}

interface PolicySide {
  hooks: PolicyHooks
  label: string
  workflows: { validate: string; benchmark: string }
}

/** What a policy's own steps may not do to Baton itself, and gates that nothing stands behind once the pack is merged in. */
export function checkPolicyHooks(
  { hooks, label, workflows }: PolicySide,
  packHooks: PackHooks,
  named: NamedGates,
  gates: Readonly<Record<string, unknown>>,
): Finding[] {
  const there = (part: GatePart): boolean => {
    const rules = gates[part]
    return part === 'validate' || part === 'tests' || (Array.isArray(rules) && rules.length > 0)
  }
  const own = everyStep(hooks).flatMap(({ hook, index, step }): Finding[] => {
    const path = ['hooks', hook, index]
    if (step.do === 'label' && [...step.add, ...step.remove].includes(label)) {
      return [
        {
          path,
          message: `\`${label}\` hands issues to Baton: no hook may put it on or take it off`,
          expected: 'another label; `hold` makes a task wait',
          example: 'add: [hold]',
        },
      ]
    }
    if (step.do === 'workflow' && Object.values(workflows).includes(step.workflow)) {
      return [
        {
          path: [...path, 'workflow'],
          message: `\`${step.workflow}\` takes other inputs: Baton starts it itself`,
          expected: 'a workflow of your own',
          example: 'workflow: notify.yml',
        },
      ]
    }
    return []
  })
  const demanded = everyStep(hooks).flatMap(({ hook, index, step }): Finding[] => {
    if (step.do !== 'gate' || partsOf(step.gate, named).some(there)) return []
    return [
      {
        path: ['hooks', hook, index, 'gate'],
        message: `nothing stands behind ${step.gate}, so it could never judge`,
        expected: 'a rule under gates for one of its kinds, or kinds for it under named_gates',
        example: 'gates: { truth: [{ documents: [README.md] }] }',
      },
    ]
  })
  const suggested = everyStep(mergeHooks(packHooks, hooks)).flatMap(({ hook, step }): Finding[] =>
    step.do !== 'gate' ||
    everyStep(hooks).some((one) => one.step === step) ||
    partsOf(step.gate, named).some(there)
      ? []
      : [
          {
            path: ['hooks', hook],
            message: `the pack demands ${step.gate} here, and nothing stands behind it`,
            expected: 'a rule under gates for one of its kinds, or null for the hook',
            example: `hooks: { ${hook}: null }`,
          },
        ],
  )
  return [...own, ...demanded, ...suggested]
}
