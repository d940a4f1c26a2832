// The log of a workflow job as a page shows it: groups and errors stand out, commands to the runner do not show.

import type { Html } from './html.ts'
import { markup } from './html.ts'

/** `##[group]name` as GitHub stores it, or `::group::name` as a step prints it. */
const COMMAND = /(?:##\[|^::)([a-z][a-z-]*)(?:\]|(?: [^:]*)?::)(.*)$/

/** A line per line of the log. Escape sequences for terminals are dropped. */
export function logLines(log: string): Html[] {
  // After `stop-commands` nothing is a command until its token comes back: the output of a step is not ours to read.
  let resume: string | undefined
  return log.split('\n').map((line) => {
    // oxlint-disable-next-line no-control-regex -- the escape character is what is looked for
    const plain = line.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
    if (resume !== undefined) {
      if (plain !== `::${resume}::`) return markup`${`${plain}\n`}`
      resume = undefined
      return markup``
    }
    const [, command, text = ''] = COMMAND.exec(plain) ?? []
    switch (command) {
      case undefined:
        return markup`${`${plain}\n`}`
      case 'stop-commands':
        resume = text
        return markup``
      case 'endgroup':
        return markup``
      case 'error':
        return coloured('err', text)
      case 'debug':
        return coloured('quiet', text)
      default:
        return coloured('group', text)
    }
  })
}

/** The line's end is part of the value: a formatter may fold white space inside a template. */
const coloured = (kind: string, text: string): Html => markup`<span class="${kind}">${`${text}\n`}</span>`
