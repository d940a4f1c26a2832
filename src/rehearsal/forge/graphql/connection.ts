// Connections: the pages of a list, with GitHub's rules for `first`, `last`, `after` and `before`.

import type { View } from './scope.ts'
import { typedError } from './errors.ts'

export interface PageArguments {
  first?: number | null
  last?: number | null
  after?: string | null
  before?: string | null
}

export interface Order {
  field: string
  direction: 'ASC' | 'DESC'
}

/** Records per page (https://docs.github.com/graphql/overview/rate-limits-and-node-limits-for-the-graphql-api). */
const MAX_PAGE = 100
const cursorPrefix = 'cursor:v2:'

const cursorAt = (index: number): string => Buffer.from(`${cursorPrefix}${index}`).toString('base64')

function indexOf(cursor: string): number {
  const text = Buffer.from(cursor, 'base64').toString()
  const index = text.startsWith(cursorPrefix) ? Number(text.slice(cursorPrefix.length)) : NaN
  if (!Number.isSafeInteger(index) || index < 0)
    throw typedError('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`)
  return index
}

function checkBounds(name: string, { first, last }: PageArguments): void {
  if (typeof first !== 'number' && typeof last !== 'number')
    throw typedError(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    )
  for (const [argument, value] of Object.entries({ first, last })) {
    if (typeof value !== 'number') continue
    if (value < 0)
      throw typedError(
        'UNPROCESSABLE',
        `\`${argument}\` on the \`${name}\` connection cannot be less than zero.`,
      )
    if (value > MAX_PAGE)
      throw typedError(
        'EXCESSIVE_PAGINATION',
        `Requesting ${value} records on the \`${name}\` connection exceeds the \`${argument}\` limit of ${MAX_PAGE} records.`,
      )
  }
}

/**
 * The page of `items` that the arguments ask for. `name` is the field, for messages. Throws GitHub's errors for missing or
 * excessive bounds and for cursors that are none of ours.
 */
export function connection<T>(
  typename: string,
  name: string,
  items: readonly T[],
  args: PageArguments,
  view: (item: T) => unknown,
): View {
  checkBounds(name, args)
  let start = typeof args.after === 'string' ? indexOf(args.after) + 1 : 0
  let end = typeof args.before === 'string' ? Math.min(indexOf(args.before), items.length) : items.length
  start = Math.min(start, end)
  if (typeof args.first === 'number') end = Math.min(end, start + args.first)
  if (typeof args.last === 'number') start = Math.max(start, end - args.last)
  const page = items.slice(start, end)
  return {
    __typename: typename,
    totalCount: items.length,
    nodes: () => page.map(view),
    pageInfo: {
      startCursor: page.length === 0 ? null : cursorAt(start),
      endCursor: page.length === 0 ? null : cursorAt(end - 1),
      hasPreviousPage: start > 0,
      hasNextPage: end < items.length,
    },
  }
}

/** `items` by `key`, ties in their given order; newest first for DESC. */
export function ordered<T>(
  items: readonly T[],
  direction: 'ASC' | 'DESC',
  key: (item: T) => string | number,
): T[] {
  const sorted = items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
  return direction === 'DESC' ? sorted.reverse() : sorted
}
