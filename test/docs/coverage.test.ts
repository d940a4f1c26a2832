// docs/coverage.md: a line for every requirement, and every proof it names is a test that exists.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { read, ROOT } from './documents.ts'
import { requirementIds } from './requirement-ids.ts'

interface Entry {
  id: string
  status: string
  proofs: string[]
}

/** `- **ID** status` lines with `  - \`file › title\`` lines below them. Other list lines are an error. */
function parse(text: string): Entry[] {
  const entries: Entry[] = []
  for (const line of text.split('\n').filter((row) => /^\s*- /.test(row))) {
    const head = /^- \*\*([A-Z]{3}-\d+)\*\* (.+)$/.exec(line)
    const proof = /^ {2}- `([^`]+)`$/.exec(line)
    const last = entries.at(-1)
    if (head) entries.push({ id: head[1] ?? '', status: head[2] ?? '', proofs: [] })
    else if (proof && last) last.proofs.push(proof[1] ?? '')
    else throw new Error(`not a line of coverage: ${line}`)
  }
  return entries
}

/** Why a proof is none; undefined when the file has a test, a table of tests or a group with exactly this title. */
function problem(proof: string): string | undefined {
  const [file = '', title, ...more] = proof.split(' › ')
  if (!/^test\/[\w./-]+\.test\.ts$/.test(file) || title === undefined || more.length > 0)
    return `${proof}: expected "test/….test.ts › title"`
  if (!existsSync(join(ROOT, file))) return `${proof}: there is no such file`
  const escaped = title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const named = new RegExp(`\\(\\s*(['"\`])${escaped}\\1\\s*,`)
  return named.test(read(file)) ? undefined : `${proof}: no test has this title`
}

const entries = parse(read('docs/coverage.md'))

test('there is one line for every requirement, in order, and none besides', () => {
  expect(entries.map(({ id }) => id)).toEqual(requirementIds)
})

describe('every line', () => {
  test.each(entries)('$id has a known status and the proofs that it needs', ({ id, status, proofs }) => {
    const [, kind] = /^(proven$|in part: \S|not yet(?:$|: \S))/.exec(status) ?? []
    expect(kind, `${id}: "${status}"`).toBeDefined()
    expect(proofs.length > 0).toBe(!status.startsWith('not yet'))
  })

  test.each(entries.filter(({ proofs }) => proofs.length > 0))('$id names tests that exist', ({ proofs }) => {
    expect(proofs.flatMap((proof) => problem(proof) ?? [])).toEqual([])
  })
})

describe('a proof that is none is told', () => {
  test.each([
    ['test/docs/coverage.test.ts › a title that nobody gave', 'no test has this title'],
    ['test/docs/absent.test.ts › anything', 'there is no such file'],
    ['src/errors.ts › UserError', 'expected'],
    ['test/docs/coverage.test.ts', 'expected'],
  ])('%s', (proof, why) => {
    expect(problem(proof)).toContain(why)
  })

  test('and one that exists is not', () => {
    expect(problem('test/docs/coverage.test.ts › a proof that is none is told')).toBeUndefined()
  })
})
