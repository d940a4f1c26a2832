// Why a wave does not start now, as data and in words.

import type { AgentName } from '../ids.ts'
import type { PlanEdge } from '../plan/graph.ts'
import type { WaveState } from './state.ts'

/** Something that is to come before. */
export interface Wait {
  edge: PlanEdge
  /** The state of what is waited for. */
  state: WaveState
}

export type Hold =
  | { kind: 'waits'; for: readonly Wait[] }
  | {
      kind: 'limit'
      of: 'agent' | 'repository' | 'installation'
      agent: AgentName | undefined
      limit: number
      busy: number
    }
  | { kind: 'paused'; why: string }
  | { kind: 'blocked'; why: string | undefined }
  | { kind: 'cancelled'; why: string | undefined }
  | { kind: 'started'; state: 'running' | 'validating' | 'in-review' }
  | { kind: 'merged' }

/** `plan-2/3 (signal plan-2-wave-3-complete), running`. */
export function waitText({ edge, state }: Wait): string {
  const reasons = { order: '', depends_on: '', signal: ` (signal ${edge.label})`, plan: ` (${edge.label})` }
  const subject = `${edge.from}${reasons[edge.why]}`
  if (state === 'merged') return `${subject}, merged, but the signal has not been sent`
  if (state === 'cancelled') return `${subject}, cancelled: it never comes, so the plan has to change`
  return `${subject}, ${state}`
}

const because = (word: string, why: string | undefined): string =>
  why === undefined ? word : `${word}: ${why}`

/** One sentence without a full stop. It may hold words of people and agents: whoever shows it quotes it. */
export function holdText(hold: Hold): string {
  switch (hold.kind) {
    case 'waits':
      return `waits for ${hold.for.map(waitText).join('; ')}`
    case 'limit': {
      const who = hold.of === 'agent' ? (hold.agent ?? 'the agent') : `the ${hold.of}`
      return `${who} is at its limit: ${hold.busy} of ${hold.limit} runs under way`
    }
    case 'paused':
      return because('paused', hold.why)
    case 'blocked':
    case 'cancelled':
      return because(hold.kind, hold.why)
    case 'started':
      return hold.state
    case 'merged':
      return 'merged'
  }
}
