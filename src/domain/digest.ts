// A short content digest for comparing what we wrote before with what we would write now. Not for security.

const OFFSET = 0xcbf29ce484222325n
const PRIME = 0x100000001b3n
const MASK = 0xffffffffffffffffn

/**
 * FNV-1a, 64 bit, over UTF-16 code units (http://www.isthe.com/chongo/tech/comp/fnv/).
 * Returns 16 hex digits. The pure core may not import node:crypto.
 */
export function digest(text: string): string {
  let hash = OFFSET
  for (let i = 0; i < text.length; i += 1) {
    hash ^= BigInt(text.charCodeAt(i))
    hash = (hash * PRIME) & MASK
  }
  return hash.toString(16).padStart(16, '0')
}
