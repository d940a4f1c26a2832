// The texts of an XML document, read strictly enough to notice one that is not well-formed.

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

function decoded(text: string): string {
  return text.replaceAll(/&(\w*);?/g, (all, name: string) => {
    const character = entities[name]
    if (character === undefined || !all.endsWith(';')) throw new Error(`not an entity: ${all}`)
    return character
  })
}

/** What stands between tags, decoded. Throws where tags do not nest or a character has no place in XML. */
export function xmlTexts(xml: string): string[] {
  // oxlint-disable-next-line no-control-regex -- they are what XML forbids
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(xml)) throw new Error('a character that XML forbids')
  const open: string[] = []
  const found: string[] = []
  let at = 0
  for (const match of xml.matchAll(/<(\/?)([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g)) {
    const before = xml.slice(at, match.index)
    if (/[<>]/.test(before) && open.at(-1) !== 'style') throw new Error(`a loose bracket: ${before}`)
    if (before.trim() !== '') found.push(decoded(before.trim()))
    at = match.index + match[0].length
    const [, closing, name = '', , empty] = match
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`${name} is closed and was not open`)
    } else if (empty !== '/') open.push(name)
  }
  if (open.length > 0 || xml.slice(at).trim() !== '') throw new Error('it does not end where it should')
  return found
}
