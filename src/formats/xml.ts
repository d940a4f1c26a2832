// XML of a tool: well-formed or refused. Entities of its own are refused unread, and nothing outside is ever fetched.

import { parseXml, XmlElement, XmlError } from '@rgrove/parse-xml'
import { placeAt } from './json.ts'
import type { Problems } from './problems.ts'

/** Nested far beyond any real report; the parser and our readers go down by calls. */
const MAX_DEPTH = 100

export { XmlElement }

export interface XmlDocument {
  root: XmlElement
  /** `line 12` of an element. */
  placeOf(element: XmlElement): string
}

/** End of a start tag, behind its `>`; values in quotes may hold one. -1: it has no end. */
function endOfTag(text: string, from: number): number {
  const stop = /["'>]/g
  stop.lastIndex = from
  for (let found = stop.exec(text); found !== null; found = stop.exec(text)) {
    if (found[0] === '>') return found.index + 1
    const close = text.indexOf(found[0], found.index + 1)
    if (close === -1) return -1
    stop.lastIndex = close + 1
  }
  return -1
}

const skipped: readonly [begin: string, end: string][] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
]

/**
 * Looks at the tags alone, before the parser builds anything. A document type is let pass when it only names one, as
 * cobertura's does: the parser ignores it. With declarations of its own (entities, for example) it is refused.
 */
function guard(text: string, problems: Problems): boolean {
  let depth = 0
  let at = text.indexOf('<')
  while (at !== -1) {
    const special = skipped.find(([begin]) => text.startsWith(begin, at))
    let end: number
    if (special) {
      const close = text.indexOf(special[1], at + special[0].length)
      end = close === -1 ? -1 : close + special[1].length
    } else if (text.startsWith('<!', at)) {
      end = endOfTag(text, at)
      if (text.slice(at, end === -1 ? undefined : end).includes('[')) {
        problems.add(
          placeAt(text, at),
          'it declares a document type of its own',
          'XML without entities of its own',
        )
        return false
      }
    } else {
      end = endOfTag(text, at)
      if (text[at + 1] === '/') depth -= 1
      else if (end !== -1 && text[end - 2] !== '/') depth += 1
      if (depth > MAX_DEPTH) {
        problems.add(placeAt(text, at), 'it is nested too deeply', `at most ${MAX_DEPTH} levels`)
        return false
      }
    }
    // Without an end the parser says what is missing, and where.
    if (end === -1) return true
    at = text.indexOf('<', end)
  }
  return true
}

/** The document, or undefined and a problem. */
export function readXml(text: string, problems: Problems): XmlDocument | undefined {
  const own = text.trimStart()
  const first = text.slice(0, text.length - own.length).split('\n').length
  if (!guard(own, problems)) return undefined
  try {
    const { root } = parseXml(own, { includeOffsets: true })
    if (!root) return undefined
    const breaks = [...own.matchAll(/\n/g)].map(({ index }) => index)
    const placeOf = (element: XmlElement): string => {
      let [low, high] = [0, breaks.length]
      while (low < high) {
        const middle = Math.floor((low + high) / 2)
        if ((breaks[middle] ?? 0) < element.start) low = middle + 1
        else high = middle
      }
      return `line ${first + low}`
    }
    return { root, placeOf }
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    const said = (error.message.split('\n')[0] ?? '').replace(/ \(line \d+, column \d+\)$/, '')
    const place = `line ${first - 1 + error.line}, column ${error.column}`
    problems.add(
      place,
      `it is not well-formed: ${said}`,
      'the whole XML: was the tool stopped, or the file cut?',
    )
    return undefined
  }
}

/** The elements directly inside one, of one name if given. */
export const elementsIn = (parent: XmlElement, name?: string): XmlElement[] =>
  parent.children.filter(
    (child): child is XmlElement =>
      child instanceof XmlElement && (name === undefined || child.name === name),
  )

export const attribute = (element: XmlElement, name: string): string | undefined =>
  Object.hasOwn(element.attributes, name) ? element.attributes[name] : undefined

/** A whole number of at least 0; undefined: there is none. Anything else is a problem. */
export function countIn(
  element: XmlElement,
  name: string,
  place: string,
  problems: Problems,
): number | undefined {
  const text = attribute(element, name)
  if (text === undefined || text === '') return undefined
  if (/^\d{1,15}$/.test(text)) return Number(text)
  problems.add(place, `${element.name} has ${name}=${JSON.stringify(text)}`, 'a whole number of at least 0')
  return undefined
}
