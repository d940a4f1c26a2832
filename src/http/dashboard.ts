// GET /dashboard and /dashboard/OWNER/REPO: what goes on in each repository, for people with the token.

import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { BoardView } from '../domain/board/view.ts'
import { boardPage } from '../domain/render/board-page.ts'
import { listPage, missingPage, type ListedRepository } from '../domain/render/list-page.ts'
import { PAGE_STYLE } from '../domain/render/page.ts'
import { TREND_STYLE } from '../domain/render/trend-svg.ts'
import { isReading, type createAccess } from './access.ts'
import { cached } from './cached.ts'
import type { HttpHandler } from './health.ts'

export interface DashboardDeps {
  access: ReturnType<typeof createAccess>
  /** Every repository that has a task. */
  repositories: () => Promise<readonly ListedRepository[]>
  /** The board of `owner/repo`, in whatever letter case; undefined: no task of it is known. */
  board: (repository: string) => Promise<BoardView | undefined>
  /** Root of GitHub's web pages. */
  serverUrl: string
  now: () => number
}

/** Several people who watch the same page read the store once. */
const KEEP_MS = 5000

const hashOf = (style: string): string => `'sha256-${createHash('sha256').update(style).digest('base64')}'`

/** Nothing but the styles of this page: no script, no image, nothing from elsewhere, and no frame around it. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${hashOf(PAGE_STYLE)} ${hashOf(TREND_STYLE)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
} as const

export function dashboard({ access, repositories, board, serverUrl, now }: DashboardDeps): HttpHandler {
  const all = cached(repositories, KEEP_MS, now)
  const boards = cached(board, KEEP_MS, now)

  async function documentOf(path: string, live: boolean): Promise<string | undefined> {
    if (path === '') return listPage(await all(''), now(), live)
    const name = /^\/([\w-]+\/[\w.-]+)$/.exec(path)?.[1]
    const view = name === undefined ? undefined : await boards(name.toLowerCase())
    return view && boardPage({ view, serverUrl, live })
  }

  const send = (res: ServerResponse, status: number, text: string | undefined): void => {
    res.writeHead(status, HEADERS).end(text)
  }

  return async (req, res) => {
    const [path = '', query = ''] = (req.url ?? '').split('?')
    const below = /^\/dashboard(\/.*)?$/.exec(path)
    if (below === null) return false
    if (!access(req, res) || !isReading(req, res)) return true
    const live = new URLSearchParams(query).get('live') !== 'off'
    const text = await documentOf((below[1] ?? '').replace(/\/$/, ''), live)
    const shown = text ?? missingPage(now())
    send(res, text === undefined ? 404 : 200, req.method === 'HEAD' ? undefined : shown)
    return true
  }
}
