// Values of a directive's fields that are more than text: levels, states, conditions, names of agents.

import { AgentName } from '../ids.ts'
import { RoadmapLevel } from '../roster/routing-tables.ts'
import { MOST_CHARACTERS, type Condition } from './directive.ts'

/** A value, or what was expected in its place. */
export type Value = { value: unknown } | { expected: string }

export function readLevel(text: string): { value: RoadmapLevel } | { expected: string } {
  const level = RoadmapLevel.safeParse(text.toLowerCase())
  return level.success ? { value: level.data } : { expected: 'critical, high, medium, low or future' }
}

/** Begins with its word; whatever follows is kept. */
export const readStatus = (text: string): { value: string } | { expected: string } =>
  /^(?:complete|partial|blocked)\b/i.test(text) && text.length <= MOST_CHARACTERS
    ? { value: text }
    : {
        expected: `Complete, Partial or Blocked, and what there is to say, at most ${MOST_CHARACTERS} characters`,
      }

const items = (text: string): string[] =>
  text
    .split(/[,;\n]/)
    .map((item) => item.replace(/^\s*[-*]\s+/, '').trim())
    .filter((item) => item !== '')

export function readConditions(text: string): { value: Condition[] } | { expected: string } {
  const expected =
    'gates, `validation <name>` or `point <name>`, at most 20, with commas or line breaks between'
  const value = items(text).map((item): Condition | undefined => {
    if (/^gates$/i.test(item)) return { on: 'gates' }
    const [, on, name = ''] = /^(validation|point)\s+(\S.*)$/i.exec(item) ?? []
    if (name === '' || name.length > 100) return undefined
    return { on: on?.toLowerCase() === 'point' ? 'point' : 'validation', name: name.trim() }
  })
  const known = value.filter((one) => one !== undefined)
  return known.length === value.length && known.length > 0 && known.length <= 20
    ? { value: known }
    : { expected }
}

/** `all` is everybody, as is nothing. */
export function readAgents(text: string): { value: AgentName[] } | { expected: string } {
  const names = text.split(/[\s,;]+/).filter((name) => name !== '' && name.toLowerCase() !== 'all')
  const read = names.map((name) => AgentName.safeParse(name.toLowerCase()))
  const known = read.flatMap((one) => (one.success ? [one.data] : []))
  return known.length === names.length && names.length <= 50
    ? { value: [...new Set(known)] }
    : { expected: 'names of agents with commas between, or all' }
}
