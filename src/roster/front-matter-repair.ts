// Front matter that is no YAML although everybody can see what it says: unquoted texts with colons in them.

import { AgentKeys } from './agent-keys.ts'
import { TOOL_ALIASES } from './foreign-keys.ts'
import { readYaml } from './yaml-source.ts'

/** Far more than any agent file has. */
const MAX_ENTRIES = 100

const textKeys: ReadonlySet<string> = new Set([
  'name',
  'description',
  'model',
  'argument-hint',
  'initialPrompt',
  'color',
])
const toolKeys: ReadonlySet<string> = new Set(['tools', 'disallowedTools', ...TOOL_ALIASES.keys()])
const knownKey = new RegExp(
  `^\\s*["']?(${[...Object.keys(AgentKeys.shape), ...TOOL_ALIASES.keys()].join('|')})["']?\\s*:`,
  'i',
)

interface Entry {
  key: string
  lines: string[]
}

const isEmpty = (line: string): boolean => /^\s*(#|$)/.test(line)

/** How many `<example>` are open after the line. */
const openExamples = (line: string, open: number): number =>
  [...line.matchAll(/<(\/?)example>/g)].reduce(
    (depth, [, closing]) => Math.max(0, depth + (closing ? -1 : 1)),
    open,
  )

/**
 * One entry per key in the first column. Within `<example>` in a plain description nothing is a key. Undefined when a line could
 * be either: then only its author knows.
 */
function entriesOf(lines: readonly string[]): Entry[] | undefined {
  const entries: Entry[] = []
  let open = 0
  let prose = false
  for (const line of lines) {
    const current = entries.at(-1)
    const [, key, value = ''] = /^([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*))?$/.exec(line) ?? []
    if (open > 0) {
      if (knownKey.test(line)) return undefined
      current?.lines.push(line)
      open = openExamples(line, open)
    } else if (key !== undefined) {
      // `Context: …` and `user: …` are lines of a dialogue as likely as keys.
      if (!knownKey.test(line) && /^([A-Z]|user:|assistant:|human:)/.test(line)) return undefined
      entries.push({ key, lines: [line] })
      prose = key === 'description' && !/^["'|>]/.test(value)
      if (prose) open = openExamples(line, 0)
    } else if (current !== undefined) {
      current.lines.push(line)
      if (prose) open = openExamples(line, 0)
    } else if (!isEmpty(line)) {
      return undefined
    }
    if (entries.length > MAX_ENTRIES) return undefined
  }
  return open > 0 ? undefined : entries
}

/** Whether a line below the first can only be more of the description. */
function continuesText(line: string): boolean {
  if (knownKey.test(line)) return false
  return /^\s/.test(line) || line === '' || !/^(["'?[{&*!|>%@`#-]|[^\s:]+\s*:(\s|$))/.test(line)
}

function toolsText(value: string): string | undefined {
  if (/^(\*|\[\s*\*\s*\])$/.test(value)) return '*'
  const quoted = `("[^"]*"|'[^']*')`
  if (new RegExp(`^${quoted}(\\s*,\\s*${quoted})+$`).test(value)) return value
  return /^[\w]/.test(value) ? value : undefined
}

/** The text of an entry that strict YAML refuses; undefined where it is not plainly one. */
function textOf({ key, lines }: Entry): string | undefined {
  const [first = '', ...below] = lines
  const value = first.slice(first.indexOf(':') + 1).trim()
  let end = below.length
  while (end > 0 && isEmpty(below[end - 1] ?? '')) end -= 1
  const more = below.slice(0, end)
  if (value === '' || (more.length > 0 && key !== 'description')) return undefined
  if (toolKeys.has(key)) return toolsText(value)
  if (!textKeys.has(key)) return undefined
  // Quotes, block texts, anchors and tags are YAML's: a mistake in them is for the author to mend.
  if (/^(["'|>&!{]|[-?:]\s)/.test(value)) return undefined
  if (value.startsWith('*') && !/\s/.test(value)) return undefined
  if (value.startsWith('[') && !/^\[[^\]]*\]\s*[^\s#]/.test(value)) return undefined
  let open = openExamples(first, 0)
  for (const line of more) {
    if (open > 0 ? knownKey.test(line) : !continuesText(line)) return undefined
    open = openExamples(line, open)
  }
  return [value, ...more.map((line) => line.trimEnd())].join('\n')
}

/**
 * Quotes the texts of such front matter, line for line, so that it can be parsed strictly after all: `description: Use it: always`
 * and Claude Code's dialogues, whether on one line or on several. Everything else stays as it is. Claude Code does the same for
 * texts on one line. Returns as many lines as it was given, or undefined where a guess would be needed.
 */
export function repairFrontMatter(lines: readonly string[]): string[] | undefined {
  if (lines.some((line) => line.includes('\0'))) return undefined
  const entries = entriesOf(lines)
  if (entries === undefined) return undefined
  const repaired: string[] = []
  for (const entry of entries) {
    const text = entry.lines.join('\n')
    if ('source' in readYaml({ file: '', text, maxLength: text.length, example: '' })) {
      repaired.push(...entry.lines)
      continue
    }
    const value = textOf(entry)
    if (value === undefined) return undefined
    repaired.push(`${entry.key}: ${JSON.stringify(value)}`, ...entry.lines.slice(1).map(() => ''))
  }
  const before = lines.length - repaired.length
  return [...lines.slice(0, before), ...repaired]
}
