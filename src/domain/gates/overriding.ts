// Gates that people let pass on one head: by which name they are meant, which may be, and how it shows.
//
// An override is a judgement about something that was shown. It never takes the place of showing it: a gate that still waits, a run
// whose result is missing or was refused, tests and scripts that nobody ran stay what they are.

import { reason, told, type Reason, type ReasonState } from '../reason.ts'

/** A person's word that a gate of one head is passed, and why. */
export interface Override {
  /** As the person wrote it: a kind of gate, or the name that the gate has in the check. */
  gate: string
  by: string
  reason: string
}

/** A gate as people may name it, and what it says without anybody's override. */
export interface NamedGate {
  /** Undefined: it is meant by its title only. */
  kind: string | undefined
  title: string
  state: ReasonState
  /** Why nobody can let it pass: what it asks for was not shown at all. */
  unshown: string | undefined
}

/** What one gate says, and the names that it goes by. */
export interface Said {
  kind?: string
  title: string
  reason: Reason
  unshown?: string | undefined
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()

/** Whether a gate is the one that somebody named. */
export const isMeant = ({ kind, title }: Pick<NamedGate, 'kind' | 'title'>, name: string): boolean =>
  same(title, name) || (kind !== undefined && same(kind, name))

/** Why a gate cannot be overridden as it stands; undefined when it can. */
export function notOverridable({ title, state, unshown }: NamedGate): string | undefined {
  switch (state) {
    case 'pass':
    case 'info':
      return `${title} does not stand in the way`
    case 'pending':
      return `${title} has no result yet, and what nobody knows cannot be overridden`
    case 'fail':
    case 'unproven':
      return unshown === undefined ? undefined : `${title}: ${unshown}, and that cannot be overridden`
  }
}

/**
 * What gates come to with the overrides of their head: a tree each, where one that was let pass is news under the name of whoever
 * did it; the gates as they are without; and the overrides that made a difference.
 */
export function passedBy(
  overrides: readonly Override[],
  said: readonly Said[],
): { reasons: Reason[]; gates: NamedGate[]; overridden: Override[] } {
  const judged = said.map(({ kind, title, reason: tree, unshown }) => {
    const gate: NamedGate = { kind, title, state: tree.state, unshown }
    const meant = overrides.findLast(({ gate: name }) => isMeant(gate, name))
    return { gate, tree, used: notOverridable(gate) === undefined ? meant : undefined }
  })
  return {
    reasons: judged.map(({ gate: { title }, tree, used }) =>
      used === undefined
        ? tree
        : reason('info', `${title}: overridden by @${used.by}: ${used.reason}`, [told(tree)]),
    ),
    gates: judged.map(({ gate }) => gate),
    overridden: overrides.filter((one) => judged.some(({ used }) => used === one)),
  }
}
