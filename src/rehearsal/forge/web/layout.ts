// The frame around every page: banner, tabs, content policy, and the refresh while something is still moving.

import { createHash, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Label, Repository } from '../world.ts'
import type { Html } from './html.ts'
import { Html as SafeHtml, markup } from './html.ts'
import { labelRules, pathOf } from './parts.ts'
import { stylesheet } from './style.ts'

export interface Page {
  title: string
  repo?: Repository
  tab?: 'issues' | 'pulls' | 'actions'
  body: Html
  /** Something shown here may still change: the page refreshes itself. */
  live: boolean
  status?: number
}

/** Milliseconds between two looks at a page that may change. */
const REFRESH_MS = 2000

/**
 * Reloads when the page has changed and only then, keeping what the reader has unfolded. Browsers without JavaScript use the
 * meta refresh.
 */
const script = `
const key='open:'+location.pathname,all=()=>[...document.querySelectorAll('details')]
const kept=sessionStorage.getItem(key)
if(kept){const open=new Set(JSON.parse(kept));all().forEach((d,i)=>{d.open=open.has(i)});sessionStorage.removeItem(key)}
const version=document.documentElement.dataset.version
setInterval(async()=>{if(document.hidden)return
try{const answer=await fetch(location.href,{headers:{accept:'text/html'}})
if(answer.headers.get('x-page-version')!==version){
sessionStorage.setItem(key,JSON.stringify(all().flatMap((d,i)=>d.open?[i]:[])));location.reload()}}
catch(error){console.info('the embedded GitHub does not answer',error)}},${REFRESH_MS})
`

function tabs({ repo, tab }: Page): Html | null {
  if (repo === undefined) return null
  const issues = [...repo.issues.values()]
  const open = (isPull: boolean): number =>
    issues.filter((issue) => issue.isPull === isPull && issue.state === 'open').length
  const link = (name: Page['tab'], path: string, label: string, count: number): Html =>
    markup`<a${tab === name && markup` class="on"`} href="${pathOf(repo)}/${path}">${label}<span class="count">${count}</span></a>`
  return markup`<nav>
    ${link('issues', 'issues', 'Issues', open(false))}${link('pulls', 'pulls', 'Pull requests', open(true))}${link('actions', 'actions', 'Actions', repo.runs.length)}
  </nav>`
}

/** Writes a page. Scripts and styles run by nonce only; nothing may be loaded from anywhere else. */
export function sendPage(res: ServerResponse, page: Page, labels: Iterable<Label>): void {
  const { repo, live } = page
  const where =
    repo && markup`<a href="/">${repo.owner.login}</a> / <a href="${pathOf(repo)}"><b>${repo.name}</b></a>`
  const content = markup`<header>
      <div class="where">${where ?? markup`<b>Repositories</b>`}</div>
      ${tabs(page)}
    </header>
    <main>${page.body}</main>`
  const version = createHash('sha256').update(content.text).digest('hex').slice(0, 16)
  const nonce = randomBytes(16).toString('base64')
  const refresh =
    live && markup`<noscript><meta http-equiv="refresh" content="${REFRESH_MS / 1000}" /></noscript>`
  const code =
    live &&
    markup`<script nonce="${nonce}">
      ${new SafeHtml(script)}
    </script>`
  const document = markup`<!doctype html>
    <html lang="en" data-version="${version}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${page.title}</title>
        ${refresh}
        <style nonce="${nonce}">
          ${new SafeHtml(stylesheet + labelRules(labels))}
        </style>
      </head>
      <body>
        <div class="banner">
          <b>Baton's embedded stand-in for GitHub.</b> Everything here is on this machine; nothing is on
          github.com.
        </div>
        ${content}${code}
      </body>
    </html>`
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...(live ? [`script-src 'nonce-${nonce}'`, "connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  res.writeHead(page.status ?? 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(document.text),
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    // With `no-referrer` a browser hides from the one form's receiver whose page it is on.
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-page-version': version,
  })
  res.end(document.text)
}
