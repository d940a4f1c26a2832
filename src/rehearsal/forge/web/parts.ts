// The small pieces that pages share: people, labels, states, times, reactions.

import type {
  CheckRun,
  Comment,
  Issue,
  Label,
  Pull,
  Repository,
  Review,
  ReviewComment,
  User,
} from '../world.ts'
import type { Content, Html } from './html.ts'
import { markup } from './html.ts'
import { markdown } from './markdown.ts'

export const pathOf = (repo: Repository): string =>
  `/${encodeURIComponent(repo.owner.login)}/${encodeURIComponent(repo.name)}`

export const shortSha = (repo: Repository, sha: string): Html =>
  markup`<a class="mono" href="${pathOf(repo)}/commit/${sha}">${sha.slice(0, 7)}</a>`

/** Times are absolute: a relative one would make the page change every second for nothing. */
export const time = (iso: string): Html =>
  markup`<time datetime="${iso}" title="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`

export function avatar(user: User): Html {
  const hue = (user.id * 5) % 8
  const bot = user.type === 'Bot' ? ' bot' : ''
  return markup`<span class="avatar h${hue}${bot}" aria-hidden="true"
    >${user.login.slice(0, 2).toUpperCase()}</span
  >`
}

export function person(user: User): Html {
  const bot = user.type === 'Bot' && markup` <span class="tag">bot</span>`
  return markup`<b>${user.login.replace(/\[bot\]$/, '')}</b>${bot}`
}

const colourOf = (label: Label): string =>
  /^[0-9a-f]{6}$/i.test(label.color) ? label.color.toLowerCase() : 'ededed'

export const chip = (label: Label): Html =>
  markup`<span class="label c${colourOf(label)}" title="${label.description ?? ''}">${label.name}</span>`

/** CSS for the labels' own colours, dark text on light ones: the policy of these pages allows no style attributes. */
export function labelRules(labels: Iterable<Label>): string {
  const colours = new Set([...labels].map(colourOf))
  const rules = [...colours].map((colour) => {
    const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) =>
      Number.parseInt(colour.slice(at, at + 2), 16),
    )
    const light = red * 0.299 + green * 0.587 + blue * 0.114 > 150
    return `.label.c${colour}{background:#${colour};color:${light ? '#16202c' : '#fff'}}`
  })
  return rules.join('\n')
}

export function stateBadge(issue: Issue, pull: Pull | undefined): Html {
  if (pull?.merged === true) return markup`<span class="state merged">⇣ Merged</span>`
  if (issue.state === 'closed')
    return issue.isPull || issue.stateReason === 'not_planned'
      ? markup`<span class="state closed">✕ Closed</span>`
      : markup`<span class="state done">✓ Closed</span>`
  return pull?.draft === true
    ? markup`<span class="state draft">◌ Draft</span>`
    : markup`<span class="state open">◉ Open</span>`
}

export function stateDot(issue: Issue, pull: Pull | undefined): Html {
  if (pull?.merged === true) return markup`<span class="dot violet" title="merged">⇣</span>`
  if (issue.state === 'closed') return markup`<span class="dot violet" title="closed">✓</span>`
  return pull?.draft === true
    ? markup`<span class="dot idle" title="draft">◌</span>`
    : markup`<span class="dot good" title="open">${pull === undefined ? '◉' : '⇡'}</span>`
}

/** The sign of a check, job, step or run. */
export function outcome(status: CheckRun['status'], conclusion: string | null): Html {
  if (status === 'queued') return markup`<span class="dot wait" title="queued">○</span>`
  if (status === 'in_progress')
    return markup`<span class="dot wait" title="in progress"><span class="spin">◐</span></span>`
  if (conclusion === 'success') return markup`<span class="dot good" title="success">✓</span>`
  if (conclusion === 'neutral' || conclusion === 'skipped')
    return markup`<span class="dot idle" title="${conclusion}">–</span>`
  return markup`<span class="dot bad" title="${conclusion ?? 'unknown'}">✕</span>`
}

const emoji: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
}

export function reactions({ reactions: given }: Pick<Comment | ReviewComment | Issue, 'reactions'>): Content {
  const counts = new Map<string, number>()
  for (const { content } of given) counts.set(content, (counts.get(content) ?? 0) + 1)
  if (counts.size === 0) return null
  const shown = [...counts].map(
    ([content, count]) => markup`<span>${emoji[content] ?? content} ${count}</span>`,
  )
  return markup`<div class="reactions">${shown}</div>`
}

/** A text somebody wrote, as a card. */
export function post(
  repo: Repository,
  user: User,
  at: string,
  body: string | null,
  extra: { id?: string; note?: Content; after?: Content } = {},
): Html {
  const text =
    body === null || body.trim() === ''
      ? markup`<p class="dim">No description.</p>`
      : markdown(body, pathOf(repo))
  return markup`<article class="card" ${extra.id !== undefined && markup` id="${extra.id}"`}>
    <div class="head">
      ${avatar(user)} ${person(user)} <span class="dim">${extra.note ?? 'wrote'} ${time(at)}</span>
    </div>
    <div class="body">
      <div class="md">${text}</div>
      ${extra.after}
    </div>
  </article>`
}

export const reviewWord: Readonly<Record<Review['state'], string>> = {
  APPROVED: 'approved these changes',
  CHANGES_REQUESTED: 'requested changes',
  COMMENTED: 'reviewed',
  DISMISSED: 'reviewed (dismissed)',
  PENDING: 'is writing a review',
}
