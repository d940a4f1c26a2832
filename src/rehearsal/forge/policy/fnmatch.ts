// The patterns of ruleset conditions: fnmatch as GitHub documents it, where `*` stops at a slash.

const META = /[.+^${}()|\\]/

/**
 * Whether `text` matches `pattern` as a whole: `*` any characters but a slash, `?` one of them, a double star and a slash any
 * number of folders, `[ab]`, `[a-z]` and `[!ab]` one character of a set. Everything else stands for itself.
 */
export function fnmatch(pattern: string, text: string): boolean {
  let source = ''
  for (let at = 0; at < pattern.length;) {
    const char = pattern.charAt(at)
    const set = char === '[' ? /^\[(!?)([^\]/]+)\]/.exec(pattern.slice(at)) : null
    if (pattern.startsWith('**/', at)) {
      source += '(?:[^/]+/)*'
      at += 3
    } else if (set !== null) {
      source += `[${set[1] === '!' ? '^/' : ''}${(set[2] ?? '').replace(/[\\^]/g, '\\$&')}]`
      at += set[0].length
    } else {
      source +=
        char === '*'
          ? '[^/]*'
          : char === '?'
            ? '[^/]'
            : META.test(char) || char === '[' || char === ']'
              ? `\\${char}`
              : char
      at += 1
    }
  }
  try {
    return new RegExp(`^${source}$`).test(text)
  } catch (error) {
    // A set such as [z-a] is no set; nothing matches it.
    if (error instanceof SyntaxError) return false
    throw error
  }
}
