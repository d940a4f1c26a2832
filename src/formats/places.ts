// Where a failure happened: paths of a report made relative to the repository, and places found in a tool's text.

import { isRepositoryPath } from '../domain/reports/repository-path.ts'

const SEARCHED = 8000

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Not an escaped address after all: as it stands.
    return path
  }
}

const slashes = (path: string): string => path.replaceAll('\\', '/')

/** `a/./b/../c` → `a/c`; undefined when it leads out. */
function resolved(path: string): string | undefined {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined
    if (part !== '..' && part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

const absolute = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:\//.test(path)

/** Takes a path of the report and the checkout's absolute path; undefined: it is not inside the repository. */
export function repositoryPath(raw: string, root: string | undefined): string | undefined {
  if (raw.length > 4096) return undefined
  const address = /^file:\/\/(\/?.*)$/s.exec(raw)
  const path = slashes(address ? decoded(address[1] ?? '').replace(/^\/(?=[A-Za-z]:)/, '') : raw)
  const base = root === undefined ? undefined : `${slashes(root).replace(/\/+$/, '')}/`
  const inside = base !== undefined && path.startsWith(base) ? path.slice(base.length) : path
  const found = absolute(inside) ? undefined : resolved(inside)
  return found !== undefined && isRepositoryPath(found) ? found : undefined
}

const PLACE = /((?:file:\/\/)?(?:[A-Za-z]:[\\/])?[\w@%.+\\/-]{0,200}\w\.[A-Za-z]\w{0,9}):(\d{1,7})\b/g

export interface FailurePlace {
  path: string
  line?: number
}

/** The first `file:line` inside the repository in a message or trace; libraries in it are passed over. */
export function placeIn(text: string, root: string | undefined): FailurePlace | undefined {
  for (const [, raw = '', line] of text.slice(0, SEARCHED).matchAll(PLACE)) {
    const path = repositoryPath(raw, root)
    if (path === undefined || /(?:^|\/)(?:node_modules|site-packages|rustc|\.cargo)\//.test(path)) continue
    const number = Number(line)
    return number > 0 ? { path, line: number } : { path }
  }
  return undefined
}
