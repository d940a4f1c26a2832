// Values from somebody's file, made safe and short enough to quote in a message.

const MAX_QUOTE = 60
const MAX_TEXT = 200

/** Control, bidi and invisible characters, line ends among them, come out as escapes; the text is cut at `max` characters. */
export function visible(text: string, max = MAX_TEXT): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text
  return cut.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escape)
}

const escape = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`

/** The text in backquotes, on one line, cut at 60 characters. */
export const quote = (text: string): string => `\`${visible(text, MAX_QUOTE).replaceAll('`', escape)}\``

/** A value in words: texts quoted, lists and groups by their kind. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'a group of keys'
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'boolean') return String(value)
  return quote(typeof value === 'string' ? value : typeof value)
}
