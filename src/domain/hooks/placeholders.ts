// Words of a policy with places for what a moment is about.

import type { AgentName, Sha } from '../ids.ts'

/** `issue` and `sha` are known at every moment, `wave` and `agent` only where a hook says so. */
export const PLACEHOLDERS = ['issue', 'wave', 'agent', 'sha'] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]

const PLACE = /\{([A-Za-z_]+)\}/g

/** The names in braces, in order, known ones or not. */
export const placesIn = (text: string): string[] =>
  [...text.matchAll(PLACE)].flatMap(({ 1: name }) => name ?? [])

export interface About {
  issue: number
  /** The number that people know it by. */
  wave?: number | undefined
  agent?: AgentName | undefined
  sha: Sha
}

/** The text with its places filled in. What is not known stays as it is written: `baton check` has said so before. */
export function filled(text: string, { issue, wave, agent, sha }: About): string {
  const known: Readonly<Record<string, string | undefined>> = {
    issue: String(issue),
    wave: wave === undefined ? undefined : String(wave),
    agent,
    sha: sha.slice(0, 7),
  }
  return text.replaceAll(PLACE, (place, name: string) => known[name] ?? place)
}
