// The end of a freeze is announced once, before it comes.

import { planOf, moment, type Freeze } from './freeze.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** How long before its end a freeze is announced: three days, or a quarter of its time where that is less. */
export const noticeMs = (freeze: Pick<Freeze, 'frozenAt' | 'expiresAt'>): number =>
  freeze.expiresAt === undefined
    ? 0
    : Math.max(0, Math.min(3 * DAY_MS, (freeze.expiresAt - freeze.frozenAt) / 4))

export interface ExpiryNotice {
  freeze: Freeze['id']
  /** `over`: nobody was running when it was due, and the end is announced after it came. */
  state: 'ending' | 'over'
  /** Markdown, one paragraph. */
  text: string
}

const named = (freeze: Freeze): string =>
  [...freeze.symbols, ...freeze.paths].map((name) => `\`${name.replaceAll('`', "'")}\``).join(', ')

/** The notice that is due now; undefined when it was given, is not due yet, or never will be. */
export function expiryNotice(freeze: Freeze, now: number): ExpiryNotice | undefined {
  const { expiresAt, noticedAt, liftedAt } = freeze
  if (expiresAt === undefined || noticedAt !== undefined || liftedAt !== undefined) return undefined
  if (now < expiresAt - noticeMs(freeze)) return undefined
  const over = now >= expiresAt
  const text = `The freeze of ${named(freeze)} by wave ${freeze.id} of ${planOf(freeze)} ${over ? 'ended' : 'ends'} at ${moment(expiresAt)}. ${
    over
      ? 'Changes to it are no longer held back.'
      : 'After that, changes to it are no longer held back; a wave that needs it for longer can freeze it again.'
  }`
  return { freeze: freeze.id, state: over ? 'over' : 'ending', text }
}

/** Milliseconds until something about the freeze changes by itself: its notice, then its end. Undefined: nothing will. */
export function nextFreezeChange(freeze: Freeze, now: number): number | undefined {
  const { expiresAt, noticedAt, liftedAt } = freeze
  if (expiresAt === undefined || liftedAt !== undefined) return undefined
  const noticeAt = expiresAt - noticeMs(freeze)
  if (noticedAt === undefined) return Math.max(0, noticeAt - now)
  return now < expiresAt ? expiresAt - now : undefined
}
