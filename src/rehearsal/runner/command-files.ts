// The files through which a step hands over outputs, variables and paths: GITHUB_OUTPUT, GITHUB_ENV, GITHUB_PATH.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../../errors.ts'

const NAMES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE'] as const

/** What GitHub refuses in GITHUB_ENV (https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-environment-variable). */
const REFUSED = /^(?:GITHUB_.*|RUNNER_.*|NODE_OPTIONS)$/i

export interface CommandFiles {
  /** Variables for the step that point at the empty files. */
  readonly env: Readonly<Record<string, string>>
  /** What the step wrote. Throws a UserError for a line that is neither `name=value` nor `name<<END`. */
  read(): Promise<{
    outputs: Map<string, string>
    env: Map<string, string>
    paths: string[]
    summary: string
  }>
}

/** Creates the files of one step below `directory`. */
export async function createCommandFiles(directory: string): Promise<CommandFiles> {
  await mkdir(directory, { recursive: true })
  const path = (name: string): string => join(directory, name.toLowerCase())
  await Promise.all(NAMES.map((name) => writeFile(path(name), '')))
  const text = (name: (typeof NAMES)[number]): Promise<string> => readFile(path(name), 'utf8')
  return {
    env: Object.fromEntries(NAMES.map((name) => [name, path(name)])),
    read: async () => {
      const env = parseAssignments(await text('GITHUB_ENV'), 'GITHUB_ENV')
      for (const name of env.keys()) {
        if (REFUSED.test(name)) throw new UserError(`GITHUB_ENV may not set ${name}`, 'Use another name.')
      }
      return {
        outputs: parseAssignments(await text('GITHUB_OUTPUT'), 'GITHUB_OUTPUT'),
        env,
        paths: (await text('GITHUB_PATH')).split(/\r?\n/).filter((line) => line !== ''),
        summary: await text('GITHUB_STEP_SUMMARY'),
      }
    },
  }
}

/** Parses `name=value` lines and `name<<END` … `END` blocks. Throws a UserError for anything else. */
export function parseAssignments(text: string, file: string): Map<string, string> {
  const found = new Map<string, string>()
  const lines = text.split(/\r?\n/)
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (line === '') continue
    const block = /^([^=<]+)<<(.+)$/.exec(line)
    const single = /^([^=]+)=(.*)$/.exec(line)
    if (block?.[1] !== undefined && block[2] !== undefined) {
      const end = lines.indexOf(block[2], index + 1)
      if (end === -1)
        throw new UserError(
          `${file}: ${block[1]} has no closing ${block[2]}`,
          `End the block with a line ${block[2]}.`,
        )
      found.set(block[1], lines.slice(index + 1, end).join('\n'))
      index = end
    } else if (single?.[1] !== undefined && single[2] !== undefined) {
      found.set(single[1], single[2])
    } else
      throw new UserError(
        `${file}: cannot read ${JSON.stringify(line.slice(0, 80))}`,
        'Write name=value, or name<<END, lines and END.',
      )
  }
  return found
}
