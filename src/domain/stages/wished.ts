// What people asked for by command and the store keeps: signals of their own, and freezes until they lift them.

import type { Action } from '../actions.ts'
import type { AskedFreeze } from '../commands/desired.ts'
import { Sha } from '../ids.ts'
import { WaveKey } from '../plan/names.ts'
import type { Snapshot } from '../snapshot.ts'
import { proceed, type StageResult } from './stage.ts'

const DAY_MS = 24 * 60 * 60_000

/** A freeze by command is the issue's own, numbered in the order they were asked for. */
const freezeId = (issue: number, n: number): WaveKey => WaveKey.parse(`issue-${issue}/${n}`)

/** A name with a slash, a dot before its end or a star is a path, everything else something in the code. */
const isPath = (what: string): boolean => /[/*]|\.\w+$/.test(what) && !what.includes('(')

function freezing({ issue, base, pack, freezes }: Snapshot, asked: AskedFreeze, n: number): Action[] {
  const id = freezeId(issue.number, n)
  const known = freezes.find((freeze) => freeze.id === id)
  if (asked.lifted !== undefined) {
    const { by } = asked.lifted
    return known === undefined || known.liftedAt !== undefined
      ? []
      : [{ do: 'lift_freeze', id, by: [`@${by}`] }]
  }
  if (known !== undefined) return []
  const { what, until, at } = asked
  return [
    {
      do: 'freeze',
      id,
      wave: 0,
      sha: base.sha,
      paths: isPath(what) ? [what] : [],
      symbols: isPath(what) ? [] : [what],
      days: until === undefined ? undefined : Math.max(1, Math.ceil((until - at) / DAY_MS)),
      orchestrator: pack.orchestrator,
      seats: [],
    },
  ]
}

export function wished(snapshot: Snapshot): StageResult {
  const { desired, base, signals } = snapshot
  if (desired === undefined) return proceed('nobody asked for anything by command')
  const sending = desired.signals
    .filter(({ name }) => !signals.includes(name))
    .map(({ name, status, api, commit, unblocks, note, by }): Action => {
      // A short one cannot be told from another; the note keeps what was written.
      const named = Sha.safeParse(commit)
      const said = [
        note,
        named.success || commit === undefined ? undefined : `commit ${commit}`,
        `sent by @${by}`,
      ]
      return {
        do: 'send_signal',
        name,
        wave: undefined,
        sha: base.sha,
        payload: {
          status,
          ...(api === undefined ? {} : { api }),
          ...(named.success ? { commit: named.data } : {}),
          unblocks,
          note: said.filter((part) => part !== undefined).join(', '),
        },
      }
    })
  return proceed('what people asked for by command is in force', [
    ...sending,
    ...desired.freezes.flatMap((asked, i) => freezing(snapshot, asked, i + 1)),
  ])
}
