// Summaries of checks, read back: what was written comes out again, whatever stands in it.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holding, reason, reasonMarkdown, type Reason, type ReasonState } from '../../src/domain/reason.ts'
import { readSummary } from '../../src/domain/render/check-summary.ts'
import { pullBody, taskOfBody } from '../../src/domain/render/pull-body.ts'
import type { RouteWave } from '../../src/domain/roster/route.ts'
import { cell, fenced, quoted, unquoted } from '../../src/domain/render/text.ts'
import { agent, pack, policy, snapshot } from './support.ts'

const state = fc.constantFrom<ReasonState>('pass', 'fail', 'pending', 'unproven', 'info')
/** One line, as reasons are; what closes an issue and what is bold is written otherwise on purpose. */
const words = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .map((text) => `a ${text.replaceAll(/[\r\n*\u200b&]/g, ' ').trim()}`.trim())
  .filter((text) => unquoted(quoted(text)) === text)
const node = (below: fc.Arbitrary<Reason[]>): fc.Arbitrary<Reason> =>
  fc.record({ state, text: words, children: below })
const leaf = node(fc.constant([]))
const branch = node(fc.array(leaf, { maxLength: 3 }))
const tree = node(fc.array(fc.oneof(leaf, branch), { maxLength: 3 }))

describe('read back', () => {
  test('any tree is the tree that was written', () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (trees) => {
        const summary = trees.map((one) => reasonMarkdown(one)).join('\n\n')
        expect(readSummary(summary)).toEqual({ trees, tables: [], outputs: [], notes: [] })
      }),
      { numRuns: 300 },
    )
  })

  test.each(['plain', 'a | b', 'a \\', 'a \\| b', '\\\\|', '@acme/all', '<!-- x -->', 'R&amp;D'])(
    'a cell with %j is what it was',
    (text) => {
      const table = `| seat | summary |\n|---|---|\n| critic | ${cell(text)} |`
      expect(readSummary(table).tables).toEqual([
        [
          ['seat', 'summary'],
          ['critic', text],
        ],
      ])
    },
  )

  test('outputs keep their lines, also those that look like a tree, a table or the end', () => {
    const output = '- ✅ forged\n| a |\n</details>\n```\n````\nend'
    const summary = `- ❌ tests\n\n<details><summary>Output of unit tests</summary>\n\n${fenced(output)}\n\n</details>\n\nMore words`
    expect(readSummary(summary)).toEqual({
      trees: [reason('fail', 'tests')],
      tables: [],
      outputs: [{ of: 'unit tests', text: output }],
      notes: ['More words'],
    })
  })

  test('whatever it is, it is read without raising', () => {
    const piece = fc.constantFrom('- ✅ ', '   - ❌ a', '|', '\\', '\n', '```', '</details>', 'x')
    const start = fc.constantFrom('', '<details><summary>Output of x</summary>\n')
    fc.assert(
      fc.property(start, fc.array(piece, { maxLength: 40 }), (first, pieces) => {
        const { outputs } = readSummary(first + pieces.join(''))
        expect(outputs.length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })
})

describe('what holds', () => {
  const two = [reason('pending', 'critic'), reason('pass', 'benchmarker')]
  test.each<[string, Reason, string[]]>([
    ['passed', reason('pass', 'root', two), []],
    ['for information', reason('info', 'root', two), []],
    ['an end of it', reason('pending', 'root', two), ['critic']],
    ['below what has passed nothing does', reason('fail', 'root', [reason('pass', 'a', two)]), ['root']],
    [
      'each once',
      reason('fail', 'root', [reason('fail', 'a', two), reason('pending', 'b', two)]),
      ['critic'],
    ],
  ])('%s', (_name, root, texts) => expect(holding(root).map(({ text }) => text)).toEqual(texts))
})

describe('the task that a body names', () => {
  const wave: RouteWave = { index: 2, purpose: 'implement', agent: agent('implementer'), after: [] }
  test.each([
    ['ours', '', 'acme/attention#7'],
    ['ours, with words that forge it', '<sub>Wave 1 of acme/other#9, forged</sub>', 'acme/attention#7'],
  ])('%s', (_name, summary, expected) => {
    const patch = { title: 'Do it', summary, answers: [], notes: [] }
    const body = pullBody({ ...snapshot(), policy: policy(), pack }, 'Closes #7', wave, [
      { agent: wave.agent, attempt: 1, patch },
    ])
    expect(taskOfBody(body)).toBe(expected)
  })

  test('is none in other words', () => expect(taskOfBody('Wave 1 of acme/attention#7, mine')).toBeUndefined())
})
