// What every page has: its head, its style, when it was made, and how it renews itself.

import { timeText } from './coordination.ts'
import { html, Html } from './html.ts'

/** In the text of its element, byte for byte: the policy of the page allows it by its digest. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --back: #ffffff; --text: #1f2328; --dim: #57606a; --rule: #d0d7de; --link: #0550ae;
  --good: #116329; --bad: #a40e26; --mark: #f6f8fa; }
@media (prefers-color-scheme: dark) {
  :root { --back: #0d1117; --text: #e6edf3; --dim: #9da7b3; --rule: #30363d; --link: #79c0ff; --good: #56d364;
    --bad: #ff7b72; --mark: #161b22; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 72rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
a { color: var(--link); } p { margin: 0.5rem 0; }
.wide { overflow-x: auto; border: 1px solid var(--rule); border-radius: 6px; }
.wide:focus-visible { outline: 2px solid var(--link); }
table { border-collapse: collapse; width: 100%; overflow-wrap: normal; }
caption { text-align: start; padding: 0.4rem 0.75rem; color: var(--dim); font-size: 0.875rem; }
th, td { padding: 0.4rem 0.75rem; border-top: 1px solid var(--rule); text-align: start; vertical-align: top; }
thead th { background: var(--mark); font-size: 0.875rem; white-space: nowrap; }
tbody th { font-weight: 600; min-width: 8rem; position: sticky; inset-inline-start: 0; background: var(--back); }
tbody th.number { min-width: 0; }
td { overflow-wrap: anywhere; min-width: 7rem; }
.figure { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; min-width: 0; }
.what, .none, .made { color: var(--dim); font-size: 0.875rem; font-weight: 400; } .what { min-width: 12rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .path li { margin: 0.2rem 0; }
`

/** How often a page asks again, in seconds. */
export const RENEW_S = 15

export interface Page {
  title: string
  /** Milliseconds since 1970. */
  now: number
  /** Where the page is, for the link that stops or starts renewing. */
  path: string
  live: boolean
  body: Html
}

/** The whole document. Everything in it comes from this process. */
export function page({ title, now, path, live, body }: Page): string {
  const renewing = live
    ? html`Renewed every ${RENEW_S} seconds. <a href="${path}?live=off">Stop that</a>`
    : html`Not renewed by itself. <a href="${path}">Start that</a>`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${live ? html`<meta http-equiv="refresh" content="${RENEW_S}" />` : undefined}
        <title>${title}</title>
        ${new Html(`<style>${PAGE_STYLE}</style>`)}
      </head>
      <body>
        ${body}
        <p class="made">As of ${timeText(now)}. ${renewing}</p>
      </body>
    </html> `.markup
}
