// Milestones as GraphQL shows them.

import type { Milestone, Repository } from '../world.ts'
import { connection, ordered, type Order, type PageArguments } from './connection.ts'
import { typedError } from './errors.ts'
import type { View } from './scope.ts'

export interface MilestoneArguments extends PageArguments {
  states?: string[] | null
  orderBy?: Order | null
  query?: string | null
}

export function milestoneView({ nodeId, number, title, state, dueOn, closedAt }: Milestone): View {
  return { __typename: 'Milestone', id: nodeId, number, title, state: state.toUpperCase(), dueOn, closedAt }
}

/** Those without a day come last by it, whichever way. */
const LAST = '9'

export function milestoneConnection(repo: Repository, args: MilestoneArguments): View {
  const { states, orderBy, query } = args
  if (query) throw typedError('NOT_IMPLEMENTED', 'The embedded GitHub does not serve milestones(query:).')
  const wanted = [...repo.milestones.values()].filter(
    ({ state }) => !states || states.includes(state.toUpperCase()),
  )
  const key = (milestone: Milestone): string | number => {
    if (orderBy?.field === 'UPDATED_AT') return milestone.updatedAt
    if (orderBy?.field === 'DUE_DATE') return milestone.dueOn ?? LAST
    return milestone.number
  }
  return connection(
    'MilestoneConnection',
    'milestones',
    ordered(wanted, orderBy?.direction ?? 'ASC', key),
    args,
    milestoneView,
  )
}
