// Matches a request to a route by GitHub's path templates.

import { HttpError } from './http-error.ts'
import type { Route } from './route.ts'

/** Parameters in which GitHub takes slashes, encoded or not. */
const SPANNING = new Set(['path', 'ref', 'branch', 'basehead', 'dir'])

interface Compiled {
  route: Route
  pattern: RegExp
  names: string[]
  literals: number
}

function compile(route: Route): Compiled {
  const names: string[] = []
  let literals = 0
  const pattern = route.path
    .split('/')
    .slice(1)
    .map((segment) => {
      const name = /^\{(.+)\}$/.exec(segment)?.[1]
      if (name === undefined) {
        literals += 1
        return `/${segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`
      }
      names.push(name)
      // GET …/contents without a path lists the root; every other parameter has at least one character.
      if (name === 'path') return '(?:/(.*))?'
      return SPANNING.has(name) ? '/(.+)' : '/([^/]+)'
    })
    .join('')
  return { route, pattern: new RegExp(`^${pattern}/?$`), names, literals }
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError)
      throw new HttpError(400, 'Bad request: malformed percent-encoding in the path')
    throw error
  }
}

export interface Match {
  route: Route
  params: Record<string, string>
}

/** Finds the route of a method and path; templates with more literal segments win. Throws 400 for a malformed path. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const byMethod = new Map<string, Compiled[]>()
  for (const compiled of routes.map(compile).sort((a, b) => b.literals - a.literals)) {
    const list = byMethod.get(compiled.route.method) ?? []
    list.push(compiled)
    byMethod.set(compiled.route.method, list)
  }
  return (method, path) => {
    for (const { route, pattern, names } of byMethod.get(method) ?? []) {
      const found = pattern.exec(path)
      if (found === null) continue
      const params = Object.fromEntries(names.map((name, i) => [name, decode(found[i + 1] ?? '')]))
      return { route, params }
    }
    return undefined
  }
}
