// Reads a bash command line into its simple commands. Knows bash well enough to see through quoting, not to run it.

/** Stands in a word for what only the shell knows: the value of a variable, the output of a command. */
export const UNKNOWN = '\0'

export interface SimpleCommand {
  /** Program and arguments, quotes taken off. */
  words: readonly string[]
  /** `NAME=value` before the program. */
  assigned: readonly string[]
  /** Files that its output is redirected into. */
  writes: readonly string[]
  /** What it is given as input, where that is written out: a here-document, a here-string, an echo before the pipe. */
  input: string
}

/** Substitutions inside substitutions are read this deep; what lies deeper is not a command that anybody wrote in good faith. */
const MAX_DEPTH = 8
const MAX_COMMANDS = 5000
/** A longer value of a variable is not followed: values that double would fill the memory. */
const MAX_VALUE = 2000

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  e: '\x1b',
  '0': '\0',
}

/** `{a,b}` as bash expands it before anything else; the word itself when there is nothing to expand. */
function expandWord(word: string): string[] {
  let expanded = [word]
  for (let round = 0; round < 4; round += 1) {
    const next = expanded.flatMap((one) => {
      const [whole, before = '', inner = '', after = ''] = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(one) ?? []
      return whole === undefined ? [one] : inner.split(',').map((choice) => before + choice + after)
    })
    if (next.length === expanded.length || next.length > 64) return expanded
    expanded = next
  }
  return expanded
}

class Reader {
  readonly #text: string
  readonly #depth: number
  readonly #variables: Map<string, string>
  readonly #found: SimpleCommand[]
  #at = 0
  #word: string | undefined
  #braces = false
  #words: string[] = []
  #writes: string[] = []
  #input = ''
  #piped = ''
  #target: 'writes' | 'reads' | 'input' | 'heredoc' | undefined
  #quoted = false
  readonly #heredocs: { delimiter: string; literal: boolean }[] = []

  constructor(text: string, depth: number, variables: Map<string, string>, found: SimpleCommand[]) {
    this.#text = text
    this.#depth = depth
    this.#variables = variables
    this.#found = found
  }

  read(): void {
    while (this.#at < this.#text.length && this.#found.length < MAX_COMMANDS) this.#step()
    this.#endCommand(false)
  }

  #add(text: string): void {
    this.#word = (this.#word ?? '') + text
  }

  #nested(script: string): void {
    if (this.#depth < MAX_DEPTH)
      new Reader(script, this.#depth + 1, new Map(this.#variables), this.#found).read()
  }

  #endWord(): void {
    const word = this.#word
    this.#word = undefined
    if (word === undefined) return
    this.#finish(word)
    this.#quoted = false
    this.#braces = false
    this.#target = undefined
  }

