// Reads a unified diff as the text before and after, and finds whole signatures in it, over several lines where needed.

export interface PatchLine {
  text: string
  /** In the file before or after; undefined: git's own mention of what the hunk is in, which stands somewhere above it. */
  line: number | undefined
  changed: boolean
}

export interface Hunk {
  before: readonly PatchLine[]
  after: readonly PatchLine[]
}

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)$/

/** The hunks of a patch as GitHub and git write them; lines outside of any hunk are passed over. */
export function hunksOf(patch: string): Hunk[] {
  const hunks: { before: PatchLine[]; after: PatchLine[] }[] = []
  let [old, now] = [0, 0]
  for (const raw of patch.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const header = HEADER.exec(line)
    if (header !== null) {
      ;[old, now] = [Number(header[1]), Number(header[2])]
      const within = { text: header[3] ?? '', line: undefined, changed: false }
      hunks.push({ before: [within], after: [within] })
      continue
    }
    const hunk = hunks.at(-1)
    if (hunk === undefined || line.startsWith('\\')) continue
    const text = line.slice(1)
    const changed = line.startsWith('-') || line.startsWith('+')
    if (!line.startsWith('+')) hunk.before.push({ text, line: old++, changed })
    if (!line.startsWith('-')) hunk.after.push({ text, line: now++, changed })
  }
  return hunks
}

const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
/** Lines that a signature has at most: one that is longer is compared by its beginning. */
export const MOST_LINES = 60
/** What may go on with a signature after its arguments, on a line of its own. */
const GOES_ON = /^\s*(?:where\b|->|=>|:(?!:)|throws\b|extends\b|implements\b)/

/** Takes a line into the stack of open brackets. False when it closes what was not opened last. Braces outside start a body. */
function balance(open: string[], line: string): boolean {
  const code = line.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)'/g, '').replace(/\s\/\/.*$/, '')
  for (const sign of code) {
    if (sign === '(' || sign === '[' || (sign === '{' && open.length > 0)) open.push(sign)
    const opener = CLOSES[sign]
    if (opener === undefined || (sign === '}' && open.length === 0)) continue
    if (open.pop() !== opener) return false
  }
  return true
}

/** Spaces, and commas before a closing bracket, as formatters move them about, do not make another signature. */
const normal = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([()[\]{},:;<>=]) ?/g, '$1')
    .replaceAll(/,([)\]}>])/g, '$1')
    .trim()

export interface Signature {
  /** On one line, without what formatting changes. */
  text: string
  /** As it was written, its lines joined. */
  raw: string
  line: number | undefined
}

/** The signature that begins on a line: everything until its brackets are closed, at most so many lines. */
export function signatureAt(lines: readonly PatchLine[], from: number, most = MOST_LINES): Signature {
  const first = lines[from]
  const line = first?.line
  const alone = { text: normal(first?.text ?? ''), raw: first?.text ?? '', line }
  const open: string[] = []
  const taken: string[] = []
  for (const { text } of lines.slice(from, from + most)) {
    if (taken.length > 0 && open.length === 0 && !GOES_ON.test(text)) break
    // What closes another bracket is not of this signature: between a hunk and what git says it is in, lines are missing.
    if (!balance(open, text)) return alone
    taken.push(text)
  }
  // The whole hunk may stand between the brackets of what it is in: then each of its lines is an argument.
  const apart = line === undefined && open.length > 0
  if (apart && !lines.slice(from + 1).every(({ text }) => /[,(]\s*$/.test(text))) return alone
  return { text: normal(taken.join(' ')), raw: taken.join(' '), line }
}
