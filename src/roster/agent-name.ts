// What an agent is called: a name that fits into branches and labels, and the title that people wrote.

import { AgentName } from '../domain/ids.ts'
import type { AgentFormat } from '../domain/roster/agent.ts'

export const baseName = (path: string): string =>
  (path.split('/').at(-1) ?? path).replace(/\.md$/i, '').replace(/\.agent$/i, '')

const parsed = (slug: string): AgentName | undefined => {
  const result = AgentName.safeParse(slug)
  return result.success ? result.data : undefined
}

/** `Rust Engineer` → `rust-engineer`; undefined when that is no name. */
const plainName = (written: string): AgentName | undefined =>
  parsed(
    written
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_.]+/g, '-'),
  )

/**
 * `Café — C# Expert` → `cafe-c-expert`. Signs and emojis are dropped; a letter of another script is not, because half a name
 * would be a wrong one: undefined then.
 */
export function transliterated(written: string): AgentName | undefined {
  const base = written.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  if (/(?![a-z0-9])[\p{L}\p{N}]/u.test(base)) return undefined
  return parsed(base.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, ''))
}

/** Letters, digits, emojis and plain signs; nothing that mentions, links or formats where the title is shown. */
function titleFrom(written: string): string {
  const kept = written
    .replaceAll(/[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}\u{200D} #+&/().,:'_-]/gu, ' ')
    .replaceAll(/#(?=\d)/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
  return kept
    .slice(0, 80)
    .replace(/\p{Cs}$/u, '')
    .trim()
}

/**
 * Claude Code knows an agent by its `name`, GitHub by its file, where `name` is for display. Where the one gives no name, the
 * other is tried. Undefined when neither does.
 */
export function identityOf(
  format: AgentFormat,
  path: string,
  written: string | undefined,
): { name: AgentName; title: string } | undefined {
  const file = baseName(path)
  const title = written ?? file
  if (format === 'baton') {
    const name = plainName(title)
    return name === undefined ? undefined : { name, title }
  }
  const [first, second] = format === 'github' ? [file, written] : [written, file]
  const name =
    (first === undefined ? undefined : transliterated(first)) ??
    (second === undefined ? undefined : transliterated(second))
  return name === undefined ? undefined : { name, title: titleFrom(title) || name }
}
