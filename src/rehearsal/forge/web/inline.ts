// The inline half of the Markdown subset: emphasis, code, links, mentions. Linear in the length of the text.

import { escape, Html, safeUrl } from './html.ts'

export interface InlineOptions {
  /** `/owner/name`, for `#12` and commit references; undefined outside a repository. */
  base: string | undefined
}

const delimiters = [
  ['***', 'strong'],
  ['**', 'strong'],
  ['__', 'strong'],
  ['~~', 'del'],
  ['*', 'em'],
  ['_', 'em'],
] as const
/** Inline HTML that people write in Markdown; always without attributes. */
const htmlPairs = ['b', 'i', 'strong', 'em', 'sub', 'sup', 'kbd', 'code', 'del', 'ins'] as const
const MAX_DEPTH = 8
const MAX_LINK = 2000

const plain = /[^\\`*_~[\]<!#@h]+/y
const webAddress = /https?:\/\/[^\s<>"'`|)\]]+/y
const issueReference = /#(\d{1,9})\b/y
const mention = /@[a-zA-Z\d](?:[a-zA-Z\d-]{0,38})(?:\[bot\])?/y
const wordBefore = /[\p{L}\p{N}_/&]$/u

/** Markdown inside a paragraph, heading or cell, as safe HTML. */
export function inline(source: string, options: InlineOptions): Html {
  return new Html(scan(source, options, 0))
}

function scan(text: string, options: InlineOptions, depth: number): string {
  let out = ''
  let at = 0
  // A closing mark that was searched for in vain is not searched for again.
  const missing = new Set<string>()
  const find = (mark: string, from: number): number => {
    if (missing.has(mark)) return -1
    const found = text.indexOf(mark, from)
    if (found === -1) missing.add(mark)
    return found
  }
  while (at < text.length) {
    const run = match(plain, text, at)
    if (run !== undefined) {
      out += escape(run[0])
      at += run[0].length
      continue
    }
    const token = depth > MAX_DEPTH ? undefined : special(text, at, options, depth, find)
    if (token === undefined) {
      out += escape(text.charAt(at))
      at += 1
    } else {
      out += token.html
      at = token.end
    }
  }
  return out
}

interface Token {
  html: string
  end: number
}
type Find = (mark: string, from: number) => number