  #finish(word: string): void {
    const words = this.#braces ? expandWord(word) : [word]
    if (this.#target === 'writes') this.#writes.push(...words)
    else if (this.#target === 'input') this.#input += word
    else if (this.#target === 'heredoc') this.#heredocs.push({ delimiter: word, literal: this.#quoted })
    else if (this.#target === undefined) this.#words.push(...words)
  }

  #endCommand(intoPipe: boolean): void {
    this.#endWord()
    const first = this.#words.findIndex((word) => !/^[A-Za-z_]\w*\+?=/.test(word))
    const assigned = first === -1 ? this.#words : this.#words.slice(0, first)
    const words = first === -1 ? [] : this.#words.slice(first)
    for (const pair of words.length === 0 ? assigned : []) {
      const equals = pair.indexOf('=')
      const value = pair.slice(equals + 1)
      this.#variables.set(
        pair.slice(0, equals).replace(/\+$/, ''),
        value.length > MAX_VALUE ? UNKNOWN : value,
      )
    }
    const input = this.#input === '' ? this.#piped : this.#input
    if (words.length > 0 || this.#writes.length > 0)
      this.#found.push({ words, assigned, writes: this.#writes, input })
    const echoes = intoPipe && /^(?:echo|printf|cat)$/.test(words[0] ?? '')
    this.#piped = echoes ? [...words.slice(1), input].join(' ') : ''
    this.#words = []
    this.#writes = []
    this.#input = ''
  }

  #step(): void {
    const text = this.#text
    const char = text[this.#at] ?? ''
    const two = text.slice(this.#at, this.#at + 2)
    switch (char) {
      case '\\':
        if (two !== '\\\n') this.#add(two.slice(1))
        this.#quoted = true
        this.#at += 2
        return
      case "'":
        this.#add(this.#until("'", 1))
        this.#quoted = true
        return
      case '"':
        this.#at += 1
        this.#quoted = true
        this.#double()
        return
      case '$':
        this.#dollar()
        return
      case '`':
        this.#nested(this.#until('`', 1).replaceAll('\\`', '`'))
        this.#add(UNKNOWN)
        return
      case '#':
        if (this.#word === undefined) this.#at = this.#lineEnd()
        else this.#take('#')
        return
      case '<':
      case '>':
        this.#redirect(two)
        return
      case '\n':
        this.#endCommand(false)
        this.#at += 1
        this.#bodies()
        return
      case ' ':
      case '\t':
      case '\r':
        this.#endWord()
        this.#at += 1
        return
      case '&':
        if (two === '&>') {
          this.#endWord()
          this.#at += 1
          return
        }
        this.#endCommand(false)
        this.#at += 1
        return
      case '|':
        this.#endCommand(two !== '||')
        this.#at += two === '||' || two === '|&' ? 2 : 1
        return
      case ';':
      case '(':
      case ')':
        this.#endCommand(false)
        this.#at += 1
        return
      case '{':
        this.#braces = true
        this.#take(char)
        return
      default:
        this.#take(char)
    }
  }

  #take(char: string): void {
    this.#add(char)
    this.#at += char.length
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at)
    return end === -1 ? this.#text.length : end
  }

  /** From `skip` characters on to the next `end` that no backslash hides; moves behind it. */
  #until(end: string, skip: number): string {
    const start = this.#at + skip
    let stop = start
    while (stop < this.#text.length && this.#text[stop] !== end)
      stop += end !== "'" && this.#text[stop] === '\\' ? 2 : 1
    this.#at = stop + 1
    return this.#text.slice(start, stop)
  }

  /** Reads what stands in double quotes, from behind the first to behind the last. */
  #double(): void {
    this.#add('')
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? ''
      if (char === '"') {
        this.#at += 1
        return
      }
      if (char === '\\') {
        const next = this.#text[this.#at + 1] ?? ''
        if (next !== '\n') this.#add(/["$`\\]/.test(next) ? next : char + next)
        this.#at += 2
      } else if (char === '$') this.#dollar(true)
      else if (char === '`') {
        this.#nested(this.#until('`', 1).replaceAll('\\`', '`'))
        this.#add(UNKNOWN)
      } else this.#take(char)
    }
  }

  #dollar(quoted = false): void {
    const rest = this.#text.slice(this.#at + 1, this.#at + 300)
    if (rest.startsWith('(')) {
      this.#at += 2
      this.#nested(this.#balanced('(', ')'))
      this.#add(UNKNOWN)
    } else if (rest.startsWith('{')) {
      this.#at += 2
      this.#expand(this.#balanced('{', '}'), quoted)
    } else if (!quoted && rest.startsWith("'")) {
      this.#at += 1
      this.#ansi()
    } else if (!quoted && rest.startsWith('"')) this.#at += 1
    else {
      const name = /^(?:[A-Za-z_]\w*|[0-9@*#?!$-])/.exec(rest)?.[0]
      this.#at += 1 + (name?.length ?? 0)
      this.#value(name === undefined ? '$' : (this.#variables.get(name) ?? UNKNOWN), quoted)
    }
  }

  /** A value as it comes into a word; outside of quotes it is split where it has spaces. */
  #value(value: string, quoted: boolean): void {
    const [first = '', ...more] = quoted ? [value] : value.split(/[ \t\n]+/)
    if (value !== '' || quoted) this.#add(first)
    for (const part of more) {
      this.#endWord()
      if (part !== '') this.#add(part)
    }
  }

