// Text of a tool, made harmless: without colours, with escapes for what a terminal or a page would act on.

const BOM = '\u{FEFF}'

/** CSI and OSC sequences and two-character escapes of ECMA-48; unfinished ones lose their first character only. */
const ANSI =
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with one.
  /\u001B(?:\[[0-?]{0,64}[ -/]{0,16}[@-~]|\][^\u0007\u001B\n]{0,1000}(?:\u0007|\u001B\\)|[@-Z\\-_])?/g

/** The text of a report without BOM and colours, lines ending in `\n`. Lines keep their numbers. */
export const plainText = (text: string): string => {
  const own = text.startsWith(BOM) ? text.slice(1) : text
  const lines = own.includes('\r') ? own.replaceAll(/\r\n?/g, '\n') : own
  return lines.includes('\u001B') ? lines.replaceAll(ANSI, '') : lines
}

const escape = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`

/** One line, cut at `max` characters: control, bidi and invisible characters come out as escapes. */
export function visible(text: string, max: number): string {
  const shown = text
    .slice(0, max)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escape)
    .trim()
  return shown.length < max && text.length <= max ? shown : `${shown.slice(0, max - 1)}…`
}

/** Lines of a tool's message, each without what a terminal would act on, cut at `max` characters. */
export function message(text: string, max: number): string {
  const lines = text
    .slice(0, 2 * max)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', '  ')
    .split('\n')
    .map((line) => line.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escape).trimEnd())
  const whole = lines.join('\n').replace(/^\n+/, '').trimEnd()
  return whole.length <= max && text.length <= 2 * max ? whole : `${whole.slice(0, max - 1)}…`
}
