// Directives from text: the three of the seed, what an issue form makes of them, every problem at once, and any text at all.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DIRECTIVE_KINDS, type DirectiveKind } from '../../src/domain/directives/directive.ts'
import { FIELDS } from '../../src/domain/directives/fields.ts'
import { directiveKind, directiveOfLine, parseDirective } from '../../src/domain/directives/parse.ts'

const ALIGNMENT = `TECHNICAL ALIGNMENT: Tensor Memory Layout
CONTEXT: core is using row-major tensors while Metal kernels assume column-major layout
IMPACT: Performance degradation due to transpose operations
DIRECTIVE: Standardize on row-major tensor layout throughout the system
RATIONALE: Row-major minimizes data reshaping
ACTION REQUIRED: metal to update kernels
TO: metal, core`
const SHIFT = `PRIORITY SHIFT: Memory-Mapped Tensor Operations
PREVIOUS PRIORITY: Medium
NEW PRIORITY: Critical
JUSTIFICATION: Much time is spent in memory transfers
IMPACT: Delay format validation
ACTION REQUIRED: core to focus on mmap`
const CHECKPOINT = `INTEGRATION CHECKPOINT: Matrix Multiplication Pipeline
STATUS: Partial - CPU implementation complete
METRICS: as last recorded
CURRENT GAPS: Large matrix fallback path missing
NEXT STEPS: Complete kernel fusion
AGENT ASSIGNMENTS:
- core: Complete large matrix tiling
- metal: Finalize kernel fusion
CONDITIONS: gates, validation layout tests
point Tensor representation`

/** The same as GitHub writes it down for an issue form. */
const asForm = (text: string): string =>
  text
    .replaceAll(
      /^([A-Z ]+):[ ]?/gm,
      (_, name: string) => `\n### ${name.charAt(0)}${name.slice(1).toLowerCase()}\n\n`,
    )
    .trim()

/** Problems as `line: what`, or the directive. */
const read = (text: string): unknown => {
  const found = parseDirective(text)
  if (found === undefined) return undefined
  return 'problems' in found ? found.problems.map(({ line, what }) => `${line}: ${what}`) : found
}

describe('the three directives of the seed', () => {
  test('technical alignment', () => {
    expect(read(ALIGNMENT)).toEqual({
      to: ['metal', 'core'],
      directive: {
        kind: 'alignment',
        topic: 'Tensor Memory Layout',
        context: 'core is using row-major tensors while Metal kernels assume column-major layout',
        impact: 'Performance degradation due to transpose operations',
        order: 'Standardize on row-major tensor layout throughout the system',
        rationale: 'Row-major minimizes data reshaping',
        action: 'metal to update kernels',
      },
    })
  })
  test('priority shift', () => {
    expect(read(SHIFT)).toMatchObject({
      to: [],
      directive: { kind: 'priority-shift', previous: 'medium', level: 'critical' },
    })
  })
  test('integration checkpoint, with lists and conditions', () => {
    expect(read(CHECKPOINT)).toMatchObject({
      directive: {
        kind: 'checkpoint',
        assignments: '- core: Complete large matrix tiling\n- metal: Finalize kernel fusion',
        conditions: [
          { on: 'gates' },
          { on: 'validation', name: 'layout tests' },
          { on: 'point', name: 'Tensor representation' },
        ],
      },
    })
  })
  test.each([ALIGNMENT, SHIFT, CHECKPOINT])('%# says the same from an issue form', (text) => {
    expect(read(asForm(text))).toEqual(read(text))
  })
  test('Windows line ends change nothing', () => {
    expect(read(ALIGNMENT.replaceAll('\n', '\r\n'))).toEqual(read(ALIGNMENT))
  })
})