  /** `${name}`, `${name:-word}`: the known value, else the word; substitutions in it are read as well. */
  #expand(inner: string, quoted: boolean): void {
    const [, name = '', operator = '', word = ''] = /^(\w+)(:?[-=+?])?(.*)$/s.exec(inner) ?? []
    for (const match of inner.matchAll(/\$\(([^)]{0,2000})\)|`([^`]{0,2000})`/g))
      this.#nested(match[1] ?? match[2] ?? '')
    const known = this.#variables.get(name)
    this.#value(known ?? (/[-=]/.test(operator) ? word.replaceAll(/["']/g, '') : UNKNOWN), quoted)
  }

  /** `$'…'` with its escapes; stands at the quote. */
  #ansi(): void {
    const start = this.#at + 1
    let stop = start
    while (stop < this.#text.length && this.#text[stop] !== "'") stop += this.#text[stop] === '\\' ? 2 : 1
    this.#at = stop + 1
    const decoded = this.#text
      .slice(start, stop)
      .replaceAll(
        /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|([0-7]{1,3})|(.))/gs,
        (_, hex: string | undefined, code: string | undefined, octal: string | undefined, other: string) => {
          const digits = hex ?? code
          if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16))
          return octal === undefined
            ? (ESCAPES[other] ?? other)
            : String.fromCharCode(Number.parseInt(octal, 8))
        },
      )
    this.#add(decoded)
  }

  /** The text up to the bracket that closes, quotes minded; moves behind it. */
  #balanced(open: string, close: string): string {
    const start = this.#at
    let depth = 1
    let quote = ''
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? ''
      this.#at += char === '\\' && quote !== "'" ? 2 : 1
      if (quote !== '') quote = char === quote ? '' : quote
      else if (char === "'" || char === '"') quote = char
      else if (char === open) depth += 1
      else if (char === close) depth -= 1
      if (depth === 0) return this.#text.slice(start, this.#at - 1)
    }
    return this.#text.slice(start)
  }

  #redirect(two: string): void {
    if (two === '<(' || two === '>(') {
      this.#at += 2
      this.#nested(this.#balanced('(', ')'))
      this.#add(UNKNOWN)
      return
    }
    // The number of a file descriptor before the sign is no word.
    if (/^\d+$/.test(this.#word ?? '')) this.#word = undefined
    this.#endWord()
    const sign =
      /^(?:<<<|<<-?|<>|<&|<|>>|>\||>&|>)/.exec(this.#text.slice(this.#at, this.#at + 3))?.[0] ?? '>'
    this.#at += sign.length
    if (sign.startsWith('<<')) this.#target = sign === '<<<' ? 'input' : 'heredoc'
    else this.#target = sign.startsWith('>') || sign === '<>' ? 'writes' : 'reads'
  }

  /** The here-documents whose operators stood on the line before: input of the last command found. */
  #bodies(): void {
    for (const { delimiter, literal } of this.#heredocs.splice(0)) {
      const lines: string[] = []
      while (this.#at < this.#text.length) {
        const end = this.#lineEnd()
        const line = this.#text.slice(this.#at, end)
        this.#at = end + 1
        if (line.replace(/^\t+/, '') === delimiter) break
        lines.push(line)
      }
      const body = lines.join('\n')
      const last = this.#found.at(-1)
      if (last !== undefined) this.#found[this.#found.length - 1] = { ...last, input: last.input + body }
      // A quoted delimiter makes the text literal: nothing in it is run.
      if (literal) continue
      for (const match of body.matchAll(/\$\(([^)]{0,2000})\)|`([^`]{0,2000})`/g))
        this.#nested(match[1] ?? match[2] ?? '')
    }
  }
}

/** Every simple command in a script, those inside substitutions too. Never fails: what bash would refuse is read as it stands. */
export function simpleCommands(script: string, depth = 0): SimpleCommand[] {
  const found: SimpleCommand[] = []
  if (depth < MAX_DEPTH) new Reader(script, depth, new Map(), found).read()
  return found
}
