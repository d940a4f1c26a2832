// Changed files as coloured diffs.

import type { FileChange } from '../git/plumbing.ts'
import type { Html } from './html.ts'
import { markup } from './html.ts'

/** Files with longer patches start folded. */
const UNFOLDED_LINES = 400

/** A row per line of a patch's hunks, numbered on both sides. */
export function hunks(patch: string): Html {
  let before = 0
  let after = 0
  const rows = patch.split('\n').map((line) => {
    const start = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line)
    if (start !== null) {
      before = Number(start[1])
      after = Number(start[2])
      return row('hunk', '', '', line)
    }
    if (line.startsWith('+')) return row('add', '', after++, line)
    if (line.startsWith('-')) return row('del', before++, '', line)
    if (line.startsWith('\\')) return row('hunk', '', '', line)
    return row('', before++, after++, line)
  })
  return markup`<table class="diff mono">
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

const row = (kind: string, before: number | string, after: number | string, line: string): Html =>
  markup`<tr class="${kind}">
    <td class="no">${before}</td>
    <td class="no">${after}</td>
    <td>${line}</td>
  </tr>`

export function changedFiles(changes: readonly FileChange[]): Html {
  const total = (of: (change: FileChange) => number): number =>
    changes.reduce((sum, change) => sum + of(change), 0)
  const files = changes.map((change) => {
    const open = (change.patch ?? '').split('\n').length <= UNFOLDED_LINES && markup` open`
    const from = change.previousPath !== undefined && markup`${change.previousPath} → `
    const content =
      change.patch === undefined
        ? markup`<div class="empty">Binary file or change of mode.</div>`
        : hunks(change.patch)
    return markup`<details class="card file" ${open}>
      <summary>
        <span class="mono">${from}${change.path}</span> <span class="tag">${change.status}</span>
        <b class="good">+${change.additions}</b> <b class="bad">−${change.deletions}</b>
      </summary>
      ${content}
    </details>`
  })
  return markup`<p class="dim">
      ${changes.length} changed ${changes.length === 1 ? 'file' : 'files'},
      <b class="good">+${total((change) => change.additions)}</b>
      <b class="bad">−${total((change) => change.deletions)}</b>
    </p>
    ${files}`
}
