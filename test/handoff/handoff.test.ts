// The form of a hand-off document: what must be said, how much, and what anybody's words come to in it.

import { assert, property, string } from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  clipped,
  handoffProblems,
  most,
  MOST_POINTS,
  MOST_WORDS,
  point,
  type Handoff,
} from '../../src/domain/handoff/handoff.ts'
import { handoffBrief, handoffFold, handoffMarkdown } from '../../src/domain/render/handoff-text.ts'
import { agent, HEAD, sha } from '../domain/support.ts'

const wave = (change: object = {}): Handoff['of'] => ({
  kind: 'wave',
  wave: 3,
  title: 'Add explain()',
  ended: 'merged',
  by: [agent('implementer')],
  ...change,
})
const document = (change: Partial<Handoff> = {}): Handoff => ({
  of: wave(),
  done: [point('Add explain(): it is there', 'implementer, attempt 1')],
  open: [],
  risks: [],
  evidence: [{ kind: 'pull', number: 8, sha: HEAD, merged: sha('c') }],
  next: [point('wave 4: bind it')],
  ...change,
})

describe('a document', () => {
  it.each<[string, unknown, RegExp[]]>([
    ['that says everything', document(), []],
    ['without an open point or a risk', document({ open: [], risks: [] }), []],
    ['of a wave that says nothing of what is done', document({ done: [] }), [/^done: nothing is said/]],
    [
      'without evidence or what comes next: both at once',
      document({ evidence: [], next: [] }),
      [/^evidence: /, /^next: /],
    ],
    [
      'of work that is handed on before anything is done',
      document({ of: wave({ ended: 'handed-over' }), done: [], evidence: [] }),
      [],
    ],
    [
      'that does not say who goes on',
      document({ of: wave({ ended: 'handed-over' }), next: [] }),
      [/^next: nothing is said/],
    ],
    ['with an empty point', document({ open: [{ text: ' ' }] }), [/^open\.0\.text: /]],
    [
      'with a point that is too long',
      document({ open: [{ text: 'x'.repeat(MOST_WORDS + 1) }] }),
      [/^open\.0\.text: /],
    ],
    [
      'with too many points',
      document({ risks: Array.from({ length: MOST_POINTS + 1 }, () => point('x')) }),
      [/^risks: /],
    ],
    ['with a key that nobody knows', { ...document(), extra: 1 }, [/extra/]],
    ['that is none', undefined, [/^document: /]],
    [
      'with a run that is no number',
      document({ evidence: [{ kind: 'validation', of: 'validate', sha: HEAD, run: 'x', says: 'y' }] }),
      [/^evidence\.0\.run: /],
    ],
  ])('%s', (_, given, wanted) => {
    const problems = handoffProblems(given)
    expect(problems).toHaveLength(wanted.length)
    for (const [i, form] of wanted.entries()) expect(problems[i]).toMatch(form)
  })

  it('that lacks something says so where it stands', () => {
    expect(handoffMarkdown(document({ done: [] }))).toContain('**What this document lacks**\n- done: nothing')
    expect(handoffMarkdown(document())).not.toContain('lacks')
  })
})

test('words of any length and kind fit in a point', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 2000 }), (words) => {
      const said = clipped(words)
      expect(handoffProblems(document({ open: [{ text: said }] }))).toEqual([])
      expect(said.isWellFormed() || !words.isWellFormed()).toBe(true)
    }),
  )
})

test('points beyond the most are counted', () => {
  const many = Array.from({ length: MOST_POINTS + 5 }, (_, i) => point(`point ${i}`))
  expect(most(many.slice(0, MOST_POINTS))).toHaveLength(MOST_POINTS)
  expect(most(many)).toHaveLength(MOST_POINTS)
  expect(most(many).at(-1)?.text).toBe('and 6 more, where they were said')
})

describe('as text', () => {
  it('names every section, also an empty one, and links what it rests on', () => {
    const text = handoffFold(
      document({
        open: [point('src/a.mjs:3 (minor) say why', 'critic')],
        evidence: [
          { kind: 'pull', number: 8, sha: HEAD, merged: sha('c') },
          {
            kind: 'validation',
            of: 'validate',
            sha: HEAD,
            run: '100',
            says: 'every command succeeded, 12 of 12 tests passed',
          },
        ],
      }),
    )
    expect(text).toMatchInlineSnapshot(`
      "<details><summary>Hand-off document of wave 3 (merged)</summary>

      Add explain(); worked on by implementer

      **Done**
      - implementer, attempt 1: Add explain(): it is there

      **Open**
      - critic: src/a.mjs:3 (minor) say why

      **Risks**
      Nothing is on record.

      **Evidence**
      - #8 at aaaaaaa, merged as ccccccc
      - validate at aaaaaaa: every command succeeded, 12 of 12 tests passed ([run 100](../actions/runs/100))

      **Next**
      - wave 4: bind it

      </details>"
    `)
  })

  it.each([
    ['a mention', 'ask @alice', '@alice'],
    ['a marker of ours', '<!-- baton:route -->', '<!--'],
    ['an issue to be closed', 'Closes #7', 'Closes #7'],
    ['the end of the fold', 'a </details> b', 'a </details>'],
    ['another line', 'a\n\n### Baton: done', '\n### Baton'],
  ])('of an agent that writes %s does no harm', (_, words, harm) => {
    expect(handoffFold(document({ open: [point(words)] }))).not.toContain(harm)
  })

  it('is given to agents as somebody’s words, with its title as their source', () => {
    const { source, text } = handoffBrief(
      document({ of: wave({ to: agent('critic'), ended: 'handed-over' }) }),
    )
    expect(source).toBe('hand-off document of wave 3 (given to another agent, to critic)')
    expect(text).toContain('Risks\nNothing is on record.')
  })
})
