// Decision tiers: what puts a change in which, what changes of exported declarations are seen, who raises and who lowers.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apiChanges } from '../../src/domain/consensus/public-api.ts'
import { tierOf, type TierFacts } from '../../src/domain/consensus/tier.ts'
import type { ChangedFile } from '../../src/domain/freeze/violations.ts'
import { Tier } from '../../src/domain/outcomes.ts'
import { higherTier, Tiers } from '../../src/domain/policy/tier.ts'
import { reasonMarkdown } from '../../src/domain/reason.ts'
import { seating } from '../../src/domain/roster/seats.ts'
import { tierLabels } from '../../src/reconcile/tier-labels.ts'
import type { Actor } from '../../src/domain/snapshot.ts'
import { pack } from './support.ts'

const file = (path: string, ...lines: string[]): ChangedFile => ({
  path,
  patch: `@@ -1,9 +1,9 @@\n${lines.join('\n')}`,
})
const removed = (count: number): string[] => Array.from({ length: count }, (_, i) => `-line ${i}`)
const base: TierFacts = {
  type: 'bugfix',
  kind: 'bugfix',
  complexity: 'medium',
  labels: [],
  files: [file('src/a.ts', ' x', '-y', '+z')],
  paths: [],
  agents: [],
  people: [],
}
const tier = (change: Partial<TierFacts>, tiers: object = {}): Tier =>
  tierOf(Tiers.parse(tiers), { ...base, ...change }).tier

describe('by what changes', () => {
  test.each<[what: string, change: Partial<TierFacts>, expected: Tier, tiers?: object]>([
    ['code', {}, 'reversible'],
    ['prose', { files: [file('docs/a.md', '+x'), file('README.md', '+y')] }, 'routine'],
    ['prose and code', { files: [file('docs/a.md', '+x'), file('src/a.ts', '+y')] }, 'reversible'],
    ['more prose than is routine', { files: [file('docs/a.md', ...removed(201))] }, 'reversible'],
    ['tests', { files: [file('test/a.test.ts', '+x')] }, 'routine'],
    [
      'prose that was moved from code',
      { files: [{ path: 'docs/a.md', previousPath: 'src/a.ts', patch: '' }] },
      'reversible',
    ],
    ['a migration', { files: [file('db/migrations/0007.ts', '+x')] }, 'irreversible'],
    ['a query', { files: [file('src/schema.sql', '+x')] }, 'irreversible'],
    [
      'a migration that was moved away',
      { files: [{ path: 'old.ts', previousPath: 'migrations/1.ts', patch: '' }] },
      'irreversible',
    ],
    ['a migration that only a commit names', { paths: ['migrations/1.sql'] }, 'irreversible'],
    ['500 lines removed', { files: [file('src/a.ts', ...removed(500))] }, 'reversible'],
    ['501 lines removed', { files: [file('src/a.ts', ...removed(501))] }, 'irreversible'],
    [
      'an exported declaration',
      { files: [file('src/a.ts', '-export function f(a: number) {', '+export function f() {')] },
      'irreversible',
    ],
    ['code that GitHub does not show', { files: [{ path: 'src/a.ts' }] }, 'irreversible'],
    ['a picture that GitHub does not show', { files: [{ path: 'a.png' }] }, 'reversible'],
    ['an architecture', { type: 'architecture', kind: 'architecture' }, 'irreversible'],
    ['a type of that kind', { type: 'tensor-layout', kind: 'architecture' }, 'irreversible'],
    ['something critical', { complexity: 'critical' }, 'irreversible'],
    [
      'a label of the policy',
      { labels: ['Breaking'] },
      'irreversible',
      { irreversible: { labels: ['breaking'] } },
    ],
    ['a path of the policy', {}, 'irreversible', { irreversible: { paths: ['src/**'] } }],
    [
      'a policy that does not look at exports',
      { files: [{ path: 'src/a.ts' }] },
      'reversible',
      { irreversible: { public_api: false } },
    ],
    ['a policy that calls code routine', {}, 'routine', { routine: { paths: ['src/**'] } }],
    [
      'nothing yet, and prose is to be written',
      { files: undefined, type: 'documentation', kind: 'documentation' },
      'routine',
    ],
    ['nothing yet, and code is to be written', { files: undefined }, 'reversible'],
  ])('%s: %s', (_what, change, expected, tiers) => {
    expect(tier(change, tiers)).toBe(expected)
  })
})

