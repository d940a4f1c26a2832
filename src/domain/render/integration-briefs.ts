// What whoever makes a change is told of the integration points that their work meets that of others at: before, not in the review.

import type { AgentName } from '../ids.ts'
import type { IntegrationPoint } from '../roster/integration-point.ts'
import type { Pack } from '../roster/pack.ts'
import { figure } from './figures.ts'

/** What is asked of a change of its paths, in words. */
function asked({ requires }: IntegrationPoint): string {
  if (requires === undefined) return 'the other side approves it'
  const { verdict, validation, metric, file } = requires
  return [
    ...(verdict === undefined ? [] : [`${verdict} approves it`]),
    ...(validation === undefined ? [] : [`the command ${validation} succeeds`]),
    ...(metric === undefined ? [] : [`${metric.name} ${metric.op} ${figure(metric.value)}`]),
    ...(file === undefined
      ? []
      : [`${file.path} ${file.contains === undefined ? 'is there' : `contains "${file.contains}"`}`]),
  ].join(', ')
}

/** The points of these agents, for instructions; nothing for agents that stand on no side of any. */
export function ownPoints(pack: Pack, agents: readonly AgentName[]): string {
  const own = pack.integration_points.filter(({ producers, consumers }) =>
    [...producers, ...consumers].some((name) => agents.includes(name)),
  )
  if (own.length === 0) return ''
  const lines = own.map(
    (point) =>
      `- ${point.name} (${point.producers.join(', ')} → ${point.consumers.join(', ')}): ${point.about}. A change of ${point.paths.join(', ')} is merged once ${asked(point)}.`,
  )
  return `Your work meets that of others at these integration points. Keep to what holds there, and say in your notes what you had to change:\n${lines.join('\n')}`
}
