// Whether what a plan is granted is its grantor's to give, and enough for what the plan itself says.

import type { Authority } from '../authority/authority.ts'
import { coversName } from '../authority/cover.ts'
import { within } from '../authority/within.ts'
import type { Finding } from '../roster/problem.ts'
import type { PlanDocument } from './document.ts'

/** `paths.allow[0]` → `['paths', 'allow', 0]`. */
const pathOf = (at: string): (string | number)[] =>
  at
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))

const examples: Readonly<Record<string, string>> = {
  paths: "paths: { allow: ['src/**'] }",
  tools: 'tools: [Read, Edit, Bash]',
  commands: 'commands: { deny: [npm publish] }',
  spawn: 'spawn: [rust-engineer]',
  signals: 'signals: [plan-2-*]',
  max: 'max: { usd: 2 }',
}

/** Grants beyond the grantor's, and waves that need what the plan is not granted. */
export function checkAuthority(plan: PlanDocument, grantor: Authority): Finding[] {
  const { authority } = plan
  if (authority === undefined) return []
  const { spawn, signals } = authority
  const wider = within(authority, grantor).map(({ at, message }): Finding => ({
    path: ['authority', ...pathOf(at)],
    message,
    expected: 'no more than the grantor has; what is left out is as the grantor has it',
    example: examples[at.split(/[.[]/)[0] ?? ''] ?? 'authority: {}',
  }))
  const needed = plan.waves.flatMap((wave, i): Finding[] => [
    ...(wave.agent === undefined || wave.agent === plan.orchestrator || spawn?.includes(wave.agent) !== false
      ? []
      : [
          {
            path: ['waves', i, 'agent'],
            message: `the plan's authority does not let it hand a wave to \`${wave.agent}\``,
            expected: `an agent of authority.spawn, or the orchestrator: ${[plan.orchestrator, ...spawn].join(', ')}`,
            example: `spawn: [${[...spawn, wave.agent].join(', ')}]`,
          },
        ]),
    ...wave.signals.flatMap((signal, k): Finding[] =>
      signals === undefined || signals.some((granted) => coversName(granted, signal))
        ? []
        : [
            {
              path: ['waves', i, 'signals', k],
              message: `the plan's authority does not let it send \`${signal}\``,
              expected: `a signal of authority.signals: ${signals.length === 0 ? 'none' : signals.join(', ')}`,
              example: `signals: [${[...signals, signal].join(', ')}]`,
            },
          ],
    ),
  ])
  return [...wider, ...needed]
}
