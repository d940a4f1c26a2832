// Makes text from outside safe to show to a model: nothing hidden in it, and no way out of its fence.

import type { UntrustedText } from './request.ts'

/**
 * Characters that a person reading the page does not see but a model does: control characters (except tab and line
 * break), zero-width and bidirectional ones, soft hyphens, fillers, variation selectors, the tag block.
 */
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** Text as a person sees it: no HTML comments, no invisible or control characters, line breaks as \n. */
export function visible(text: string): string {
  // Half of a surrogate pair cannot be sent as UTF-8.
  return withoutComments(lineBreaks(text).replace(INVISIBLE, '').toWellFormed())
}

/** Code with nothing taken out, so that a reviewer misses nothing: what hides is spelled out instead (`⟨U+202E⟩`). */
export function spelledOut(code: string): string {
  const spell = (char: string): string =>
    `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`
  return lineBreaks(code).replace(INVISIBLE, spell).toWellFormed()
}

const lineBreaks = (text: string): string => text.replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')

const UNCLOSED = '[an HTML comment that is never closed was removed, with all that it hides on the page]'

function withoutComments(text: string): string {
  let out = text
  // Removing one comment can make another of the pieces around it (`<!-<!-- -->- x -->`).
  for (;;) {
    const next = out.replace(/<!--[\s\S]*?(?:-->|--!>)/g, '')
    if (next === out) break
    out = next
  }
  return out.replace(/<!--[\s\S]*$/, UNCLOSED)
}

/**
 * Fences one untrusted text. The id is random per run, so the text cannot know the closing line; anything in it that
 * looks like a fence is defused all the same.
 */
export function fence(item: UntrustedText, id: string): string {
  const source = visible(item.source)
    .replace(/[\n"<>]/g, ' ')
    .slice(0, 200)
  const body = (item.kind === 'code' ? spelledOut(item.text) : visible(item.text))
    .replace(/<([\s/]*untrusted)/gi, '‹$1')
    .replaceAll(id, '[fence id]')
  return `<untrusted id="${id}" source="${source}">\n${body}\n</untrusted id="${id}">`
}
