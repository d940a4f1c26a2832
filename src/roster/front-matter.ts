// Markdown with YAML front matter → its keys, with lines, and its body. No other front-matter language ever reaches gray-matter.

import matter from 'gray-matter'
import type { Problem } from '../domain/roster/problem.ts'
import { repairFrontMatter } from './front-matter-repair.ts'
import { quote } from './show.ts'
import { readYaml } from './yaml-source.ts'
import type { YamlSource } from './yaml-source.ts'

const MAX_FILE = 256 * 1024
const MAX_FRONT_MATTER = 32 * 1024

export const AGENT_EXAMPLE = `---
name: implementer
description: Builds what the plan asks for, with tests.
tools: [Read, Glob, Grep, Edit, Write, Bash]
---
You are the implementer …`

const SHORTER =
  'a shorter file: move details into files of the repository, which the agent reads when it needs them'

export interface FrontMatter {
  source: YamlSource
  body: string
}

/** gray-matter evaluates `---js` blocks. Its engines are replaced by this one, should a language ever get past the check. */
function refuseEngine(): never {
  throw new TypeError('only YAML front matter is read')
}

/**
 * Splits a file into front matter and body. A BOM is dropped and line ends are made `\n`; line numbers stay those of the file.
 * Anything but `---` or `---yaml` on the first line is refused by name: gray-matter would run JavaScript it finds there.
 */
export function readFrontMatter(input: {
  path: string
  text: string
}): FrontMatter | { problems: Problem[] } {
  const fail = (line: number, message: string, expected: string): { problems: Problem[] } => ({
    problems: [{ file: input.path, line, key: '', message, expected, example: AGENT_EXAMPLE }],
  })
  if (input.text.length > MAX_FILE) {
    return fail(1, `it has ${input.text.length} characters; at most ${MAX_FILE} are read`, SHORTER)
  }
  const text = (input.text.startsWith('\uFEFF') ? input.text.slice(1) : input.text).replaceAll(/\r\n?/g, '\n')
  const lines = text.split('\n')
  const first = lines[0] ?? ''
  if (!first.startsWith('---') || first.startsWith('----')) {
    return fail(1, 'it has no front matter: the first line is not `---`', 'YAML between two lines `---`')
  }
  const language = first.slice(3).trim()
  if (!['', 'yaml', 'yml'].includes(language.toLowerCase())) {
    return fail(
      1,
      `front matter in the language ${quote(language)} is refused`,
      'YAML front matter, plain `---`',
    )
  }
  const closing = lines.findIndex((line, i) => i > 0 && line.startsWith('---'))
  if (closing === -1) return fail(1, 'the front matter is not closed', 'a second line `---` after the keys')
  if ((lines[closing] ?? '').trim() !== '---') {
    const message = 'a line in the front matter starts with `---` and holds more'
    return fail(closing + 1, message, 'the line `---` alone, or text that is indented')
  }
  const block = lines.slice(1, closing).join('\n')
  if (block.length > MAX_FRONT_MATTER) {
    return fail(
      1,
      `the front matter has ${block.length} characters; at most ${MAX_FRONT_MATTER} are read`,
      'a few keys',
    )
  }
  // gray-matter looks for comments with a pattern that takes quadratic time over long runs of blank lines.
  if (/\n\s{200}/.test(block))
    return fail(1, 'the front matter holds a long run of blanks', 'one key after the other')

  const yaml = (text: string): ReturnType<typeof readYaml> =>
    readYaml({ file: input.path, text, maxLength: MAX_FRONT_MATTER * 2, example: AGENT_EXAMPLE })
  const seen: { text: string } = { text: '' }
  const keep = (text: string): object => {
    seen.text = text
    return {}
  }
  // Options of any kind also keep gray-matter from its cache, which would hand out one file's object for another's.
  const options = {
    language: 'yaml',
    engines: {
      yaml: keep,
      yml: keep,
      json: refuseEngine,
      javascript: refuseEngine,
      js: refuseEngine,
      coffee: refuseEngine,
    },
  }
  const body = matter(text, options).content
  const strict = yaml(seen.text)
  if (!('problems' in strict)) return { source: strict.source, body }
  const repaired = repairFrontMatter(lines.slice(1, closing))
  if (repaired === undefined) return strict
  const read = yaml(`\n${repaired.join('\n')}`)
  return 'problems' in read ? read : { source: read.source, body }
}