function special(
  text: string,
  at: number,
  options: InlineOptions,
  depth: number,
  find: Find,
): Token | undefined {
  const character = text.charAt(at)
  switch (character) {
    case '\\':
      return /[!-/:-@[-`{-~]/.test(text.charAt(at + 1))
        ? { html: escape(text.charAt(at + 1)), end: at + 2 }
        : undefined
    case '`':
      return codeSpan(text, at, find)
    case '[':
      return link(text, at, options, depth)
    case '!':
      return text.charAt(at + 1) === '[' ? image(text, at) : undefined
    case '<':
      return tag(text, at, options, depth, find)
    case '#':
      return reference(text, at, options)
    case '@':
      return mentioned(text, at)
    case 'h':
      return address(text, at)
    default:
      return emphasis(text, at, options, depth, find)
  }
}

function codeSpan(text: string, at: number, find: Find): Token {
  const fence = match(/`+/y, text, at)?.[0] ?? '`'
  let close = find(fence, at + fence.length)
  // A longer run of backticks does not close a shorter one.
  while (close !== -1 && text.charAt(close + fence.length) === '`') {
    const end = close + (match(/`+/y, text, close)?.[0].length ?? 1)
    close = find(fence, end)
  }
  if (close === -1) return { html: escape(fence), end: at + fence.length }
  const code = text.slice(at + fence.length, close)
  return {
    html: `<code>${escape(code.trim() === '' ? code : code.trim())}</code>`,
    end: close + fence.length,
  }
}

/** `[label](target)` from `at`, or undefined. Titles after the target are dropped. */
function linkParts(text: string, at: number): { label: string; target: string; end: number } | undefined {
  const window = text.slice(at, at + MAX_LINK)
  let depth = 0
  let close = -1
  for (let index = 0; index < window.length && close === -1; index += 1) {
    if (window.charAt(index) === '\\') index += 1
    else if (window.charAt(index) === '[') depth += 1
    else if (window.charAt(index) === ']' && (depth -= 1) === 0) close = index
  }
  if (close === -1 || window.charAt(close + 1) !== '(') return undefined
  const end = window.indexOf(')', close)
  if (end === -1) return undefined
  const target =
    window
      .slice(close + 2, end)
      .trim()
      .split(/\s/)[0] ?? ''
  return { label: window.slice(1, close), target: target.replace(/^<(.*)>$/, '$1'), end: at + end + 1 }
}

const anchor = (target: string, inner: string): string =>
  `<a href="${escape(target)}" rel="nofollow noreferrer noopener">${inner}</a>`

function link(text: string, at: number, options: InlineOptions, depth: number): Token | undefined {
  const parts = linkParts(text, at)
  if (parts === undefined) return undefined
  const inner = scan(parts.label, options, depth + 1)
  const target = safeUrl(parts.target)
  return { html: target === undefined ? inner : anchor(target, inner), end: parts.end }
}

/** Pictures are not loaded, only linked: nothing on these pages reaches for another host. */
function image(text: string, at: number): Token | undefined {
  const parts = linkParts(text, at + 1)
  if (parts === undefined) return undefined
  const target = safeUrl(parts.target)
  const label = escape(parts.label === '' ? 'image' : parts.label)
  return { html: target === undefined ? label : anchor(target, `[${label}]`), end: parts.end }
}

function tag(text: string, at: number, options: InlineOptions, depth: number, find: Find): Token | undefined {
  const rest = text.slice(at, at + 12).toLowerCase()
  const lineBreak = /^<br ?\/?>/.exec(rest)
  if (lineBreak !== null) return { html: '<br>', end: at + lineBreak[0].length }
  if (rest.startsWith('<!--')) {
    const close = find('-->', at + 4)
    return close === -1 ? undefined : { html: '', end: close + 3 }
  }
  if (rest.startsWith('<http')) {
    const url = match(webAddress, text, at + 1)?.[0]
    if (url !== undefined && text.charAt(at + 1 + url.length) === '>')
      return { html: anchor(url, escape(url)), end: at + url.length + 2 }
  }
  for (const name of htmlPairs) {
    if (!rest.startsWith(`<${name}>`)) continue
    const start = at + name.length + 2
    const close = find(`</${name}>`, start)
    if (close === -1) return undefined
    return {
      html: `<${name}>${scan(text.slice(start, close), options, depth + 1)}</${name}>`,
      end: close + name.length + 3,
    }
  }
  return undefined
}

function reference(text: string, at: number, { base }: InlineOptions): Token | undefined {
  const found = match(issueReference, text, at)
  if (found === undefined || base === undefined || wordBefore.test(text.slice(Math.max(0, at - 2), at)))
    return undefined
  return {
    html: `<a href="${escape(`${base}/issues/${found[1]}`)}">${found[0]}</a>`,
    end: at + found[0].length,
  }
}

function mentioned(text: string, at: number): Token | undefined {
  const found = match(mention, text, at)
  if (found === undefined || wordBefore.test(text.slice(Math.max(0, at - 2), at))) return undefined
  return { html: `<b class="mention">${escape(found[0])}</b>`, end: at + found[0].length }
}

function address(text: string, at: number): Token | undefined {
  const found = match(webAddress, text, at)?.[0]
  let length = found?.length ?? 0
  // A full stop behind an address ends the sentence.
  while (length > 0 && '.,:;!?'.includes(found?.charAt(length - 1) ?? '')) length -= 1
  const url = found?.slice(0, length)
  return url === undefined ? undefined : { html: anchor(url, escape(url)), end: at + url.length }
}

function emphasis(
  text: string,
  at: number,
  options: InlineOptions,
  depth: number,
  find: Find,
): Token | undefined {
  for (const [mark, name] of delimiters) {
    if (!text.startsWith(mark, at)) continue
    const inner = at + mark.length
    if (/\s|^$/.test(text.charAt(inner))) return undefined
    // snake_case names are not emphasis.
    if (mark.startsWith('_') && wordBefore.test(text.slice(Math.max(0, at - 2), at))) return undefined
    const close = find(mark, inner + 1)
    if (close === -1 || /\s/.test(text.charAt(close - 1))) continue
    return {
      html: `<${name}>${scan(text.slice(inner, close), options, depth + 1)}</${name}>`,
      end: close + mark.length,
    }
  }
  return undefined
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}
