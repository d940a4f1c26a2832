// Titles and reasons by people, cut and cleaned for a line of a list, a table cell, or a column of a terminal.

import { inCode } from './text.ts'

/** Control characters (a terminal would obey them), line ends of every kind, and what turns the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu

/** The longest text that is looked at: what is cut away cannot cost time. */
const LOOKED_AT = 2000

/** One line of printable text, at most so many characters; never empty. */
export function shortLine(text: string, most: number): string {
  const clean = text.slice(0, LOOKED_AT).replaceAll(UNPRINTABLE, ' ').replaceAll(/\s+/gu, ' ').trim()
  const characters = Array.from(clean)
  if (characters.length === 0) return '(nothing readable)'
  return characters.length <= most && text.length <= LOOKED_AT
    ? clean
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/** As code: within it GitHub sees no Markdown, HTML, mention, reference or formula. Good for table cells too. */
export const titleCode = (text: string, most = 80): string =>
  `\`${inCode(shortLine(text, most)).replaceAll(/(\\*)\|/g, '$1$1\\|')}\``

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff00-\uff60]/u
const JOINED = /\p{M}/u

const widthOf = (character: string): number => (JOINED.test(character) ? 0 : WIDE.test(character) ? 2 : 1)

/** How many columns of a terminal a line takes. */
export const columns = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + widthOf(character), 0)

export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - columns(text)))
