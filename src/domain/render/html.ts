// HTML from parts: what is written between them is text, whoever wrote it, unless it was made here.

import { shortLine } from './titles.ts'
import { xml } from './xml.ts'

/** Markup that was made here. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

type Part = Html | string | number | undefined | readonly Part[]

function written(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Html) return part.markup
  return typeof part === 'object' ? part.map(written).join('') : xml(String(part))
}

/** A template whose values are escaped. Attributes are written in double quotes. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(texts.map((text, i) => text + written(parts[i])).join(''))

/** Words of people and agents: one printable line, bounded. */
export const words = (text: string | undefined, most: number): string =>
  text === undefined ? '' : shortLine(text, most)

export interface Table {
  caption: string
  columns: readonly string[]
  /** The first cell of each names the row. */
  rows: readonly (readonly (Html | string)[])[]
  /** Columns, from 0, that are figures. */
  figures?: readonly number[]
  /** The first cells are numbers of issues, which need little room. */
  numbered?: true
  /** In place of the table where it has no row. */
  empty: string
}

/** A table with caption and headers of columns and rows, which scrolls by itself where it is wider than the screen. */
export function table({ caption, columns, rows, figures = [], numbered, empty }: Table): Html {
  if (rows.length === 0) return html`<p class="none">${empty}</p>`
  const kind = (i: number): Html | undefined => (figures.includes(i) ? html` class="figure"` : undefined)
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((name, i) => html`<th scope="col" ${kind(i)}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...others]) =>
            html`<tr>
              <th scope="row" ${numbered && new Html('class="number"')}>${first}</th>
              ${others.map((cell, i) => html`<td${kind(i + 1)}>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`
}
