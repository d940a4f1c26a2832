// Whether integration points can ever be met: agents that exist and may judge, two sides, names used once, commands that are there.

import type { AgentSpec } from './agent.ts'
import { checkKnown, checkNamed, list, type Path } from './check-names.ts'
import type { IntegrationPoint } from './integration-point.ts'
import type { Finding } from './problem.ts'

const KEY = 'integration_points'
/** As many as a validation takes besides the policy's own commands (WorkflowPlan). */
const MOST_FILES = 20

function checkSides(agents: readonly AgentSpec[], point: IntegrationPoint, path: Path): Finding[] {
  const sides = (['producers', 'consumers'] as const).flatMap((side) =>
    point[side].flatMap((name, i) => checkKnown(agents, name, [...path, side, i])),
  )
  if (sides.length > 0) return sides
  const everybody = [...new Set([...point.producers, ...point.consumers])]
  if (everybody.length < 2) {
    return [
      {
        path: [...path, 'consumers'],
        message: `\`${everybody.join()}\` would agree with itself`,
        expected: 'at least two agents on the two sides together',
        example: `consumers: [${agents.find((agent) => agent.name !== everybody[0])?.name ?? 'critic'}]`,
      },
    ]
  }
  if (point.requires !== undefined) return []
  // Whoever writes the change, somebody of the other side has to be able to judge it.
  return (['producers', 'consumers'] as const).flatMap((side): Finding[] =>
    point[side].some((name) => checkNamed(agents, name, 'review', path).length === 0)
      ? []
      : [
          {
            path: [...path, side],
            message: `nobody of the ${side} may review, so a change by the other side would be judged by nobody`,
            expected: 'an agent with the purpose review on each side, or requires',
            example: `requires: { verdict: ${agents.find((agent) => agent.purposes.includes('review'))?.name ?? 'critic'} }`,
          },
        ],
  )
}

/** Everything in the integration points of a pack that is dangling, all at once. */
export function checkIntegration(
  agents: readonly AgentSpec[],
  points: readonly IntegrationPoint[],
): Finding[] {
  return points.flatMap((point, i): Finding[] => {
    const path = [KEY, i]
    const { verdict } = point.requires ?? {}
    return [
      ...checkSides(agents, point, path),
      ...(verdict === undefined
        ? []
        : checkNamed(agents, verdict, 'review', [...path, 'requires', 'verdict'])),
      ...(points.findIndex((other) => other.name === point.name) < i
        ? [
            {
              path: [...path, 'name'],
              message: `there are two integration points \`${point.name}\``,
              expected: 'a name used once',
              example: `name: ${point.name} 2`,
            },
          ]
        : []),
    ]
  })
}

/** Conditions that nothing of the policy could ever meet; paths start at the key, indexes are those of `points`. */
export function checkConditions(
  points: readonly IntegrationPoint[],
  policy: {
    validate: { commands: readonly { name: string }[] }
    benchmark?: { commands: readonly unknown[] } | undefined
  },
): Finding[] {
  const names = policy.validate.commands.map(({ name }) => name)
  let files = 0
  return points.flatMap(({ name, requires }, i): Finding[] => {
    const path = [KEY, i, 'requires']
    if (requires?.file !== undefined) files += 1
    return [
      ...(requires?.file === undefined || files <= MOST_FILES
        ? []
        : [
            {
              path: [...path, 'file'],
              message: `more than ${MOST_FILES} integration points ask for a file`,
              expected: `at most ${MOST_FILES}: each is a command of one validation run`,
              example: `requires: { validation: ${names[0] ?? 'tests'} }`,
            },
          ]),
      ...(requires?.validation === undefined || names.includes(requires.validation)
        ? []
        : [
            {
              path: [...path, 'validation'],
              message: `the integration point ${name} asks for the command \`${requires.validation}\`, and no validation command is called so`,
              expected: `one of: ${list(names)}`,
              example: `validation: ${names[0] ?? 'tests'}`,
            },
          ]),
      ...(requires?.metric === undefined || policy.benchmark !== undefined
        ? []
        : [
            {
              path: [...path, 'metric'],
              message: `the integration point ${name} asks for the metric \`${requires.metric.name}\`, and nothing is measured`,
              expected: 'benchmark with a command that prints it',
              example: 'benchmark: { commands: [{ name: convert, run: node bench/convert.mjs }] }',
            },
          ]),
    ]
  })
}
