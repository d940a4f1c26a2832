// Random and hostile text: plans and analyses are answered with data or with problems, never with an exception or a stall.

import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readBody } from '../../src/domain/plan/sections.ts'
import { formatProblem } from '../../src/domain/roster/problem.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { parseAnalysis } from '../../src/plans/analysis.ts'
import { readPlan } from '../../src/plans/plan-file.ts'
import { packOf, planText } from './support.ts'

let pack: Pack
beforeAll(async () => {
  pack = await packOf('ml-research')
})

describe('any text', () => {
  const token = fc.constantFrom(
    '---\n',
    '```yaml\n',
    '```\n',
    '\n',
    '\r\n',
    ': ',
    '- ',
    '[',
    '{',
    'plan',
    'waves:\n',
    'wave: 1',
    '## Wave 1\n',
    '### Phase 1: R\n',
    '1. [Scout]: x\n',
    '**',
    '\0',
    '\uFEFF',
    '<!--',
    '-->',
    '__proto__: 1\n',
    '&a',
    '*a',
    '## Project Analysis\n',
    '- **Approach**: x\n',
  )
  const any = fc
    .array(
      fc.oneof({ weight: 6, arbitrary: token }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) }),
      { maxLength: 50 },
    )
    .map((parts) => parts.join(''))

  it('is answered with data or with problems that have a place', () => {
    fc.assert(
      fc.property(any, fc.boolean(), (raw, framed) => {
        const input = framed ? `---\n${raw}\n---\n${raw}` : raw
        const plan = readPlan({ path: 'p.md', text: input })
        const analysis = parseAnalysis(input, pack)
        const lines = input.split(/\r\n?|\n/).length
        for (const result of [plan, analysis]) {
          for (const { line, message, expected, example } of 'problems' in result ? result.problems : []) {
            expect(line).toBeGreaterThanOrEqual(1)
            expect(line).toBeLessThanOrEqual(lines + 1)
            expect([message, expected, example].includes('')).toBe(false)
          }
        }
      }),
      { numRuns: 400 },
    )
  })

  it.each<[what: string, input: string, words: RegExp]>([
    [
      'a body of 10,000 lines is read',
      planText({}, 'A line of prose, not short.\n'.repeat(2000) + '\n'.repeat(8000) + '## Wave 1\n\nEnd.\n'),
      /^ok$/,
    ],
    ['a body that is too long', planText({}, 'x'.repeat(300_000)), /at most 262144 are read/],
    [
      'a section that is too long',
      planText({}, `## Wave 1\n${'x'.repeat(60_001)}`),
      /p\.md:11 the section of wave 1 has 60001 characters/,
    ],
    [
      'a key __proto__',
      planText({ x: '__proto__: { plan: x }' }),
      /p\.md:10 __proto__: unknown key `__proto__`/,
    ],
    [
      'a key __proto__ in a wave',
      planText({ waves: 'waves:\n  - { wave: 1, title: A, __proto__: { agent: x } }' }),
      /unknown key `__proto__`/,
    ],
    ['a key constructor', planText({ x: 'constructor: x' }), /unknown key `constructor`/],
    ['thousands of brackets', planText({ x: `success: ${'['.repeat(5000)}` }), /nested too deeply/],
    [
      'thousands of keys',
      planText({ x: `success:\n${Array.from({ length: 3000 }, (_, i) => `  k${i}: 1`).join('\n')}` }),
      /more than 2000 keys/,
    ],
    ['a bomb of aliases', planText({ x: 'a: &a [x]\nb: [*a, *a, *a]' }), /anchors .* are not supported/],
    ['a tag', planText({ x: 'success: !!js/function x' }), /tags .* are not supported/],
    [
      'front matter that is too long',
      planText({ x: `success: [${'"x",'.repeat(30_000)}]` }),
      /at most 98304 are read/,
    ],
    ['a second document', planText({ x: '...\nplan: other' }), /not valid YAML/],
    ['a list instead of keys', '---\n- plan\n---\n', /expected a group of keys, found a list/],
    ['a NUL', planText({ title: 'title: "a\0b"' }), /NUL character/],
    [
      'many waves of one number',
      planText({ waves: `waves:\n${'  - { wave: 1, title: A }\n'.repeat(60)}`.trimEnd() }),
      /^ok$/,
    ],
  ])('%s', (_, input, words) => {
    const read = readPlan({ path: 'p.md', text: input })
    expect('problems' in read ? read.problems.map(formatProblem).join('\n') : 'ok').toMatch(words)
    expect(Object.hasOwn(Object.prototype, 'agent')).toBe(false)
  })

  it.each<[what: string, line: string]>([
    ['a heading with a gap', `# a${' '.repeat(120_000)}b`],
    ['a phase with a gap', `### Phase 1${' '.repeat(120_000)}x`],
    ['a bold line that stays open', `**${'a '.repeat(60_000)}`],
    ['a label with a gap', `- Task Type${'\u00a0'.repeat(120_000)}x`],
    ['an agent that never ends', `1. [${'['.repeat(120_000)}`],
    ['a fence with a gap', `~~~${' '.repeat(120_000)}\``],
    ['comments without end', '<!-- -->\n'.repeat(14_000)],
    ['marks without end', '- '.repeat(60_000)],
  ])('is not stalled by %s', (_, line) => {
    const text = `${line}\n## Phase Breakdown\n${line}\n## Project Analysis\n${line}`.slice(0, 130_000)
    expect('problems' in parseAnalysis(text, pack)).toBe(true)
    expect('problems' in readPlan({ path: 'p.md', text: line })).toBe(true)
    expect('problems' in readPlan({ path: 'p.md', text: planText({}, text) })).toBe(true)
  })

  it('keeps headings in code out of the sections', () => {
    const body =
      'Context.\n\n~~~\n## Wave 1\n~~~\n## Wave 2 — Kernel\n\n```md\n## Wave 3\n```\n### Wave 4\n## Waves\n## Wave 1.5\n'
    expect(readBody(body)).toEqual({
      context: 'Context.\n\n~~~\n## Wave 1\n~~~',
      sections: [{ wave: 2, line: 6, prose: '```md\n## Wave 3\n```\n### Wave 4\n## Waves\n## Wave 1.5' }],
      openFence: null,
    })
  })

  it('reads an issue with a comment first, and a block closed by more marks', () => {
    const text =
      '<!-- a form\nput this -->\n\n~~~~ yml\nplan: plan-1\ntitle: T\norchestrator: o\nwaves: [{ wave: 0, title: Audit }]\n~~~~~\nContext.\r\n\r\n## Wave 0\r\nLook.'
    const read = readPlan({ path: '#12', text })
    expect('plan' in read && read.plan).toMatchObject({
      plan: 'plan-1',
      context: 'Context.',
      waves: [{ wave: 0, purpose: 'implement', prose: 'Look.' }],
    })
  })
})
