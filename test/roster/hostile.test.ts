// Random and hostile text: every parser answers with data or with problems, never with an exception or a stall.

import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { formatProblem } from '../../src/domain/roster/problem.ts'
import type { Problem } from '../../src/domain/roster/problem.ts'
import { parseAgentFile } from '../../src/roster/agent-file.ts'
import { didYouMean, editDistance } from '../../src/domain/did-you-mean.ts'
import { parsePack } from '../../src/roster/pack.ts'
import { parsePolicy } from '../../src/roster/policy-file.ts'
import { quote } from '../../src/roster/show.ts'
import { VALID_POLICY, agentText, asaSwarm, problemsOf } from './support.ts'

let packs: Map<string, Pack>
beforeAll(async () => {
  packs = new Map([['asa-swarm', await asaSwarm()]])
})

const token = fc.constantFrom(
  '---',
  '---js',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  '  ',
  '    ',
  ': ',
  ':',
  '- ',
  '? ',
  '| ',
  '>-\n',
  '&a ',
  '*a',
  '!!map ',
  '!!js/function ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '"',
  "'",
  '#',
  '%YAML 1.1',
  '<<',
  '...',
  '\0',
  '\uFEFF',
  '\u202E',
  '\u2028',
  '\\',
  '`',
  '@',
  '~',
  'null',
  '.nan',
  'name',
  'description',
  'tools',
  'version',
  'extends',
  'validate',
  'commands',
  'run',
  'consensus',
  'when',
  '__proto__',
  'constructor',
  '1',
  '-1',
  '1e999',
  '0x10',
  'true',
  'yes',
  '2026-11-21',
  'asa-swarm',
  'Read',
  'critic',
  'x',
)
const yamlish = fc
  .array(fc.oneof({ weight: 6, arbitrary: token }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) }), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''))

function wellFormed(problems: readonly Problem[], text: string): void {
  const lines = text.split(/\r\n?|\n/).length
  for (const problem of problems) {
    expect(problem.line).toBeGreaterThanOrEqual(1)
    expect(problem.line).toBeLessThanOrEqual(lines + 1)
    expect([problem.message, problem.expected, problem.example].includes('')).toBe(false)
    // oxlint-disable-next-line no-control-regex -- nothing that could steer a terminal may get into a report
    expect(`${problem.key}${problem.message}`).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/)
    expect(formatProblem(problem)).toContain(`${problem.file}:${problem.line} `)
  }
}

describe('any text', () => {
  it('as an agent file', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          yamlish,
          yamlish.map((keys) => agentText(keys)),
          yamlish.map((keys) => agentText(`description: Use: it ${keys}`)),
        ),
        fc.constantFrom('a.md', '.claude/agents/a.md', '.github/agents/a.agent.md'),
        (text, path) => {
          const result = parseAgentFile({ path, text })
          if ('agent' in result) expect(result.agent.name).toBeTruthy()
          else expect(result.problems.length).toBeGreaterThan(0)
          wellFormed(problemsOf(result), text)
        },
      ),
      { numRuns: 250 },
    )
  })

  it('as a policy, alone or below a valid one', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          yamlish,
          yamlish.map((more) => VALID_POLICY + more),
        ),
        (text) => {
          const result = parsePolicy({ path: 'p.yml', text }, packs)
          if ('policy' in result) expect(packs.has(result.policy.extends)).toBe(true)
          else expect(result.problems.length).toBeGreaterThan(0)
          wellFormed(problemsOf(result), text)
        },
      ),
      { numRuns: 250 },
    )
  })

  it('as a pack', () => {
    fc.assert(
      fc.property(yamlish, (text) => {
        const result = parsePack('p', { name: 'pack.yml', text }, [
          { name: 'a.md', text: agentText('description: x') },
        ])
        wellFormed(problemsOf(result), text)
        expect('problems' in result).toBe(true)
      }),
      { numRuns: 250 },
    )
  })

  it('as any data in the place of any value', () => {
    const value = fc.json({ maxDepth: 3 })
    const key = fc.constantFrom(
      'label',
      'branch',
      'validate',
      'benchmark',
      'gates',
      'platforms',
      'consensus',
      'limits',
      'merge',
    )
    fc.assert(
      fc.property(key, value, (name, json) => {
        const text = `version: 1\nextends: asa-swarm\n${name}: ${json}\n`
        wellFormed(problemsOf(parsePolicy({ path: 'p.yml', text }, packs)), text)
      }),
      { numRuns: 200 },
    )
  })
})

it('reads no code: a front-matter script never runs', () => {
  const proof = globalThis as { ranFromFrontMatter?: boolean }
  for (const opening of ['---js', '---javascript', '--- js', '---JavaScript', '\uFEFF---js', '---js\r']) {
    parseAgentFile({
      path: 'a.md',
      text: `${opening}\n(globalThis.ranFromFrontMatter = true, { description: 'x' })\n---\nhi`,
    })
  }
  expect(proof.ranFromFrontMatter).toBeUndefined()
})

it.each([
  ['braces', '{'.repeat(60_000)],
  ['brackets with keys', '[a: '.repeat(15_000)],
  ['complex keys', '? '.repeat(30_000)],
  ['list items', '- '.repeat(30_000)],
  ['anchors', '&a '.repeat(20_000)],
  ['blank lines', '\n'.repeat(60_000)],
  ['growing indentation', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ['quotes', `"${'\\'.repeat(60_000)}`],
])('comes back from %s', (_what, text) => {
  // The YAML composer alone needs minutes for some of these.
  expect(problemsOf(parsePolicy({ path: 'p.yml', text }, packs)).length).toBeGreaterThan(0)
  expect(
    problemsOf(parseAgentFile({ path: 'a.md', text: agentText(text.slice(0, 15_000)) })).length,
  ).toBeGreaterThan(0)
})

it.each([
  ['texts with colons', 'name: a: b\n'.repeat(2500)],
  ['dialogues', `description: a: ${'<example>\n'.repeat(3000)}`],
  ['lines of a text', `description: a: b\n${' x: y\n'.repeat(5000)}`],
  ['commas', `description: a: b\ntools: ${'('.repeat(50)}${','.repeat(3900)}`],
  ['unknown keys', `description: a: b\n${Array.from({ length: 1500 }, (_, i) => `key${i}: [`).join('\n')}`],
])('comes back from mending %s', (_what, keys) => {
  const from = process.cpuUsage()
  parseAgentFile({ path: '.claude/agents/a.md', text: agentText(keys) })
  // Tens of milliseconds; anything that grows with the square of the text takes many seconds.
  expect(process.cpuUsage(from).user / 1000).toBeLessThan(2000)
})

describe('did you mean', () => {
  it.each([
    ['lable', 'label'],
    ['wake-enable', 'wake_enabled'],
    ['VERSION', 'version'],
    ['x', undefined],
    ['telemetry', undefined],
    ['y'.repeat(100_000), undefined],
  ])('%.20s → %s', (word, meant) => {
    expect(didYouMean(word, ['label', 'wake_enabled', 'version'])).toBe(meant)
  })

  it('measures a distance: zero to itself, the same both ways', () => {
    const word = fc.string({ maxLength: 12 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, a)).toBe(0)
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, b) === 0).toBe(a === b)
      }),
    )
  })

  it('quotes on one line, whatever is quoted', () => {
    expect(quote('a\n`b`\u202Ec')).toBe('`a\\u000a\\u0060b\\u0060\\u202ec`')
    expect(quote('z'.repeat(500)).length).toBeLessThan(80)
  })
})
