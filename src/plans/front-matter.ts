// Where the keys of a plan document stand: between two lines `---`, or, in an issue, in a fenced block of YAML first in the body.

import type { Problem } from '../domain/roster/problem.ts'
import { quote } from '../roster/show.ts'
import { readYaml } from '../roster/yaml-source.ts'
import type { YamlSource } from '../roster/yaml-source.ts'

const MAX_FILE = 256 * 1024
const MAX_KEYS = 96 * 1024

export const PLAN_EXAMPLE = `---
plan: plan-1
title: Performance recovery
orchestrator: rust-engineer
waves:
  - wave: 1
    title: Baseline and regression analysis
---
What the plan is about …`

export interface PlanText {
  source: YamlSource
  body: string
  /** 1-based lines of the file on which the keys and the body start. */
  keysLine: number
  bodyLine: number
}

/** Blank lines and HTML comments: issue forms and people put them first. */
function firstLine(lines: readonly string[]): number {
  let i = 0
  while (i < lines.length) {
    const line = (lines[i] ?? '').trim()
    if (line.startsWith('<!--')) {
      let end = i
      while (end < lines.length && !(lines[end] ?? '').includes('-->')) end += 1
      if (!(lines[end] ?? '').trimEnd().endsWith('-->')) return i
      i = end + 1
    } else if (line === '') i += 1
    else return i
  }
  return 0
}

/**
 * Splits a plan document. A BOM is dropped and line ends are made `\n`; line numbers stay those of the text. Never throws.
 */
export function readPlanText(path: string, input: string): PlanText | { problems: Problem[] } {
  const fail = (line: number, message: string, expected: string): { problems: Problem[] } => ({
    problems: [{ file: path, line, key: '', message, expected, example: PLAN_EXAMPLE }],
  })
  if (input.length > MAX_FILE) {
    const message = `it has ${input.length} characters; at most ${MAX_FILE} are read`
    return fail(1, message, 'a shorter plan: move details into files of the repository')
  }
  const text = (input.startsWith('\uFEFF') ? input.slice(1) : input).replaceAll(/\r\n?/g, '\n')
  const lines = text.split('\n')
  const start = firstLine(lines)
  const first = (lines[start] ?? '').trimEnd()
  const [, fence, language = ''] = /^ {0,3}(`{3,}|~{3,})([^`]*)$/.exec(first) ?? []
  const matter = first === '---' || /^---[ \t]*ya?ml$/i.test(first)
  if (fence !== undefined && !/^ya?ml$/i.test(language.trim())) {
    const message =
      language.trim() === ''
        ? 'the first code block has no language'
        : `the first code block is ${quote(language.trim())}`
    return fail(
      start + 1,
      message,
      'a block that starts with ```yaml, or front matter between two lines `---`',
    )
  }
  if (!matter && fence === undefined) {
    const message = first.startsWith('---')
      ? `front matter in the language ${quote(first.slice(3).trim())} is refused`
      : 'it does not start with the keys of a plan'
    return fail(start + 1, message, 'YAML between two lines `---`, or in a block that starts with ```yaml')
  }
  const closes = (line: string): boolean =>
    fence === undefined
      ? line.trimEnd() === '---'
      : line.trim().length >= fence.length && line.trim() === (fence[0] ?? '').repeat(line.trim().length)
  const closing = lines.findIndex((line, i) => i > start && closes(line))
  if (closing < 0) {
    const mark = fence ?? '---'
    return fail(start + 1, 'the keys are not closed', `a second line \`${mark}\` after the keys`)
  }
  const block = `${'\n'.repeat(start + 1)}${lines.slice(start + 1, closing).join('\n')}`
  const read = readYaml({ file: path, text: block, maxLength: MAX_KEYS, example: PLAN_EXAMPLE })
  if ('problems' in read) return read
  return {
    source: read.source,
    body: lines.slice(closing + 1).join('\n'),
    keysLine: start + 1,
    bodyLine: closing + 2,
  }
}
