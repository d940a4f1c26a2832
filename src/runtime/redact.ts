// Takes secrets out of everything that leaves the process: journal, logs, prompts, tool results.

import type { Log } from './request.ts'

/** Token forms that GitHub, Anthropic and AWS document, and PEM private keys. */
const PATTERNS: readonly RegExp[] = [
  /\bgh[pousr]_[A-Za-z0-9]{20,255}/g,
  /\bgithub_pat_\w{20,255}/g,
  /\bsk-ant-[\w-]{20,}/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  // Line breaks may be escaped and lines numbered, as they are inside JSON and in the output of Read.
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\s:,\\-]{1,12000}?-----END [A-Z ]*PRIVATE KEY-----/g,
  // A key that a length limit cut off is still a key.
  /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\d]|\\[nr])*[A-Za-z0-9+/=]{40,}[A-Za-z0-9+/=\s\\]*/g,
]

export const REDACTED = '[redacted]'

/** Shorter values would blank out ordinary words, and are no secrets worth the name. */
const SHORTEST_VALUE = 8

export interface Redactor {
  /** The text with every known secret replaced. */
  text(value: string): string
  /** A copy of a JSON value with every string, keys included, redacted. The same object when nothing was found. */
  json(value: unknown): unknown
}

/**
 * Makes a redactor for the known token forms and the given values (webhook secret, private key, API keys), also in
 * their base64, URL-encoded and JSON-escaped forms.
 */
export function createRedactor(values: readonly string[] = []): Redactor {
  const known = values
    .map((value) => value.trim())
    .flatMap((value) =>
      value.length < SHORTEST_VALUE
        ? []
        : [
            value,
            Buffer.from(value).toString('base64'),
            encodeURIComponent(value),
            JSON.stringify(value).slice(1, -1),
          ],
    )
  // Longest first, so that a value that contains another is replaced whole.
  const literals = [...new Set(known)].sort((a, b) => b.length - a.length)

  const text = (value: string): string => {
    let out = value
    for (const literal of literals) if (out.includes(literal)) out = out.replaceAll(literal, REDACTED)
    for (const pattern of PATTERNS) out = out.replace(pattern, REDACTED)
    return out
  }

  const json = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) {
      const copy = value.map(json)
      return copy.every((item, index) => item === value[index]) ? value : copy
    }
    if (typeof value !== 'object' || value === null) return value
    let changed = false
    const copy = Object.entries(value).map(([key, item]) => {
      const next: [string, unknown] = [text(key), json(item)]
      changed ||= next[0] !== key || next[1] !== item
      return next
    })
    return changed ? Object.fromEntries(copy) : value
  }

  return { text, json }
}

/** The log with every message and field redacted. */
export function redactingLog(log: Log, redactor: Redactor): Log {
  const clean = (fields: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, redactor.json(value)]))
  return {
    info: (fields, message) => log.info(clean(fields), redactor.text(message)),
    warn: (fields, message) => log.warn(clean(fields), redactor.text(message)),
    error: (fields, message) => log.error(clean(fields), redactor.text(message)),
  }
}
