// The words after a verb: bare, in quotes, or flags.

export type Word = { kind: 'word'; text: string } | { kind: 'flag'; name: string; value: string | undefined }

export type Words = { ok: true; words: Word[] } | { ok: false; why: string }

/** What counts as a space: also those that word processors and telephones put in. */
export const SPACE = /[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/
/** Telephones turn two dashes into one long one, and quotes into curly ones. */
const FLAG = /^(?:--|[\u2013\u2014])([A-Za-z][\w-]*)(=)?/
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\u201c': '"\u201d\u201c',
  '\u201e': '"\u201d\u201c',
  '\u2018': "'\u2019",
}

/** A word in quotes that begins here. In double ones a backslash takes the meaning from a quote or a backslash. */
function quotedWord(text: string, start: number): { value: string; end: number } | undefined {
  const opening = text.charAt(start)
  const closing = CLOSING[opening] ?? ''
  const escapes = opening === '"'
  let value = ''
  for (let i = start + 1; i < text.length; i += 1) {
    const c = text.charAt(i)
    const next = text.charAt(i + 1)
    if (escapes && c === '\\' && (next === '"' || next === '\\')) {
      value += next
      i += 1
    } else if (closing.includes(c)) return { value, end: i + 1 }
    else value += c
  }
  return undefined
}

/** Splits the text after a verb; only a quote that opens a word counts, so that an apostrophe is one. Linear. */
export function splitWords(text: string): Words {
  const words: Word[] = []
  const isSpace = (at: number): boolean => SPACE.test(text.charAt(at))
  const hasQuote = (at: number): boolean => Object.hasOwn(CLOSING, text.charAt(at))
  let problem: string | undefined
  /** One value, in quotes or bare, from `at` on. */
  function value(at: number): { value: string; end: number } {
    if (hasQuote(at)) {
      const found = quotedWord(text, at)
      if (found === undefined) problem ??= `the quote ${text.charAt(at)} is opened and not closed`
      else if (found.end < text.length && !isSpace(found.end)) {
        problem ??= 'something follows a closing quote without a space'
      }
      return found ?? { value: '', end: text.length }
    }
    let end = at
    while (end < text.length && !isSpace(end)) end += 1
    return { value: text.slice(at, end), end }
  }
  for (let i = 0; i < text.length && problem === undefined;) {
    if (isSpace(i)) {
      i += 1
      continue
    }
    const [all, name, equals] = FLAG.exec(text.slice(i, i + 100)) ?? []
    if (all === undefined || name === undefined) {
      const word = value(i)
      words.push({ kind: 'word', text: word.value })
      i = word.end
      continue
    }
    let at = i + all.length
    if (equals === undefined) {
      if (at < text.length && !isSpace(at)) {
        return { ok: false, why: `--${name} is followed by ${JSON.stringify(text.charAt(at))}` }
      }
      while (at < text.length && isSpace(at)) at += 1
      if (at >= text.length || FLAG.test(text.slice(at, at + 100))) {
        words.push({ kind: 'flag', name, value: undefined })
        i = at
        continue
      }
    }
    const given = value(at)
    words.push({ kind: 'flag', name, value: given.value })
    i = given.end
  }
  return problem === undefined ? { ok: true, words } : { ok: false, why: problem }
}
