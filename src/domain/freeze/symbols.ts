// Finds declarations of a name in lines of code, whatever the language: by the words that declare, not by a parser.
//
// It errs on the side of a declaration. A name counts wherever it is declared, also as a member of another type: an owner
// (`Expression.explain`) cannot be told from the lines of a patch. Values (`const`, `let`, `var`) count at the left margin,
// when exported, or when the frozen name has an owner: elsewhere they are local variables.

/** The last part of `Expression.explain()`, `solver::solve`, `Type#method`, without arguments. */
export interface SymbolName {
  name: string
  /** The name before it, where there is one. */
  owner: string | undefined
}

export function symbolName(symbol: string): SymbolName {
  const parts = (symbol.split('(')[0] ?? '')
    .replaceAll(/<[^<>]*>/g, '')
    .split(/::|[.#:]|->/)
    .filter((part) => part !== '')
  return { name: (parts.at(-1) ?? '').replace(/[!~-]+$/, ''), owner: parts.at(-2) }
}

const COMMENT = /^(?:\/\/|\/\*|\*(?![\w*(&])|#(?!define\b|\[)|--|;;|<!--|"""|''')/

/** Words before a name that declare what can be called or named as a type. */
const KINDS =
  'function\\*?|class|type|interface|enum|namespace|module|def|fn|struct|trait|union|mod|func|fun|sub|record|object|protocol|typedef|macro_rules!|#define|data\\s+class|enum\\s+class'
const VALUES = 'const|let|var|val|static|readonly'
/** Whatever may stand before those words: `export default async`, `pub(crate) unsafe extern "C"`, `@decorator public`. */
const MODIFIERS =
  '(?:(?:export|default|declare|abstract|async|public|private|protected|internal|static|final|override|virtual|inline|pub(?:\\([^)]*\\))?|const|unsafe|extern(?:\\s+"[^"]*")?|open|sealed|suspend|synchronized|native|partial|@[\\w.]+(?:\\([^)]*\\))?)\\s+)*'
/** Words that start a statement in which a name with arguments is a call and no declaration. */
const CALLING =
  /^(?:return|await|yield|throw|new|else|if|elif|while|for|switch|case|match|do|try|in|of|not|and|or|print|echo|typeof|delete|assert|raise|with|let|const|var|import|from|use|go|defer|super|this|self)\b/

const escaped = (name: string): string => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
const MARGIN = '(?<![\\p{L}\\p{N}_$])'
const END = '(?![\\p{L}\\p{N}_$])'

/** What a line looks like that declares one name. Made once per name. */
export interface Matcher {
  name: string
  declares(line: string): boolean
}

/** Lines longer than this are generated; only their beginning is looked at. */
const LONGEST = 1000

export function matcher(symbol: string): Matcher {
  const { name, owner } = symbolName(symbol)
  const owned = owner !== undefined
  const word = `${MARGIN}${escaped(name)}${END}`
  const re = (source: string): RegExp => new RegExp(source, 'u')
  const kind = re(
    `^\\s*${MODIFIERS}(?:${KINDS})\\s+(?:\\([^)]*\\)\\s*)?(?:[\\p{L}_$][\\p{L}\\p{N}_$]*(?:\\.|::))*${word}`,
  )
  const value = re(`^${owned ? '\\s*' : '(?=\\S)'}${MODIFIERS}(?:${VALUES})\\s+(?:mut\\s+|enum\\s+)?${word}`)
  const exportedValue = re(
    `^\\s*(?:export|pub(?:\\([^)]*\\))?|public)\\s+${MODIFIERS}(?:${VALUES})\\s+(?:mut\\s+)?${word}`,
  )
  const listed = re(
    `^\\s*(?:export\\s*(?:type\\s*)?(?:\\{|\\*)|pub(?:\\([^)]*\\))?\\s+use\\b|__all__\\b|module\\.exports\\b|exports\\.).*${word}`,
  )
  const assigned = re(`^${owned ? '\\s*' : ''}(?:export\\s+)?(?:[\\w$]+\\.)*${word}\\s*(?::[^=:]+)?=(?!=|>)`)
  // A method, or a function after its type: arguments follow, and before it stand words of types at most.
  const typed = re(
    `^\\s*((?:[\\p{L}\\p{N}_$@<>,.&*?:\\[\\]]+\\s+)*)[*&#]*(?:[\\p{L}_$][\\p{L}\\p{N}_$]*::)*${word}\\s*(?:<[^()]*>)?\\s*\\(`,
  )
  return {
    name,
    declares(text) {
      const line = text.slice(0, LONGEST)
      if (name === '' || !line.includes(name) || COMMENT.test(line.trimStart())) return false
      if ([kind, value, exportedValue, listed, assigned].some((form) => form.test(line))) return true
      const method = typed.exec(line)
      if (method === null || CALLING.test(line.trimStart())) return false
      const after = line.slice(method[0].length)
      const before = (method[1] ?? '').trim() !== ''
      // Without a type before it, only what follows the arguments tells a declaration from a call. Arguments that the patch
      // does not show to the end count.
      return before || /[{:]\s*$|\)\s*(?::|->|=>|throws\b|where\b)/.test(after) || !after.includes(')')
    },
  }
}
