// Open tasks in the order in which people should look at them.

import type { TaskLine } from './view.ts'

/** As the label `state:` says it; what nobody has said anything of comes last. */
const RANK = ['blocked', 'in-review', 'running', 'done']

const rankOf = ({ state }: TaskLine): number => {
  const rank = RANK.indexOf(state ?? '')
  return rank < 0 ? RANK.length : rank
}

/** Blocked ones wait for a person, reviews may; among equals the one that changed last comes first. */
export const inOrder = (tasks: readonly TaskLine[]): TaskLine[] =>
  tasks.toSorted((a, b) => rankOf(a) - rankOf(b) || b.updatedAt - a.updatedAt)
