// All repositories as a page, each with what is going on there.

import type { Gauges } from '../board/gauges.ts'
import { plural, usd } from './figures.ts'
import { html, table, type Html } from './html.ts'
import { page } from './page.ts'

export interface ListedRepository extends Gauges {
  /** `owner/repo`. */
  repository: string
}

function row({ repository, tasks, runs, usdToday }: ListedRepository): (Html | string)[] {
  const sum = (values: Iterable<number>): number => [...values].reduce((all, value) => all + value, 0)
  const blocked = tasks.get('blocked') ?? 0
  return [
    html`<a href="/dashboard/${repository}">${repository}</a>`,
    String(sum(tasks.values())),
    blocked === 0 ? '0' : html`<strong class="bad">${blocked}</strong>`,
    String(sum(runs.map(({ running }) => running))),
    String(sum(runs.map(({ queued }) => queued))),
    usd(usdToday),
  ]
}

/** The document. `now`: milliseconds since 1970. */
export function listPage(repositories: readonly ListedRepository[], now: number, live: boolean): string {
  const body = html`<h1>Baton</h1>
    <main>
      ${table({
        caption: `${plural(repositories.length, 'repository', 'repositories')}; a day begins at midnight UTC`,
        columns: ['Repository', 'Open tasks', 'Blocked', 'Runs at work', 'Runs queued', 'Spent today'],
        rows: repositories.map(row),
        figures: [1, 2, 3, 4, 5],
        empty: 'There is no task yet.',
      })}
    </main>`
  return page({ title: 'Baton', now, path: '/dashboard', live, body })
}

/** For an address that leads nowhere. */
export const missingPage = (now: number): string =>
  page({
    title: 'Not found: Baton',
    now,
    path: '/dashboard',
    live: false,
    body: html`<h1>Not found</h1>
      <main>
        <p>No task of such a repository is known here. <a href="/dashboard">All repositories</a></p>
      </main>`,
  })