describe('exported declarations', () => {
  test.each<[what: string, path: string, before: string[], after: string[], lost: string[]]>([
    ['gone', 'src/a.ts', ['export const a = 1'], [], ['export const a']],
    [
      'another argument',
      'src/a.ts',
      ['export function f(a) {'],
      ['export function f(a, b) {'],
      ['export function f(a)'],
    ],
    [
      'another body on the line',
      'src/a.ts',
      ['export const f = (a) => a + 1'],
      ['export const f = (a) => a + 2'],
      [],
    ],
    ['another value', 'src/a.ts', ['export const LIMIT = 1'], ['export const LIMIT = 2'], []],
    [
      'another type',
      'src/a.ts',
      ['export const LIMIT: number = 1'],
      ['export const LIMIT: string = "1"'],
      ['export const LIMIT:number'],
    ],
    [
      'formatted anew',
      'src/a.ts',
      ['export function f(a, b) {'],
      ['export function f(', '  a,', '  b,', ') {'],
      [],
    ],
    [
      'moved within the file',
      'src/a.ts',
      ['export function f() {'],
      ['const x = 1', 'export function f() {'],
      [],
    ],
    [
      'a name that is no longer handed on',
      'src/index.ts',
      ["export { a, b } from './a.ts'"],
      ["export { a } from './a.ts'"],
      ["export{b}from './a.ts'"],
    ],
    [
      'a name more that is handed on',
      'src/index.ts',
      ["export { a } from './a.ts'"],
      ["export { a, b } from './a.ts'"],
      [],
    ],
    ['a new one', 'src/a.ts', [], ['export function g() {'], []],
    ['an inner one', 'src/a.ts', ['function f(a) {'], ['function f() {'], []],
    [
      'Rust',
      'src/lib.rs',
      ['pub fn f(a: i32) -> i32 {'],
      ['pub fn f(a: i64) -> i32 {'],
      ['pub fn f(a:i32)->i32'],
    ],
    ['Python', 'src/a.py', ['def run(a):'], ['def run(a, b):'], ['def run(a)']],
    ['Python, by a name of its own', 'src/a.py', ['def _run(a):'], ['def _run():'], []],
    ['Go', 'a.go', ['func Run(a int) {'], ['func Run() {'], ['func Run(a int)']],
    ['Go, inner', 'a.go', ['func run(a int) {'], ['func run() {'], []],
    ['a test', 'test/a.ts', ['export const a = 1'], [], []],
    ['prose', 'docs/a.md', ['export const a = 1'], [], []],
  ])('%s', (_what, path, before, after, lost) => {
    const patch = [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)]
    expect(apiChanges([file(path, ...patch)]).map((change) => change.before)).toEqual(lost)
  })

  test('a line in the middle of a declaration changes it', () => {
    const patch = [' export function f(', '-  a: number,', '+  a: string,', ' ): void {']
    expect(apiChanges([file('src/a.ts', ...patch)])).toHaveLength(1)
  })
})

describe('by word', () => {
  const label = (name: Tier, lowers = false) => ({ tier: name, by: lowers ? 'ada' : 'grace', lowers })
  test.each<[what: string, change: Partial<TierFacts>, expected: Tier]>([
    ['an agent raises it', { agents: [{ tier: 'irreversible', by: 'critic' }] }, 'irreversible'],
    ['an agent does not lower it', { agents: [{ tier: 'routine', by: 'critic' }] }, 'reversible'],
    ['who may write raises it', { people: [label('irreversible')] }, 'irreversible'],
    ['who may write does not lower it', { people: [label('routine')] }, 'reversible'],
    ['who maintains lowers it', { people: [label('routine', true)] }, 'routine'],
    [
      'also what an agent raised',
      { agents: [{ tier: 'irreversible', by: 'critic' }], people: [label('reversible', true)] },
      'reversible',
    ],
    [
      'also what is irreversible by itself',
      { complexity: 'critical', people: [label('routine', true)] },
      'routine',
    ],
    [
      'after that it can be raised again',
      { people: [label('routine', true), label('irreversible')] },
      'irreversible',
    ],
    ['and lowered again', { people: [label('irreversible'), label('routine', true)] }, 'routine'],
  ])('%s', (_what, change, expected) => {
    expect(tier(change)).toBe(expected)
  })

  test('says who did what, and what does not count', () => {
    const { why } = tierOf(Tiers.parse({}), {
      ...base,
      agents: [{ tier: 'irreversible', by: 'critic' }],
      people: [label('routine'), label('reversible', true)],
    })
    expect(reasonMarkdown(why)).toBe(
      [
        '- ▪️ decision tier: reversible',
        '  - ▪️ it is neither routine nor hard to take back',
        '  - ▪️ critic raises it to irreversible',
        '  - ▪️ the label tier:routine of @\u200bgrace does not lower it: that takes maintain permission',
        '  - ▪️ @\u200bada lowers it to reversible by a label',
      ].join('\n'),
    )
  })

  test('nobody but who maintains lowers it, in whatever order they speak', () => {
    const word = fc.record({ tier: fc.constantFrom(...Tier.options), by: fc.constantFrom('a', 'b') })
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 5 }),
        fc.array(word, { maxLength: 5 }),
        fc.constantFrom<Partial<TierFacts>>(
          {},
          { complexity: 'critical' },
          { files: [file('docs/a.md', '+x')] },
        ),
        (agents, writers, change) => {
          const people = writers.map((one) => ({ ...one, lowers: false }))
          const alone = tier(change)
          const said = tier({ ...change, agents, people })
          expect(said).toBe([...agents, ...people].reduce((most, one) => higherTier(most, one.tier), alone))
        },
      ),
    )
  })
})

