// Writing text by agents and people into our own comments without letting it mention, close, or forge anything.

/** What GitHub reads as a reference to an issue: `#1`, `GH-1`, `owner/repo#1`, or an address. */
const REFERENCE = /(?:[\w.-]+\/[\w.-]+)?#\d|GH-\d|https?:/.source
/** Between keyword and reference: spaces, a colon, and Markdown or tags that leave no trace in the text. */
const BETWEEN = /(?:<[^<>\n]{0,100}>|[^\w<]|_){1,20}?/.source
/** https://docs.github.com/issues/tracking-your-work-with-issues/linking-a-pull-request-to-an-issue */
const KEYWORD = /\b(clos(?:e[sd]?)|fix(?:e[sd])?|resolve[sd]?)/.source
/** A tag leaves no trace either where it stands inside the reference: what is left of it may only then be one. */
const TAGGED = /(?=[^<]{0,200}<[^<>]{0,100}>)[^\w].{0,400}?(?=#\d|GH-\d|https?:)/.source
/** Only the keyword is taken: what follows may hold the next one. */
const CLOSING = new RegExp(`${KEYWORD}(?=${BETWEEN}(?:${REFERENCE})|${TAGGED})(?=(.))`, 'gis')

/**
 * Makes untrusted text safe to quote in a comment or a commit message: no HTML comments (our markers live there), no mention
 * that would ping somebody, no `Closes #n` that would act, and no character reference that would become one of them. The
 * words stay readable.
 */
export function quoted(text: string): string {
  return text
    .replaceAll(/&(?=#?\w+;)/g, '&amp;')
    .replaceAll('<!--', '&lt;!--')
    .replaceAll(CLOSING, (_, keyword: string, next: string) =>
      /[\s:]/.test(next) ? `${keyword} issue` : `${keyword} issue `,
    )
    .replaceAll(/(?<![A-Za-z0-9])@(?=\S)/g, '@\u200b')
}

/** What quoted() wrote, as it is read on GitHub: for where nothing is Markdown. Closing keywords keep what was put behind them. */
export const unquoted = (text: string): string =>
  text
    .replaceAll('@\u200b', '@')
    .replaceAll('&lt;!--', '<!--')
    .replaceAll(/&amp;(?=#?\w+;)/g, '&')

/** The same on one line, for list items and headings that have to stay whole. */
export const oneLine = (text: string): string =>
  quoted(text)
    .replaceAll(/\s*[\r\n]\s*/g, ' ')
    .trim()

/** One line for a table cell. Backslashes before a bar are doubled, or they would take the escape away again. */
export const cell = (text: string): string => oneLine(text).replaceAll(/(\\*)\|/g, '$1$1\\|')

/** For a place between two backticks. */
export const inCode = (text: string): string => oneLine(text).replaceAll('`', "'")

export const list = (items: readonly string[]): string => items.map((item) => `- ${quoted(item)}`).join('\n')

/** A fenced block that its content cannot end. */
export function fenced(content: string, language = ''): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map((match) => match[0].length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${content.trimEnd()}\n${fence}`
}

/** Cuts to GitHub's limit for check-run summaries and comment bodies (65,535 characters), saying so. */
export function capped(text: string, limit = 65_000): string {
  return text.length <= limit
    ? text
    : `${text.slice(0, limit)}\n\n… cut: ${text.length - limit} more characters`
}
