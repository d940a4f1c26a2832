// HTML that cannot be forged: a template tag that escapes every value which is not HTML already.

/** Markup known to be safe. Only `markup` and the Markdown renderer make it. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Content = Html | string | number | null | undefined | false | readonly Content[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for element content and for quoted attributes. */
export const escape = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')

function render(content: Content): string {
  if (content === null || content === undefined || content === false) return ''
  if (content instanceof Html) return content.text
  if (typeof content === 'string') return escape(content)
  if (typeof content === 'number') return String(content)
  return content.map(render).join('')
}

/**
 * Tag for templates: values are escaped, lists joined, null and false left out. Not named `html`, since formatters take the
 * white space in templates of that name for theirs.
 */
export const markup = (parts: TemplateStringsArray, ...values: Content[]): Html =>
  new Html(parts.map((part, index) => part + render(values[index])).join(''))

/** Items with a separator between them. */
export const join = (items: readonly Content[], separator: Content): Content[] =>
  items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]))

/** The address if a browser may follow it from a text that anybody wrote, else undefined. */
export function safeUrl(address: string): string | undefined {
  // Control characters and blanks are what `java\nscript:` hides behind.
  if (/[\s\p{Cc}]/u.test(address)) return undefined
  return /^(https?:\/\/|mailto:|\/(?!\/)|#)/i.test(address) ? address : undefined
}