describe('labels on GitHub', () => {
  const roles = { ada: 'admin', mel: 'maintain', grace: 'write', tri: 'triage' } as const
  const asked: string[] = []
  const issues = {
    permission: (login: string) => {
      asked.push(login)
      return Promise.resolve(login in roles ? roles[login as keyof typeof roles] : ('none' as const))
    },
  }
  const person = (login: string): Actor => ({ login, kind: 'person' })
  const read = async (labels: string[], ...labelled: [label: string, actor: Actor][]) => {
    const seen = { labels, labelled: labelled.map(([name, actor]) => ({ label: name, actor })) }
    const { tiers } = await tierLabels({ issues }, seen, {})
    return tiers.map((one) => `${one.by} ${one.tier}${one.lowers ? ' lowers' : ''}`)
  }

  test.each<[what: string, labels: string[], labelled: [string, Actor][], expected: string[]]>([
    ['of who maintains', ['tier:routine'], [['tier:routine', person('mel')]], ['mel routine lowers']],
    [
      'of an administrator, in capitals',
      ['Tier:Routine'],
      [['Tier:Routine', person('ada')]],
      ['ada routine lowers'],
    ],
    ['of who may write', ['tier:routine'], [['tier:routine', person('grace')]], ['grace routine']],
    ['of who may triage', ['tier:irreversible'], [['tier:irreversible', person('tri')]], []],
    ['of a stranger', ['tier:routine'], [['tier:routine', person('eve')]], []],
    ['of a bot', ['tier:routine'], [['tier:routine', { login: 'ada', kind: 'bot' }]], []],
    ['of a deleted account', ['tier:routine'], [['tier:routine', person('ghost')]], []],
    [
      'that is off again raises, and lowers nothing',
      [],
      [
        ['tier:routine', person('mel')],
        ['tier:irreversible', person('grace')],
      ],
      ['mel routine', 'grace irreversible'],
    ],
    [
      'that somebody else put on again is theirs',
      ['tier:routine'],
      [
        ['tier:routine', person('mel')],
        ['tier:routine', person('grace')],
      ],
      ['mel routine', 'grace routine'],
    ],
    [
      'of no tier',
      ['tier:huge', 'type:bugfix'],
      [
        ['tier:huge', person('mel')],
        ['type:bugfix', person('mel')],
      ],
      [],
    ],
  ])('one %s', async (_what, labels, labelled, expected) => {
    expect(await read(labels, ...labelled)).toEqual(expected)
  })

  test('what somebody may do is asked once', async () => {
    const labelled = [1, 2, 3].map(() => ({ label: 'tier:routine', actor: person('mel') }))
    asked.length = 0
    const first = await tierLabels({ issues }, { labels: [], labelled }, {})
    await tierLabels({ issues }, { labels: [], labelled }, first.people)
    expect(asked).toEqual(['mel'])
  })
})

describe('what a tier asks for', () => {
  const panel = { reviewers: [], gates: [], final: undefined, people: 0 }
  const facts = { ...base, paths: ['lib/a.ts'], coreFiles: [], claims: false, tier: 'irreversible' as const }
  const { irreversible } = pack.tiers
  test.each<[what: string, change: object, seats: string[]]>([
    [
      'major code: the full team',
      { kind: 'implementation' },
      ['critic', 'benchmarker', 'researcher', 'implementer'],
    ],
    ['architecture', { kind: 'architecture', type: 'architecture' }, ['researcher', 'implementer', 'critic']],
    ['performance', { kind: 'performance', type: 'performance' }, ['benchmarker', 'critic']],
    ['a performance claim, whatever the kind', { kind: 'bugfix', claims: true }, ['benchmarker', 'critic']],
  ])('%s', (_what, change, seats) => {
    const { requirements } = seating(panel, [], { ...facts, ...change }, { demands: irreversible })
    expect(requirements).toMatchObject([{ rule: 'irreversible decision', seats, quorum: seats.length }])
  })

  test('nothing where neither policy nor pack says so', () => {
    expect(seating(panel, [], facts).requirements).toEqual([])
  })
})
