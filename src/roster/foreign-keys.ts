// Front matter of the two other formats, where keys that nobody knows are common and must not keep an agent out.

import type { Finding } from '../domain/roster/problem.ts'
import { AgentKeys } from './agent-keys.ts'
import { OWN_KEYS } from './agent-format.ts'
import { didYouMean, editDistance } from '../domain/did-you-mean.ts'
import { quote, visible } from './show.ts'
import type { YamlSource } from './yaml-source.ts'

/** What other products and other kinds of file call `tools`. Left unread, they would leave the agent with every tool. */
export const TOOL_ALIASES: ReadonlyMap<string, 'tools' | 'disallowedTools'> = new Map([
  ['allowed-tools', 'tools'],
  ['allowedTools', 'tools'],
  ['allowed_tools', 'tools'],
  ['disallowed-tools', 'disallowedTools'],
  ['disallowed_tools', 'disallowedTools'],
])

const known: ReadonlySet<string> = new Set(Object.keys(AgentKeys.shape))
/** In these an empty value decides what the agent is or may do; in the others it says nothing. */
const meaningful: ReadonlySet<string> = new Set(['description', 'tools', 'disallowedTools'])

export interface ForeignSource {
  source: YamlSource
  /** Keys without effect, as they may be shown. */
  ignored: string[]
  findings: Finding[]
}

/** The known key that an unknown one may not be taken for a stranger of. */
function guarded(key: string, certain: boolean): string | undefined {
  const limit = ['tools', 'disallowedTools'].find(
    (name) => editDistance(name.toLowerCase(), key.toLowerCase()) <= 1,
  )
  return (
    limit ??
    (certain
      ? undefined
      : didYouMean(
          key,
          OWN_KEYS.filter((own) => own.length > 5),
        ))
  )
}

/**
 * Leaves only keys that `AgentKeys` knows. A misspelt `tools` stays an error in every format, and where the format is only
 * guessed from the keys (`certain` is false) so does a misspelt key of our own.
 */
export function withoutStrangers(source: YamlSource, certain: boolean): ForeignSource {
  const { data } = source
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return { source, ignored: [], findings: [] }
  const kept = new Map<string, unknown>()
  const writtenAs = new Map<string, string>()
  const ignored: string[] = []
  const findings: Finding[] = []
  for (const [key, value] of Object.entries(data)) {
    const alias = TOOL_ALIASES.get(key)
    if (alias !== undefined && !Object.hasOwn(data, alias) && !kept.has(alias)) {
      kept.set(alias, value)
      writtenAs.set(alias, key)
    } else if (known.has(key)) {
      if (value !== null || meaningful.has(key)) kept.set(key, value)
    } else {
      const meant = alias === undefined ? guarded(key, certain) : undefined
      if (meant === undefined) ignored.push(visible(key, 60))
      else
        findings.push({
          path: [key],
          message: `unknown key ${quote(key)}; did you mean ${quote(meant)}?`,
          expected: `the key spelt ${quote(meant)}`,
          example: `${meant}: …`,
        })
    }
  }
  const lineOf: YamlSource['lineOf'] = ([first, ...rest]) =>
    source.lineOf(first === undefined ? [] : [writtenAs.get(String(first)) ?? first, ...rest])
  return { source: { data: Object.fromEntries(kept), lineOf }, ignored, findings }
}
