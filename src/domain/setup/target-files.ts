// Workflows, actions and forms of a target repository against the templates of this version.

import { fail, ok, warn, type Finding } from './finding.ts'

const PLACE = 'repository.files'
const FIX =
  'run `baton setup files OWNER/REPO` and merge its pull request, once you saw what of your own it replaces'

/** Line ends are the repository's own business. */
const plain = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd()

/** Texts by path. Without its workflows and actions nothing can be validated; a form only makes issues easier to write. */
export function fileFindings(
  templates: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, string>,
): Finding[] {
  const findings = [...templates].flatMap(([path, wanted]): Finding[] => {
    const found = files.get(path)
    const place = `${PLACE}.${path}`
    if (found === undefined) {
      const say = path.includes('/ISSUE_TEMPLATE/') ? warn : fail
      return [say(place, `${path} is missing`, 'the file of this version', FIX)]
    }
    if (plain(found) === plain(wanted)) return []
    return [warn(place, `${path} differs from the file of this version`, 'the same text', FIX)]
  })
  return findings.length === 0
    ? [ok(PLACE, 'workflows, actions and issue forms are those of this version')]
    : findings
}

/** What a repository lacks, or has in another version. */
export interface FileChange {
  path: string
  change: 'added' | 'updated'
  text: string
}

/** What has to be committed so that the wanted texts are there. */
export const fileChanges = (
  wanted: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): FileChange[] =>
  [...wanted].flatMap(([path, text]): FileChange[] => {
    const there = found.get(path)
    if (there === undefined) return [{ path, change: 'added', text }]
    return plain(there) === plain(text) ? [] : [{ path, change: 'updated', text }]
  })
