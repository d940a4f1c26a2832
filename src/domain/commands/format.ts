// A command as it would be written: what parseCommands() reads as the same command.

import { commands, type Command } from './verbs/index.ts'

/** Words that need no quotes, whatever stands around them. */
const BARE = /^[A-Za-z0-9_./:#@][\w.,/:#@+=~%^*()-]*$/

const written = (value: string): string =>
  BARE.test(value) ? value : `"${value.replaceAll(/["\\]/g, (c) => `\\${c}`)}"`

/** Takes a command and writes it as one line, its flags last. */
export function formatCommand({ verb, args }: Pick<Command, 'verb' | 'args'>): string {
  const { words = [], rest } = commands[verb]
  const values = new Map(
    Object.entries(args).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  const parts: string[] = []
  let gap = false
  for (const name of words) {
    const value = values.get(name)
    if (value === undefined || gap) gap = true
    else {
      parts.push(written(value))
      values.delete(name)
    }
  }
  const flags: string[] = []
  const last = rest !== undefined && !gap ? values.get(rest) : undefined
  if (rest !== undefined && last !== undefined) values.delete(rest)
  for (const [name, value] of values) flags.push(`--${name}=${written(value)}`)
  return ['/baton', verb, ...parts, ...(last === undefined ? [] : [written(last)]), ...flags].join(' ')
}