describe('what is wrong is said all at once, with its line', () => {
  test.each<[what: string, text: string, expected: unknown]>([
    ['no directive', 'Please align.', undefined],
    ['one in a quote', `> ${ALIGNMENT}`, undefined],
    ['one in a fence', `\`\`\`\n${ALIGNMENT}\n\`\`\``, undefined],
    ['one that comes after other words', `So:\n${ALIGNMENT}`, undefined],
    [
      'nothing but the heading',
      'PRIORITY SHIFT:',
      [
        '1: PRIORITY SHIFT is empty',
        '1: PREVIOUS PRIORITY is missing',
        '1: NEW PRIORITY is missing',
        '1: JUSTIFICATION is missing',
        '1: IMPACT is missing',
        '1: ACTION REQUIRED is missing',
      ],
    ],
    [
      'levels that are none',
      SHIFT.replace('Critical', 'Urgent').replace('Medium', 'so-so'),
      ['2: PREVIOUS PRIORITY is "so-so"', '3: NEW PRIORITY is "Urgent"'],
    ],
    ['a heading twice', `${SHIFT}\nIMPACT: another`, ['7: IMPACT stands there twice']],
    [
      'a state that is none',
      CHECKPOINT.replace('Partial', 'Nearly'),
      ['2: STATUS is "Nearly - CPU implementation complete"'],
    ],
    [
      'a condition that is none',
      CHECKPOINT.replace('gates,', 'luck,'),
      ['9: CONDITIONS is "luck, validation layout tests\\npoint Tensor representation"'],
    ],
    ['a name that is none', ALIGNMENT.replace('metal, core', 'met@l'), ['7: TO is "met@l"']],
    [
      'a field left empty in a form',
      asForm(ALIGNMENT).replace('Row-major minimizes data reshaping', '_No response_'),
      ['17: RATIONALE is empty'],
    ],
    [
      'words that nobody sees',
      ALIGNMENT.replace('metal to', 'metal <!-- or all --> to'),
      ['6: ACTION REQUIRED is "metal <!-- or all --> to update kernels"'],
    ],
    [
      'letters that turn around',
      ALIGNMENT.replace('Row-major m', '\u202eRow-major m'),
      ['5: RATIONALE is "\\u{202e}Row-major minimizes data reshaping"'],
    ],
    [
      'too long',
      ALIGNMENT.replace('Standardize', 'x'.repeat(2001)),
      [`4: DIRECTIVE is "${'x'.repeat(80)}…"`],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})

describe('the one line of a command', () => {
  test.each<[kind: DirectiveKind, text: string, expected: object]>([
    [
      'alignment',
      'Tensor layout: rows everywhere',
      {
        directive: { kind: 'alignment', topic: 'Tensor layout', order: 'rows everywhere' },
      },
    ],
    ['alignment', 'rows', { problems: [{ expected: 'a topic, a colon, and the order' }] }],
    [
      'priority-shift',
      'Memory mapping to critical: transfers take too long',
      {
        directive: {
          component: 'Memory mapping',
          level: 'critical',
          justification: 'transfers take too long',
        },
      },
    ],
    ['priority-shift', 'Memory mapping: HIGH', { directive: { level: 'high' } }],
    ['priority-shift', 'Memory mapping to the top', { problems: [{ line: 1 }] }],
    [
      'checkpoint',
      'Matmul: gates, validation layout tests',
      {
        directive: {
          component: 'Matmul',
          conditions: [{ on: 'gates' }, { on: 'validation', name: 'layout tests' }],
        },
      },
    ],
    [
      'checkpoint',
      'API and tests on Friday',
      {
        directive: { component: 'API and tests on Friday', conditions: [{ on: 'gates' }] },
      },
    ],
    [
      'checkpoint',
      'Matmul: finish the fusion',
      {
        directive: { component: 'Matmul', steps: 'finish the fusion', conditions: [{ on: 'gates' }] },
      },
    ],
  ])('%s %s', (kind, text, expected) => {
    expect(directiveOfLine(kind, text)).toMatchObject(expected)
  })
})

describe('any text', () => {
  const headings = DIRECTIVE_KINDS.flatMap((kind) => FIELDS[kind].map(({ heading }) => `${heading}:`))
  const lines = fc.array(fc.oneof(fc.constantFrom(...headings), fc.string(), fc.string({ unit: 'binary' })))

  test('is a directive, problems with lines that it has, or neither', () => {
    fc.assert(
      fc.property(lines, (parts) => {
        const text = parts.join('\n')
        const found = parseDirective(text)
        expect(found === undefined).toBe(directiveKind(text) === undefined)
        if (found === undefined || !('problems' in found)) return
        expect(found.problems.length).toBeGreaterThan(0)
        for (const { line } of found.problems) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(line).toBeLessThanOrEqual(text.split('\n').length)
        }
      }),
    )
  })

  const word = fc.stringMatching(/^[a-z][a-z ]{0,30}[a-z]$/)
  test('that fills in every field is read back as it was written', () => {
    fc.assert(
      fc.property(fc.record({ topic: word, order: word, rest: word }), ({ topic, order, rest }) => {
        const text = `TECHNICAL ALIGNMENT: ${topic}\nCONTEXT: ${rest}\nIMPACT: ${rest}\nDIRECTIVE: ${order}\nRATIONALE: ${rest}\nACTION REQUIRED: ${rest}`
        const expected = {
          kind: 'alignment',
          topic,
          order,
          context: rest,
          impact: rest,
          rationale: rest,
          action: rest,
        }
        expect(parseDirective(text)).toEqual({ directive: expected, to: [] })
        expect(parseDirective(asForm(text))).toEqual({ directive: expected, to: [] })
      }),
    )
  })
})
